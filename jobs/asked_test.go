package jobs_test

import (
	"strings"
	"testing"

	"gridmate/chat"
	"gridmate/community"
)

func TestALeadersDigestSaysWhatBecameOfTheirInstructions(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 07:00")
	b.person(1, community.Grant{Role: community.RoleLeader, Unit: 10})
	b.person(2, community.Grant{Role: community.RoleLead, Unit: 10})
	day := community.NewDate(2026, 11, 23)
	b.asked = map[community.PersonID][]community.Asked{
		1: {{Number: 1, Date: day - 9}, {Number: 2, Date: day, ClosedAt: at("2026-11-24 10:00")}, {Number: 3, Date: day, ClosedAt: at("2026-11-24 11:00")}, {Number: 4, Date: day}},
		2: {{Number: 5, Date: day}}, // no leader any more
	}
	b.tick(t)
	b.clock = at("2026-11-24 18:00")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, r := range b.sent() {
		lines := strings.Split(chat.Plain(r.Text), "\n")
		told := len(lines) > 1 && lines[1] == "您上次批示 3 件，已销 2（11月23日）；此前未销 1 件"
		if told != (r.Chat == 1) {
			t.Errorf("%d reads\n%s", r.Chat, chat.Plain(r.Text))
		}
	}
}
