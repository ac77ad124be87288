package storage

import (
	"context"
	"fmt"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// DeadLetters lists what could not be handled, oldest first.
func (t *Tx) DeadLetters(ctx context.Context) ([]chat.DeadLetter, error) {
	rows, err := t.q.DeadUpdates(ctx)
	if err != nil {
		return nil, t.fail("read dead letters", err)
	}
	letters := make([]chat.DeadLetter, len(rows))
	for i, r := range rows {
		letters[i] = chat.DeadLetter{
			Raw:   chat.Raw{Seq: r.Seq, UpdateID: r.UpdateID, ReceivedAt: timeOf(r.Received), JSON: r.Raw},
			Error: r.Error,
		}
	}
	return letters, nil
}

// RetryDead lets a dead letter wait to be handled again, as its mask left it.
// A NotFound refusal "dead_letter" if there is none with anything left.
func (t *Tx) RetryDead(ctx context.Context, id int64) error {
	n, err := t.q.RetryUpdate(ctx, id)
	t.woken = t.woken || n > 0
	return t.changedDead(id, n, err)
}

// DropDead gives a dead letter up and forgets what it held.
func (t *Tx) DropDead(ctx context.Context, id int64) error {
	n, err := t.q.DropUpdate(ctx, id)
	return t.changedDead(id, n, err)
}

func (t *Tx) changedDead(id, n int64, err error) error {
	if err == nil && n == 0 {
		return community.Refuse(community.NotFound, "dead_letter", "ID", id)
	}
	return t.fail(fmt.Sprintf("change dead letter %d", id), err)
}

// InboxState is how the inbox stands.
type InboxState struct {
	Waiting int
	Oldest  time.Time // when the oldest that waits was received; zero if none does
	Dead    int
}

// InboxState reads it.
func (d *DB) InboxState(ctx context.Context) (state InboxState, err error) {
	err = d.on(ctx, d.readers, beginRead, func(ctx context.Context, tx *Tx) error {
		row, err := tx.q.InboxState(ctx)
		state = InboxState{Waiting: int(row.Waiting), Oldest: timeOf(row.Oldest), Dead: int(row.Dead)}
		return tx.fail("read the inbox's state", err)
	})
	return state, err
}
