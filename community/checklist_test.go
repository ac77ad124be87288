package community_test

import (
	"errors"
	"slices"
	"testing"

	"gridmate/community"
)

var threeOnes = community.Checklist{ID: 1, Name: "三个一", Unit: theStreet, Items: []string{"一张网格图", "一支志愿队", "一个议事点"}}

// Every role in every place, for every unit: the table's row tick, in
// communities only.
func TestItemsAreTickedByThoseWhoMayInTheirOwnCommunities(t *testing.T) {
	t.Parallel()
	org := lifeOrg()
	places := []community.UnitID{0, theStreet, theVillage, theGrid, theSibling, theForeign, theAbroad}
	for _, role := range community.Roles() {
		for _, held := range places {
			for _, unit := range places {
				_, err := threeOnes.Tick(0, unit, true, somebody(9, role, held), org, aMorning)
				village := unit == theVillage || unit == theForeign
				want := village && role.Reach(community.Tick) == community.Below && org.Within(unit, held)
				if (err == nil) != want {
					t.Errorf("%s of %d in %d: %v", role, held, unit, err)
				}
				if err != nil && village && !errors.Is(err, community.Denied) || err != nil && !village && !errors.Is(err, community.NotFound) {
					t.Errorf("%s of %d in %d: %v", role, held, unit, err)
				}
			}
		}
	}
	own := threeOnes
	own.Unit = theVillage
	for name, c := range map[string]struct {
		list community.Checklist
		item int
		unit community.UnitID
	}{"another street's community": {own, 0, theForeign}, "no such item": {threeOnes, 3, theVillage}, "below none": {threeOnes, -1, theVillage}} {
		if _, err := c.list.Tick(c.item, c.unit, true, somebody(9, community.RoleAdmin, 0), org, aMorning); !errors.Is(err, community.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAChecklistSumsItsCommunities(t *testing.T) {
	t.Parallel()
	org := lifeOrg()
	tick := func(item int, unit community.UnitID, done bool) community.Ticked {
		return community.Ticked{Item: threeOnes.Items[item], Unit: unit, Done: done}
	}
	sum := threeOnes.Sum(org.Below(theStreet, community.Village), []community.Ticked{
		tick(0, theVillage, true), tick(1, theVillage, true), tick(2, theVillage, true),
		tick(0, theForeign, true), tick(1, theForeign, false), {Item: "没有的", Unit: theForeign, Done: true},
	})
	if sum.Communities != 2 || sum.Complete != 1 || sum.Done != 4 || sum.All != 6 || !slices.Equal(sum.Items, []int{2, 1, 1}) {
		t.Errorf("%+v", sum)
	}
}
