package handlers

import (
	"slices"
	"strings"

	"gridmate/community"
)

// locate finds the unit of a report: the grids that its text names, else the
// one unit that the person works in. A refusal "unit_which" means that the
// person has to choose; "grid_unknown" and "grid_outside" name the grid.
func (sc *scene) locate(grids string) (community.UnitID, error) {
	scopes := sc.who.Scopes(community.Report)
	if len(scopes) == 0 {
		return 0, community.Refuse(community.Denied, "report_denied")
	}
	if grids == "" {
		return sc.usualUnit(scopes)
	}
	var found []community.Unit
	for _, called := range strings.Split(grids, ",") {
		u, err := sc.findGrid(scopes, called)
		if err != nil {
			return 0, err
		}
		found = append(found, u)
	}
	if len(found) == 1 {
		return found[0].ID, nil
	}
	return found[0].Parent, nil
}

// usualUnit is where somebody reports without saying where.
func (sc *scene) usualUnit(scopes []community.UnitID) (community.UnitID, error) {
	if len(scopes) == 1 {
		if u, ok := sc.org().Unit(scopes[0]); ok && u.Level.Rank() >= community.Village.Rank() {
			return u.ID, nil
		}
	}
	if choices := sc.units(); len(choices) == 1 {
		return choices[0].ID, nil
	}
	return 0, community.Refuse(community.Invalid, "unit_which")
}

// findGrid finds a grid by what it is called, in the person's own units first,
// then in their communities to tell "not yours" from "no such grid".
func (sc *scene) findGrid(scopes []community.UnitID, called string) (community.Unit, error) {
	var mine, others []community.Unit
	for _, scope := range scopes {
		area := scope
		if c, ok := sc.org().At(scope, community.Village); ok {
			area = c.ID
		}
		for _, u := range sc.gridsCalled(area, called) {
			if sc.who.May(community.Report, u.ID, sc.org()) {
				mine = appendNew(mine, u)
				continue
			}
			others = appendNew(others, u)
		}
	}
	switch {
	case len(mine) == 1:
		return mine[0], nil
	case len(mine) > 1:
		return community.Unit{}, community.Refuse(community.Invalid, "grid_several", "Grid", gridName(called))
	case len(others) > 0:
		return community.Unit{}, community.Refuse(community.Denied, "grid_outside", "Grid", gridName(called))
	}
	return community.Unit{}, community.Refuse(community.NotFound, "grid_unknown", "Grid", gridName(called))
}

// gridsCalled finds the grids of that name in every community of an area.
func (sc *scene) gridsCalled(area community.UnitID, called string) []community.Unit {
	var found []community.Unit
	communities := sc.org().Below(area, community.Village)
	for _, c := range communities {
		if u, ok := sc.org().FindGrid(c.ID, called); ok {
			found = append(found, u)
		}
	}
	if len(communities) == 0 {
		if u, ok := sc.org().FindGrid(area, called); ok {
			found = append(found, u)
		}
	}
	return found
}

func appendNew(list []community.Unit, u community.Unit) []community.Unit {
	if slices.ContainsFunc(list, func(x community.Unit) bool { return x.ID == u.ID }) {
		return list
	}
	return append(list, u)
}

// gridName is a grid as people say it: 3 becomes 3网格.
func gridName(called string) string {
	if called == "" || strings.HasSuffix(called, "网格") {
		return called
	}
	return called + "网格"
}

// units lists where the person may report: their grids, and communities for
// those who work in a whole one.
func (sc *scene) units() []community.Unit {
	var found []community.Unit
	for _, scope := range sc.who.Scopes(community.Report) {
		u, ok := sc.org().Unit(scope)
		if ok && u.Level.Rank() >= community.Grid.Rank() {
			found = appendNew(found, u)
			continue
		}
		communities := sc.org().Below(scope, community.Village)
		for _, c := range communities {
			found = appendNew(found, c)
		}
		if len(communities) == 1 {
			for _, g := range sc.org().Children(communities[0].ID) {
				found = appendNew(found, g)
			}
		}
	}
	return found
}

// unitName is a unit as a worker would say it: the grid alone within a
// community, the community's name otherwise.
func (sc *scene) unitName(id community.UnitID) string {
	u, ok := sc.org().Unit(id)
	if !ok {
		return sc.say.Text("unit.all")
	}
	return u.Name
}
