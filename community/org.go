package community

import (
	"slices"
	"strings"
)

// UnitID is a unit's key in the database. Zero means the whole deployment.
type UnitID int64

// Level is a step of the organisation.
type Level string

// The levels, from the top.
const (
	City     Level = "city"
	County   Level = "county"
	Street   Level = "street"
	Village  Level = "community" // 社区/村
	Grid     Level = "grid"
	Building Level = "building"
)

var levels = []Level{City, County, Street, Village, Grid, Building}

// Rank is the level's place from the top, 0 for the city; -1 for no level.
func (l Level) Rank() int { return slices.Index(levels, l) }

// Unit is one node of the organisation.
type Unit struct {
	ID     UnitID
	Code   string // unique, what files and commands use: BH-01
	Level  Level
	Name   string // 滨河社区
	Short  string // 滨河: ledger codes and narrow tables
	Parent UnitID // 0 at the top
	Pilot  bool   // 试点
	Tags   []string
}

// Label is what a unit is called where space is short.
func (u Unit) Label() string {
	if u.Short != "" {
		return u.Short
	}
	return u.Name
}

// Org is the organisation as a tree. It does not change once built, so it can
// be shared between goroutines.
type Org struct {
	units    map[UnitID]Unit
	codes    map[string]UnitID
	children map[UnitID][]UnitID
	roots    []UnitID
}

// NewOrg builds the tree. Units may come in any order; a parent that is not
// among them makes its child a root.
func NewOrg(units []Unit) *Org {
	o := &Org{
		units:    make(map[UnitID]Unit, len(units)),
		codes:    make(map[string]UnitID, len(units)),
		children: map[UnitID][]UnitID{},
	}
	for _, u := range units {
		o.units[u.ID] = u
		o.codes[strings.ToUpper(u.Code)] = u.ID
	}
	for _, u := range units {
		if _, ok := o.units[u.Parent]; ok {
			o.children[u.Parent] = append(o.children[u.Parent], u.ID)
			continue
		}
		o.roots = append(o.roots, u.ID)
	}
	byCode := func(a, b UnitID) int { return compareNatural(o.units[a].Code, o.units[b].Code) }
	for _, ids := range o.children {
		slices.SortFunc(ids, byCode)
	}
	slices.SortFunc(o.roots, byCode)
	return o
}

// Unit returns a unit by its id.
func (o *Org) Unit(id UnitID) (Unit, bool) {
	u, ok := o.units[id]
	return u, ok
}

// ByCode returns a unit by its code, whatever the letters' case.
func (o *Org) ByCode(code string) (Unit, bool) {
	id, ok := o.codes[strings.ToUpper(strings.TrimSpace(code))]
	return o.units[id], ok
}

// Children lists the units right below one, by code. The zero id gives the top.
func (o *Org) Children(id UnitID) []Unit {
	ids := o.children[id]
	if id == 0 {
		ids = o.roots
	}
	units := make([]Unit, len(ids))
	for i, id := range ids {
		units[i] = o.units[id]
	}
	return units
}

// Subtree lists a unit and everything below it, parents first.
func (o *Org) Subtree(id UnitID) []Unit {
	var all []Unit
	if u, ok := o.units[id]; ok {
		all = append(all, u)
	}
	for _, c := range o.Children(id) {
		all = append(all, o.Subtree(c.ID)...)
	}
	return all
}

// Under lists the ids of units and of everything below them; the zero id
// stands for all.
func (o *Org) Under(ids ...UnitID) []UnitID {
	var all []UnitID
	for _, id := range ids {
		for _, u := range o.Subtree(id) {
			all = append(all, u.ID)
		}
	}
	return all
}

// Within reports whether a unit is the given one or lies below it. Every unit
// lies within the zero unit, the whole deployment.
func (o *Org) Within(id, above UnitID) bool {
	if above == 0 {
		return true
	}
	for id != 0 {
		if id == above {
			return true
		}
		id = o.units[id].Parent
	}
	return false
}

// At returns the unit of that level on the way from id to the top.
func (o *Org) At(id UnitID, level Level) (Unit, bool) {
	for id != 0 {
		u, ok := o.units[id]
		if !ok {
			return Unit{}, false
		}
		if u.Level == level {
			return u, true
		}
		id = u.Parent
	}
	return Unit{}, false
}

// Below lists the units of a level within one, by code.
func (o *Org) Below(id UnitID, level Level) []Unit {
	var found []Unit
	for _, u := range o.Subtree(id) {
		if u.Level == level {
			found = append(found, u)
		}
	}
	return found
}

// FindGrid finds a grid within a unit by what people call it: "3" is 3网格,
// 三网格 or the code's last number; "幸福" is 幸福网格.
func (o *Org) FindGrid(within UnitID, called string) (Unit, bool) {
	for _, u := range o.Below(within, Grid) {
		if GridKey(u.Name) == called || strings.EqualFold(u.Code, called) || u.Name == called {
			return u, true
		}
	}
	return Unit{}, false
}

// GridKey is the name of a grid as people's text is read: 第三网格, 3网格 and
// 3号网格 are "3", 幸福网格 is "幸福".
func GridKey(name string) string {
	name = strings.TrimPrefix(name, "第")
	for _, end := range []string{"号网格", "网格", "格"} {
		if rest, ok := strings.CutSuffix(name, end); ok {
			name = rest
			break
		}
	}
	if n, ok := smallChinese(name); ok {
		return n
	}
	return strings.TrimLeft(name, "0")
}
