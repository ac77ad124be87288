package digest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gridmate/community"
)

// Ask says which digests are wanted.
type Ask struct {
	Period community.Period
	Day    community.Date // any day of the period; zero is today
	Now    time.Time
	Zone   *time.Location

	// Since and Until bound what counts as late (補报): records of days before
	// the span that were created in [Since, Until). A runner that sends digests
	// one after another gives the moment at which it read the one before and
	// the moment of this one: then whatever came in between is either within
	// this span's totals or late, and nothing is late twice.
	//
	// Left zero, Since is the slot of the span before. Until is now while the
	// span is running, afterwards this digest's own slot or now, whichever is
	// first: so the digests of consecutive spans, looked up at any time
	// afterwards, tell every late record exactly once too.
	Since, Until time.Time
	// Schedule gives the slots; the zero value is the default schedule.
	Schedule community.Schedule
}

// Figures are the figures of all units for one period, read once.
type Figures struct {
	ask        Ask
	span, prev community.Span
	year       community.Span // empty but for months
	today      community.Date
	since      time.Time
	until      time.Time

	tree  *tree
	cells [][5]*cell // by position and type
	late  [][5]int32
	items []community.Item
	lists [][]int32 // places in items, by position of the unit and of all above
	known map[community.Number]bool

	reported map[community.PersonID][]int32 // open items by who reported them
	owned    map[string][]int32             // open items by who has to act
}

// Compute reads the figures of every unit: one range of facts, the items that
// were open or finished within it, and the late records.
func Compute(ctx context.Context, source Source, org *community.Org, ask Ask) (*Figures, error) {
	f := newFigures(org, ask)
	if err := source.Facts(ctx, f.reading(), f.countFact); err != nil {
		return nil, fmt.Errorf("digest: facts of %s to %s: %w", f.reading().From, f.reading().To, err)
	}
	since := f.reading().From.In(ask.Zone)
	err := source.Items(ctx, f.span.To, since, func(i community.Item) error {
		f.items = append(f.items, i)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("digest: items up to %s: %w", f.span.To, err)
	}
	f.countItems()
	f.rollUp()
	if err := f.readLate(ctx, source); err != nil {
		return nil, err
	}
	return f, nil
}

// Since returns the same figures with what is late counted from another
// moment: chats that got their last digest at different times share the rest.
func (f *Figures) Since(ctx context.Context, source Source, since time.Time) (*Figures, error) {
	if since.Equal(f.since) {
		return f, nil
	}
	other := *f
	other.since = since
	return &other, other.readLate(ctx, source)
}

func newFigures(org *community.Org, ask Ask) *Figures {
	f := &Figures{
		ask: ask, tree: newTree(org), known: map[community.Number]bool{},
		reported: map[community.PersonID][]int32{}, owned: map[string][]int32{},
	}
	f.today = community.DateOf(ask.Now.In(ask.Zone))
	if ask.Day == 0 {
		ask.Day = f.today
	}
	f.span = ask.Period.Of(ask.Day)
	f.prev = ask.Period.Before(f.span)
	if ask.Period == community.Month {
		y, _, _ := f.span.To.Civil()
		f.year = community.Span{From: community.NewDate(y, time.January, 1), To: f.span.To}
	}
	f.since, f.until = f.lateBounds()
	f.cells = make([][5]*cell, len(f.tree.units))
	return f
}

func (f *Figures) lateBounds() (since, until time.Time) {
	schedule := f.ask.Schedule
	if schedule == (community.Schedule{}) || schedule.At(f.ask.Period) == community.Off {
		schedule = community.DefaultSchedule()
	}
	at := schedule.At(f.ask.Period)
	since, until = f.ask.Since, f.ask.Until
	if since.IsZero() {
		since = f.ask.Period.Slot(f.prev, at, f.ask.Zone)
	}
	if until.IsZero() {
		until = f.ask.Now
		if slot := f.ask.Period.Slot(f.span, at, f.ask.Zone); f.span.To < f.today && slot.Before(until) {
			until = slot
		}
	}
	return since, until
}

// reading is the one range of days that is read.
func (f *Figures) reading() community.Span {
	days := community.Span{From: f.prev.From, To: f.span.To}
	if f.year.From != 0 {
		days.From = min(days.From, f.year.From)
	}
	return days
}

// asOf is the day at whose start the span is judged: the day after it, or
// today while it is running.
func (f *Figures) asOf() community.Date { return min(f.today, f.span.To+1) }

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
	case f.span.Has(fact.Date):
		c.now.count(counts)
		c.records++
		if c.codes == nil {
			c.codes = make([]int32, len(heads.list))
		}
		c.codes[place-1] += int32(max(1, counts.Cases))
	case f.prev.Has(fact.Date):
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
	if !f.since.Before(f.until) {
		return nil
	}
	err := source.Late(ctx, f.since, f.until, f.span.From, func(fact community.Fact) error {
		bits := int(fact.Tally) & (1<<headBits - 1)
		for i := f.tree.find(fact.Unit); i >= 0 && heads.at[bits] != 0; i = f.tree.parent[i] {
			f.late[i][heads.kind[bits]]++
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("digest: late records before %s: %w", f.span.From, err)
	}
	return nil
}

// sortItems brings what waits longest to the front.
func sortItems(items []community.Item) {
	slices.SortFunc(items, func(a, b community.Item) int {
		if a.Deadline != b.Deadline {
			return int(a.Deadline) - int(b.Deadline)
		}
		return int(a.Number - b.Number)
	})
}

// AsOf is the day at whose start the figures are judged: what is overdue had
// its deadline before it.
func (f *Figures) AsOf() community.Date { return f.asOf() }
