package jobs_test

import (
	"testing"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
)

func TestADigestComesWithItsButtons(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 07:00")
	b.daily(-1, 20, "2026-11-23 19:00")
	b.person(1, community.Grant{Role: community.RoleLeader, Unit: 10}, community.Grant{Role: community.RoleLeader, Unit: 20})
	b.person(2, community.Grant{Role: community.RoleGrid, Unit: 11})
	b.person(3, community.Grant{Role: community.RoleTask, Unit: 10, Type: community.Safe})
	b.records = []community.Record{
		{Number: 12, Kind: community.KindIssue, Category: community.Fire, Type: community.Safe, Unit: 11, Reporter: 2,
			Date: community.NewDate(2026, 11, 10), Deadline: community.NewDate(2026, 11, 13), Status: community.Open},
	}
	b.tick(t)
	b.clock = at("2026-11-24 18:00")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.clock = at("2026-11-30 09:00")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]chat.Keyboard{}
	for _, r := range b.sent() {
		got[headlines([]chat.Reply{r})[0]] = r.Keyboard
	}
	for headline, want := range map[string]struct {
		buttons int // 催办 where something is overdue and the person may urge
		home    community.UnitID
	}{
		"-1: 金桥社区 日报 11月24日 周二":       {2, 20},
		"1: 滨河、金桥 日报 11月24日 周二":       {3, 0},
		"1: 滨河、金桥 周报 11月23日—11月29日":   {3, 0},
		"3: 滨河社区 平安型周报 11月23日—11月29日": {2, 10},
	} {
		k := got[headline]
		if len(k) != 1 || len(k[0]) != want.buttons {
			t.Errorf("%s has %+v", headline, k)
			continue
		}
		if p, ok := digest.ParsePress(k[0][0].Data); !ok || p.Home != want.home {
			t.Errorf("%s leads to %+v", headline, p)
		}
	}
	if k := got["2: P2 待办 11月24日 周二"]; k != nil {
		t.Errorf("a worker's own list has %+v", k)
	}
}
