package chart

import (
	"gridmate/community"
	"gridmate/digest"
	"gridmate/export"
	"gridmate/locale"
)

// Days counts records day by day.
type Days struct {
	frame export.Frame
	kinds map[community.Kind][]int
	found []int
	fixed []int
}

// NewDays starts with no records. The frame's days must not be more than a
// picture can hold: a month.
func NewDays(f export.Frame) *Days {
	n := f.Span.Days()
	d := &Days{frame: f, kinds: map[community.Kind][]int{}, found: make([]int, n), fixed: make([]int, n)}
	for _, kind := range community.Kinds() {
		d.kinds[kind] = make([]int, n)
	}
	return d
}

// Add takes in what counts of one record; what lies outside the frame counts
// nothing.
func (d *Days) Add(f community.Fact) error {
	if !d.frame.Span.Has(f.Date) || !d.frame.Org.Within(f.Unit, d.frame.Unit.ID) {
		return nil
	}
	i, c := int(f.Date-d.frame.Span.From), f.Tally.Counts()
	if list := d.kinds[c.Kind]; list != nil {
		list[i] += max(1, c.Cases)
		d.found[i] += c.Found
		d.fixed[i] += c.Fixed
	}
	return nil
}

func (d *Days) labels(p locale.Printer) []string {
	labels := make([]string, d.frame.Span.Days())
	for i := range labels {
		_, m, day := (d.frame.Span.From + community.Date(i)).Civil()
		labels[i] = p.Text("export.chart.day", "Month", int(m), "Day", day)
	}
	return labels
}

// Trend is what was recorded day by day, a line for each kind.
func (d *Days) Trend(p locale.Printer) Picture {
	made := d.picture(p, "trend", Line)
	for _, kind := range community.Kinds() {
		made.Series = append(made.Series, Series{Name: p.Text("kind." + string(kind)), Values: d.kinds[kind]})
	}
	return made
}

// FoundFixed sets what was found against what was fixed, day by day.
func (d *Days) FoundFixed(p locale.Printer) Picture {
	made := d.picture(p, "found_fixed", Bars)
	made.Series = []Series{
		{Name: p.Text("export.chart.found"), Values: d.found}, {Name: p.Text("export.chart.fixed"), Values: d.fixed},
	}
	return made
}

func (d *Days) picture(p locale.Printer, id string, s Style) Picture {
	made := picture(d.frame, p, id, s)
	made.Labels = d.labels(p)
	return made
}

func picture(f export.Frame, p locale.Printer, id string, s Style) Picture {
	return Picture{
		Title:    p.Text("export.chart.title."+id, "Unit", f.Unit.Name),
		Subtitle: p.Text("export.chart.span", "From", f.Span.From.String(), "To", f.Span.To.String()),
		Style:    s,
	}
}

// Kinds sets the period against the one before, kind by kind.
func Kinds(d digest.Digest, f export.Frame, p locale.Printer) Picture {
	made := picture(f, p, "kinds", Bars)
	for _, kind := range community.Kinds() {
		made.Labels = append(made.Labels, p.Text("kind."+string(kind)))
	}
	of := func(t digest.Totals) []int {
		return []int{t.Patrols, t.Disputes.Registered, t.Events, t.Issues.Opened}
	}
	made.Series = []Series{
		{Name: p.Text("export.chart.before"), Values: of(d.Previous)}, {Name: p.Text("export.chart.now"), Values: of(d.Totals)},
	}
	return made
}

// Overdue is what is overdue in each unit below, in the order of their codes.
// It is false where there is nothing below to tell apart.
func Overdue(d digest.Digest, f export.Frame, p locale.Printer) (Picture, bool) {
	made := picture(f, p, "overdue", Rows)
	values := make([]int, 0, len(d.Detail.Rows))
	for _, r := range d.Detail.Rows {
		made.Labels = append(made.Labels, r.Unit.Label())
		values = append(values, r.Issues.Overdue)
	}
	made.Series = []Series{{Name: p.Text("export.chart.overdue"), Values: values}}
	return made, len(values) > 0
}

// Coverage is how many of the units below have recorded something. It is
// false where there are none.
func Coverage(d digest.Digest, f export.Frame, p locale.Printer) (Picture, bool) {
	level := community.Village
	if f.Unit.Level == community.Village {
		level = community.Grid
	}
	all := len(f.Org.Below(f.Unit.ID, level))
	made := picture(f, p, "coverage", Parts)
	covered := all - len(d.Silent)
	made.Series = []Series{
		{Name: p.Text("export.chart.covered"), Values: []int{covered}}, {Name: p.Text("export.chart.silent"), Values: []int{len(d.Silent)}},
	}
	return made, all > 0 && f.Unit.Level.Rank() <= community.Village.Rank()
}
