package storage

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Duties lists the open disputes and issues whose deadline is at most until,
// and the finished ones that are to be looked at again by then, as reminders
// see them, in no particular order.
func (t *Tx) Duties(ctx context.Context, until community.Date) ([]community.Duty, error) {
	duties, err := t.openDuties(ctx, until)
	if err != nil {
		return nil, err
	}
	again, err := t.ToReview(ctx, until)
	for _, m := range again {
		duties = append(duties, m.ReviewDuty())
	}
	return duties, err
}

func (t *Tx) openDuties(ctx context.Context, until community.Date) ([]community.Duty, error) {
	rows, err := t.q.OpenItems(ctx, math.MaxInt32)
	if err != nil {
		return nil, t.fail("read open items", err)
	}
	rows = slices.DeleteFunc(rows, func(r query.OpenItemsRow) bool {
		return r.Deadline == 0 || r.Deadline > int64(until)
	})
	if len(rows) == 0 {
		return nil, nil
	}
	duties := make([]community.Duty, len(rows))
	places := make(map[int64]int, len(rows))
	for i, r := range rows {
		duties[i] = community.Duty{
			Item: t.itemOf(r), AssignedUnit: deref[community.UnitID](r.OwnerUnit),
		}
		places[r.Number] = i
	}
	if err := t.addDesks(ctx, duties, places); err != nil {
		return nil, err
	}
	return duties, t.addAcknowledged(ctx, duties, places)
}

func (t *Tx) addDesks(ctx context.Context, duties []community.Duty, places map[int64]int) error {
	for part := range slices.Chunk(duties, page) {
		numbers := make([]int64, len(part))
		for i, d := range part {
			numbers[i] = int64(d.Number)
		}
		rows, err := t.q.CoursesOf(ctx, numbers)
		if err != nil {
			return t.fail("read courses", err)
		}
		for _, r := range rows {
			duties[places[r.Record]].Desk = deref[community.UnitID](r.Desk)
		}
	}
	return nil
}

func (t *Tx) addAcknowledged(ctx context.Context, duties []community.Duty, places map[int64]int) error {
	rows, err := t.q.AcknowledgedOpen(ctx)
	if err != nil {
		return t.fail("read acknowledgements", err)
	}
	for _, r := range rows {
		if i, ok := places[r.Record]; ok {
			duties[i].Acknowledged = true
		}
	}
	return nil
}

// Acknowledge notes that somebody sees to a record by its deadline as it
// stands: nobody is reminded of that deadline again, unless it is given to
// somebody else or comes back. False if somebody has said so before.
func (t *Tx) Acknowledge(
	ctx context.Context, n community.Number, deadline community.Date, by community.PersonID, at time.Time,
) (bool, error) {
	rows, err := t.q.Acknowledge(ctx, query.AcknowledgeParams{
		Record: int64(n), Deadline: int64(deadline), Person: int64(by), At: millis(at),
	})
	return rows == 1, t.fail(fmt.Sprintf("acknowledge record %d", n), err)
}
