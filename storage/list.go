package storage

import (
	"context"
	"math"
	"slices"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// page is how many records are read at a time.
const page = 200

// Records lists records, newest first.
func (t *Tx) Records(ctx context.Context, f community.Filter) ([]community.Record, error) {
	next, err := t.newest(ctx, f)
	if err != nil {
		return nil, err
	}
	want := selector(f)
	var found []community.Record
	for {
		rows, err := next(ctx)
		if err != nil || len(rows) == 0 {
			return found, err
		}
		records, err := t.complete(ctx, slices.DeleteFunc(rows, func(r query.Record) bool { return !want(r) }))
		if err != nil {
			return nil, err
		}
		found = append(found, records...)
		if f.Limit > 0 && len(found) >= f.Limit {
			return found[:f.Limit], nil
		}
	}
}

// pages gives the next rows, newest first, none at the end.
type pages func(context.Context) ([]query.Record, error)

// newest chooses how to come by the rows: through the index that selects most.
// It may give more than the filter asks for.
func (t *Tx) newest(ctx context.Context, f community.Filter) (pages, error) {
	switch {
	case f.Reporter != 0:
		return t.pages(f, func(ctx context.Context, before, n int64) ([]query.Record, error) {
			return t.q.RecordsByReporter(ctx, query.RecordsByReporterParams{Reporter: ref(f.Reporter), Number: before, Page: n})
		}), nil
	case f.OpenOnly:
		rows, err := t.q.OpenNumbers(ctx)
		if err != nil {
			return nil, t.fail("read open records", err)
		}
		return t.numbered(backwards(rows, f.Units, func(r query.OpenNumbersRow) (int64, int64) { return r.Number, r.Unit })), nil
	case f.Span != community.Span{}:
		rows, err := t.q.NumbersBetween(ctx, between(f.Span))
		if err != nil {
			return nil, t.fail("read records of a span", err)
		}
		return t.numbered(backwards(rows, f.Units, func(r query.NumbersBetweenRow) (int64, int64) { return r.Number, r.Unit })), nil
	}
	return t.pages(f, func(ctx context.Context, before, n int64) ([]query.Record, error) {
		return t.q.RecordsBefore(ctx, query.RecordsBeforeParams{Number: before, Page: n})
	}), nil
}

// pages reads page after page, each from where the last one ended. A small
// limit makes a small first page.
func (t *Tx) pages(f community.Filter, read func(ctx context.Context, before, n int64) ([]query.Record, error)) pages {
	before, n := int64(math.MaxInt64), int64(page)
	if f.Limit > 0 {
		n = min(n, int64(f.Limit))
	}
	return func(ctx context.Context) ([]query.Record, error) {
		rows, err := read(ctx, before, n)
		if err != nil {
			return nil, t.fail("read records", err)
		}
		n = page
		if len(rows) > 0 {
			before = rows[len(rows)-1].Number
		}
		return rows, nil
	}
}

// numbered reads the records of these numbers, page by page.
func (t *Tx) numbered(numbers []int64) pages {
	return func(ctx context.Context) ([]query.Record, error) {
		if len(numbers) == 0 {
			return nil, nil
		}
		n := min(page, len(numbers))
		rows, err := t.q.RecordsByNumber(ctx, numbers[:n])
		if err != nil {
			return nil, t.fail("read records", err)
		}
		if n > 1 && numbers[0] > numbers[1] {
			slices.Reverse(rows)
		}
		numbers = numbers[n:]
		return rows, nil
	}
}

// backwards is the numbers of rows in these units, the highest first.
func backwards[R any](rows []R, units []community.UnitID, of func(R) (number, unit int64)) []int64 {
	within := unitSet(units)
	numbers := make([]int64, 0, len(rows))
	for _, r := range rows {
		if number, unit := of(r); within == nil || within[community.UnitID(unit)] {
			numbers = append(numbers, number)
		}
	}
	slices.SortFunc(numbers, func(a, b int64) int { return int(b - a) })
	return numbers
}

func unitSet(units []community.UnitID) map[community.UnitID]bool {
	if len(units) == 0 {
		return nil
	}
	set := make(map[community.UnitID]bool, len(units))
	for _, u := range units {
		set[u] = true
	}
	return set
}

func between(s community.Span) query.NumbersBetweenParams {
	p := query.NumbersBetweenParams{First: int64(s.From), Last: int64(s.To)}
	if s.From == 0 {
		p.First = math.MinInt32
	}
	if s.To == 0 {
		p.Last = math.MaxInt32
	}
	return p
}

// selector says of a row whether the filter wants it.
func selector(f community.Filter) func(query.Record) bool {
	within, span := unitSet(f.Units), between(f.Span)
	return func(r query.Record) bool {
		return (f.Reporter == 0 || deref[community.PersonID](r.Reporter) == f.Reporter) &&
			(f.Kind == "" || r.Kind == string(f.Kind)) &&
			(within == nil || within[community.UnitID(r.Unit)]) &&
			(!f.OpenOnly || r.Open == 1) &&
			span.First <= r.Date && r.Date <= span.Last
	}
}

// EachRecord visits the records that a filter selects, withdrawn ones too, in
// number order, a page at a time. An error from visit ends the reading.
func (t *Tx) EachRecord(ctx context.Context, f community.Filter, visit func(community.Record) error) error {
	rows, err := t.q.NumbersBetween(ctx, between(f.Span))
	if err != nil {
		return t.fail("read records of a span", err)
	}
	numbers := backwards(rows, f.Units, func(r query.NumbersBetweenRow) (int64, int64) { return r.Number, r.Unit })
	slices.Reverse(numbers)
	next, want, left := t.numbered(numbers), selector(f), f.Limit
	for {
		rows, err := next(ctx)
		if err != nil || len(rows) == 0 {
			return err
		}
		records, err := t.complete(ctx, slices.DeleteFunc(rows, func(r query.Record) bool { return !want(r) }))
		if err != nil {
			return err
		}
		for _, r := range records {
			if err := visit(r); err != nil {
				return err
			}
			if left--; left == 0 {
				return nil
			}
		}
	}
}
