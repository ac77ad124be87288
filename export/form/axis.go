package form

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gridmate/community"
	"gridmate/export"
)

// place is the unit that a form is filled for, and its days.
type place struct {
	org  *community.Org
	unit community.Unit
	span community.Span
}

func placeOf(f export.Frame) place { return place{f.Org, f.Unit, f.Span} }

// target is what one row of figures counts.
type target struct {
	row      int
	unit     community.UnitID
	category community.Category
	figure   string // where rows are figures and the columns say 数量 only
	span     community.Span
	beyond   bool // understood, but outside the units or days of the form
	total    bool
}

// axis is what the rows of a table stand for, where that is there already.
type axis struct {
	targets []target
	units   bool     // a row is a unit
	unknown []string // labels that were not understood
	beyond  int      // rows outside the units or days of the form
	labels  []int    // the columns that say so
	values  []int    // where rows are figures: the columns for their values
}

func (a axis) found() bool { return len(a.targets) > 0 }

// claim marks the columns that the axis speaks for.
func (a axis) claim(columns []Column) {
	for i := range columns {
		c := &columns[i]
		if slices.Contains(a.values, c.at) || slices.Contains(a.labels, c.at) && c.State == Missing {
			c.State, c.sense = Held, sense{field: "value"}
			if slices.Contains(a.labels, c.at) {
				c.sense.field = "label"
			}
		}
	}
}

// label is the words that a row begins with, by column.
type label struct {
	row   int
	texts []string // of the first columns; what is merged from above included
}

const maxLabelColumns = 4

// labelled rows are those below the headings with words in their first
// columns, up to a gap.
func (g *grid) labels(h header) []label {
	var found []label
	for row := h.bottom + 1; row < min(len(g.rows), h.bottom+1+maxLabels); row++ {
		l, any := label{row: row}, false
		for c := range min(maxLabelColumns, g.width) {
			text := g.shown(row, c)
			if numeric.MatchString(text) || g.formula(row, c) {
				text = ""
			}
			l.texts, any = append(l.texts, text), any || text != ""
		}
		if !any {
			break
		}
		found = append(found, l)
	}
	return found
}

// reader makes a target of a row's label; the column says where it stands.
type reader func(l label) (t target, column int, ok bool)

// axis finds what rows stand for: units, categories, figures or months, if
// that explains at least two rows and half of them.
func (v *Vocabulary) axis(g *grid, h header, kind community.Kind, scope place) axis {
	labels := g.labels(h)
	var best axis
	for i, read := range []reader{scope.unitLabel(), v.categoryLabel(kind, scope), monthLabel(scope), v.figureLabel(kind, scope)} {
		a, rows := axis{units: i == 0}, 0
		for _, l := range labels {
			if scope.total(l) {
				a.targets = append(a.targets, target{row: l.row, unit: scope.unit.ID, span: scope.span, total: true})
				continue
			}
			rows++
			t, column, ok := read(l)
			if !ok {
				a.unknown = append(a.unknown, l.first())
				continue
			}
			t.row = l.row
			a.targets = append(a.targets, t)
			if !slices.Contains(a.labels, column) {
				a.labels = append(a.labels, column)
			}
		}
		counted := len(a.targets) - (len(labels) - rows)
		if counted >= 2 && 2*counted >= rows && len(a.targets) > len(best.targets) {
			best = a
		}
	}
	byFigure := slices.ContainsFunc(best.targets, func(t target) bool { return t.figure != "" })
	if byFigure {
		best.values = v.valueColumns(h, best)
	}
	all := len(best.targets)
	best.targets = slices.DeleteFunc(best.targets, func(t target) bool { return t.beyond })
	best.beyond = all - len(best.targets)
	best.targets = slices.DeleteFunc(best.targets, func(t target) bool { return byFigure && t.figure == "" })
	return best
}

// valueColumns are those of a table of figures that say no more than 数量.
func (v *Vocabulary) valueColumns(h header, a axis) []int {
	var found []int
	for _, c := range h.columns {
		if text := strings.Join(c.parts, ""); !slices.Contains(a.labels, c.column) && (v.harmless(text) || v.speaks(text, classSum, "") > 0) {
			found = append(found, c.column)
		}
	}
	return found
}

var totals = []string{"合计", "总计", "共计", "总数"}

func (p place) total(l label) bool { return slices.Contains(totals, fold(l.first())) }

