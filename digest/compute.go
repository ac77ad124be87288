package digest

import (
	"context"
	"fmt"
	"time"

	"gridmate/community"
)

// Ask says which digests are wanted.
type Ask struct {
	Period community.Period
	Day    community.Date // any day of the period; zero is today
	Now    time.Time
	Zone   *time.Location

	// Last is the digest that was sent before this one; zero if none was.
	// Until is the moment up to which records count as late; zero for the usual.
	Last  Last
	Until time.Time
	// Schedule gives the slots; the zero value is the default schedule.
	Schedule community.Schedule
}

// Figures are the figures of all units for one period, read once.
type Figures struct {
	ask         Ask
	now, before window
	year        community.Span // up to the span's end; none but for months
	today       community.Date
	last        Last
	until       time.Time

	tree  *tree
	cells [][5]*cell // by position and type
	late  [][5]int32
	spots spots
	known []community.Number // of all items that were read, sorted

	reviews  []community.Item // due, the oldest first
	items    []community.Item // open at the span's end, what waits longest first
	lists    [][]int32        // places in items, by position of the unit and of all above
	reported map[community.PersonID][]int32
	owned    map[community.PersonID][]int32
}

// Compute reads the figures of every unit: one range of facts, the items that
// were open or finished within it, and the late records.
func Compute(ctx context.Context, source Source, org *community.Org, ask Ask) (*Figures, error) {
	f := newFigures(org, ask)
	if err := source.Facts(ctx, f.reading(), f.countFact); err != nil {
		return nil, fmt.Errorf("digest: facts of %s to %s: %w", f.reading().From, f.reading().To, err)
	}
	if err := source.Items(ctx, f.now.To, f.before.start, f.countItem); err != nil {
		return nil, fmt.Errorf("digest: items up to %s: %w", f.now.To, err)
	}
	if err := f.readReviews(ctx, source); err != nil {
		return nil, err
	}
	f.sortItems()
	f.rollUp()
	if err := f.readLate(ctx, source); err != nil {
		return nil, err
	}
	return f, nil
}

func newFigures(org *community.Org, ask Ask) *Figures {
	f := &Figures{
		ask: ask, tree: newTree(org), spots: newSpots(),
		reported: map[community.PersonID][]int32{}, owned: map[community.PersonID][]int32{},
	}
	f.today = community.DateOf(ask.Now.In(ask.Zone))
	if ask.Day == 0 {
		ask.Day = f.today
	}
	span := ask.Period.Of(ask.Day)
	f.now = newWindow(span, f.today, ask.Zone)
	f.before = newWindow(ask.Period.Before(span), f.today, ask.Zone)
	if ask.Period == community.Month {
		y, _, _ := span.To.Civil()
		f.year = community.Span{From: community.NewDate(y, time.January, 1), To: span.To}
	}
	f.last, f.until = f.lateBounds()
	f.cells = make([][5]*cell, len(f.tree.units))
	return f
}

// reading is the one range of days that is read.
func (f *Figures) reading() community.Span {
	days := community.Span{From: f.before.From, To: f.now.To}
	if f.year.From != 0 {
		days.From = min(days.From, f.year.From)
	}
	return days
}

// AsOf is the day at whose start the figures are judged: the day after the
// span, or today while it is running. What is overdue was due before it.
func (f *Figures) AsOf() community.Date { return f.now.on }

func (f *Figures) cell(unit, typ int32) *cell {
	c := f.cells[unit][typ]
	if c == nil {
		c = &cell{}
		f.cells[unit][typ] = c
	}
	return c
}

func (f *Figures) countFact(fact community.Fact) error {
	bits := int(fact.Tally) & (1<<headBits - 1)
	place, unit := heads.at[bits], f.tree.find(fact.Unit)
	if place == 0 || unit < 0 {
		return nil
	}
	c, counts := f.cell(unit, int32(heads.kind[bits])), fact.Tally.Counts()
	if f.year.Has(fact.Date) {
		c.year.count(counts)
	}
	switch {
	case f.now.Has(fact.Date):
		c.now.count(counts)
		c.records++
		if c.codes == nil {
			c.codes = make([]int32, len(heads.list))
		}
		c.codes[place-1] += int32(max(1, counts.Cases))
	case f.before.Has(fact.Date):
		c.before.count(counts)
	}
	return nil
}

// rollUp adds every unit's figures to the unit above it, the lowest first.
func (f *Figures) rollUp() {
	for i := len(f.cells) - 1; i >= 0; i-- {
		above := f.tree.parent[i]
		if above < 0 {
			continue
		}
		for typ, c := range f.cells[i] {
			if c != nil {
				f.cell(above, int32(typ)).add(c)
			}
		}
	}
}
