package jobs_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/jobs"
)

func load(t rapid.TB, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestThreeYearsOfSlotsAreEachSentOnceInOrder(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		zone string
		year int
	}{
		{"Asia/Shanghai", 2025}, {"Asia/Shanghai", 1986}, // when China had a summer time
		{"Europe/Berlin", 2025}, {"America/New_York", 2025},
	} {
		t.Run(fmt.Sprint(row.zone, " from ", row.year), func(t *testing.T) {
			t.Parallel()
			zone := load(t, row.zone)
			first, last := community.NewDate(row.year, 1, 1), community.NewDate(row.year+2, 12, 31)
			b := newBench(t, "2024-12-31 12:00")
			b.zone, b.clock = zone, first.In(zone)
			b.restart(t)
			b.groups = []community.Group{{Chat: -1, Unit: 20, Schedule: community.DefaultSchedule(), Since: b.clock}}
			var got []string
			for ; b.clock.Before((last + 1).In(zone)); b.clock = b.clock.Add(time.Hour) {
				if err := b.Tick(t.Context()); err != nil {
					t.Fatal(err)
				}
				for _, r := range b.sent() {
					line, _, _ := strings.Cut(chat.Plain(r.Text), "：")
					got = append(got, b.clock.In(zone).Format("2006-01-02 15:04 ")+line)
				}
			}
			is(t, "sent", got, expected(first, last)...)
		})
	}
}

// expected says what three years of an empty community look like, day by day.
func expected(first, last community.Date) []string {
	var all []string
	short := func(d community.Date) string {
		_, m, day := d.Civil()
		return fmt.Sprintf("%d月%d日", m, day)
	}
	for day := first; day <= last; day++ {
		year, month, dom := day.Civil()
		if day.Weekday() == time.Monday {
			all = append(all, fmt.Sprintf("%s 09:00 金桥社区 周报 %s—%s", day, short(day-7), short(day-1)))
		}
		if dom == 1 {
			before := time.Date(year, month-1, 1, 0, 0, 0, 0, time.UTC)
			all = append(all, fmt.Sprintf("%s 09:00 金桥社区 月报 %d年%d月", day, before.Year(), before.Month()))
		}
		weekday := []string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[day.Weekday()]
		all = append(all, fmt.Sprintf("%s 18:00 金桥社区 日报 %s %s", day, short(day), weekday))
	}
	return all
}

// A deployment that is down now and then, restarts, fails in the middle and
// changes its schedule never tells a period twice, never goes back, catches up with the latest slot
// at the first look outside the quiet hours, and tells every record exactly
// once.
func TestDowntimesAndRestartsTellEverythingOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		zone := load(t, rapid.SampledFrom([]string{"Asia/Shanghai", "Europe/Berlin", "America/New_York"}).Draw(t, "zone"))
		b := &bench{memory: newMemory(city()), zone: zone, clocks: map[int64]community.Schedule{}}
		b.clock = time.Date(2026, 1, 1, 12, 0, 0, 0, zone).Add(time.Duration(rapid.IntRange(0, 400*24).Draw(t, "start")) * time.Hour)
		b.groups = []community.Group{{Chat: -1, Unit: 20, Schedule: drawSchedule(t), Since: b.clock}}
		b.restart(t)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			b.step(t)
		}
		b.checkTold(t)
	})
}

func drawSchedule(t *rapid.T) community.Schedule {
	clock := func(name string) community.Clock { return community.Clock(rapid.IntRange(0, 24*60-1).Draw(t, name)) }
	return community.Schedule{Day: clock("day"), Week: clock("week"), Month: clock("month")}
}

