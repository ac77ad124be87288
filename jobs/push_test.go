package jobs_test

import (
	"strings"
	"testing"

	"gridmate/chat"
	"gridmate/community"
)

// waits is a line of news for person 1 about their own record 12.
func waits(urgent bool, line, since string) community.News {
	return community.News{Chat: 1, Person: 1, Number: 12, Urgent: urgent, Line: line, Since: at(since)}
}

func (b *bench) matter12() {
	b.records = []community.Record{{
		Number: 12, Kind: community.KindIssue, Category: community.Fire, Unit: 11, Reporter: 1,
		Date: community.NewDate(2026, 11, 20), Deadline: community.NewDate(2026, 11, 30), Status: community.Closed, ClosedAt: at("2026-11-23 12:00"),
	}}
}

func TestWhatCameUpOvernightGoesWithTheMorningsReminder(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 07:00")
	b.crew()
	b.matter12()
	b.duties = []community.Duty{due(13, "2026-11-24")}
	b.news = []community.News{waits(true, "#12 书记 已销号", "2026-11-23 22:00")}
	is(t, "at the end of the night", b.at(t, "2026-11-24 08:00"))
	b.clock = at("2026-11-24 08:30")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := b.sent()
	if text := chat.Plain(sent[0].Text); len(sent) != 1 || !strings.HasSuffix(text, "\n\n🔔 另有进展 1 条\n#12 书记 已销号") {
		t.Errorf("%d messages, the first is\n%s", len(sent), text)
	}
	if k := sent[0].Keyboard; len(k) != 3 || k[1][0].Data != "i:13" || k[2][0].Data != "i:12" {
		t.Errorf("its buttons are %v", k)
	}
	is(t, "later", b.at(t, "2026-11-24 18:30"))
}

func TestUrgentNewsGatherAndTheRestWaitsForTheEvening(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 09:00")
	b.crew()
	b.matter12()
	b.tick(t)
	b.pushed[pushKey{1, community.NewDate(2026, 11, 24)}] = community.Pushed{N: 1, Last: at("2026-11-24 09:00")}
	b.news = []community.News{waits(true, "#12 书记 交办给 P1", "2026-11-24 09:01"), waits(true, "#12 书记 催办", "2026-11-24 09:02")}
	is(t, "right after a push", b.at(t, "2026-11-24 09:09"))
	is(t, "ten minutes after", b.at(t, "2026-11-24 09:10"), "1: 🔔 进展 2 条")
	b.news = []community.News{waits(true, "#12 书记 退回重办", "2026-11-24 11:00")}
	is(t, "the last push of the day is kept", b.at(t, "2026-11-24 12:00"))
	is(t, "for the evening", b.at(t, "2026-11-24 18:30"), "1: 🔔 进展 1 条")
	b.news = []community.News{waits(true, "#12 书记 退回重办", "2026-11-24 19:00")}
	is(t, "a fourth", b.at(t, "2026-11-24 20:00"))
	is(t, "comes the next morning", b.at(t, "2026-11-25 08:30"), "1: 🔔 进展 1 条")
}

func TestNewsAreNotToldToWhoeverMayNotReadThemAnyMore(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 09:00")
	b.crew()
	b.matter12()
	b.records[0].Reporter = 0
	b.news = []community.News{waits(false, "#12 书记 已销号", "2026-11-24 10:00")}
	b.people[0].Grants = []community.Grant{{Role: community.RoleGrid, Unit: 20}}
	is(t, "in the evening", b.at(t, "2026-11-24 18:30"))
	if len(b.news) != 0 {
		t.Errorf("%d lines still wait", len(b.news))
	}
}

func TestNobodyIsWrittenToOnAHoliday(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 09:00")
	b.crew()
	b.matter12()
	b.group(-1, 20, "2026-11-23 10:00")
	b.schedules[2] = community.Schedule{Day: 18 * 60, Week: community.Off, Month: community.Off}
	b.calendar = community.NewCalendar(community.CalendarDay{Date: community.NewDate(2026, 11, 24), Kind: community.Holiday, Name: "示例"})
	b.tick(t)
	b.news = []community.News{waits(true, "#12 书记 交办给 P1", "2026-11-24 10:00")}
	is(t, "groups alone", b.at(t, "2026-11-24 18:30"), "-1: 金桥社区 日报 11月24日 周二")
	is(t, "the lead the next morning", b.at(t, "2026-11-25 08:00"), "2: 滨河社区 日报 11月24日 周二")
	is(t, "the worker after the reminders", b.at(t, "2026-11-25 08:30"), "1: 🔔 进展 1 条")
}
