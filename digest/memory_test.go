package digest_test

import (
	"context"
	"fmt"
	"time"

	"gridmate/community"
)

// memory is a source that holds its records in a list.
type memory []community.Record

func (m memory) Facts(_ context.Context, days community.Span, visit func(community.Fact) error) error {
	for _, r := range m {
		if days.Has(r.Date) && r.Withdrawn.IsZero() {
			if err := visit(fact(r)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m memory) Items(_ context.Context, until community.Date, since time.Time, visit func(community.Item) error) error {
	for _, r := range m {
		ledger := r.Kind == community.KindDispute || r.Kind == community.KindIssue
		if !ledger || !r.Withdrawn.IsZero() || r.Date > until || !r.ClosedAt.IsZero() && r.ClosedAt.Before(since) {
			continue
		}
		if err := visit(item(r)); err != nil {
			return err
		}
	}
	return nil
}

// Reviews are none: see again_test.go.
func (m memory) Reviews(context.Context, community.Date, func(community.Item) error) error {
	return nil
}

func (m memory) Late(_ context.Context, from, to time.Time, before community.Date, visit func(community.Fact) error) error {
	for _, r := range m {
		if r.Withdrawn.IsZero() && r.Date < before && !r.Created.Before(from) && r.Created.Before(to) {
			if err := visit(fact(r)); err != nil {
				return err
			}
		}
	}
	return nil
}

func fact(r community.Record) community.Fact {
	return community.Fact{Date: r.Date, Unit: r.Unit, Tally: r.Tally()}
}

func item(r community.Record) community.Item {
	return community.Item{
		Number: r.Number, Kind: r.Kind, Unit: r.Unit, Category: r.Category, Place: r.Building + r.Place,
		Date: r.Date, Deadline: r.Deadline, Status: r.Status, Level: r.Level, Open: openCases(r), Sensitive: r.Sensitive,
		Reporter: r.Reporter, Owner: fmt.Sprintf("网格员%d", r.Reporter), ClosedAt: r.ClosedAt,
		Assignee: map[community.PersonID]community.PersonID{8: 1, 7: 7}[r.Reporter],
	}
}

func openCases(r community.Record) int {
	if r.Kind != community.KindDispute || r.Finished() {
		return 0
	}
	cases := 1
	if r.Cases != nil {
		cases = *r.Cases
	}
	if r.Resolved != nil {
		cases -= *r.Resolved
	}
	return cases
}

// shanghai is a fixed zone, so that no zone database is needed.
var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// city is one county of one street with communities C1…Cn of some grids each:
// Ci-1 … Ci-m.
func city(communities, grids int) *community.Org {
	units := []community.Unit{
		{ID: 1, Code: "BJ", Level: community.City, Name: "宝鸡市"},
		{ID: 2, Code: "WB", Level: community.County, Name: "渭滨区", Parent: 1},
		{ID: 3, Code: "ST", Level: community.Street, Name: "清姜街道", Parent: 2},
	}
	for c := 1; c <= communities; c++ {
		id := community.UnitID(100 * c)
		units = append(units, community.Unit{
			ID: id, Code: fmt.Sprintf("C%d", c), Level: community.Village, Parent: 3,
			Name: fmt.Sprintf("滨河%d社区", c), Short: fmt.Sprintf("滨河%d", c),
		})
		for g := 1; g <= grids; g++ {
			units = append(units, community.Unit{
				ID: id + community.UnitID(g), Code: fmt.Sprintf("C%d-%d", c, g), Level: community.Grid, Parent: id,
				Name: fmt.Sprintf("%d网格", g),
			})
		}
	}
	return community.NewOrg(units)
}

func number(n int) *int { return &n }

// at is a moment in Shanghai: "2026-11-23 18:00".
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func date(text string) community.Date {
	d, err := community.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}
