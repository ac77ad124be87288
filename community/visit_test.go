package community_test

import (
	"errors"
	"testing"

	"gridmate/community"
)

// Every role in every place: visits are logged by leaders, in the units that
// they are linked to and below.
func TestVisitsAreLoggedByLeadersWhereTheyAreLinked(t *testing.T) {
	t.Parallel()
	org, today := lifeOrg(), community.DateOf(aMorning)
	places := []community.UnitID{theStreet, theVillage, theGrid, theSibling, theForeign, theAbroad}
	for _, role := range community.Roles() {
		for _, linked := range places {
			for _, unit := range places {
				_, err := community.NewVisit(community.VisitNote{Unit: unit, Date: today, Text: "看了电梯"}, somebody(9, role, linked), org, today)
				if want := role == community.RoleLeader && org.Within(unit, linked); (err == nil) != want || err != nil && !errors.Is(err, community.Denied) {
					t.Errorf("%s of %d in %d: %v", role, linked, unit, err)
				}
			}
		}
	}
}

func TestAVisitSaysWhatWasSeenWithinAMonth(t *testing.T) {
	t.Parallel()
	today := community.DateOf(aMorning)
	for name, v := range map[string]community.VisitNote{
		"no words": {Date: today, Text: " "}, "tomorrow": {Date: today + 1, Text: "看"}, "long ago": {Date: today - 32, Text: "看"},
	} {
		v.Unit = theGrid
		if _, err := community.NewVisit(v, somebody(9, community.RoleLeader, theVillage), lifeOrg(), today); !errors.Is(err, community.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