// first is the first text of a label.
func (l label) first() string {
	for _, text := range l.texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// unitLabel reads names of units, each within the one that stands before it: a
// grid's within its community.
func (p place) unitLabel() reader {
	names := map[string][]community.Unit{}
	for _, u := range p.units() {
		for _, name := range callings(u) {
			names[name] = append(names[name], u)
		}
	}
	above := map[int]community.UnitID{} // by column, of the rows above
	return func(l label) (t target, column int, ok bool) {
		var within community.UnitID
		for c, text := range l.texts {
			if text == "" {
				if u, carried := above[c]; carried && slices.ContainsFunc(l.texts[c:], func(s string) bool { return s != "" }) {
					within = u
				}
				continue
			}
			u, known := p.called(names[fold(text)], within)
			if !known {
				continue
			}
			for later := range above {
				if later > c {
					delete(above, later)
				}
			}
			within, above[c], column, ok = u.ID, u.ID, c, true
		}
		return target{unit: within, span: p.span, beyond: !p.org.Within(within, p.unit.ID)}, column, ok
	}
}

// units are all of the deployment: a form may list more than its own.
func (p place) units() []community.Unit {
	var all []community.Unit
	for _, root := range p.org.Children(0) {
		all = append(all, p.org.Subtree(root.ID)...)
	}
	return all
}

// called is the one unit within another that a name can mean, of those of the
// form before all others.
func (p place) called(units []community.Unit, within community.UnitID) (community.Unit, bool) {
	var ours, all []community.Unit
	for _, u := range units {
		if !p.org.Within(u.ID, within) {
			continue
		}
		all = append(all, u)
		if p.org.Within(u.ID, p.unit.ID) {
			ours = append(ours, u)
		}
	}
	for _, found := range [][]community.Unit{ours, all} {
		if len(found) == 1 {
			return found[0], true
		}
	}
	return community.Unit{}, false
}

// callings are what people write for a unit in tables.
func callings(u community.Unit) []string {
	names := []string{u.Name, u.Short, u.Code}
	if u.Level == community.Grid {
		key := community.GridKey(u.Name)
		names = append(names, key+"网格", "第"+key+"网格", key+"号网格")
	}
	for _, end := range []string{"社区居委会", "社区", "街道办事处", "街道", "村", "镇"} {
		if rest, ok := strings.CutSuffix(u.Name, end); ok && rest != "" {
			names = append(names, rest)
		}
	}
	for i, n := range names {
		names[i] = fold(n)
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(n string) bool { return n == "" })
}

// first reads the first text of a label that means something.
func first(l label, read func(text string) bool) (column int, ok bool) {
	for c, text := range l.texts {
		if text != "" && read(text) {
			return c, true
		}
	}
	return 0, false
}

func (v *Vocabulary) categoryLabel(kind community.Kind, p place) reader {
	return func(l label) (t target, column int, ok bool) {
		t = target{unit: p.unit.ID, span: p.span}
		column, ok = first(l, func(text string) bool {
			s, ok := v.phrase(text, sumFields(), kind)
			t.category = s.category
			return ok && s.category != "" && s.field == byDefault[kind]
		})
		return t, column, ok
	}
}

func (v *Vocabulary) figureLabel(kind community.Kind, p place) reader {
	return func(l label) (t target, column int, ok bool) {
		t = target{unit: p.unit.ID, span: p.span}
		column, ok = first(l, func(text string) bool {
			s, ok := v.phrase(text, sumFields(), kind)
			t.figure, t.category = s.field, s.category
			return ok && figures[s.field].of != nil
		})
		return t, column, ok
	}
}

var month = regexp.MustCompile(`^(?:(\d{4})年)?(\d{1,2})月份?$`)

// monthLabel reads months; those that do not lie wholly within the days of the
// form are beyond it.
func monthLabel(p place) reader {
	return func(l label) (t target, column int, ok bool) {
		t = target{unit: p.unit.ID, beyond: true}
		column, ok = first(l, func(text string) bool {
			found := month.FindStringSubmatch(fold(text))
			if found == nil {
				return false
			}
			for d := p.span.From.AddMonths(0); d <= p.span.To; d = d.AddMonths(1) {
				whole := community.Span{From: d, To: d.AddMonths(1) - 1}
				y, m, _ := d.Civil()
				named := strconv.Itoa(int(m)) == strings.TrimLeft(found[2], "0") && (found[1] == "" || found[1] == strconv.Itoa(y))
				if named && p.span.Has(whole.From) && p.span.Has(whole.To) {
					t.span, t.beyond = whole, false
				}
			}
			return true
		})
		return t, column, ok
	}
}
