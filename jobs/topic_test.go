package jobs_test

import (
	"testing"

	"gridmate/community"
)

func TestWhatAForumGetsGoesToTheTopicItWasBoundIn(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-22 12:00")
	b.group(-1, 10, "2026-11-01 10:00")
	b.groups[0].Topic = 5
	b.campaigns = []community.Campaign{{
		ID: 1, Name: "百日行动", Unit: 10, Days: community.Span{From: community.NewDate(2026, 11, 1), To: community.NewDate(2026, 11, 22)}, By: 9,
	}}
	b.clock = at("2026-11-23 09:00") // the week's digest, and the campaign that ended yesterday
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := b.sent()
	if len(sent) < 2 {
		t.Fatalf("sent %q", headlines(sent))
	}
	for _, r := range sent {
		if r.Chat != -1 || r.Topic != 5 {
			t.Errorf("to chat %d, topic %d: %s", r.Chat, r.Topic, headlines(sent))
		}
	}
	for _, e := range b.errands {
		if e.Topic != 5 {
			t.Errorf("a picture to topic %d", e.Topic)
		}
	}
	if len(b.errands) == 0 {
		t.Error("no pictures")
	}
}
