package form

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"gridmate/community"
	"gridmate/export"
	"gridmate/locale"
)

// filler fills one sheet.
type filler struct {
	ask     Ask
	frame   export.Frame
	texts   locale.Printer
	cells   *cells
	sheet   plan
	body    body
	entries []entry // of a list
	from    export.Source
	sums    []part                      // of figures
	named   map[community.Category]bool // categories that the table has rows or columns for
	carried int                         // entries from before the days
	hidden  int                         // entries without details
	rows    int                         // filled
	asked   map[community.PersonID]bool
}

// part is what is counted for a unit and some days.
type part struct {
	unit community.UnitID
	span community.Span
	rest bool // of categories that the table does not name
	sum  *export.Sum
}

func newFiller(a Ask, c *cells, p plan) *filler {
	f := &filler{
		ask: a, frame: a.Frame, texts: a.Texts, cells: c, sheet: p,
		from: a.From(a.Frame), named: p.named(), asked: map[community.PersonID]bool{},
	}
	f.body = c.body(p, placeOf(a.Frame))
	if p.list {
		return f
	}
	rows := &f.sheet.rows
	if !p.rows.found() {
		rows.targets, rows.units = f.lines(), true
		if f.body.total > 0 {
			rows.targets = append(rows.targets, target{row: -1, unit: a.Frame.Unit.ID, span: a.Frame.Span, total: true})
		}
	}
	for _, t := range rows.targets {
		for _, c := range f.sheet.columns {
			f.count(t, c.sense)
		}
	}
	return f
}

// count prepares what a cell counts: its unit and days, and whether it is all
// that no other row or column names.
func (f *filler) count(t target, s sense) part {
	span := t.span
	if s.year {
		y, _, _ := span.To.Civil()
		span.From = community.NewDate(y, time.January, 1)
	}
	return f.part(t.unit, span, cmp.Or(t.category, s.category) == community.Other && len(f.named) < len(community.Categories(community.KindDispute)))
}

// named are the categories that a table has rows or columns for.
func (p plan) named() map[community.Category]bool {
	named := map[community.Category]bool{}
	for _, t := range p.rows.targets {
		named[t.category] = true
	}
	for _, c := range p.columns {
		named[c.sense.category] = true
	}
	delete(named, "")
	return named
}

// lines are the rows of an empty table of figures: one for each unit of the
// lowest level that it has a column for, else one for all.
func (f *filler) lines() []target {
	level := f.level()
	units := []community.Unit{f.frame.Unit}
	if level != "" && level.Rank() > f.frame.Unit.Level.Rank() {
		units = f.frame.Org.Below(f.frame.Unit.ID, level)
	}
	var lines []target
	for i, u := range units {
		lines = append(lines, target{row: f.body.first + i, unit: u.ID, span: f.frame.Span})
	}
	return lines
}

// level is the lowest that the table has a column for; a column for 单位 means
// the level right below.
func (f *filler) level() community.Level {
	for _, level := range []community.Level{community.Grid, community.Village, community.Street, community.County} {
		if f.sheet.has(string(level)) {
			return level
		}
	}
	if children := f.frame.Org.Children(f.frame.Unit.ID); f.sheet.has("unit") && len(children) > 0 {
		return children[0].Level
	}
	return ""
}

// part finds or begins what is counted for a unit and some days.
func (f *filler) part(unit community.UnitID, span community.Span, rest bool) part {
	for _, p := range f.sums {
		if p.unit == unit && p.span == span && p.rest == rest {
			return p
		}
	}
	frame := f.frame
	frame.Span = span
	p := part{unit, span, rest, export.NewSum(frame)}
	f.sums = append(f.sums, p)
	return p
}

// take takes a record in.
func (f *filler) take(ctx context.Context, r community.Record) error {
	if f.sheet.substance() == 0 {
		return nil
	}
	if !f.sheet.list {
		for _, p := range f.sums {
			if f.frame.Org.Within(r.Unit, p.unit) && !(p.rest && f.named[r.Category] && r.Category != community.Other) {
				p.sum.Add(r)
			}
		}
		f.asked[r.Reporter] = true
		return nil
	}
	if !f.lists(r) {
		return nil
	}
	if len(f.entries) == maxRows {
		return community.Refuse(community.Invalid, "form_rows", "Limit", maxRows)
	}
	return f.enter(ctx, r)
}

// lists reports whether a record has a row in a list: those of the days, and
// what was not finished when they began.
func (f *filler) lists(r community.Record) bool {
	if r.Kind != f.sheet.kind || f.sheet.only != "" && r.Category != f.sheet.only || r.Date > f.frame.Span.To {
		return false
	}
	return r.Date >= f.frame.Span.From || !r.Finished() || f.frame.Day(r.ClosedAt) >= f.frame.Span.From && !r.ClosedAt.IsZero()
}

