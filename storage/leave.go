package storage

import (
	"context"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Leaves lists the leaves that are not over before a day, in the order in
// which they were asked for.
func (t *Tx) Leaves(ctx context.Context, since community.Date) ([]community.Leave, error) {
	rows, err := t.q.LeavesUntil(ctx, int64(since))
	if err != nil {
		return nil, t.fail("read leaves", err)
	}
	leaves := make([]community.Leave, len(rows))
	for i, r := range rows {
		leaves[i] = community.Leave{
			Person: community.PersonID(r.Person), StandIn: community.PersonID(r.StandIn),
			Days: community.Span{From: community.Date(r.First), To: community.Date(r.Last)},
		}
	}
	return leaves, nil
}

// AddLeave notes a leave.
func (t *Tx) AddLeave(ctx context.Context, l community.Leave) error {
	return t.fail(fmt.Sprintf("add leave of person %d", l.Person), t.q.AddLeave(ctx, query.AddLeaveParams{
		Person: int64(l.Person), StandIn: int64(l.StandIn), First: int64(l.Days.From), Last: int64(l.Days.To),
	}))
}

// DropLeaves forgets the leaves of a person that are not over before a day,
// and says how many there were.
func (t *Tx) DropLeaves(ctx context.Context, id community.PersonID, since community.Date) (int, error) {
	n, err := t.q.DropLeaves(ctx, query.DropLeavesParams{Person: int64(id), Since: int64(since)})
	return int(n), t.fail(fmt.Sprintf("drop leaves of person %d", id), err)
}
