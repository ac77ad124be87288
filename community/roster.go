package community

import "slices"

// Roster knows whom work can be given to on a day.
type Roster struct {
	org    *Org
	day    Date
	people map[PersonID]Person
	away   map[PersonID]PersonID // who is on leave → their stand-in
}

// NewRoster is the roster of a day.
func NewRoster(org *Org, people []Person, leaves []Leave, day Date) Roster {
	r := Roster{org: org, day: day, people: make(map[PersonID]Person, len(people)), away: map[PersonID]PersonID{}}
	for _, p := range people {
		r.people[p.ID] = p
	}
	for _, l := range leaves {
		if l.Days.Has(day) {
			r.away[l.Person] = l.StandIn
		}
	}
	return r
}

// reader is somebody who is told, maybe in another's place.
type reader struct {
	Person
	behalf string
}

// reach is the person, or their stand-in while they are on leave; not ok if
// nobody can be written to.
func (r Roster) reach(p Person) (reader, bool) {
	to, away := r.away[p.ID]
	if !away {
		return reader{Person: p}, p.Known() && p.Chat != 0
	}
	in := r.people[to]
	if _, too := r.away[to]; too || !in.Known() || in.Chat == 0 {
		return reader{}, false
	}
	return reader{in, p.Name}, true
}

// leadRoles are who answers for a unit of a level.
var leadRoles = map[Level]Role{Village: RoleLead, Street: RoleStreet, County: RoleCounty, City: RoleCity}

// chain lists the units that a unit's overdue work goes through, from its
// community up.
func (r Roster) chain(id UnitID) []UnitID {
	var units []UnitID
	for u, ok := r.org.Unit(id); ok; u, ok = r.org.Unit(u.Parent) {
		if _, led := leadRoles[u.Level]; led {
			units = append(units, u.ID)
		}
	}
	return units
}

// leads are those who answer for the unit that many levels up, or for the
// first one further up that has somebody who can be written to.
func (r Roster) leads(id UnitID, up int) []reader {
	chain := r.chain(id)
	for _, unit := range chain[min(up, len(chain)):] {
		u, _ := r.org.Unit(unit)
		if found := r.holders(Grant{Role: leadRoles[u.Level], Unit: unit}); len(found) > 0 {
			return found
		}
	}
	return nil
}

// Leads are those who answer for a unit, or for the first one above it that has
// somebody who can be written to; stand-ins for those on leave.
func (r Roster) Leads(id UnitID) []Person {
	var people []Person
	for _, to := range r.leads(id, 0) {
		people = append(people, to.Person)
	}
	return people
}

// holders are the people with a role who can be written to, each once.
func (r Roster) holders(g Grant) []reader {
	var found []reader
	for _, p := range r.people {
		if !slices.Contains(p.Grants, g) {
			continue
		}
		if to, ok := r.reach(p); ok {
			found = append(found, to)
		}
	}
	return once(found)
}