// step lets time pass, in which people report, and looks.
func (b *bench) step(t *rapid.T) {
	b.clock = b.clock.Add(time.Duration(rapid.OneOf(rapid.IntRange(1, 24*60), rapid.IntRange(1, 40*24*60)).Draw(t, "minutes")) * time.Minute)
	switch rapid.IntRange(0, 9).Draw(t, "meanwhile") {
	case 0, 1:
		b.restart(t)
	case 2:
		b.groups[0].Schedule = drawSchedule(t)
	}
	for range rapid.IntRange(0, 3).Draw(t, "reports") {
		today := community.DateOf(b.clock.In(b.zone))
		b.records = append(b.records, community.Record{
			Number: community.Number(len(b.records) + 1), Kind: community.KindPatrol, Category: community.Fire, Unit: 20,
			Date: today - community.Date(rapid.IntRange(0, 10).Draw(t, "days ago")), Created: b.clock,
		})
	}
	b.clock = b.clock.Add(time.Minute)
	b.clocks[b.clock.UnixNano()] = b.groups[0].Schedule
	b.stumble(t)
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.checkCaughtUp(t)
}

// stumble looks while the database fails now and then: what that leaves half
// done must not show.
func (b *bench) stumble(t *rapid.T) {
	good := rapid.IntRange(0, 6).Draw(t, "good commits")
	if good == 6 {
		return
	}
	b.fail = func(what string, _ int64) error {
		if good--; what == "commit" && good < 0 {
			return errors.New("database is gone")
		}
		return nil
	}
	_ = b.Tick(t.Context()) // what fails is done by the next look
	b.fail = nil
}

// checkCaughtUp: outside the quiet hours the latest slot of each period has been told.
func (b *bench) checkCaughtUp(t *rapid.T) {
	sent := b.sent()
	if community.DefaultManners().Quiet.Has(community.ClockOf(b.clock.In(b.zone))) {
		if len(sent) > 0 {
			t.Fatalf("%d messages at %s", len(sent), b.clock.In(b.zone))
		}
		return
	}
	if len(sent) > len(community.Periods()) {
		t.Fatalf("%d messages at once", len(sent))
	}
	for _, p := range community.Periods() {
		slot, span, _ := community.LatestSlot(b.groups[0].Schedule, p, b.clock, b.zone)
		last, _, found, _ := tx{b.memory}.LastRun(t.Context(), "digest."+string(p), -1)
		if !slot.Before(b.groups[0].Since) && (!found || last.Before(span.From.In(time.UTC))) {
			t.Fatalf("at %s the %s of %s was not told; the last is %s", b.clock.In(b.zone), p, span.From, last)
		}
	}
}

// checkTold: of the records made since the first digest's own window began,
// the digests of each period tell every one once.
func (b *bench) checkTold(t *rapid.T) {
	for _, p := range community.Periods() {
		bodies := b.bodies(t, "digest."+string(p))
		if len(bodies) == 0 {
			continue
		}
		told := 0
		for _, body := range bodies {
			told += body.Sent[0].Digest.Patrols + body.Sent[0].Digest.Late
		}
		last, want := bodies[len(bodies)-1], 0
		for _, r := range b.records {
			if r.Created.Before(last.At) && r.Date <= community.Date(last.Sent[0].Digest.To) {
				want++
			}
		}
		early := b.beforeTheFirst(p, bodies[0])
		if told != want-early {
			t.Fatalf("%s: %d records told, want %d of which %d before the first window", p, told, want, early)
		}
	}
}

type body struct {
	At   time.Time     `json:"at"`
	Sent []digest.Sent `json:"sent"`
}

// bodies are what the ledger holds of a job, in the order of its slots.
func (m *memory) bodies(t rapid.TB, job string) []body {
	var keys []runKey
	for key := range m.runs {
		if key.job == job {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b runKey) int { return a.slot.Compare(b.slot) })
	all := make([]body, len(keys))
	for i, key := range keys {
		if err := json.Unmarshal(m.runs[key], &all[i]); err != nil {
			t.Fatal(err)
		}
		if i > 0 && !all[i].At.After(all[i-1].At) {
			t.Fatalf("%s of %s was told before the one before", job, key.slot)
		}
	}
	return all
}

