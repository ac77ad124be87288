package jobs_test

import (
	"strings"
	"testing"

	"gridmate/chat"
	"gridmate/community"
)

func TestACampaignThatEndedGetsOneClosingTotal(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-23 07:00")
	b.crew()
	day := community.NewDate(2026, 11, 23)
	b.group(-1, 10, "2026-11-01 08:00")
	b.group(-2, 20, "2026-11-01 08:00")
	for i := range b.groups {
		b.groups[i].Schedule = community.Schedule{Day: community.Off, Week: community.Off, Month: community.Off}
	}
	b.campaigns = []community.Campaign{
		{ID: 7, Name: "百日行动", Unit: 10, By: 2, Days: community.Span{From: day - 30, To: day}},
		{ID: 8, Name: "去年行动", Unit: 10, By: 2, Days: community.Span{From: day - 90, To: day - 30}},
	}
	b.records = []community.Record{{Number: 1, Kind: community.KindPatrol, Category: community.Fire, Type: community.Safe, Unit: 11, Reporter: 1, Date: day, Status: community.Recorded}}
	is(t, "on its last day", b.at(t, "2026-11-23 18:00"))
	is(t, "at night", b.at(t, "2026-11-24 00:30"))
	b.clock = at("2026-11-24 08:30")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := b.sent()
	if len(sent) != 1 || sent[0].Chat != -1 {
		t.Fatalf("%+v", sent)
	}
	for _, want := range []string{"百日行动（", "10月24日—11月23日 · 已结束，合计", "巡查 1："} {
		if got := chat.Plain(sent[0].Text); !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if len(b.news) != 1 || b.news[0].Person != 2 || b.news[0].Chat != 2 || !strings.Contains(b.news[0].Line, "百日行动") {
		t.Errorf("whoever opened it hears %+v", b.news)
	}
	is(t, "a minute later", headlines(onlyGroups(b, t, "2026-11-24 08:31")))
	b.restart(t)
	is(t, "after a restart", headlines(onlyGroups(b, t, "2026-11-25 08:30")))
}

// onlyGroups ticks and drops what went to people.
func onlyGroups(b *bench, t *testing.T, now string) (list []chat.Reply) {
	t.Helper()
	b.clock = at(now)
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, r := range b.sent() {
		if r.Chat < 0 {
			list = append(list, r)
		}
	}
	return list
}
