package community

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// PersonRow is one row of a people file, as typed: one role of one person.
type PersonRow struct {
	Line                  int
	User, Name, Role, Org string
	Type                  string // optional: a task group's type
}

// PlannedRole is one role of one person to store.
type PlannedRole struct {
	User int64
	Name string
	Grant
}

// PlanPeople checks a people file against the organisation. With any error
// nothing is planned.
func PlanPeople(org *Org, rows []PersonRow) ([]PlannedRole, []RowError) {
	var (
		plan  []PlannedRole
		bad   []RowError
		names = map[int64]string{}
		lines = map[PlannedRole]int{}
	)
	for _, row := range rows {
		role, errs := readPerson(org, row)
		bad = append(bad, errs...)
		if len(errs) > 0 {
			continue
		}
		name, named := names[role.User]
		switch first, twice := lines[role]; {
		case named && name != role.Name:
			bad = append(bad, RowError{row.Line, "name", fmt.Sprintf("%d has another name in an earlier line", role.User)})
		case twice:
			bad = append(bad, RowError{row.Line, "role", fmt.Sprintf("the same role stands in line %d already", first)})
		}
		names[role.User], lines[role] = role.Name, row.Line
		plan = append(plan, role)
	}
	if len(bad) > 0 {
		return nil, sorted(bad)
	}
	return plan, nil
}

// roleLevels says in which units a role makes sense; a role that is not listed
// fits everywhere.
var roleLevels = map[Role][]Level{
	RoleGrid:   {Grid, Village},
	RoleStaff:  {Village},
	RoleLead:   {Village},
	RoleStreet: {Street},
	RoleCounty: {County},
	RoleCity:   {City},
	RoleTask:   {City, County},
}

// Fits reports whether somebody can have the role in a unit of that level.
func (r Role) Fits(l Level) bool {
	fitting, limited := roleLevels[r]
	return !limited || slices.Contains(fitting, l)
}

func readPerson(org *Org, row PersonRow) (p PlannedRole, bad []RowError) {
	say := func(column, reason string, args ...any) {
		bad = append(bad, RowError{row.Line, column, fmt.Sprintf(reason, args...)})
	}
	user, err := strconv.ParseInt(row.User, 10, 64)
	if err != nil || user <= 0 || user > maxUser {
		say("telegram_id", "%q is not a Telegram user id: a positive number such as 7012345678", row.User)
	}
	if reason := badName(row.Name); reason != "" {
		say("name", "%s", reason)
	}
	p.User, p.Name = user, row.Name
	p.Role = Role(strings.ToLower(row.Role))
	if !slices.Contains(Roles(), p.Role) {
		say("role", "unknown role %q: use %s", row.Role, join(Roles()))
	}
	unit, known := org.ByCode(row.Org)
	p.Unit = unit.ID
	switch {
	case !known:
		say("org", "unknown org %q: import the organisation first", row.Org)
	case !p.Role.Fits(unit.Level):
		say("org", "%s is a %s: the role %s belongs to a %s", unit.Code, unit.Level, p.Role, join(roleLevels[p.Role]))
	}
	p.Type = CommunityType(strings.ToLower(row.Type))
	if p.Type != NoType && p.Role != RoleTask {
		say("type", "only a %s has one", RoleTask)
	}
	if p.Type != NoType && !slices.Contains(Types(), p.Type) {
		say("type", "unknown type %q: use %s", row.Type, join(Types()))
	}
	return p, bad
}

// maxUser is the largest Telegram id: they have at most 52 significant bits.
const maxUser = 1<<52 - 1
