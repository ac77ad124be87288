package form

import (
	"slices"
	"strings"

	"gridmate/community"
	"gridmate/locale"
)

// Report is what was done with a sheet.
type Report struct {
	Sheet   string
	Header  int // the last row of headings, counted from 1
	Kind    community.Kind
	List    bool // one row a record; else figures
	Only    community.Category
	Columns []Column
	Unknown []string // labels of rows that were not understood
	Beyond  int      // rows outside the units or days
	Values  bool     // the rows are what is asked for, the columns say 数量 only
	Rows    int      // filled
	Carried int      // of them from before the days
	Hidden  int      // of them without details
	Cells   int      // filled
	Refused int      // values that the form's own lists do not have
	People  int      // who would have to be asked for what is missing
}

func (f *filler) report() Report {
	p := f.sheet
	r := Report{
		Sheet: f.cells.sheet, Header: p.bottom + 1, Kind: p.kind, List: p.list, Only: p.only, Columns: slices.Clone(p.columns),
		Unknown: p.rows.unknown, Beyond: p.rows.beyond, Values: len(p.rows.values) > 0,
		Rows: f.rows, Carried: f.carried, Hidden: f.hidden, Cells: f.cells.filled, Refused: f.cells.refused,
	}
	if p.substance() == 0 { // numbers and names of units alone are not worth a file
		for i := range r.Columns {
			if r.Columns[i].State == Held {
				r.Columns[i].State = Missing
			}
		}
	}
	for i := range r.Columns {
		if c := &r.Columns[i]; c.State == Missing && f.cells.formula(f.body.first, c.at) {
			c.State = Counted
		}
	}
	if len(r.Of(Missing))+len(r.Unknown) > 0 {
		r.People = f.people()
	}
	return r
}

// people is who would have to be asked: whoever reported the rows of a list,
// somebody of each unit of a table of figures.
func (f *filler) people() int {
	if !f.sheet.list && f.sheet.rows.units {
		return f.units()
	}
	delete(f.asked, 0)
	return max(1, len(f.asked))
}

func (f *filler) units() int {
	seen := map[community.UnitID]bool{}
	for _, t := range f.sheet.rows.targets {
		if !t.total {
			seen[t.unit] = true
		}
	}
	return len(seen)
}

// Of names the columns in a state.
func (r Report) Of(states ...State) []string {
	var names []string
	for _, c := range r.Columns {
		if slices.Contains(states, c.State) {
			names = append(names, c.Name)
		}
	}
	return names
}

// Text says what was filled, what is missing and what asking would cost.
func Text(reports []Report, p locale.Printer) string {
	var parts []string
	for _, r := range reports {
		parts = append(parts, r.text(p))
	}
	return strings.Join(parts, "\n\n")
}

func (r Report) text(p locale.Printer) string {
	held, missing, private := r.Of(Held, Counted), r.Of(Missing), r.Of(Private)
	all := len(held) + len(missing) + len(private)
	say := func(id string, args ...any) string { return p.Text("form."+id, args...) }
	lines := []string{say("sheet", "Sheet", r.Sheet, "Row", r.Header)}
	left, rows := len(missing)+len(private), r.Unknown
	if r.Values { // what is asked for stands in the rows
		missing, rows = append(missing, r.Unknown...), nil
		all, left = r.Rows+len(missing), len(missing)
		held = make([]string, r.Rows)
	}
	noun := say("noun_columns")
	if r.Values {
		noun = say("noun_rows")
	}
	switch {
	case r.Cells == 0 && len(r.Of(Held)) == 0:
		return strings.Join(append(lines, say("nothing", "All", all, "What", noun)), "\n")
	case left == 0:
		lines = append(lines, say("all", "All", all, "What", noun))
	default:
		lines = append(lines, say("some", "All", all, "Held", len(held), "Left", left, "What", noun))
	}
	lines = append(lines, r.source(p))
	for _, l := range []struct {
		id    string
		names []string
	}{{"missing", missing}, {"private", private}, {"blank", r.Of(Blank)}, {"unknown", rows}} {
		if len(l.names) > 0 {
			lines = append(lines, say(l.id, "Names", strings.Join(l.names, "、"), "N", r.People))
		}
	}
	for _, l := range []struct {
		id string
		n  int
	}{{"beyond", r.Beyond}, {"hidden", r.Hidden}, {"refused", r.Refused}} {
		if l.n > 0 {
			lines = append(lines, say(l.id, "N", l.n))
		}
	}
	return strings.Join(lines, "\n")
}

// source says what the rows were taken from.
func (r Report) source(p locale.Printer) string {
	if !r.List {
		return p.Text("form.figures", "Rows", r.Rows, "Cells", r.Cells)
	}
	what := p.Text("kind." + string(r.Kind))
	if r.Only != "" {
		k := r.Kind
		if k == community.KindIssue {
			k = community.KindPatrol
		}
		what += "·" + p.Text(string(k)+"_category."+string(r.Only))
	}
	if r.Carried > 0 {
		return p.Text("form.records_carried", "Kind", what, "Rows", r.Rows, "Cells", r.Cells, "Carried", r.Carried)
	}
	return p.Text("form.records", "Kind", what, "Rows", r.Rows, "Cells", r.Cells)
}
