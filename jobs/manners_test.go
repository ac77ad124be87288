package jobs_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/jobs"
)

func TestDigestsAreBulkAndNotRepeated(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 12:00")
	b.group(-1, 20, "2026-11-24 10:00")
	b.clock = at("2026-11-24 18:00")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, r := range b.sent() {
		if r.Verb != chat.Send || r.Priority != chat.Bulk || !r.Once {
			t.Errorf("sent as %+v", r)
		}
	}
}

func TestAWorkerGetsAtMostThreeMessagesADay(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2027-01-30 12:00")
	b.person(4, community.Grant{Role: community.RoleStaff, Unit: 20})
	is(t, "when first seen", b.tick(t))
	is(t, "after a downtime, on Monday the 1st", b.at(t, "2027-02-01 08:10"), "4: 金桥社区 日报 1月31日 周日")
	is(t, "at 09:00", b.at(t, "2027-02-01 09:00"), "4: 金桥社区 周报 1月25日—1月31日", "4: 金桥社区 月报 2027年1月")
	is(t, "at 18:00, the fourth", b.at(t, "2027-02-01 18:00"))
	is(t, "the next morning", b.at(t, "2027-02-02 08:00"), "4: 金桥社区 日报 2月1日 周一")
	is(t, "and on", b.at(t, "2027-02-02 18:00"), "4: 金桥社区 日报 2月2日 周二")
}

func TestAnEmptyDayIsSilentWhereTheScheduleSaysSo(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 12:00")
	b.group(-1, 20, "2026-11-24 10:00")
	b.group(-2, 20, "2026-11-24 10:00")
	b.groups[1].Schedule.Silent = true
	is(t, "an empty day", b.at(t, "2026-11-24 18:00"), "-1: 金桥社区 日报 11月24日 周二")
	b.groups[1].Schedule.Silent = false
	is(t, "it is done all the same", b.at(t, "2026-11-24 18:01"))
}

func TestAChangedScheduleTellsNoDayTwice(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 12:00")
	b.group(-1, 20, "2026-11-24 10:00")
	b.at(t, "2026-11-24 18:00")
	b.groups[0].Schedule.Day = 20 * 60
	is(t, "moved to 20:00", b.at(t, "2026-11-24 20:00"))
	b.groups[0].Schedule.Day = community.Off
	is(t, "switched off", b.at(t, "2026-11-25 20:00"))
	b.groups = append(b.groups, community.Group{Chat: -2, Unit: 20, Gone: true, Since: at("2026-11-24 10:00")})
	is(t, "in a group that is gone", b.at(t, "2026-11-25 20:01"))
}

func TestPeopleHaveTheirOwnSchedulesAndJoinAtAnyTime(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 12:00")
	b.tick(t)
	b.person(4, community.Grant{Role: community.RoleStaff, Unit: 20})
	b.people = append(b.people, community.Person{ID: 5, Name: "no chat", Grants: b.people[0].Grants})
	b.schedules[4] = community.DefaultSchedule().With(community.Day, 12*60+30)
	is(t, "who joined since the last look and whose slot passed since", b.at(t, "2026-11-24 12:30"), "4: 金桥社区 日报 11月24日 周二")
	b.person(6, community.Grant{Role: community.RoleStaff, Unit: 20})
	is(t, "who joined when their slots had passed", b.at(t, "2026-11-24 12:31"))
	is(t, "their first slot", b.at(t, "2026-11-24 18:00"), "6: 金桥社区 日报 11月24日 周二")
}

func TestTheNextDigestTellsWhatChangedAndWhatWasLate(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 12:00")
	b.group(-1, 20, "2026-11-24 10:00")
	dispute := community.Record{Number: 23, Kind: community.KindDispute, Category: community.Neighbor, Type: community.Safe, Unit: 20,
		Date: community.NewDate(2026, 11, 24), Status: community.Mediating, Created: at("2026-11-24 11:00")}
	b.records = []community.Record{dispute}
	b.at(t, "2026-11-24 18:00")
	b.records[0].Withdrawn = at("2026-11-24 19:00")
	dispute.Number, dispute.Kind, dispute.Category, dispute.Created = 24, community.KindPatrol, community.Fire, at("2026-11-24 20:00")
	b.records = append(b.records, dispute)
	b.clock = at("2026-11-25 18:00")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	text := chat.Plain(b.sent()[0].Text)
	for _, want := range []string{"补报 1 条", "巡查 0→1", "纠纷 1→0", "撤回 #23"} {
		if !strings.Contains(text, want) {
			t.Errorf("the digest lacks %q:\n%s", want, text)
		}
	}
}

