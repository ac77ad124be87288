package export

import (
	"context"
	"strings"
	"unicode/utf8"

	"gridmate/community"
	"gridmate/locale"
)

// Place is where a record happened, as far as it says: building and place.
func Place(r community.Record) string { return community.PlaceName(r.Building, r.Place) }

// Village is the label of the record's community, or of the unit above it that
// the record names.
func (f Frame) Village(r community.Record) string {
	if u, ok := f.Org.At(r.Unit, community.Village); ok {
		return u.Label()
	}
	u, _ := f.Org.Unit(r.Unit)
	return u.Label()
}

// Grid is the name of the record's grid, several as they were read.
func (f Frame) Grid(r community.Record) string {
	if u, ok := f.Org.At(r.Unit, community.Grid); ok {
		return u.Name
	}
	return strings.ReplaceAll(r.Grids, ",", "、")
}

// Category is the word for a record's category; issues share the patrols' words.
func Category(p locale.Printer, k community.Kind, c community.Category) string {
	if k == community.KindIssue {
		k = community.KindPatrol
	}
	return p.Text(string(k) + "_category." + string(c))
}

// Clean takes out of a text what XML 1.0 cannot hold: control characters but
// line feeds and tabs, broken UTF-8 and noncharacters.
func Clean(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t':
			return c
		case c < 0x20, c == 0x7f, c == utf8.RuneError, c == 0xfffe, c == 0xffff:
			return -1
		}
		return c
	}, s)
}

// Progress is where an issue or a dispute stands, and how long it is past its
// deadline.
func (f Frame) Progress(p locale.Printer, r community.Record) string {
	words := p.Text("status." + string(r.Status))
	if late := f.AsOf() - r.Deadline; r.ClosedAt.IsZero() && r.Deadline != 0 && late > 0 {
		return words + p.Text("export.overdue_days", "N", int(late))
	}
	return words
}

// Word is the word for a code; nothing for none, the code itself for one that
// the catalogue does not know.
func Word(p locale.Printer, list, code string) string {
	if code == "" {
		return ""
	}
	prefix := list + "."
	if list == "source" {
		prefix = "export.source."
	}
	return strings.TrimPrefix(p.Text(prefix+code), prefix)
}

// Work is what was done about an issue or a dispute, and by whom.
type Work struct {
	Measure string
	Unit    string // that answers for it
	Owner   string // the person who has to act, or had to
	Closer  string
	FixedAt community.Date
}

// Work looks up what was done about a record; what was mended on the spot was
// so by whoever reported it.
func (f Frame) Work(ctx context.Context, from Source, p locale.Printer, r community.Record) (w Work, err error) {
	course, err := from.Course(ctx, r)
	if err != nil {
		return w, err
	}
	m := community.Matter{Record: r, Course: course}
	closer := m.Closer
	w = Work{Measure: m.Measure, Unit: f.Village(r), FixedAt: f.Day(m.FixedAt)}
	if r.Outcome == community.OutcomeFixed && w.Measure == "" {
		closer, w.Measure, w.FixedAt = r.Reporter, p.Text("export.on_the_spot"), f.Day(r.ClosedAt)
	}
	if u, ok := f.Org.Unit(m.OwnerUnit); ok {
		w.Unit = u.Label()
	}
	if w.Owner, err = from.Person(ctx, m.Answers()); err != nil {
		return w, err
	}
	w.Closer, err = from.Person(ctx, closer)
	return w, err
}

// epoch is 1970-01-01 as spreadsheets count days, from 1899-12-30.
const epoch = 25569

// Serial is a day as spreadsheets store it.
func Serial(d community.Date) int { return epoch + int(d) }

// Wide is how many columns of a narrow font a line takes: a Chinese character
// is two wide.
func Wide(line string) int {
	n := 0
	for _, c := range line {
		n++
		if c >= 0x2e80 || c == '—' || c == '“' || c == '”' || c == '…' {
			n++
		}
	}
	return n
}
