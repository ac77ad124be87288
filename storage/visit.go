package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// AddVisit keeps a visit and returns it with its id.
func (t *Tx) AddVisit(ctx context.Context, v community.VisitNote) (community.VisitNote, error) {
	id, err := t.q.AddVisit(ctx, query.AddVisitParams{
		Person: int64(v.By), Unit: int64(v.Unit), Date: int64(v.Date), Text: v.Text, At: millis(v.At),
	})
	v.ID = id
	return v, t.fail(fmt.Sprintf("add a visit of person %d", v.By), err)
}

// Visit finds a visit; a NotFound refusal "visit_unknown" otherwise.
func (t *Tx) Visit(ctx context.Context, id int64) (community.VisitNote, error) {
	r, err := t.q.FindVisit(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return community.VisitNote{}, unknown("visit_unknown")
	}
	return visitOf(r), t.fail(fmt.Sprintf("find visit %d", id), err)
}

// WithdrawVisit takes a visit back; it stays, marked.
func (t *Tx) WithdrawVisit(ctx context.Context, id int64, at time.Time) error {
	err := t.q.WithdrawVisit(ctx, query.WithdrawVisitParams{At: millis(at), ID: id})
	return t.fail(fmt.Sprintf("withdraw visit %d", id), err)
}

// Visits lists the visits to these units since a day, the newest first,
// withdrawn ones excepted; no units stands for all.
func (t *Tx) Visits(ctx context.Context, units []community.UnitID, since community.Date) ([]community.VisitNote, error) {
	rows, err := t.q.VisitsSince(ctx, int64(since))
	if err != nil {
		return nil, t.fail("read visits", err)
	}
	within := unitSet(units)
	var found []community.VisitNote
	for _, r := range rows {
		if v := visitOf(r); within == nil || within[v.Unit] {
			found = append(found, v)
		}
	}
	return found, nil
}

func visitOf(r query.Visit) community.VisitNote {
	return community.VisitNote{
		ID: r.ID, By: community.PersonID(r.Person), Unit: community.UnitID(r.Unit), Date: community.Date(r.Date),
		Text: r.Text, At: timeOf(r.At), Withdrawn: timeOf(r.Withdrawn),
	}
}
