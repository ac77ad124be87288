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

// Last is the digest before, as far as it bounds what is late (补报): records
// of days before the span that the digest before did not tell. Those are
//
//   - records created since At, the moment at which its figures were read, and
//   - where spans were passed over, records of days after To created before At:
//     they were too new for the digest before and are too old for this one.
//
// With the digests of one chat each naming the one before, every record that
// was created before a digest is told in exactly one: in the totals of its own
// span or as late.
//
// Of a digest that is only looked up nobody knows what was sent before. Then
// At is the slot of the span before, and the records end now while the span is
// running, afterwards at the digest's own slot or now, whichever is first. So
// the digests of consecutive spans, looked up at any later time, tell what came
// in after its own span's slot exactly once too.
type Last struct {
	At time.Time
	To community.Date
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

	items    []community.Item // open at the span's end, what waits longest first
	lists    [][]int32        // places in items, by position of the unit and of all above
	reported map[community.PersonID][]int32
	owned    map[string][]int32
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
	f.sortItems()
	f.rollUp()
	if err := f.readLate(ctx, source); err != nil {
		return nil, err
	}
	return f, nil
}

// After returns the same figures with what is late counted after another
// digest: chats that got their last one at different times share the rest.
func (f *Figures) After(ctx context.Context, source Source, last Last) (*Figures, error) {
	if last.At.Equal(f.last.At) && last.To == f.last.To {
		return f, nil
	}
	other := *f
	other.last = last
	return &other, other.readLate(ctx, source)
}

func newFigures(org *community.Org, ask Ask) *Figures {
	f := &Figures{
		ask: ask, tree: newTree(org), spots: newSpots(),
		reported: map[community.PersonID][]int32{}, owned: map[string][]int32{},
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

func (f *Figures) lateBounds() (last Last, until time.Time) {
	schedule := f.ask.Schedule
	if schedule == (community.Schedule{}) || schedule.At(f.ask.Period) == community.Off {
		schedule = community.DefaultSchedule()
	}
	at := schedule.At(f.ask.Period)
	last, until = f.ask.Last, f.ask.Until
	if last.At.IsZero() {
		last = Last{At: f.ask.Period.Slot(f.before.Span, at, f.ask.Zone), To: f.before.To}
	}
	if until.IsZero() {
		until = f.ask.Now
		if slot := f.ask.Period.Slot(f.now.Span, at, f.ask.Zone); f.now.To < f.today && slot.Before(until) {
			until = slot
		}
	}
	return last, until
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

func (f *Figures) readLate(ctx context.Context, source Source) error {
	f.late = make([][5]int32, len(f.tree.units))
	err := f.visitLate(ctx, source, f.last.At, f.until, 0)
	if err == nil && f.last.To < f.before.To {
		err = f.visitLate(ctx, source, (f.last.To + 1).In(f.ask.Zone), f.last.At, f.last.To)
	}
	if err != nil {
		return fmt.Errorf("digest: late records before %s: %w", f.now.From, err)
	}
	return nil
}

// visitLate counts records of days after told and before the span that were
// created in [from, to).
func (f *Figures) visitLate(ctx context.Context, source Source, from, to time.Time, told community.Date) error {
	if !from.Before(to) {
		return nil
	}
	return source.Late(ctx, from, to, f.now.From, func(fact community.Fact) error {
		bits := int(fact.Tally) & (1<<headBits - 1)
		if heads.at[bits] == 0 || fact.Date <= told {
			return nil
		}
		for i := f.tree.find(fact.Unit); i >= 0; i = f.tree.parent[i] {
			f.late[i][heads.kind[bits]]++
		}
		return nil
	})
}
