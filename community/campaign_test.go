package community_test

import (
	"errors"
	"testing"

	"gridmate/community"
)

// Every role in every place: campaigns are opened by those who may plan, in
// their own units.
func TestCampaignsAreOpenedByThoseWhoPlanInTheirOwnUnits(t *testing.T) {
	t.Parallel()
	org, today := lifeOrg(), community.DateOf(aMorning)
	places := []community.UnitID{theStreet, theVillage, theGrid, theSibling, theForeign, theAbroad}
	plans := map[community.Role]bool{
		community.RoleLead: true, community.RoleStreet: true, community.RoleCounty: true, community.RoleCity: true, community.RoleAdmin: true,
	}
	for _, role := range community.Roles() {
		for _, held := range places {
			for _, unit := range places {
				c := community.Campaign{Name: "百日行动", Unit: unit, Days: community.Span{From: today, To: today + 99}}
				_, err := community.NewCampaign(c, somebody(9, role, held), org)
				if want := plans[role] && org.Within(unit, held); (err == nil) != want || err != nil && !errors.Is(err, community.Denied) {
					t.Errorf("%s of %d in %d: %v", role, held, unit, err)
				}
			}
		}
	}
}

func TestTheDaysOfACampaignAreFoundInALine(t *testing.T) {
	t.Parallel()
	today := community.NewDate(2026, 11, 23)
	for text, want := range map[string]string{
		"百日行动 9月1日至12月10日 消防":              "2026-09-01 2026-12-10 百日行动 消防",
		"百日行动 2026-09-01 2026-12-10":       "2026-09-01 2026-12-10 百日行动",
		"百日行动 12月1日到3月10日 BH":              "2026-12-01 2027-03-10 百日行动 BH",
		"百日行动 2026年9月1日—2026年12月10日":       "2026-09-01 2026-12-10 百日行动",
		"百日行动 9月1日":                        "no",
		"百日行动 2月30日至3月10日":                 "no",
		"百日行动":                             "no",
		"百日行动 12月10日至2026年9月1日":            "2026-12-10 2026-09-01 百日行动",
		"百日行动 2026.9.1-2026.12.10 滨河社区 消防": "2026-09-01 2026-12-10 百日行动 滨河社区 消防",
	} {
		s, rest, ok := community.SpanIn(text, today)
		got := s.From.String() + " " + s.To.String() + " " + rest
		if !ok {
			got = "no"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
