package digest

import (
	"slices"
	"time"

	"gridmate/community"
)

// window is a span as items are judged by it.
type window struct {
	community.Span
	start, end time.Time      // its first moment and the first one after it
	on         community.Date // what is due before this day is overdue
}

func newWindow(span community.Span, today community.Date, zone *time.Location) window {
	return window{Span: span, start: span.From.In(zone), end: (span.To + 1).In(zone), on: min(today, span.To+1)}
}

// open reports whether an item was there and not finished when the span ended.
func (w window) open(i community.Item) bool {
	return i.Date <= w.To && (i.ClosedAt.IsZero() || !i.ClosedAt.Before(w.end))
}

// closed reports whether an item was finished within the span.
func (w window) closed(i community.Item) bool {
	return !i.ClosedAt.IsZero() && !i.ClosedAt.Before(w.start) && i.ClosedAt.Before(w.end)
}

// overdue is Item.Overdue for an item that was still open then.
func overdue(i community.Item, on community.Date) bool {
	return i.Deadline != 0 && i.Deadline < on
}

// count takes an item into the totals.
func (w window) count(t *Totals, i community.Item) {
	if i.Kind == community.KindIssue && w.closed(i) {
		t.Issues.Closed++
	}
	switch {
	case !w.open(i):
	case i.Kind == community.KindDispute:
		t.Disputes.Open += openCases(i)
	default:
		t.Issues.Open++
		if overdue(i, w.on) {
			t.Issues.Overdue++
		}
	}
}

// openCases is how many cases of an unfinished dispute are left. One that was
// finished since counts as one: how many were left then is not kept.
func openCases(i community.Item) int {
	if !i.ClosedAt.IsZero() {
		return max(1, i.Open)
	}
	return i.Open
}

// countItem counts an item and keeps it if a digest may have to name it. Most
// items are finished and leave no more than their number.
func (f *Figures) countItem(i community.Item) error {
	f.known = append(f.known, i.Number)
	unit := f.tree.find(i.Unit)
	if unit < 0 {
		return nil
	}
	if i.Kind == community.KindTask { // named where it is due, counted nowhere
		if f.now.open(i) {
			f.items = append(f.items, i)
		}
		return nil
	}
	typ := typeAt(community.TypeOf(i.Kind, i.Category))
	c := f.cell(unit, int32(typ))
	f.now.count(&c.now, i)
	f.before.count(&c.before, i)
	f.countOnTime(c, i)
	if f.now.Has(i.Date) && len(c.numbers) <= maxNumbers {
		c.numbers = append(c.numbers, i.Number)
	}
	f.spots.count(unit, i, f.now.Span)
	if f.now.open(i) {
		f.items = append(f.items, i)
	}
	return nil
}

func (f *Figures) countOnTime(c *cell, i community.Item) {
	switch {
	case i.Kind != community.KindIssue:
	case f.now.closed(i):
		c.onTime.Of++
		if i.Deadline == 0 || community.DateOf(i.ClosedAt.In(f.ask.Zone)) <= i.Deadline {
			c.onTime.Part++
		}
	case f.now.open(i) && overdue(i, f.now.on):
		c.onTime.Of++
	}
}

// sortItems puts what waits longest first and notes for every unit, and for
// every person, which of the open items are theirs.
func (f *Figures) sortItems() {
	slices.Sort(f.known)
	slices.SortFunc(f.items, func(a, b community.Item) int {
		if a.Deadline != b.Deadline {
			return int(a.Deadline) - int(b.Deadline)
		}
		return int(a.Number - b.Number)
	})
	f.lists = make([][]int32, len(f.tree.units))
	for n, item := range f.items {
		for i := f.tree.find(item.Unit); i >= 0; i = f.tree.parent[i] {
			f.lists[i] = append(f.lists[i], int32(n))
		}
		if item.ClosedAt.IsZero() {
			if item.Kind != community.KindTask { // whose setter has nothing to do
				f.reported[item.Reporter] = append(f.reported[item.Reporter], int32(n))
			}
			if item.Assignee != 0 {
				f.owned[item.Assignee] = append(f.owned[item.Assignee], int32(n))
			}
		}
	}
}

// fillItems picks the items that a digest names, what waits longest first.
func (f *Figures) fillItems(d *Detail, places []int32, v View) {
	var mine []int32
	for _, i := range places {
		mine = append(mine, f.lists[i]...)
	}
	slices.Sort(mine)
	for _, n := range mine {
		item, ok := v.shown(f.items[n])
		switch {
		case !ok:
		case item.Kind == community.KindTask:
			d.fillTask(item, f.now.on)
		case overdue(item, f.now.on) && item.Kind == community.KindIssue:
			d.Overdue = append(d.Overdue, item)
		case overdue(item, f.now.on):
			d.DisputesDue = append(d.DisputesDue, item)
		case grave(item):
			d.Critical = append(d.Critical, item)
		case item.Deadline != 0 && item.Deadline < f.now.on+7:
			d.DueNext = append(d.DueNext, item)
		}
	}
	slices.SortStableFunc(d.Overdue, func(a, b community.Item) int { return rank(a) - rank(b) })
}

// shown is an item as a view shows it; not ok if it is of another type.
func (v View) shown(item community.Item) (community.Item, bool) {
	typ := community.TypeOf(item.Kind, item.Category)
	if item.Kind == community.KindTask {
		typ = item.Type
	}
	if v.Type != community.NoType && typ != v.Type {
		return item, false
	}
	if v.Group && item.Sensitive {
		item.Category, item.Place, item.Owner = "", "", ""
	}
	return item, true
}

// grave reports whether an item is told every day until somebody has seen to it.
func grave(i community.Item) bool {
	return i.Kind == community.KindIssue && i.Level == community.LevelCritical
}

func rank(i community.Item) int {
	if grave(i) {
		return 0
	}
	return 1
}

// fillTask counts an open task and keeps it where it is due.
func (d *Detail) fillTask(item community.Item, on community.Date) {
	d.Tasks++
	switch {
	case overdue(item, on):
		d.TasksDue = append(d.TasksDue, item)
	case item.Deadline != 0 && item.Deadline < on+7:
		d.DueNext = append(d.DueNext, item)
	}
}
