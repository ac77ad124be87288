package storage

import (
	"context"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// spent is effort that is written when the transaction ends.
type spent struct {
	day    community.Date
	unit   community.UnitID
	effort community.Effort
}

// Spend counts what recording something in a unit cost on a day. Pushes are
// counted by CountPush.
func (t *Tx) Spend(_ context.Context, unit community.UnitID, day community.Date, e community.Effort) error {
	t.spent = append(t.spent, spent{day, unit, e})
	return nil
}

// flushSpent writes what was spent, one row for each day and unit.
func (t *Tx) flushSpent(ctx context.Context) error {
	type place struct {
		day  community.Date
		unit community.UnitID
	}
	var order []place
	sums := map[place]community.Effort{}
	for _, s := range t.spent {
		at := place{s.day, s.unit}
		if _, known := sums[at]; !known {
			order = append(order, at)
		}
		sums[at] = sums[at].Add(s.effort)
	}
	for _, at := range order {
		e := sums[at]
		err := t.q.Spend(ctx, query.SpendParams{
			Day: int64(at.day), Unit: int64(at.unit), Records: int64(e.Records), Messages: int64(e.Messages),
			Taps: int64(e.Taps), Seconds: int64(e.Seconds), Cells: int64(e.Cells),
		})
		if err != nil {
			return t.fail(fmt.Sprintf("count effort of unit %d", at.unit), err)
		}
	}
	return nil
}

// Effort is what recording cost in a unit and all below it in these days, with
// the pushes to people who have a role there.
func (t *Tx) Effort(ctx context.Context, unit community.UnitID, span community.Span) (sum community.Effort, err error) {
	rows, err := t.q.Efforts(ctx, query.EffortsParams{First: int64(span.From), Last: int64(span.To)})
	if err != nil {
		return sum, t.fail("read efforts", err)
	}
	for _, r := range rows {
		if t.Org().Within(community.UnitID(r.Unit), unit) {
			sum = sum.Add(community.Effort{
				Records: int(r.Records), Messages: int(r.Messages), Taps: int(r.Taps), Seconds: int(r.Seconds), Cells: int(r.Cells),
			})
		}
	}
	pushes, err := t.q.PushesBetween(ctx, query.PushesBetweenParams{First: int64(span.From), Last: int64(span.To)})
	if err != nil {
		return sum, t.fail("read pushes", err)
	}
	there := t.chatsOf(unit)
	for _, p := range pushes {
		if there[p.Chat] {
			sum = sum.Add(community.Effort{Pushes: int(p.Pushes), Nights: int(p.Nights)})
		}
	}
	return sum, nil
}

// chatsOf are the private chats of those who have a role in a unit or below it.
func (t *Tx) chatsOf(unit community.UnitID) map[int64]bool {
	chats := map[int64]bool{}
	for _, p := range t.people.byID {
		for _, g := range p.Grants {
			if p.Chat != 0 && g.Unit != 0 && t.Org().Within(g.Unit, unit) {
				chats[p.Chat] = true
			}
		}
	}
	return chats
}
