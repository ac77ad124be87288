package digest

import (
	"slices"
	"strings"

	"gridmate/community"
	"gridmate/locale"
)

// maxOwn is how many of somebody's items one message lists.
const maxOwn = 10

// Own lists what a person has to act on, what waits longest first: open
// disputes and issues that they reported, and what they were given wherever it
// lies.
func (f *Figures) Own(p community.Person) []community.Item {
	places := slices.Clone(f.reported[p.ID])
	for _, i := range f.owned[p.ID] {
		if !slices.Contains(places, i) {
			places = append(places, i)
		}
	}
	slices.Sort(places)
	own := make([]community.Item, len(places))
	for n, i := range places {
		own[n] = f.items[i]
	}
	return own
}

// OwnText is a grid worker's day: their own open and overdue items and
// nothing else. It is empty if there are none.
func OwnText(name string, items []community.Item, on community.Date, p locale.Printer) string {
	if len(items) == 0 {
		return ""
	}
	over := 0
	for _, item := range items {
		if overdue(item, on) {
			over++
		}
	}
	lines := []string{p.Text("digest.own", "Name", name, "Dates", dayText(p, on), "Overdue", over, "Open", len(items))}
	for _, item := range items[:min(len(items), maxOwn)] {
		lines = append(lines, ownLine(item, on, p))
	}
	if len(items) > maxOwn {
		lines = append(lines, p.Text("digest.own_more", "N", len(items)))
	}
	return strings.Join(lines, "\n")
}

func ownLine(item community.Item, on community.Date, p locale.Printer) string {
	id := "digest.own_item"
	switch {
	case overdue(item, on):
		id = "digest.own_item_over"
	case item.Deadline != 0:
		id = "digest.own_item_due"
	}
	return tidy(p.Text(id, "Number", int64(item.Number), "Category", categoryText(p, item.Kind, item.Category),
		"Place", short(item.Place, placesRunes), "Days", int(on-item.Deadline), "Date", dateText(p, item.Deadline)))
}