// beforeTheFirst counts what the first digest leaves out: records of days
// before its span that were there by the slot before.
func (b *bench) beforeTheFirst(p community.Period, first body) int {
	n := 0
	for _, r := range b.records {
		span := first.Sent[0].Digest.Span()
		if r.Date < span.From && r.Created.Before(first.since(p, b)) {
			n++
		}
	}
	return n
}

// since is when the window of the first digest began: the slot before, at the
// clock that the schedule had when it was made.
func (f body) since(p community.Period, b *bench) time.Time {
	span := f.Sent[0].Digest.Span()
	return p.Slot(p.Before(span), b.clocks[f.At.UnixNano()].At(p), b.zone)
}

func TestTwoRunnersAtOnceTellEverythingOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-12-01 09:00")
	for i := range int64(250) {
		b.group(-1-i, 10, "2026-11-30 10:00")
	}
	var wait sync.WaitGroup
	for _, r := range []*jobs.Runner{b.another(t), b.another(t), b.another(t)} {
		wait.Go(func() {
			if err := r.Tick(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	seen := map[string]int{}
	for _, line := range headlines(b.sent()) {
		seen[line]++
	}
	for line, n := range seen {
		if n > 1 {
			t.Errorf("%q was sent %d times", line, n)
		}
	}
	if len(seen) != 2*250 {
		t.Errorf("%d digests were sent, want a day and a month for each of 250 groups", len(seen))
	}
}

func TestAnotherZoneRepeatsNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 12:00")
	b.group(-1, 20, "2026-11-24 10:00")
	is(t, "in Shanghai", b.at(t, "2026-11-24 18:00"), "-1: 金桥社区 日报 11月24日 周二")
	b.zone = time.FixedZone("two hours west", 6*3600)
	b.restart(t)
	is(t, "the same evening two hours west", b.at(t, "2026-11-24 20:30"))
	b.zone = time.FixedZone("two hours east", 10*3600)
	b.restart(t)
	is(t, "the next day two hours east", b.at(t, "2026-11-25 16:00"), "-1: 金桥社区 日报 11月25日 周三")
}

// Whatever roles somebody has, whenever their digests are due and however long
// the program was down: three messages a day, none in the quiet hours, none twice.
func TestNobodyIsPushedMoreThanThreeTimesADay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := &bench{memory: newMemory(city()), zone: shanghai, clock: at("2027-01-30 12:00")}
		b.restart(t)
		b.person(1, rapid.SliceOfN(rapid.Custom(drawGrant), 1, 4).Draw(t, "grants")...)
		b.schedules[1] = drawSchedule(t)
		pushes, seen := map[community.Date]int{}, map[string]bool{}
		for range rapid.IntRange(1, 60).Draw(t, "looks") {
			b.clock = b.clock.Add(time.Duration(rapid.IntRange(1, 12*60).Draw(t, "minutes")) * time.Minute)
			if rapid.IntRange(0, 5).Draw(t, "restart") == 0 {
				b.restart(t)
			}
			if err := b.Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, line := range headlines(b.sent()) {
				today := community.DateOf(b.clock.In(b.zone))
				if pushes[today]++; pushes[today] > 3 || seen[line] || community.DefaultManners().Quiet.Has(community.ClockOf(b.clock.In(b.zone))) {
					t.Fatalf("%q at %s is message %d of the day", line, b.clock, pushes[today])
				}
				seen[line] = true
			}
		}
	})
}

func drawGrant(t *rapid.T) community.Grant {
	return community.Grant{
		Role: rapid.SampledFrom(community.Roles()).Draw(t, "role"),
		Unit: rapid.SampledFrom([]community.UnitID{1, 3, 10, 11, 20}).Draw(t, "unit"),
		Type: rapid.SampledFrom(community.Types()).Draw(t, "type"),
	}
}
