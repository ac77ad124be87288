package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gridmate/chat"
	"gridmate/storage/internal/query"
)

// The outbox holds every reply until it is known what became of it. A row's
// states are "claimed" and the words of chat.Fate:
//
//	      Queue
//	        │     ┌──── Settle(Retry) ────┐
//	        ▼     ▼                       │
//	      waiting ──────── Claim ─────► claimed
//	        │  ▲                          │ │
//	        │  └── restart, not Once ─────┘ │
//	        │                               │ restart, Once: unsure
//	        └────────── Settle ─────────────┤
//	                                        ▼
//	             sent · failed · blocked · unsure · expired ──PruneOutbox──► (gone)
//
// Claimed means that the reply may be on its way: one that must not be repeated
// (chat.Reply.Once) is claimed on the disk before it is sent. A final row has
// lost its payload, but for a file that was refused: see Undelivered. "expired" is also what waits for a chat that was found
// blocked.

// queued is a reply that becomes an outbox row when the transaction ends.
type queued struct {
	chat.Outgoing
	payload []byte
}

// Queue stores replies in the outbox, to be sent after the commit in this
// order. A Show that says which message to edit also remembers its card.
func (t *Tx) Queue(ctx context.Context, replies []chat.Reply) error {
	for _, r := range replies {
		if err := t.queue(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) queue(ctx context.Context, r chat.Reply) error {
	payload, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("storage: encode reply for chat %d: %w", r.Chat, err)
	}
	if r.Verb == chat.Show && r.Card != "" && r.Message != 0 {
		if err := t.saveCard(ctx, r.Chat, r.Card, r.Message); err != nil {
			return err
		}
	}
	t.now.Outbox++
	t.out = append(t.out, queued{chat.Outgoing{ID: t.now.Outbox, Reply: r, Due: r.NotBefore}, payload})
	return nil
}

// flush writes the queued replies. They come last and together: that is half
// the price of writing each between the handlers' own changes.
func (t *Tx) flush(ctx context.Context) error {
	created := t.db.now()
	for _, q := range t.out {
		err := t.q.AddOutgoing(ctx, query.AddOutgoingParams{
			ID: q.ID, Chat: q.Reply.Chat, Once: flag(q.Reply.Once), Due: millis(q.Due), Reply: q.payload, Created: created,
		})
		if err != nil {
			return t.fail(fmt.Sprintf("queue reply for chat %d", q.Reply.Chat), err)
		}
	}
	return nil
}

// Pending lists what is not settled, in order. It is for the start, before
// anything is sent: what was claimed and never settled becomes unsure if it
// must not be repeated, else it waits again.
func (d *DB) Pending(ctx context.Context) ([]chat.Outgoing, error) {
	var pending []chat.Outgoing
	err := d.write(ctx, func(ctx context.Context, tx *Tx) error {
		if err := tx.q.DoubtClaimed(ctx, d.now()); err != nil {
			return tx.fail("doubt claimed replies", err)
		}
		if err := tx.q.FreeClaimed(ctx); err != nil {
			return tx.fail("free claimed replies", err)
		}
		rows, err := tx.q.PendingOutgoing(ctx)
		if err != nil {
			return tx.fail("read pending replies", err)
		}
		pending, err = outgoing(rows)
		return err
	})
	return pending, err
}

// outgoing decodes rows and puts them into their running order.
func outgoing(rows []query.PendingOutgoingRow) ([]chat.Outgoing, error) {
	list := make([]chat.Outgoing, len(rows))
	for i, r := range rows {
		o := chat.Outgoing{ID: r.ID, Attempts: int(r.Attempts), Due: timeOf(r.Due)}
		if err := json.Unmarshal(r.Reply, &o.Reply); err != nil {
			return nil, fmt.Errorf("storage: decode reply %d: %w", r.ID, err)
		}
		list[i] = o
	}
	slices.SortFunc(list, func(a, b chat.Outgoing) int { return int(a.ID - b.ID) })
	return list, nil
}

// Claim notes that replies are about to be sent. It is on the disk when it
// returns, so that one with Once is not sent again after a crash.
func (d *DB) Claim(ctx context.Context, ids []int64) error {
	return d.write(ctx, func(ctx context.Context, tx *Tx) error {
		for _, id := range ids {
			if err := tx.q.ClaimOutgoing(ctx, id); err != nil {
				return tx.fail(fmt.Sprintf("claim reply %d", id), err)
			}
		}
		return nil
	})
}

// PruneOutbox forgets replies that were settled before a time.
func (d *DB) PruneOutbox(ctx context.Context, before time.Time) (pruned int, err error) {
	return d.prune(ctx, "prune outbox", before, (*query.Queries).PruneOutbox)
}
