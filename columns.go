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

	leaves func(community.Record) bool // out of what the filter selects; nil for nothing
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
		if x.leaves != nil && x.leaves(r) {
			return nil
		}
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

// ledgerColumns are the columns of export ledger: the issue, and how far it has
// come.
func (x exporter) ledgerColumns(ctx context.Context) []column {
	course := x.course(ctx)
	return []column{
		number(),
		text("code", func(r community.Record) string { return r.LedgerCode(x.org) }),
		text("org", x.community),
		text("category", func(r community.Record) string { return string(r.Category) }),
		text("level", func(r community.Record) string { return string(r.Level) }),
		text("place", place),
		text("text", func(r community.Record) string { return r.Text }),
		course("measure", func(m community.Matter) (any, error) { return m.Measure, nil }),
		course("owner", x.owner(ctx)),
		text("found_at", func(r community.Record) string { return r.Date.String() }),
		text("deadline", func(r community.Record) string { return r.Deadline.String() }),
		text("status", status),
		{"overdue", x.overdue},
		course("fixed_at", x.fixedAt),
		text("closed_at", x.closedAt),
		course("closed_by", x.closedBy(ctx)),
		course("extensions", func(m community.Matter) (any, error) { return m.Extensions, nil }),
	}
}

// course makes columns about how far a matter has come, which is read once for
// all columns of a row; empty text is nothing.
func (x exporter) course(ctx context.Context) func(string, func(community.Matter) (any, error)) column {
	var m community.Matter
	return func(name string, get func(community.Matter) (any, error)) column {
		return column{name, func(r community.Record) (any, error) {
			if m.Number != r.Number {
				course, err := x.tx.Course(ctx, r.Number)
				if err != nil {
					return nil, err
				}
				m = community.Matter{Record: r, Course: course}
			}
			if cell, err := get(m); cell != "" || err != nil {
				return cell, err
			}
			return nil, nil
		}}
	}
}

// taskColumns are the columns of export tasks.
func (x exporter) taskColumns(ctx context.Context) []column {
	course := x.course(ctx)
	return []column{
		number(),
		text("org", x.unit),
		text("task", func(r community.Record) string { return r.Title }),
		course("lead", x.lead(ctx)),
		course("partners", x.partners),
		text("set_at", func(r community.Record) string { return r.Date.String() }),
		{"set_by", x.reporter(ctx)},
		text("source", func(r community.Record) string { return r.Source }),
		course("about", func(m community.Matter) (any, error) {
			if m.From == 0 {
				return "", nil
			}
			return int64(m.From), nil
		}),
		text("type", func(r community.Record) string { return string(r.Type) }),
		text("deadline", func(r community.Record) string { return r.Deadline.String() }),
		course("percent", func(m community.Matter) (any, error) { return m.Percent, nil }),
		course("progress", func(m community.Matter) (any, error) { return m.Measure, nil }),
		text("status", status),
		{"overdue", x.overdue},
		text("done_at", x.closedAt),
		course("signed_by", x.signedBy(ctx)),
		course("extensions", func(m community.Matter) (any, error) { return m.Extensions, nil }),
	}
}

func (x exporter) unit(r community.Record) string {
	u, _ := x.org.Unit(r.Unit)
	return u.Code
}

// lead is who answers for a task: the unit's code or the body's name, with the
// person's where there is one.
func (x exporter) lead(ctx context.Context) func(community.Matter) (any, error) {
	return func(m community.Matter) (any, error) {
		name := m.Body
		if u, ok := x.org.Unit(m.OwnerUnit); ok {
			name = u.Code
		}
		if m.Owner == 0 {
			return name, nil
		}
		p, err := x.tx.Person(ctx, m.Owner)
		return strings.TrimSpace(name + " " + p.Name), err
	}
}

func (x exporter) partners(m community.Matter) (any, error) {
	var names []string
	for _, p := range m.Partners {
		names = append(names, p.Name)
	}
	return strings.Join(names, "、"), nil
}

func (x exporter) signedBy(ctx context.Context) func(community.Matter) (any, error) {
	return func(m community.Matter) (any, error) {
		if m.Closer == 0 {
			return "", nil
		}
		p, err := x.tx.Person(ctx, m.Closer)
		return p.Name, err
	}
}

// owner is the name of whoever answers for a matter, else the unit's code.
func (x exporter) owner(ctx context.Context) func(community.Matter) (any, error) {
	return func(m community.Matter) (any, error) {
		if m.Owner != 0 {
			p, err := x.tx.Person(ctx, m.Owner)
			return p.Name, err
		}
		u, _ := x.org.Unit(m.OwnerUnit)
		return u.Code, nil
	}
}

// fixedAt is when somebody said that it is mended; what was mended on the spot
// before steps were kept was so when it was closed.
func (x exporter) fixedAt(m community.Matter) (any, error) {
	if m.FixedAt.IsZero() {
		return x.closedAt(m.Record), nil
	}
	return community.DateOf(m.FixedAt.In(x.zone)).String(), nil
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

// closedBy is who signed the issue off, the reporter for what was mended on
// the spot.
func (x exporter) closedBy(ctx context.Context) func(community.Matter) (any, error) {
	return func(m community.Matter) (any, error) {
		by := m.Closer
		if by == 0 {
			by = m.Reporter
		}
		if m.ClosedAt.IsZero() || by == 0 {
			return "", nil
		}
		p, err := x.tx.Person(ctx, by)
		return p.Name, err
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
