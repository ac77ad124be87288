package storage

import (
	"context"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Indicators lists the indicators in force, in the order they were imported.
func (t *Tx) Indicators(ctx context.Context) ([]community.Indicator, error) {
	rows, err := t.q.Indicators(ctx)
	if err != nil {
		return nil, t.fail("read indicators", err)
	}
	var list []community.Indicator
	for _, r := range rows {
		if r.Retired == 0 {
			list = append(list, indicatorOf(r))
		}
	}
	return list, nil
}

func indicatorOf(r query.Indicator) community.Indicator {
	// Stored by codes: it was checked when it was imported.
	evidence, _ := community.ParseEvidence(r.Evidence, community.CategoryByCode)
	return community.Indicator{
		ID: r.ID, Type: community.CommunityType(r.Type), Item: r.Item, Clause: r.Clause, Text: r.Text,
		Max: community.Points(r.Max), Evidence: evidence,
	}
}

// SaveIndicators adds indicators and changes those that differ; with replace
// those that the list does not name are no longer in force.
func (t *Tx) SaveIndicators(ctx context.Context, list []community.Indicator, replace bool) (Counts, error) {
	rows, err := t.q.Indicators(ctx)
	if err != nil {
		return Counts{}, t.fail("read indicators", err)
	}
	type key struct{ kind, item, clause string }
	old := map[key]query.Indicator{}
	for _, r := range rows {
		old[key{r.Type, r.Item, r.Clause}] = r
	}
	var n Counts
	for _, i := range list {
		k := key{string(i.Type), i.Item, i.Clause}
		row := query.SaveIndicatorParams{
			Type: k.kind, Item: i.Item, Clause: i.Clause, Text: i.Text, Max: int64(i.Max), Evidence: community.EvidenceText(i.Evidence),
		}
		was, found := old[k]
		delete(old, k)
		switch {
		case found && was.Retired == 0 && was.Text == row.Text && was.Max == row.Max && was.Evidence == row.Evidence:
			n.Unchanged++
			continue
		case found:
			n.Changed++
		default:
			n.Added++
		}
		if err := t.q.SaveIndicator(ctx, row); err != nil {
			return Counts{}, t.fail("save indicator "+i.Clause, err)
		}
	}
	for _, r := range old {
		if !replace || r.Retired == 1 {
			continue
		}
		n.Changed++
		if err := t.q.RetireIndicator(ctx, r.ID); err != nil {
			return Counts{}, t.fail(fmt.Sprintf("retire indicator %d", r.ID), err)
		}
	}
	return n, nil
}

// AddScore stores a score. The one before stays as history.
func (t *Tx) AddScore(ctx context.Context, s community.Score) error {
	return t.fail(fmt.Sprintf("add a score of indicator %d", s.Indicator), t.q.AddScore(ctx, query.AddScoreParams{
		Indicator: s.Indicator, Unit: int64(s.Unit), Year: int64(s.Year), Stage: string(s.Stage), Points: int64(s.Points),
		Reason: s.Reason, Person: int64(s.By), At: millis(s.At),
	}))
}

// Scores lists a year's scores of a unit, the oldest first.
func (t *Tx) Scores(ctx context.Context, unit community.UnitID, year int) ([]community.Score, error) {
	rows, err := t.q.Scores(ctx, query.ScoresParams{Unit: int64(unit), Year: int64(year)})
	if err != nil {
		return nil, t.fail(fmt.Sprintf("read scores of unit %d", unit), err)
	}
	list := make([]community.Score, len(rows))
	for i, r := range rows {
		list[i] = community.Score{
			Indicator: r.Indicator, Unit: community.UnitID(r.Unit), Year: int(r.Year), Stage: community.CheckStage(r.Stage),
			Points: community.Points(r.Points), Reason: r.Reason, By: community.PersonID(r.Person), At: timeOf(r.At),
		}
	}
	return list, nil
}

// AddProof ties a record to an indicator; one that is tied already stays as it is.
func (t *Tx) AddProof(ctx context.Context, p community.Proof) error {
	return t.fail(fmt.Sprintf("add a proof of indicator %d", p.Indicator), t.q.AddProof(ctx, query.AddProofParams{
		Indicator: p.Indicator, Unit: int64(p.Unit), Year: int64(p.Year), Record: int64(p.Record), Issue: flag(p.Issue),
		Person: int64(p.By), At: millis(p.At),
	}))
}

// DropProof unties a record that was named as evidence; false if it was not.
func (t *Tx) DropProof(ctx context.Context, p community.Proof) (bool, error) {
	n, err := t.q.DropProof(ctx, query.DropProofParams{
		Indicator: p.Indicator, Unit: int64(p.Unit), Year: int64(p.Year), Record: int64(p.Record),
	})
	return n > 0, t.fail(fmt.Sprintf("drop a proof of indicator %d", p.Indicator), err)
}

// Proofs lists the records tied to a unit's indicators in a year, by number.
func (t *Tx) Proofs(ctx context.Context, unit community.UnitID, year int) ([]community.Proof, error) {
	rows, err := t.q.Proofs(ctx, query.ProofsParams{Unit: int64(unit), Year: int64(year)})
	if err != nil {
		return nil, t.fail(fmt.Sprintf("read proofs of unit %d", unit), err)
	}
	list := make([]community.Proof, len(rows))
	for i, r := range rows {
		list[i] = community.Proof{
			Indicator: r.Indicator, Unit: community.UnitID(r.Unit), Year: int(r.Year), Record: community.Number(r.Record),
			Issue: r.Issue == 1, By: community.PersonID(r.Person), At: timeOf(r.At),
		}
	}
	return list, nil
}
