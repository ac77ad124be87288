package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage/internal/query"
)

// refuse keeps a reply whose file was refused for good, and tells of it; false
// if the reply carries none.
func (t *Tx) refuse(ctx context.Context, r chat.Receipt) (file bool, err error) {
	payload, err := t.q.OutgoingReply(ctx, r.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil // settled before
	}
	if err != nil {
		return false, err
	}
	u := chat.Undelivered{ID: r.ID, Error: r.Error, At: timeOf(t.db.now())}
	if err := json.Unmarshal(payload, &u.Reply); err != nil || u.Reply.File == nil {
		return false, err
	}
	err = t.q.RefuseOutgoing(ctx, query.RefuseOutgoingParams{Error: r.Error, Settled: millis(u.At), ID: r.ID})
	if err != nil {
		return false, err
	}
	if err := t.load(ctx); err != nil {
		return false, err
	}
	return true, t.Queue(ctx, t.db.options.refused(ctx, t, u))
}

// Undelivered lists the files that were refused for good and that nobody has
// had sent again or given up, oldest first.
func (t *Tx) Undelivered(ctx context.Context) ([]chat.Undelivered, error) {
	rows, err := t.q.RefusedFiles(ctx)
	if err != nil {
		return nil, t.fail("read refused files", err)
	}
	list := make([]chat.Undelivered, len(rows))
	for i, r := range rows {
		list[i] = chat.Undelivered{ID: r.ID, Error: r.Error, At: timeOf(r.Settled)}
		if err := json.Unmarshal(r.Reply, &list[i].Reply); err != nil {
			return nil, fmt.Errorf("storage: decode reply %d: %w", r.ID, err)
		}
	}
	return list, nil
}

// Resend queues a refused file once more, as it was. A NotFound refusal
// "dead_letter" if there is none such.
func (t *Tx) Resend(ctx context.Context, id int64) error {
	payload, err := t.q.RefusedReply(ctx, id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return t.fail(fmt.Sprintf("find refused file %d", id), err)
	}
	if err := t.GiveUp(ctx, id); err != nil {
		return err
	}
	var reply chat.Reply
	if err := json.Unmarshal(payload, &reply); err != nil {
		return fmt.Errorf("storage: decode reply %d: %w", id, err)
	}
	return t.Queue(ctx, []chat.Reply{reply})
}

// GiveUp forgets a refused file. A NotFound refusal "dead_letter" if there is
// none such.
func (t *Tx) GiveUp(ctx context.Context, id int64) error {
	n, err := t.q.ForgetRefused(ctx, id)
	if err == nil && n == 0 {
		return community.Refuse(community.NotFound, "dead_letter", "ID", id)
	}
	return t.fail(fmt.Sprintf("forget refused file %d", id), err)
}

// UndeliveredFiles counts them.
func (d *DB) UndeliveredFiles(ctx context.Context) (n int, err error) {
	err = d.on(ctx, d.readers, beginRead, func(ctx context.Context, tx *Tx) error {
		rows, err := tx.q.CountRefused(ctx)
		n = int(rows)
		return tx.fail("count refused files", err)
	})
	return n, err
}
