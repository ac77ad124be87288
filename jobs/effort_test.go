package jobs_test

import (
	"strings"
	"testing"

	"gridmate/chat"
	"gridmate/community"
)

func TestTheWeekTellsThoseWhoLeadWhatRecordingCost(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-22 12:00")
	b.efforts = map[community.UnitID]community.Effort{
		10: {Records: 10, Messages: 12, Taps: 5, Seconds: 90}, 20: {Records: 1, Messages: 9},
	}
	b.group(-1, 10, "2026-11-22 10:00")
	b.person(7, community.Grant{Role: community.RoleLeader, Unit: 20})
	b.person(8, community.Grant{Role: community.RoleStaff, Unit: 20})
	b.person(9, community.Grant{Role: community.RoleTask, Unit: 1, Type: community.Safe})
	b.at(t, "2026-11-22 18:00")
	b.clock = at("2026-11-23 09:00")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	lines := map[int64]string{}
	for _, r := range b.sent() {
		_, line, _ := strings.Cut(chat.Plain(r.Text), "减负账本：")
		lines[r.Chat] = line
	}
	if !strings.HasPrefix(lines[-1], "每条记录 1.2 条消息、0.5 次点击、9 秒") || !strings.HasPrefix(lines[7], "每条记录 9.0 条消息") {
		t.Errorf("group %q, leader %q", lines[-1], lines[7])
	}
	if lines[8] != "" || lines[9] != "" {
		t.Errorf("staff %q, task group %q: want nothing", lines[8], lines[9])
	}
}
