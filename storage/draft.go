package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gridmate/chat"
	"gridmate/storage/internal/query"
)

// AddDraft stores a new draft and returns it with its id and revision 1. An id
// is never used again.
func (t *Tx) AddDraft(ctx context.Context, d chat.Draft) (chat.Draft, error) {
	if d.Updated.IsZero() {
		d.Updated = t.db.options.now()
	}
	t.now.Draft++
	err := t.q.AddDraft(ctx, query.AddDraftParams{
		ID: t.now.Draft, Chat: d.Chat, UserID: d.User, Body: body(d.Body), Updated: millis(d.Updated),
	})
	if err != nil {
		return chat.Draft{}, t.fail(fmt.Sprintf("add draft in chat %d", d.Chat), err)
	}
	d.ID, d.Revision = t.now.Draft, 1
	return d, nil
}

// body is never NULL: an empty one is a body too.
func body(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Draft finds a draft; false if it is gone.
func (t *Tx) Draft(ctx context.Context, id int64) (chat.Draft, bool, error) {
	row, err := t.q.FindDraft(ctx, id)
	return t.draftOf(row, err)
}

// OpenDraft finds the draft somebody touched last in a chat; false if none.
func (t *Tx) OpenDraft(ctx context.Context, room, user int64) (chat.Draft, bool, error) {
	row, err := t.q.OpenDraft(ctx, query.OpenDraftParams{Chat: room, UserID: user})
	return t.draftOf(row, err)
}

func (t *Tx) draftOf(r query.Draft, err error) (chat.Draft, bool, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return chat.Draft{}, false, nil
	}
	if err != nil {
		return chat.Draft{}, false, t.fail("find draft", err)
	}
	return chat.Draft{
		ID: r.ID, Chat: r.Chat, User: r.UserID, Revision: int(r.Revision), Body: r.Body, Updated: timeOf(r.Updated),
	}, true, nil
}

// SaveDraft stores the body, adds one to the revision and returns the draft.
// A NotFound refusal "draft_unknown" if it is gone.
func (t *Tx) SaveDraft(ctx context.Context, d chat.Draft) (chat.Draft, error) {
	if d.Updated.IsZero() {
		d.Updated = t.db.options.now()
	}
	row, err := t.q.SaveDraft(ctx, query.SaveDraftParams{Body: body(d.Body), Updated: millis(d.Updated), ID: d.ID})
	if errors.Is(err, sql.ErrNoRows) {
		return chat.Draft{}, unknown("draft_unknown")
	}
	if err != nil {
		return chat.Draft{}, t.fail(fmt.Sprintf("save draft %d", d.ID), err)
	}
	d.Chat, d.User, d.Revision = row.Chat, row.UserID, int(row.Revision)
	return d, nil
}

// DropDraft removes a draft; one that is gone already is no error.
func (t *Tx) DropDraft(ctx context.Context, id int64) error {
	return t.fail(fmt.Sprintf("drop draft %d", id), t.q.DropDraft(ctx, id))
}
