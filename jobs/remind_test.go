package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/jobs"
)

// due is an open issue of grid 11, reported by person 1.
func due(n community.Number, deadline string) community.Duty {
	return community.Duty{Item: community.Item{
		Number: n, Kind: community.KindIssue, Unit: 11, Category: community.Fire, Place: "3号楼", Status: community.Open,
		Level: community.LevelGeneral, Reporter: 1, Owner: "P1", Deadline: community.DateOf(at(deadline + " 00:00")),
	}}
}

// crew is a worker, the community's lead and the street.
func (b *bench) crew() {
	b.person(1, community.Grant{Role: community.RoleGrid, Unit: 11})
	b.person(2, community.Grant{Role: community.RoleLead, Unit: 10})
	b.person(3, community.Grant{Role: community.RoleStreet, Unit: 3})
	for _, p := range b.people { // reminders only: digests have their own tests
		b.schedules[p.Chat] = community.Schedule{Day: community.Off, Week: community.Off, Month: community.Off}
	}
}

func TestAReminderIsOneMessageAtHalfPastEight(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 07:00")
	b.crew()
	b.duties = []community.Duty{due(12, "2026-11-25"), due(13, "2026-11-24"), due(14, "2026-11-23")}
	is(t, "early", b.at(t, "2026-11-24 08:29"))
	b.clock = at("2026-11-24 08:30")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := b.sent()
	is(t, "in time", headlines(sent), "1: 今日提醒 2 件", "2: 今日提醒 1 件")
	want := "今日提醒 2 件\n❗ #13 问题 消防 3号楼 今天到期\n⏰ #12 问题 消防 3号楼 11月25日到期\n已在办的按下面，到期前后不再提醒。"
	if got := chat.Plain(sent[0].Text); got != want {
		t.Errorf("the message is\n%s", got)
	}
	if got := chat.Plain(sent[1].Text); !strings.Contains(got, "🔴 #14 问题 消防 3号楼 逾期1天 责任人 P1") {
		t.Errorf("the lead reads\n%s", got)
	}
	if r := sent[0]; !r.Once || r.Priority != chat.Notice || r.Keyboard[0][0].Data != fmt.Sprintf("k:%d", community.DateOf(b.clock)) {
		t.Errorf("sent as %+v", r)
	}
	is(t, "a minute later", b.at(t, "2026-11-24 08:31"))
	b.restart(t)
	is(t, "after a restart", b.tick(t))
}

func TestATaskIsRemindedOfByItsTitleAndGoesUpWhenItIsOverdue(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 07:00")
	b.crew()
	task := due(15, "2026-11-25")
	task.Kind, task.Category, task.Level, task.Place = community.KindTask, community.General, "", "完善消防通道标线"
	task.Unit, task.AssignedUnit, task.Reporter, task.Owner = 10, 10, 3, "金桥社区"
	b.duties = []community.Duty{task}
	b.clock = at("2026-11-24 08:30")
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := b.sent()
	is(t, "the day before", headlines(sent), "2: 今日提醒 1 件")
	if got := chat.Plain(sent[0].Text); !strings.Contains(got, "⏰ #15 任务 完善消防通道标线 11月25日到期") {
		t.Errorf("the lead reads\n%s", got)
	}
	is(t, "the day", b.at(t, "2026-11-25 08:30"), "2: 今日提醒 1 件")
	is(t, "a day over", b.at(t, "2026-11-26 08:30"), "2: 今日提醒 1 件")
	is(t, "two days over", b.at(t, "2026-11-27 08:30"), "3: 今日提醒 1 件")
	b.duties[0].ClosedAt = b.clock
	is(t, "when it is done", b.at(t, "2026-11-30 08:30"))
}

func TestNothingIsRemindedAfterClosureOrAcknowledgement(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 07:00")
	b.crew()
	b.duties = []community.Duty{due(12, "2026-11-25"), due(13, "2026-11-25")}
	is(t, "the day before", b.at(t, "2026-11-24 08:30"), "1: 今日提醒 2 件")
	b.duties[0].ClosedAt, b.duties[1].Acknowledged = b.clock, true
	is(t, "the day", b.at(t, "2026-11-25 08:30"))
	is(t, "a day over", b.at(t, "2026-11-26 08:30"))
}

