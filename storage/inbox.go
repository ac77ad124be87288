package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gridmate/chat"
	"gridmate/storage/internal/query"
)

// The inbox holds every update that came in, one row for each update_id, in
// the order of our own sequence. A row's states:
//
//	          Accept             Take, handled at once
//	            │                       │
//	            ▼      Work, handled    ▼
//	  ┌─────► waiting ───────────────► done ──PruneInbox──► (gone)
//	  │         │                       ▲
//	RetryDead   │ Work, failed          │ DropDead
//	  │         ▼                       │
//	  └─────── dead ────────────────────┘
//
// waiting holds the raw JSON; done holds none: the number alone keeps a
// repeated update out. dead holds what the mask left of the JSON.

// Handler handles one update within a transaction and returns the replies to
// it. It may be called again for an update whose first handling was undone:
// its effects are the transaction's.
type Handler func(context.Context, *Tx, chat.Raw) ([]chat.Reply, error)

// Accept stores updates in their order, in one transaction that is on the disk
// when it returns. An update that was accepted before is passed over.
func (d *DB) Accept(ctx context.Context, updates []chat.Raw) (accepted int, err error) {
	if len(updates) == 0 {
		return 0, nil
	}
	err = d.write(ctx, func(ctx context.Context, tx *Tx) error {
		for _, u := range updates {
			tx.now.Inbox++
			n, err := tx.q.AcceptUpdate(ctx, query.AcceptUpdateParams{
				Seq: tx.now.Inbox, UpdateID: u.UpdateID, Received: millis(u.ReceivedAt), Raw: u.JSON,
			})
			if err != nil {
				return tx.fail(fmt.Sprintf("accept update %d", u.UpdateID), err)
			}
			accepted += int(n)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	if accepted > 0 {
		d.wake()
	}
	return accepted, nil
}

// errTakenApart says that updates have to be accepted first and handled then.
var errTakenApart = errors.New("storage: something waits before them")

// Take accepts updates and handles them in their order, in one transaction that
// is on the disk when it returns: half the writing and half the waiting for the
// disk of Accept and Work. Where something waits before them, or handling one
// fails, it is Accept alone, and Work goes on with the care that this takes.
// handled is how many were handled; those that were taken before are not.
func (d *DB) Take(ctx context.Context, updates []chat.Raw, each Handler) (handled int, err error) {
	if len(updates) == 0 {
		return 0, nil
	}
	err = d.carry(ctx, func(ctx context.Context, tx *Tx) error {
		handled = 0
		first, err := tx.q.FirstWaiting(ctx)
		if err != nil {
			return tx.fail("look for waiting updates", err)
		}
		if first != 0 {
			return errTakenApart
		}
		if err := tx.load(ctx); err != nil {
			return err
		}
		for _, u := range updates {
			taken, err := tx.take(ctx, u, each)
			if err != nil {
				return err
			}
			handled += taken
		}
		return nil
	})
	if err != nil {
		_, err = d.Accept(ctx, updates)
		return 0, err
	}
	return handled, nil
}

// take stores that an update is done and handles it, unless it was before.
func (t *Tx) take(ctx context.Context, u chat.Raw, each Handler) (taken int, err error) {
	t.now.Inbox++
	u.Seq = t.now.Inbox
	n, err := t.q.TakeUpdate(ctx, query.TakeUpdateParams{Seq: u.Seq, UpdateID: u.UpdateID, Received: millis(u.ReceivedAt)})
	if err != nil || n == 0 {
		return 0, t.fail(fmt.Sprintf("take update %d", u.UpdateID), err)
	}
	return 1, t.straight(ctx, u, each)
}

// Waiting receives when there may be something for Work: after Open, Accept
// and RetryDead. Signals that nobody has taken yet are one.
func (d *DB) Waiting() <-chan struct{} { return d.waiting }

func (d *DB) wake() {
	select {
	case d.waiting <- struct{}{}:
	default:
	}
}

// Work handles up to limit waiting updates in their order, all in one
// transaction. If one fails or panics, nothing of it stays, the failure
// function answers for it, a masked copy goes to the dead letters and the next
// one is handled. Replies are stored in the outbox.
//
// Nearly always none fails, so the batch is first handled without savepoints.
// When one does fail, everything is rolled back and handled again with a
// savepoint for each: each may be called twice for an update and has to leave
// its effects to the transaction.
//
// An error means that nothing was handled and everything still waits: the disk
// is full, the database busy, the commit failed.
func (d *DB) Work(ctx context.Context, limit int, each Handler) (handled int, err error) {
	handled, err = d.batch(ctx, limit, each, (*Tx).straight)
	if errors.Is(err, errOneFailed) {
		return d.batch(ctx, limit, each, (*Tx).handle)
	}
	return handled, err
}

// handling is a way to handle one update of a batch.
type handling func(*Tx, context.Context, chat.Raw, Handler) error

func (d *DB) batch(ctx context.Context, limit int, each Handler, handle handling) (handled int, err error) {
	err = d.carry(ctx, func(ctx context.Context, tx *Tx) error {
		handled = 0
		updates, err := tx.updates(ctx, limit)
		if err != nil || len(updates) == 0 {
			return err
		}
		if err := tx.load(ctx); err != nil {
			return err
		}
		for _, u := range updates {
			if err := handle(tx, ctx, u, each); err != nil {
				return err
			}
		}
		handled = len(updates)
		return tx.fail("finish updates", tx.q.FinishUpdates(ctx, updates[handled-1].Seq))
	})
	if err != nil {
		return 0, err
	}
	return handled, nil
}

func (t *Tx) updates(ctx context.Context, limit int) ([]chat.Raw, error) {
	rows, err := t.q.WaitingUpdates(ctx, int64(limit))
	if err != nil {
		return nil, t.fail("read waiting updates", err)
	}
	updates := make([]chat.Raw, len(rows))
	for i, r := range rows {
		updates[i] = chat.Raw{Seq: r.Seq, UpdateID: r.UpdateID, ReceivedAt: timeOf(r.Received), JSON: r.Raw}
	}
	return updates, nil
}

// errOneFailed says that a batch has to be handled with savepoints.
var errOneFailed = errors.New("storage: an update of the batch failed")

// straight handles an update without a savepoint to go back to.
func (t *Tx) straight(ctx context.Context, u chat.Raw, each Handler) error {
	replies, err := protect(func() ([]chat.Reply, error) { return each(ctx, t, u) })
	if err == nil {
		err = t.Queue(ctx, replies)
	}
	if t.broken != nil {
		return t.broken
	}
	if err != nil {
		return errOneFailed
	}
	return nil
}

// handle handles an update that may fail by itself.
func (t *Tx) handle(ctx context.Context, u chat.Raw, each Handler) error {
	cause := t.attempt(ctx, func() ([]chat.Reply, error) { return each(ctx, t, u) })
	if cause == nil || t.broken != nil {
		return cause
	}
	if err := t.bury(ctx, u, cause); err != nil {
		return err
	}
	err := t.attempt(ctx, func() ([]chat.Reply, error) {
		return t.db.options.failure(ctx, t, u, cause), nil
	})
	if t.broken != nil {
		return err
	}
	return nil
}

// bury puts an update into the dead letters.
func (t *Tx) bury(ctx context.Context, u chat.Raw, cause error) error {
	mask := t.db.options.mask
	text := mask([]byte(cause.Error()))
	if len(text) == 0 {
		text = fmt.Appendf(nil, "%T", cause)
	}
	err := t.q.BuryUpdate(ctx, query.BuryUpdateParams{Raw: mask(u.JSON), Error: string(text), Seq: u.Seq})
	return t.fail(fmt.Sprintf("bury update %d", u.UpdateID), err)
}

// PruneInbox forgets the numbers of updates that were received before a time
// and are done. Telegram repeats an update for a day at most.
func (d *DB) PruneInbox(ctx context.Context, before time.Time) (pruned int, err error) {
	return d.prune(ctx, "prune inbox", before, (*query.Queries).PruneInbox)
}
