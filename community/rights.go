package community

import "slices"

// Action is something that needs a right.
type Action string

// The actions. Each is checked where it is done, for the unit it concerns.
const (
	Report      Action = "report"       // add a record
	CorrectOwn  Action = "correct_own"  // correct or withdraw one's own record
	CorrectAny  Action = "correct_any"  // correct or withdraw anybody's
	Read        Action = "read"         // see records, digests, ledgers
	Invite      Action = "invite"       // bring in people below
	BindGroup   Action = "bind_group"   // tie a group chat to a unit
	SetSchedule Action = "set_schedule" // change when digests come
	Manage      Action = "manage"       // people, organisation, guides
)

// rights is the whole table of who may do what, within their own subtree.
var rights = map[Role][]Action{
	RoleGrid:   {Report, CorrectOwn, Read},
	RoleStaff:  {Report, CorrectOwn, Read},
	RoleLead:   {Report, CorrectOwn, CorrectAny, Read, Invite, BindGroup, SetSchedule},
	RoleStreet: {Report, CorrectOwn, Read, Invite, BindGroup, SetSchedule},
	RoleCounty: {Report, CorrectOwn, Read, Invite, BindGroup, SetSchedule},
	RoleCity:   {Report, CorrectOwn, Read, Invite, BindGroup, SetSchedule},
	RoleTask:   {Read},
	RoleLeader: {Read},
	RoleAdmin:  {Report, CorrectOwn, CorrectAny, Read, Invite, BindGroup, SetSchedule, Manage},
}

// May reports whether the role has the right at all.
func (r Role) May(a Action) bool { return slices.Contains(rights[r], a) }

// May reports whether the person may do it in that unit.
func (p Person) May(a Action, unit UnitID, org *Org) bool {
	return slices.ContainsFunc(p.Grants, func(g Grant) bool {
		return g.Role.May(a) && org.Within(unit, g.Unit)
	})
}

// Scopes lists the units in which the person may do it, in the order of their
// grants, each once.
func (p Person) Scopes(a Action) []UnitID {
	var units []UnitID
	for _, g := range p.Grants {
		if g.Role.May(a) && !slices.Contains(units, g.Unit) {
			units = append(units, g.Unit)
		}
	}
	return units
}

// MayGrant reports whether the person may give that role in that unit: to
// people below themselves, and admins to anybody.
func (p Person) MayGrant(role Role, unit UnitID, org *Org) bool {
	return slices.ContainsFunc(p.Grants, func(g Grant) bool {
		if g.Role == RoleAdmin {
			return org.Within(unit, g.Unit)
		}
		return g.Role.May(Invite) && org.Within(unit, g.Unit) && slices.Index(Roles(), role) < slices.Index(Roles(), g.Role)
	})
}

// ReadsOnly is the one type of community that the person may read: that of a
// task group, for somebody who has no other role that reads.
func (p Person) ReadsOnly() CommunityType {
	only := NoType
	for _, g := range p.Grants {
		if g.Role != RoleTask && g.Role.May(Read) {
			return NoType
		}
		if g.Role == RoleTask {
			only = g.Type
		}
	}
	return only
}