func TestADowntimeIsCaughtUpOnTheSameDayOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 07:00")
	b.crew()
	b.duties = []community.Duty{due(12, "2026-11-26"), due(13, "2026-11-26")}
	b.duties[1].Level = community.LevelCritical
	is(t, "at night critical ones alone", b.at(t, "2026-11-25 21:30"), "1: 今日提醒 1 件", "2: 今日提醒 1 件")
	is(t, "later that night", b.at(t, "2026-11-25 23:00"))
	is(t, "the day after, at noon", b.at(t, "2026-11-26 12:00"), "1: 今日提醒 2 件", "2: 今日提醒 1 件")
}

func TestAReminderOverTheBudgetIsNotSent(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 07:00")
	b.crew()
	b.Manners.Budget = 1
	b.schedules[1] = community.Schedule{Day: 10 * 60, Week: community.Off, Month: community.Off}
	b.duties = []community.Duty{due(12, "2026-11-25")}
	b.records = []community.Record{{Number: 12, Kind: community.KindIssue, Category: community.Fire, Unit: 11, Reporter: 1,
		Date: community.NewDate(2026, 11, 20), Deadline: community.NewDate(2026, 11, 25), Status: community.Open}}
	b.tick(t)
	is(t, "the reminder", b.at(t, "2026-11-24 08:30"), "1: 今日提醒 1 件")
	is(t, "the digest waits", b.at(t, "2026-11-24 10:00"))
	is(t, "and comes the next day before the reminder", b.at(t, "2026-11-25 08:05"), "1: P1 待办 11月25日 周三")
	is(t, "which is one too many", b.at(t, "2026-11-25 08:30"))
}

func TestAFailingReminderIsTriedAgainAndStopsNoDigest(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 07:00")
	b.crew()
	b.daily(-1, 20, "2026-11-23 19:00")
	b.groups[0].Schedule.Day = 9 * 60
	b.duties = []community.Duty{due(12, "2026-11-25")}
	b.fail = func(what string, chat int64) error {
		if what == "queue" && chat == 1 {
			return errors.New("the disk is full")
		}
		return nil
	}
	b.clock = at("2026-11-24 09:00")
	if err := b.Tick(t.Context()); err == nil {
		t.Error("the failure is not told")
	}
	is(t, "meanwhile", headlines(b.sent()), "-1: 金桥社区 日报 11月24日 周二")
	b.fail = nil
	is(t, "when it is over", b.at(t, "2026-11-24 09:01"), "1: 今日提醒 1 件")
}

// month is a city of 22 communities under one street in a bubble that begins
// on 2000-01-01, a Saturday: its calendar gives that January a holiday of
// three days and a make-up Saturday.
type month struct {
	*bench
	count map[string]int // pushes by day and chat
	sent  map[string]int // messages by what they are
}

const (
	communities = 22
	streetChat  = 1000
)

func newMonth(t *testing.T) *month {
	m := &month{bench: newBench(t, "2000-01-01 08:00"), count: map[string]int{}, sent: map[string]int{}}
	units := []community.Unit{{ID: 1, Code: "JD", Level: community.Street, Name: "街道"}}
	m.person(streetChat, community.Grant{Role: community.RoleStreet, Unit: 1})
	for i := range community.UnitID(communities) {
		unit, grid := 100+i, 200+i
		units = append(units, community.Unit{ID: unit, Code: fmt.Sprint("C", i), Level: community.Village, Name: fmt.Sprint("社区", i), Parent: 1},
			community.Unit{ID: grid, Code: fmt.Sprint("G", i), Level: community.Grid, Name: "1网格", Parent: unit})
		m.person(community.PersonID(unit), community.Grant{Role: community.RoleLead, Unit: unit})
		m.person(community.PersonID(grid), community.Grant{Role: community.RoleGrid, Unit: grid})
		m.duties = append(m.duties, m.issues(int(i), grid)...)
	}
	m.org = community.NewOrg(units)
	day := func(d int, kind community.DayKind) community.CalendarDay {
		return community.CalendarDay{Date: community.NewDate(2000, 1, d), Kind: kind, Name: "示例"}
	}
	m.calendar = community.NewCalendar(day(12, community.Holiday), day(13, community.Holiday), day(14, community.Holiday), day(15, community.MakeUp))
	return m
}