func TestFiguresAreReadOnceForAllChats(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 12:00")
	for i := range int64(250) {
		b.group(-1-i, 10, "2026-11-24 10:00")
	}
	if got := b.at(t, "2026-11-24 18:00"); len(got) != 250 || b.reads != 1 {
		t.Errorf("%d digests from %d readings", len(got), b.reads)
	}
}

func TestPruningRunsOnceADayForAllRunners(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 12:00")
	var cut []string
	prunes := []jobs.Prune{
		{Name: "inbox", Keep: 48 * time.Hour, Do: func(_ context.Context, before time.Time) (int, error) {
			cut = append(cut, before.Format("01-02 15:04"))
			return 3, nil
		}},
		{Name: "outbox", Keep: time.Hour, Do: func(context.Context, time.Time) (int, error) { return 0, errors.New("busy") }},
	}
	one, two := b.another(t), b.another(t)
	one.Prunes, two.Prunes = prunes, prunes
	for _, now := range []string{"2026-11-24 12:00", "2026-11-24 23:59", "2026-11-25 00:00"} {
		b.clock = at(now)
		for _, r := range []*jobs.Runner{one, two} {
			if err := r.Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	is(t, "pruned", cut, "11-22 12:00", "11-23 00:00")
	if !strings.Contains(b.log.String(), "job=prune.outbox") {
		t.Errorf("a failing prune is not logged: %s", &b.log)
	}
}

// Bubbles start at 2000-01-01 00:00 UTC, which is 08:00 in Shanghai.
func TestTheClockLooksEveryMinuteAndEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, "2000-01-01 08:00")
		r := b.another(t)
		r.Now = time.Now
		b.daily(-1, 20, "2000-01-01 08:00")
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- r.Run(ctx) }()

		time.Sleep(10*time.Hour - time.Second)
		synctest.Wait()
		is(t, "a second before 18:00", headlines(b.sent()))
		time.Sleep(time.Second)
		synctest.Wait()
		is(t, "at 18:00", headlines(b.sent()), "-1: 金桥社区 日报 1月1日 周六")
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		is(t, "two days later", headlines(b.sent()), "-1: 金桥社区 日报 1月2日 周日", "-1: 金桥社区 日报 1月3日 周一")
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestLookNeedsNoMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, "2000-01-01 08:00")
		var moved time.Duration
		r := b.another(t)
		r.Now = func() time.Time { return time.Now().Add(moved) }
		b.daily(-1, 20, "2000-01-01 08:00")
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- r.Run(ctx) }()
		synctest.Wait()
		moved = 10 * time.Hour
		for range 3 {
			r.Look()
		}
		synctest.Wait()
		is(t, "after the clock was moved", headlines(b.sent()), "-1: 金桥社区 日报 1月1日 周六")
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestRunSurvivesAPanicAndADeadDatabase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, "2000-01-01 08:00")
		r := b.another(t)
		r.Now = time.Now
		b.daily(-1, 20, "2000-01-01 08:00")
		b.fail = func(what string, _ int64) error {
			if what == "groups" && time.Now().UTC().Hour() == 3 {
				panic("a bug")
			}
			if what == "groups" && time.Now().UTC().Hour() == 4 {
				return errors.New("database is gone")
			}
			return nil
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- r.Run(ctx) }()
		time.Sleep(10 * time.Hour)
		synctest.Wait()
		is(t, "afterwards", headlines(b.sent()), "-1: 金桥社区 日报 1月1日 周六")
		for _, want := range []string{"a bug", "database is gone"} {
			if !strings.Contains(b.log.String(), want) {
				t.Errorf("%q is not logged", want)
			}
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