func (f *filler) enter(ctx context.Context, r community.Record) (err error) {
	e := entry{record: r}
	if e.reporter, err = f.from.Person(ctx, r.Reporter); err != nil {
		return err
	}
	if r.Kind == community.KindIssue || r.Kind == community.KindDispute {
		if e.work, err = f.frame.Work(ctx, f.from, f.texts, r); err != nil {
			return err
		}
	}
	f.entries = append(f.entries, e)
	f.asked[r.Reporter] = true
	if !f.frame.Span.Has(r.Date) {
		f.carried++
	}
	return nil
}

// fill writes the sheet.
func (f *filler) fill() error {
	switch {
	case f.sheet.substance() == 0:
		return nil
	case f.sheet.list:
		return errors.Join(f.fillList(), f.cells.fit())
	}
	return errors.Join(f.fillFigures(), f.cells.fit())
}

func (f *filler) fillList() error {
	slices.SortStableFunc(f.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.record.Date, b.record.Date), cmp.Compare(a.record.Number, b.record.Number))
	})
	var err error
	if f.body, err = f.cells.grow(f.body, len(f.entries)); err != nil {
		return err
	}
	totals := map[int]int{}
	for i, e := range f.entries {
		if err := f.fillEntry(f.body.first+i, i+1, e, totals); err != nil {
			return err
		}
	}
	f.rows = len(f.entries)
	if f.body.total == 0 {
		return nil
	}
	for column, n := range totals {
		if err := f.cells.put(f.body.total, column, n); err != nil {
			return err
		}
	}
	return nil
}

// fillEntry writes the row of a record; what is sensitive keeps its details to
// itself.
func (f *filler) fillEntry(row, n int, e entry, totals map[int]int) error {
	sensitive := e.record.Delicate()
	if sensitive {
		f.hidden++
	}
	for _, c := range f.sheet.columns {
		if c.State != Held {
			continue
		}
		i := items[c.sense.field]
		if i.get == nil {
			if err := f.cells.renumber(row, c.at, n); err != nil {
				return err
			}
			continue
		}
		value := i.get(f, e)
		if sensitive && i.detail {
			value = f.withheld(c.sense.field)
		}
		value = c.sense.scaled(plain(value))
		if count, ok := value.(int); ok {
			totals[c.at] += count
		}
		if err := f.cells.put(row, c.at, value); err != nil {
			return err
		}
	}
	return nil
}

// withheld is what stands for a detail that is not shown.
func (f *filler) withheld(field string) any {
	if field == "text" || field == "title" {
		return f.texts.Text("form.sensitive")
	}
	return nil
}

// scaled is an amount in the unit of its heading.
func (s sense) scaled(value any) any {
	if n, ok := value.(int); ok && s.scale > 1 && (s.field == "amount") {
		return float64(n) / float64(s.scale)
	}
	return value
}

func (f *filler) fillFigures() error {
	lines := f.sheet.rows.targets
	if last := len(lines) - 1; len(f.sheet.rows.labels) == 0 && last >= 0 {
		n := len(lines)
		if lines[last].row < 0 {
			n--
		}
		var err error
		if f.body, err = f.cells.grow(f.body, n); err != nil {
			return err
		}
		if lines[last].row < 0 {
			lines[last].row = f.body.total
		}
	}
	for i, t := range lines {
		if err := f.fillTarget(i+1, t); err != nil {
			return err
		}
	}
	f.rows = len(lines)
	return nil
}

func (f *filler) fillTarget(n int, t target) error {
	for _, c := range f.sheet.columns {
		if c.State != Held {
			continue
		}
		if c.sense.field == "no" {
			if !t.total {
				if err := f.cells.renumber(t.row, c.at, n); err != nil {
					return err
				}
			}
			continue
		}
		value, ok := f.figure(t, c.sense)
		if !ok {
			continue
		}
		if err := f.cells.put(t.row, c.at, c.sense.scaled(value)); err != nil {
			return err
		}
	}
	return nil
}

// figure is what a cell of a table of figures says.
func (f *filler) figure(t target, s sense) (any, bool) {
	switch s.field {
	case "label":
		return nil, false
	case "date", "period":
		return f.texts.Text("form.period", "From", t.span.From.String(), "To", t.span.To.String()), !t.total
	case "value":
		s.field = t.figure
	}
	if slices.Contains(unitWords, s.field) {
		return f.unitName(t.unit, s.field), !t.total
	}
	category := cmp.Or(t.category, s.category)
	if figures[s.field].of == nil || t.category != "" && s.category != "" && t.category != s.category {
		return nil, false
	}
	p := f.count(t, s)
	if p.rest {
		category = ""
	}
	value := figures[s.field].of(p.sum, category)
	if value == nil {
		value = f.texts.Text("export.no_rate")
	}
	return value, true
}

func (f *filler) unitName(unit community.UnitID, field string) any {
	u, ok := f.frame.Org.Unit(unit)
	if field != "unit" {
		u, ok = f.frame.Org.At(unit, community.Level(field))
	}
	if !ok {
		return nil
	}
	return u.Name
}
