package main

import (
	"context"
	"strings"
	"time"

	"gridmate/community"
	"gridmate/storage"
	"gridmate/tables"
)

// exporter turns records into rows.
type exporter struct {
	tx   *storage.Tx
	org  *community.Org
	zone *time.Location
}

// column is one column of an export: its cell is a string, a number, a truth
// or nil for what is not stated.
type column struct {
	name string
	cell func(community.Record) (any, error)
}

func (x exporter) sheet(ctx context.Context, columns []column, f community.Filter) (tables.Sheet, error) {
	var s tables.Sheet
	for _, c := range columns {
		s.Header = append(s.Header, c.name)
	}
	err := x.tx.EachRecord(ctx, f, func(r community.Record) (err error) {
		row := make([]any, len(columns))
		for i, c := range columns {
			if row[i], err = c.cell(r); err != nil {
				return err
			}
		}
		s.Rows = append(s.Rows, row)
		return nil
	})
	return s, err
}

// recordColumns are the columns of export records, see INTERFACE in docs.
func (x exporter) recordColumns(ctx context.Context) []column {
	return []column{
		number(),
		text("kind", func(r community.Record) string { return string(r.Kind) }),
		text("org", x.community),
		text("grid", x.grids),
		text("building", func(r community.Record) string { return r.Building }),
		text("date", func(r community.Record) string { return r.Date.String() }),
		text("category", func(r community.Record) string { return string(r.Category) }),
		count("found", func(r community.Record) *int { return r.Found }),
		count("fixed", func(r community.Record) *int { return r.Fixed }),
		count("visited", func(r community.Record) *int { return r.Visited }),
		count("participants", func(r community.Record) *int { return r.Participants }),
		count("handbooks", func(r community.Record) *int { return r.Handbooks }),
		text("outcome", func(r community.Record) string { return string(r.Outcome) }),
		count("cases", func(r community.Record) *int { return r.Cases }),
		count("resolved", func(r community.Record) *int { return r.Resolved }),
		count("amount", func(r community.Record) *int { return r.Amount }),
		text("deadline", func(r community.Record) string { return r.Deadline.String() }),
		text("status", status),
		{"reporter", x.reporter(ctx)},
		text("source", func(r community.Record) string { return r.Source }),
		text("text", func(r community.Record) string { return r.Text }),
	}
}

// ledgerColumns are the columns of export ledger. Steps between open and
// closed are not recorded yet: their cells are empty.
func (x exporter) ledgerColumns(ctx context.Context) []column {
	nothing := func(community.Record) string { return "" }
	return []column{
		number(),
		text("code", func(r community.Record) string { return r.LedgerCode(x.org) }),
		text("org", x.community),
		text("category", func(r community.Record) string { return string(r.Category) }),
		text("level", func(r community.Record) string { return string(r.Level) }),
		text("place", place),
		text("text", func(r community.Record) string { return r.Text }),
		text("measure", nothing),
		text("owner", nothing),
		text("found_at", func(r community.Record) string { return r.Date.String() }),
		text("deadline", func(r community.Record) string { return r.Deadline.String() }),
		text("status", status),
		{"overdue", x.overdue},
		text("fixed_at", x.closedAt),
		text("closed_at", x.closedAt),
		{"closed_by", x.closedBy(ctx)},
		{"extensions", func(community.Record) (any, error) { return 0, nil }},
	}
}

func number() column {
	return column{"number", func(r community.Record) (any, error) { return int64(r.Number), nil }}
}

func text(name string, get func(community.Record) string) column {
	return column{name, func(r community.Record) (any, error) {
		if s := get(r); s != "" {
			return s, nil
		}
		return nil, nil
	}}
}

func count(name string, get func(community.Record) *int) column {
	return column{name, func(r community.Record) (any, error) {
		if n := get(r); n != nil {
			return *n, nil
		}
		return nil, nil
	}}
}

func status(r community.Record) string {
	if !r.Withdrawn.IsZero() {
		return string(community.Withdrawn)
	}
	return string(r.Status)
}

func place(r community.Record) string {
	return strings.TrimSpace(r.Building + " " + r.Place)
}

// community is the code of the record's community, or of the unit above it
// that the record names.
func (x exporter) community(r community.Record) string {
	if u, ok := x.org.At(r.Unit, community.Village); ok {
		return u.Code
	}
	u, _ := x.org.Unit(r.Unit)
	return u.Code
}

// grids lists the codes of the grids that the record names.
func (x exporter) grids(r community.Record) string {
	if u, ok := x.org.At(r.Unit, community.Grid); ok {
		return u.Code
	}
	var codes []string
	for name := range strings.SplitSeq(r.Grids, ",") {
		if u, ok := x.org.FindGrid(r.Unit, name); ok && name != "" {
			codes = append(codes, u.Code)
		}
	}
	return strings.Join(codes, ",")
}

func (x exporter) reporter(ctx context.Context) func(community.Record) (any, error) {
	return func(r community.Record) (any, error) {
		if r.Reporter == 0 {
			return nil, nil
		}
		p, err := x.tx.Person(ctx, r.Reporter)
		return p.Name, err
	}
}

// closedBy is the reporter of what was mended on the spot.
func (x exporter) closedBy(ctx context.Context) func(community.Record) (any, error) {
	return func(r community.Record) (any, error) {
		if r.ClosedAt.IsZero() {
			return nil, nil
		}
		return x.reporter(ctx)(r)
	}
}

func (x exporter) closedAt(r community.Record) string {
	if r.ClosedAt.IsZero() {
		return ""
	}
	return community.DateOf(r.ClosedAt.In(x.zone)).String()
}

func (x exporter) overdue(r community.Record) (any, error) {
	today := community.DateOf(time.Now().In(x.zone))
	item := community.Item{Deadline: r.Deadline, ClosedAt: r.ClosedAt}
	return r.Withdrawn.IsZero() && item.Overdue(today), nil
}
