package storage

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Forget removes what is held about somebody as a user: account, name, roles,
// conversations, settings, and what waits to be told to them. Records and the
// audit chain stay and lead to nobody: their person is called name from now on.
func (t *Tx) Forget(ctx context.Context, p community.Person, name string) error {
	id := int64(p.ID)
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"drop grants", func() error { return t.q.DropGrants(ctx, id) }},
		{"drop drafts", func() error { return t.q.DropDraftsOf(ctx, p.User) }},
		{"drop errands", func() error { return t.q.DropErrandsOf(ctx, p.User) }},
		{"drop sent files", func() error { return t.q.DropSentOf(ctx, p.User) }},
		{"drop leaves", func() error { return t.q.DropLeavesOf(ctx, id) }},
		{"drop news", func() error { return t.q.DropNewsOf(ctx, id) }},
		{"forget invitations", func() error { return t.q.ForgetInvited(ctx, p.User) }},
		{"forget messages", func() error { return t.q.ForgetMessages(ctx, ref(p.ID)) }},
		{"drop dead letters", func() error { return t.dropLettersOf(ctx, p.User) }},
		{"drop the chat", func() error { return t.dropChat(ctx, p.Chat) }},
		{"forget the person", func() error { return t.q.ForgetPerson(ctx, query.ForgetPersonParams{Name: name, ID: id}) }},
	} {
		if err := step.do(); err != nil {
			return t.fail(fmt.Sprintf("forget person %d: %s", id, step.what), err)
		}
	}
	t.now.People++
	if err := t.loadPeople(ctx); err != nil {
		return err
	}
	t.own = true
	return nil
}

// dropChat forgets what hangs on a private chat.
func (t *Tx) dropChat(ctx context.Context, chat int64) error {
	if chat == 0 {
		return nil
	}
	for _, drop := range []func(context.Context, int64) error{t.q.DropSchedule, t.q.DropPushes, t.q.DropCards, t.q.DropRuns, t.q.ForgetRefusedOf} {
		if err := drop(ctx, chat); err != nil {
			return err
		}
	}
	return t.q.ExpireChat(ctx, query.ExpireChatParams{Settled: t.db.now(), Chat: chat})
}

// dropLettersOf drops dead letters that name a Telegram user. Their JSON is
// Telegram's: an id is a field and its digits.
func (t *Tx) dropLettersOf(ctx context.Context, user int64) error {
	letters, err := t.DeadLetters(ctx)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if !names(l.JSON, user) {
			continue
		}
		if err := t.DropDead(ctx, l.Seq); err != nil {
			return err
		}
	}
	return nil
}

// names reports whether JSON has a field "id" with this number.
func names(json []byte, user int64) bool {
	field := fmt.Appendf(nil, `"id":%d`, user)
	for rest := bytes.ReplaceAll(json, []byte(": "), []byte(":")); ; {
		at := bytes.Index(rest, field)
		if at < 0 {
			return false
		}
		rest = rest[at+len(field):]
		if len(rest) == 0 || rest[0] < '0' || rest[0] > '9' {
			return true
		}
	}
}

// RecordsBy counts the records that somebody reported.
func (t *Tx) RecordsBy(ctx context.Context, id community.PersonID) (int, error) {
	n, err := t.q.CountRecordsOf(ctx, ref(id))
	return int(n), t.fail(fmt.Sprintf("count records of person %d", id), err)
}

// PruneRecords makes bare figures of records that were created before a time
// and are closed: what, where in the organisation, when and how many stay, so
// that every total stays; who, the place, every text, photo and correction go.
// The audit chain stays whole.
func (d *DB) PruneRecords(ctx context.Context, before time.Time) (pruned int, err error) {
	at := millis(before)
	err = d.write(ctx, func(ctx context.Context, tx *Tx) error {
		n, err := tx.q.BareRecords(ctx, at)
		if err != nil {
			return tx.fail("prune records", err)
		}
		pruned = int(n)
		for _, drop := range []func(context.Context, int64) error{tx.q.BareAttachments, tx.q.BareChanges, tx.q.BareCourses} {
			if err := drop(ctx, at); err != nil {
				return tx.fail("prune records", err)
			}
		}
		return nil
	})
	return pruned, err
}
