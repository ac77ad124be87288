package jobs_test

import (
	"testing"

	"gridmate/community"
)

func TestTheMonthOffersItsBulletinToThoseWhoDraft(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-30 20:00")
	b.group(-1, 10, "2026-11-22 10:00")
	b.person(7, community.Grant{Role: community.RoleStreet, Unit: 3})
	b.person(8, community.Grant{Role: community.RoleLeader, Unit: 20})
	b.tick(t) // nothing before it is theirs
	b.clock = at("2026-12-01 09:00")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	offers := map[int64]string{}
	for _, r := range b.sent() {
		for _, row := range r.Keyboard {
			for _, key := range row {
				if key.Label == "起草简报" {
					offers[r.Chat] += key.Data
				}
			}
		}
	}
	if offers[-1] != "z:n:10:20758:20787" || offers[7] != "z:n:3:20758:20787" || offers[8] != "" {
		t.Errorf("offered %v", offers)
	}
}