// issues are a community's: a plain one due on Tuesday the 11th before the
// holiday, a critical one due within it, and one that is finished in time.
func (m *month) issues(i int, grid community.UnitID) []community.Duty {
	issue := func(n int, deadline int, level community.IssueLevel) community.Duty {
		return community.Duty{Item: community.Item{
			Number: community.Number(10*i + n), Kind: community.KindIssue, Unit: grid, Category: community.Fire, Status: community.Open,
			Level: level, Reporter: community.PersonID(grid), Date: community.NewDate(2000, 1, 3), Deadline: community.NewDate(2000, 1, deadline),
		}}
	}
	return []community.Duty{issue(1, 11, community.LevelGeneral), issue(2, 13, community.LevelCritical), issue(3, 20, community.LevelGeneral)}
}

// evening is what people do at the end of a day: on the 18th they finish what
// is due on the 20th, on the 21st everything.
func (m *month) evening(day int) {
	for i, d := range m.duties {
		if _, _, deadline := d.Deadline.Civil(); day == 18 && deadline == 20 || day == 21 {
			m.duties[i].ClosedAt = time.Now()
		}
	}
}

// take counts what was sent and holds it to the red lines.
func (m *month) take(t *testing.T) {
	t.Helper()
	now := time.Now().In(shanghai)
	date := community.DateOf(now)
	for _, r := range m.memory.sent() {
		line, rest, _ := strings.Cut(chat.Plain(r.Text), "\n")
		m.count[fmt.Sprintf("%s chat %d", date, r.Chat)]++
		if community.DefaultManners().Quiet.Has(community.ClockOf(now)) {
			t.Errorf("%s to %d in the quiet hours: %s", now, r.Chat, line)
		}
		if !strings.HasPrefix(line, "今日提醒") {
			m.sent["digest"]++
			continue
		}
		if now.Format("15:04") != "08:30" {
			t.Errorf("%s to %d is not the morning slot: %s", now, r.Chat, line)
		}
		for item := range strings.Lines(rest) {
			if !m.calendar.Workday(date) && strings.Contains(item, "#") && !strings.Contains(item, "重大") {
				t.Errorf("%s is a day off: %s", date, item)
			}
		}
		m.sent[fmt.Sprintf("%s %s", date.String()[8:], reader(r.Chat))]++
	}
}

func reader(chat int64) string {
	switch {
	case chat == streetChat:
		return "street"
	case chat >= 200:
		return "worker"
	default:
		return "lead"
	}
}

func TestAMonthOfTwentyTwoCommunitiesKeepsTheRedLines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMonth(t)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		start := func() *jobs.Runner {
			r := m.another(t)
			r.Now = time.Now
			go func() { ended <- r.Run(ctx) }()
			return r
		}
		start()
		for hour := range 31 * 24 {
			for range 2 {
				time.Sleep(30 * time.Minute)
				synctest.Wait()
				m.take(t)
			}
			if hour%24 == 12 { // 21:00: a restart every evening
				m.evening(time.Now().In(shanghai).Day())
				cancel()
				if err := <-ended; err != nil {
					t.Error(err)
				}
				ctx, cancel = context.WithCancel(t.Context())
				start()
			}
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		m.check(t)
	})
}

func (m *month) check(t *testing.T) {
	t.Helper()
	for who, n := range m.count {
		if n > community.DefaultManners().Budget {
			t.Errorf("%s got %d pushes", who, n)
		}
	}
	want := map[string]int{
		"10 worker": communities, // Monday: the plain one is due tomorrow
		"11 worker": communities, // it is due
	}
	for day := 12; day <= 21; day++ { // holidays too: the critical one is due on the 13th, and nobody reacts until the 21st
		want[fmt.Sprintf("%d worker", day)], want[fmt.Sprintf("%d lead", day)] = communities, communities
		if day >= 15 {
			want[fmt.Sprintf("%d street", day)] = 1
		}
	}
	for key, n := range want {
		if m.sent[key] != n {
			t.Errorf("%s: %d reminders, want %d", key, m.sent[key], n)
		}
	}
	for key, n := range m.sent {
		if _, known := want[key]; !known && key != "digest" {
			t.Errorf("%s: %d reminders, want none", key, n)
		}
	}
	if m.sent["digest"] == 0 {
		t.Error("there were no digests beside the reminders")
	}
}
