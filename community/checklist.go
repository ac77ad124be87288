package community

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Checklist is a 三个一: named items that every community of a unit ticks off.
type Checklist struct {
	ID    int64
	Name  string
	Unit  UnitID
	Items []string
}

// Ticked is what a community said of an item last.
type Ticked struct {
	Item string
	Unit UnitID
	Done bool
	By   PersonID
	At   time.Time
}

// Seal is what was said of a checklist's item as a link of a chain, see
// Event.Seal.
func (t Ticked) Seal(before string, checklist int64) string {
	return seal(
		before, fmt.Sprint(checklist), t.Item, fmt.Sprint(t.Unit), fmt.Sprint(t.Done), fmt.Sprint(t.By), fmt.Sprint(t.At.UnixMilli()),
	)
}

// Limits of a checklist.
const (
	maxItems    = 10
	maxItemName = 30 // characters
)

// NewChecklist checks a checklist that somebody sets or changes.
func NewChecklist(c Checklist, by Person, org *Org) (Checklist, error) {
	if !by.May(Plan, c.Unit, org) {
		return c, Refuse(Denied, "checklist_denied")
	}
	return c, c.check()
}

func (c Checklist) check() error {
	n := utf8.RuneCountInString(strings.TrimSpace(c.Name))
	switch {
	case n == 0 || n > maxCampaign || len(c.Items) == 0:
		return Refuse(Invalid, "checklist_usage")
	case len(c.Items) > maxItems:
		return Refuse(Invalid, "checklist_items", "Limit", maxItems)
	}
	for i, item := range c.Items {
		if k := utf8.RuneCountInString(item); k == 0 || k > maxItemName {
			return Refuse(Invalid, "checklist_item", "Limit", maxItemName)
		}
		if slices.Contains(c.Items[:i], item) {
			return Refuse(Invalid, "checklist_twice", "Item", item)
		}
	}
	return nil
}

// Tick says of an item that it is done in a community, or that it is not after
// all.
func (c Checklist) Tick(item int, unit UnitID, done bool, by Person, org *Org, at time.Time) (Ticked, error) {
	u, _ := org.Unit(unit)
	if item < 0 || item >= len(c.Items) || u.Level != Village || !org.Within(unit, c.Unit) {
		return Ticked{}, Refuse(NotFound, "checklist_gone")
	}
	if !by.May(Tick, unit, org) {
		return Ticked{}, Refuse(Denied, "tick_denied", "Unit", u.Name)
	}
	return Ticked{Item: c.Items[item], Unit: unit, Done: done, By: by.ID, At: at}, nil
}

// ChecklistSum is how far communities are with a checklist.
type ChecklistSum struct {
	Communities int
	Complete    int   // communities that have ticked every item
	Done, All   int   // items of all of them
	Items       []int // by item: how many communities have it
}

// Sum counts how far communities are; ticks hold the last word of each.
func (c Checklist) Sum(communities []Unit, ticks []Ticked) ChecklistSum {
	s := ChecklistSum{Communities: len(communities), All: len(communities) * len(c.Items), Items: make([]int, len(c.Items))}
	done := map[Ticked]bool{}
	for _, t := range ticks {
		done[Ticked{Item: t.Item, Unit: t.Unit}] = t.Done
	}
	for _, u := range communities {
		own := 0
		for i, item := range c.Items {
			if done[Ticked{Item: item, Unit: u.ID}] {
				own++
				s.Items[i]++
			}
		}
		s.Done += own
		if own == len(c.Items) {
			s.Complete++
		}
	}
	return s
}

// ChecklistRow is one row of a file of checklists, as typed.
type ChecklistRow struct {
	Line                 int
	Checklist, Item, Org string
}

// PlanChecklists checks a file of checklists, one row an item, in their order.
// With any error nothing is planned.
func PlanChecklists(org *Org, rows []ChecklistRow) ([]Checklist, []RowError) {
	var (
		list []Checklist
		bad  []RowError
		at   = map[string]int{}
	)
	for _, row := range rows {
		unit, reason := checklistUnit(org, row.Org)
		if reason != "" {
			bad = append(bad, RowError{row.Line, "org", reason})
		}
		i, known := at[row.Checklist]
		if !known {
			i = len(list)
			at[row.Checklist], list = i, append(list, Checklist{Name: row.Checklist, Unit: unit})
		}
		if list[i].Unit != unit && reason == "" {
			bad = append(bad, RowError{row.Line, "org", "is another one than in the checklist's first row"})
		}
		list[i].Items = append(list[i].Items, row.Item)
		if err := list[i].check(); err != nil {
			bad = append(bad, RowError{row.Line, "item", checklistReason(err, row.Item)})
			list[i].Items = list[i].Items[:len(list[i].Items)-1]
		}
	}
	if len(bad) > 0 {
		return nil, sorted(bad)
	}
	return list, nil
}

func checklistUnit(org *Org, code string) (UnitID, string) {
	if top := org.Children(0); code == "" && len(top) == 1 {
		return top[0].ID, ""
	}
	u, ok := org.ByCode(code)
	switch {
	case code == "":
		return 0, "is empty: say whose communities tick it off"
	case !ok:
		return 0, "there is no unit " + code
	case u.Level.Rank() > Village.Rank():
		return 0, code + " has no communities"
	}
	return u.ID, ""
}

// checklistReason says in English what a refusal of check means.
func checklistReason(err error, item string) string {
	reasons := map[string]string{
		"checklist_usage": "the checklist needs a name of at most 20 characters",
		"checklist_items": "more than 10 items", "checklist_item": "must have 1 to 30 characters",
		"checklist_twice": item + " is there twice",
	}
	e, _ := Refusal(err)
	return reasons[e.Key]
}
