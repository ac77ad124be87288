package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// lastTick is the fact about the deployment that says how the chain of ticks
// ends: its number and hash. It shows when the end was cut off.
const lastTick = "tick.last"

// AddTick keeps what a community says of an item, as a link of the chain.
func (t *Tx) AddTick(ctx context.Context, checklist int64, k community.Ticked) error {
	last, err := t.endOfTicks(ctx)
	if err != nil {
		return err
	}
	hash := k.Seal(last, checklist)
	id, err := t.q.AddTick(ctx, query.AddTickParams{
		Checklist: checklist, Item: k.Item, Unit: int64(k.Unit), Done: flag(k.Done), Person: int64(k.By), At: millis(k.At), Hash: hash,
	})
	if err != nil {
		return t.fail(fmt.Sprintf("tick an item of checklist %d", checklist), err)
	}
	return t.SetMeta(ctx, lastTick, tickEnd(id, hash))
}

func tickEnd(id int64, hash string) string { return fmt.Sprint(id, ":", hash) }

// endOfTicks is the last tick's hash. Those of a program that did not seal them
// are sealed first.
func (t *Tx) endOfTicks(ctx context.Context) (string, error) {
	last, err := t.q.LastTick(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil || last.Hash != "" {
		return last.Hash, t.fail("read the last tick", err)
	}
	return t.chainOfTicks(ctx, func(r query.Tick, hash string) error {
		return t.fail("seal a tick", t.q.SealTick(ctx, query.SealTickParams{Hash: hash, ID: r.ID}))
	})
}

// chainOfTicks goes through all ticks with the hash that each has to have, and
// returns the last one's.
func (t *Tx) chainOfTicks(ctx context.Context, visit func(r query.Tick, hash string) error) (last string, err error) {
	for id := int64(0); ; {
		rows, err := t.q.TicksAfter(ctx, query.TicksAfterParams{ID: id, Page: page})
		if err != nil {
			return "", t.fail("read the chain of ticks", err)
		}
		if len(rows) == 0 {
			return last, nil
		}
		for _, r := range rows {
			if id++; r.ID != id {
				return "", fmt.Errorf("audit chain is broken: tick %d of a checklist is missing", id)
			}
			last = tickedOf(r).Seal(last, r.Checklist)
			if err := visit(r, last); err != nil {
				return "", err
			}
		}
	}
}

// auditTicks holds every tick to the chain, and its end to what was noted of it.
// Before the first tick of a program that seals them there is none.
func (t *Tx) auditTicks(ctx context.Context) error {
	end, sealed, err := t.Meta(ctx, lastTick)
	if err != nil {
		return err
	}
	ticks := int64(0)
	last, err := t.chainOfTicks(ctx, func(r query.Tick, hash string) error {
		if ticks = r.ID; r.Hash != hash && (sealed || r.Hash != "") {
			return fmt.Errorf("audit chain is broken: tick %d, of checklist %d, was changed", r.ID, r.Checklist)
		}
		return nil
	})
	if err == nil && sealed && tickEnd(ticks, last) != end {
		err = fmt.Errorf("audit chain is broken: after tick %d of a checklist something is missing", ticks)
	}
	return err
}
