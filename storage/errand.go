package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gridmate/chat"
	"gridmate/storage/internal/query"
)

// The errands are slow work that waits to be done, see chat.Errand. A row's
// states:
//
//	     AddErrand, in the transaction that asks
//	        │     ┌── RetryErrand, with a due time ──┐
//	        ▼     ▼                                  │
//	      waiting ────────── NextErrand ─────────► claimed
//	           ▲                                     │ │
//	           └────── restart: FreeErrands ─────────┘ │
//	                                                   ▼
//	               EndErrand, in the transaction of its replies: (gone)
//
// Claiming counts as an attempt, so that work which kills the process is not
// begun for ever.

// AddErrand stores slow work to be done after the commit and returns its id,
// which is never used again. While the same is being asked for in the same chat
// by the same person, it is the id of that: a button that is pressed twice is
// served once.
func (t *Tx) AddErrand(ctx context.Context, e chat.Errand) (int64, error) {
	same, err := t.q.SameErrand(ctx, query.SameErrandParams{Kind: e.Kind, Chat: e.Chat, UserID: e.User, Body: body(e.Body)})
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return same, t.fail("find errand "+e.Kind, err)
	}
	t.now.Errand++
	err = t.q.AddErrand(ctx, query.AddErrandParams{
		ID: t.now.Errand, Kind: e.Kind, Chat: e.Chat, UserID: e.User, Priority: int64(e.Priority),
		Body: body(e.Body), Asked: t.db.now(), Topic: int64(e.Topic),
	})
	t.errands = true
	return t.now.Errand, t.fail("add errand "+e.Kind, err)
}

// Errands receives when there may be something for NextErrand: after Open and
// after a commit with an errand. Signals that nobody has taken yet are one.
func (d *DB) Errands() <-chan struct{} { return d.errands }

func (d *DB) wakeErrands() {
	select {
	case d.errands <- struct{}{}:
	default:
	}
}

// FreeErrands lets what was claimed wait again: for the start, before anything
// is claimed.
func (d *DB) FreeErrands(ctx context.Context) error {
	return d.write(ctx, func(ctx context.Context, tx *Tx) error {
		return tx.fail("free errands", tx.q.FreeErrands(ctx))
	})
}

// NextErrand claims the most urgent errand that is due; false if none is. Then
// due is when the next one will be, zero if none waits.
func (d *DB) NextErrand(ctx context.Context) (e chat.Errand, due time.Time, found bool, err error) {
	err = d.write(ctx, func(ctx context.Context, tx *Tx) error {
		row, err := tx.q.NextErrand(ctx, d.now())
		if errors.Is(err, sql.ErrNoRows) {
			next, err := tx.q.NextDue(ctx)
			due = timeOf(max(next, 0))
			return tx.fail("find the next errand", err)
		}
		if err != nil {
			return tx.fail("find the next errand", err)
		}
		found = true
		e = chat.Errand{
			ID: row.ID, Kind: row.Kind, Chat: row.Chat, Topic: int(row.Topic), User: row.UserID, Priority: chat.Priority(row.Priority),
			Body: row.Body, Attempts: int(row.Attempts) + 1, Asked: timeOf(row.Asked),
		}
		return tx.fail(fmt.Sprintf("claim errand %d", row.ID), tx.q.ClaimErrand(ctx, row.ID))
	})
	return e, due, found && err == nil, err
}

// RetryErrand lets a claimed errand wait until a time.
func (d *DB) RetryErrand(ctx context.Context, id int64, due time.Time) error {
	return d.write(ctx, func(ctx context.Context, tx *Tx) error {
		return tx.fail(fmt.Sprintf("retry errand %d", id), tx.q.RetryErrand(ctx, query.RetryErrandParams{Due: millis(due), ID: id}))
	})
}

// EndErrand ends an errand, in the transaction that stores what came of it,
// and returns the chat that this is for: a group may have got another id since.
// False if it has ended before, and nothing may come of it again.
func (t *Tx) EndErrand(ctx context.Context, id int64) (room int64, found bool, err error) {
	room, err = t.q.EndErrand(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return room, err == nil, t.fail(fmt.Sprintf("end errand %d", id), err)
}

// OpenErrands is how many errands are not done.
func (d *DB) OpenErrands(ctx context.Context) (n int, err error) {
	err = d.on(ctx, d.readers, beginRead, func(ctx context.Context, tx *Tx) error {
		count, err := tx.q.OpenErrands(ctx)
		n = int(count)
		return tx.fail("count errands", err)
	})
	return n, err
}
