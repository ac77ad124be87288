package form

import (
	"slices"

	"gridmate/community"
)

// State is what is done about a column.
type State int

// The states of columns.
const (
	Missing State = iota // not held, or not understood
	Held
	Private // personal data, which is not kept
	Blank   // left to people
	Counted // computed by the form's own formulas
)

// Column is a column of a form and what is done about it.
type Column struct {
	Name  string
	State State

	at    int
	sense sense
}

// plan is how a sheet is understood.
type plan struct {
	header
	kind    community.Kind
	list    bool // one row a record; else figures
	only    community.Category
	columns []Column
	rows    axis // of figures: what the rows stand for already
	score   int
}

// has reports whether a column of the sheet holds a field.
func (p plan) has(field string) bool {
	return slices.ContainsFunc(p.columns, func(c Column) bool { return c.sense.field == field })
}

// told reports whether a column holds what a record says in words already: two
// columns with the same sentence would look filled and be none.
func (p plan) told(field string) bool { return (field == "text" || field == "title") && p.has(field) }

// substance is how many columns hold more than numbers, dates and places: what
// makes a table one of ours.
func (p plan) substance() int {
	n := 0
	for _, c := range p.columns {
		if c.State == Held && !slices.Contains(unitWords, c.sense.field) && !slices.Contains([]string{"no", "date", "period", "reporter"}, c.sense.field) {
			n++
		}
	}
	return n
}

// ranked is the kinds in the order that a draw is decided in: words of a rarer
// kind say more.
var ranked = []community.Kind{community.KindDispute, community.KindEvent, community.KindIssue, community.KindPatrol}

// understand finds the reading of a sheet that explains most of it.
func (v *Vocabulary) understand(g *grid, scope place) (plan, bool) {
	h, ok := v.findHeader(g)
	if !ok {
		return plan{}, false
	}
	var best plan
	for _, kind := range ranked {
		for _, list := range []bool{true, false} {
			if p := v.reading(g, h, kind, list, scope); best.columns == nil || p.score > best.score {
				best = p
			}
		}
	}
	return best, true
}

// What a reading of a sheet is worth: a column of ours before all, then what
// the title says.
const (
	worthColumn = 4
	worthPlain  = 1 // a number, a date, a unit
	worthTitle  = 3
	worthLabels = 20 // rows that are there already
)

func (v *Vocabulary) reading(g *grid, h header, kind community.Kind, list bool, scope place) plan {
	p := plan{header: h, kind: kind, list: list, only: v.only(h.title, kind)}
	fields := sumFields()
	class := classTotals
	if list {
		fields, class = recordFields(kind), classList
	} else {
		p.rows = v.axis(g, h, kind, scope)
	}
	for _, c := range h.columns {
		column := v.column(c, fields, kind)
		if list && p.told(column.sense.field) {
			column.State, column.sense = Missing, sense{}
		}
		p.columns = append(p.columns, column)
	}
	p.rows.claim(p.columns)
	for _, c := range p.columns {
		if c.State == Held {
			p.score += worthPlain
		}
	}
	p.score += (worthColumn - worthPlain) * p.substance()
	p.score += worthTitle * (min(2, v.speaks(h.title, classNoun, kind)) + min(1, v.speaks(h.title, class, "")))
	if p.rows.found() {
		p.score += worthLabels
	}
	return p
}

func (v *Vocabulary) column(h heading, in lexis, kind community.Kind) Column {
	c := Column{Name: h.name(), at: h.column}
	s, ok := v.read(h.parts, in, kind)
	if !ok {
		return c
	}
	c.sense = s
	switch s.field {
	case classPrivate:
		c.State = Private
	case classBlank:
		c.State = Blank
	default:
		c.State = Held
	}
	return c
}
