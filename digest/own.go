package digest

import (
	"strings"

	"gridmate/community"
	"gridmate/locale"
)

// maxOwn is how many of somebody's items one message lists.
const maxOwn = 10

// Own lists what a person has to act on: open disputes and issues that they
// own by name, or that they reported and nobody else owns.
func (f *Figures) Own(p community.Person) []community.Item {
	var own []community.Item
	for _, item := range f.items {
		if item.ClosedAt.IsZero() && f.owns(p, item) {
			own = append(own, item)
		}
	}
	return own
}

func (f *Figures) owns(p community.Person, item community.Item) bool {
	if item.Reporter == p.ID {
		return true
	}
	if item.Owner == "" || item.Owner != p.Name {
		return false
	}
	unit := f.tree.find(item.Unit)
	for _, g := range p.Grants {
		if top := f.tree.find(g.Unit); top >= 0 && top <= unit && unit < f.tree.end[top] {
			return true
		}
	}
	return false
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
