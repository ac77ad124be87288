package digest

import (
	"time"

	"gridmate/community"
)

// countItems adds what is open, overdue and closed to the units' own cells
// and remembers for every unit which items are its own or lie below it.
func (f *Figures) countItems() {
	sortItems(f.items)
	f.lists = make([][]int32, len(f.tree.units))
	for n, item := range f.items {
		f.known[item.Number] = true
		if item.ClosedAt.IsZero() {
			f.reported[item.Reporter] = append(f.reported[item.Reporter], int32(n))
			f.owned[item.Owner] = append(f.owned[item.Owner], int32(n))
		}
		unit := f.tree.find(item.Unit)
		if unit < 0 {
			continue
		}
		c := f.cell(unit, int32(typeAt(community.TypeOf(item.Kind, item.Category))))
		f.countItem(c, item)
		for i := unit; i >= 0; i = f.tree.parent[i] {
			f.lists[i] = append(f.lists[i], int32(n))
		}
	}
}

func (f *Figures) countItem(c *cell, item community.Item) {
	zone := f.ask.Zone
	state(&c.now, item, f.span, f.asOf(), zone)
	state(&c.before, item, f.prev, f.span.From, zone)
	if f.year.From != 0 {
		state(&c.year, item, f.year, f.asOf(), zone)
	}
	if item.Kind != community.KindIssue || item.Date > f.span.To {
		return
	}
	switch {
	case closedIn(item, f.span, zone):
		c.onTime.Of++
		if item.Deadline == 0 || community.DateOf(item.ClosedAt.In(zone)) <= item.Deadline {
			c.onTime.Part++
		}
	case openAfter(item, f.span, zone) && overdue(item, f.asOf()):
		c.onTime.Of++
	}
}

// state counts an item into the totals of a span, seen on a day.
func state(t *Totals, item community.Item, span community.Span, on community.Date, zone *time.Location) {
	if item.Kind == community.KindIssue && closedIn(item, span, zone) {
		t.Issues.Closed++
	}
	if item.Date > span.To || !openAfter(item, span, zone) {
		return
	}
	if item.Kind == community.KindDispute {
		t.Disputes.Open += openCases(item)
		return
	}
	t.Issues.Open++
	if overdue(item, on) {
		t.Issues.Overdue++
	}
}

// openCases is how many cases of an unfinished dispute are left. One that was
// finished since counts as one: how many were left then is not kept.
func openCases(item community.Item) int {
	if !item.ClosedAt.IsZero() {
		return max(1, item.Open)
	}
	return item.Open
}

// openAfter reports whether an item was not finished when a span ended.
func openAfter(item community.Item, span community.Span, zone *time.Location) bool {
	return item.ClosedAt.IsZero() || !item.ClosedAt.Before((span.To + 1).In(zone))
}

func closedIn(item community.Item, span community.Span, zone *time.Location) bool {
	return !item.ClosedAt.IsZero() && !item.ClosedAt.Before(span.From.In(zone)) && !openAfter(item, span, zone)
}

// overdue is Item.Overdue for an item that was still open then.
func overdue(item community.Item, on community.Date) bool {
	return item.Deadline != 0 && item.Deadline < on
}

// fillItems picks the items that a digest names.
func (f *Figures) fillItems(d *Detail, places []int32, typ community.CommunityType) {
	var recent []community.Item
	for _, i := range places {
		for _, n := range f.lists[i] {
			item := f.items[n]
			if typ != community.NoType && community.TypeOf(item.Kind, item.Category) != typ {
				continue
			}
			f.fillItem(d, item)
			recent = append(recent, item)
		}
	}
	sortItems(d.Overdue)
	sortItems(d.DisputesDue)
	sortItems(d.DueNext)
	d.Recurring = f.recurring(recent)
}

func (f *Figures) fillItem(d *Detail, item community.Item) {
	if f.span.Has(item.Date) {
		d.numbers = append(d.numbers, item.Number)
	}
	if item.Date > f.span.To || !openAfter(item, f.span, f.ask.Zone) {
		return
	}
	on := d.AsOf
	switch {
	case overdue(item, on) && item.Kind == community.KindIssue:
		d.Overdue = append(d.Overdue, item)
	case overdue(item, on):
		d.DisputesDue = append(d.DisputesDue, item)
	case item.Deadline != 0 && item.Deadline < on+7:
		d.DueNext = append(d.DueNext, item)
	}
}

// A place is named when the same sort of matter came up there this often
// within so many days, the last time in the span.
const (
	recurringTimes = 3
	recurringDays  = 90
)

func (f *Figures) recurring(items []community.Item) []Recurring {
	type spot struct {
		unit     community.UnitID
		place    string
		category community.Category
	}
	times, now, order := map[spot]int{}, map[spot]bool{}, []spot(nil)
	for _, item := range items {
		if item.Place == "" || item.Date > f.span.To || item.Date <= f.span.To-recurringDays {
			continue
		}
		at := spot{item.Unit, item.Place, item.Category}
		if times[at]++; times[at] == recurringTimes {
			order = append(order, at)
		}
		now[at] = now[at] || f.span.Has(item.Date)
	}
	var found []Recurring
	for _, at := range order {
		if now[at] {
			found = append(found, Recurring{Place: at.place, Category: at.category, N: times[at]})
		}
	}
	return found
}
