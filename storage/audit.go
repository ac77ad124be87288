package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// AddEvents adds to the audit chain: each event carries the hash of the one
// before.
func (t *Tx) AddEvents(ctx context.Context, events []community.Event) error {
	if len(events) == 0 {
		return nil
	}
	last, err := t.q.LastHash(ctx)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return t.fail("read the end of the audit chain", err)
	}
	for _, e := range events {
		last = e.Seal(last)
		err := t.q.AddEvent(ctx, query.AddEventParams{
			Record: int64(e.Number), Action: string(e.Action), Person: ref(e.By), At: millis(e.At),
			Was: string(e.From), Becomes: string(e.To), Why: e.Why, Owner: ref(e.Owner), Unit: ref(e.Unit),
			DeadlineWas: int64(e.Was), Deadline: int64(e.Due), Hash: last,
		})
		if err != nil {
			return t.fail(fmt.Sprintf("add an event of record %d", e.Number), err)
		}
	}
	return nil
}

// Events lists what happened to a record, oldest first.
func (t *Tx) Events(ctx context.Context, n community.Number) ([]community.Event, error) {
	rows, err := t.q.EventsOf(ctx, int64(n))
	if err != nil {
		return nil, t.fail(fmt.Sprintf("read events of record %d", n), err)
	}
	events := make([]community.Event, len(rows))
	for i, r := range rows {
		events[i] = eventOf(r)
	}
	return events, nil
}

func eventOf(r query.Event) community.Event {
	return community.Event{
		Number: community.Number(r.Record), Action: community.Action(r.Action), By: deref[community.PersonID](r.Person),
		At: timeOf(r.At), From: community.Status(r.Was), To: community.Status(r.Becomes), Why: r.Why,
		Owner: deref[community.PersonID](r.Owner), Unit: deref[community.UnitID](r.Unit),
		Was: community.Date(r.DeadlineWas), Due: community.Date(r.Deadline),
	}
}

// changed is the event of a record whose state a correction changed; false if
// it did not.
func changed(old, now community.Record, changes []community.Change) (community.Event, bool) {
	e := community.Event{Number: now.Number, Action: community.Correct, From: stateOf(old), To: stateOf(now)}
	if e.From == e.To {
		return e, false
	}
	if len(changes) > 0 {
		e.By, e.At, e.Why = changes[0].By, changes[0].At, changes[0].Why
	}
	return e, true
}

func stateOf(r community.Record) community.Status {
	if !r.Withdrawn.IsZero() {
		return community.Withdrawn
	}
	return r.Status
}

// Audit reads the whole audit chain and counts its events, and that of ticks. The
// error names the first event or tick that is not what was once written, or a
// record whose state nobody has recorded.
func (d *DB) Audit(ctx context.Context) (events int, err error) {
	err = d.View(ctx, func(ctx context.Context, tx *Tx) error {
		if events, err = tx.auditChain(ctx); err != nil {
			return err
		}
		if err = tx.auditStates(ctx); err != nil {
			return err
		}
		return tx.auditTicks(ctx)
	})
	return events, err
}

func (t *Tx) auditChain(ctx context.Context) (events int, err error) {
	last, id := "", int64(0)
	for {
		rows, err := t.q.EventsAfter(ctx, query.EventsAfterParams{ID: id, Page: page})
		if err != nil {
			return 0, t.fail("read the audit chain", err)
		}
		if len(rows) == 0 {
			return events, nil
		}
		for _, r := range rows {
			if id++; r.ID != id {
				return 0, fmt.Errorf("audit chain is broken: event %d is missing", id)
			}
			if last = eventOf(r).Seal(last); last != r.Hash {
				return 0, fmt.Errorf("audit chain is broken: event %d, of record #%d, was changed", r.ID, r.Record)
			}
			events++
		}
	}
}

// auditStates holds every record to the last state that was recorded of it,
// which also shows when the chain's end was cut off.
func (t *Tx) auditStates(ctx context.Context) error {
	rows, err := t.q.StatesTold(ctx)
	if err != nil {
		return t.fail("read the last events", err)
	}
	for _, r := range rows {
		state := r.Status
		if r.Withdrawn != 0 {
			state = string(community.Withdrawn)
		}
		if state != r.Becomes {
			return fmt.Errorf("audit chain is broken: record #%d is %s, its last event says %s", r.Record, state, r.Becomes)
		}
	}
	return nil
}
