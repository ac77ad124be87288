package community_test

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"gridmate/community"
)

func day(t testing.TB, text string) community.Date {
	t.Helper()
	d, err := community.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSpansOfPeriods(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name                 string
		period               community.Period
		day, from, to        string
		beforeFrom, beforeTo string
		slot                 string
		clock                community.Clock
	}{
		{"a day", community.Day, "2026-11-23", "2026-11-23", "2026-11-23", "2026-11-22", "2026-11-22", "2026-11-23 18:00", 18 * 60},
		{"a Monday opens its week", community.Week, "2026-11-23", "2026-11-23", "2026-11-29", "2026-11-16", "2026-11-22", "2026-11-30 09:00", 9 * 60},
		{"a Sunday ends its week", community.Week, "2026-11-22", "2026-11-16", "2026-11-22", "2026-11-09", "2026-11-15", "2026-11-23 09:00", 9 * 60},
		{"a week over New Year", community.Week, "2027-01-01", "2026-12-28", "2027-01-03", "2026-12-21", "2026-12-27", "2027-01-04 09:00", 9 * 60},
		{"December", community.Month, "2026-12-31", "2026-12-01", "2026-12-31", "2026-11-01", "2026-11-30", "2027-01-01 09:00", 9 * 60},
		{"February of a leap year", community.Month, "2028-02-29", "2028-02-01", "2028-02-29", "2028-01-01", "2028-01-31", "2028-03-01 09:00", 9 * 60},
		{"March after it", community.Month, "2028-03-31", "2028-03-01", "2028-03-31", "2028-02-01", "2028-02-29", "2028-04-01 09:00", 9 * 60},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			span := row.period.Of(day(t, row.day))
			if want := (community.Span{From: day(t, row.from), To: day(t, row.to)}); span != want {
				t.Errorf("span is %s to %s, want %s to %s", span.From, span.To, want.From, want.To)
			}
			before := row.period.Before(span)
			if want := (community.Span{From: day(t, row.beforeFrom), To: day(t, row.beforeTo)}); before != want {
				t.Errorf("before it is %s to %s, want %s to %s", before.From, before.To, want.From, want.To)
			}
			if got := row.period.Slot(span, row.clock, time.UTC).Format("2006-01-02 15:04"); got != row.slot {
				t.Errorf("slot is %s, want %s", got, row.slot)
			}
		})
	}
}

// zones change their clocks at night, one not at all.
var zones = []string{"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"}

func TestLatestSlotIsTheLastOneAndSlotsFollowEachOther(t *testing.T) {
	t.Parallel()
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		period := rapid.SampledFrom(community.Periods()).Draw(t, "period")
		clock := community.Clock(rapid.IntRange(0, 24*60-1).Draw(t, "clock"))
		now := start.Add(time.Duration(rapid.IntRange(0, 3*366*24*60).Draw(t, "minutes")) * time.Minute)

		slot, span, ok := community.LatestSlot(community.Schedule{}.With(period, clock), period, now, zone)
		if !ok || slot.After(now) {
			t.Fatalf("at %s the latest slot is %s, %v", now, slot, ok)
		}
		next := period.Of(span.To + 1)
		if after := period.Slot(next, clock, zone); !after.After(now) || !after.After(slot) {
			t.Fatalf("at %s the latest slot is %s, yet %s follows it", now, slot, after)
		}
		if period.Before(next) != span {
			t.Fatalf("%v is not before %v", span, next)
		}
		due := span.To + 1
		if period == community.Day {
			due = span.To
		}
		if got := community.DateOf(slot.In(zone)); got != due {
			t.Fatalf("slot of %s to %s falls on %s, want %s", span.From, span.To, got, due)
		}
	})
}

// Years in which zones changed their clocks, China's summer times and its
// change of zone among them, day by day: the moment of each slot is later than
// the one before, and it is reached at that very moment. So a runner that asks
// for the latest slot meets each one, once. Clocks are those that the changes
// leave out or repeat, and the usual ones.
func TestYearsOfSlotsAreEachReachedOnceAtTheirMoment(t *testing.T) {
	t.Parallel()
	clocks := []community.Clock{0, 30, 60, 119, 120, 150, 180, 9 * 60, 18 * 60, 23*60 + 59}
	for _, row := range []struct {
		zone     string
		from, to int
	}{
		{"Asia/Shanghai", 1940, 1949}, {"Asia/Shanghai", 1986, 1992}, {"Asia/Shanghai", 2024, 2036},
		{"Asia/Urumqi", 1926, 1930}, {"America/New_York", 2005, 2012}, {"America/New_York", 2024, 2032},
		{"America/Sao_Paulo", 2015, 2020}, {"Europe/Berlin", 2024, 2028}, {"Australia/Lord_Howe", 2024, 2028},
	} {
		t.Run(fmt.Sprint(row.zone, " ", row.from, " to ", row.to), func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(row.zone)
			if err != nil {
				t.Fatal(err)
			}
			end := community.NewDate(row.to, 12, 31)
			for _, period := range community.Periods() {
				for _, clock := range clocks {
					schedule := community.Schedule{}.With(period, clock)
					last := time.Time{}
					for span := period.Of(community.NewDate(row.from, 1, 1)); span.To <= end; span = period.Of(span.To + 1) {
						slot := period.Slot(span, clock, zone)
						if !slot.After(last) {
							t.Fatalf("the %s of %s at %d is at %s, the one before at %s", period, span.From, clock, slot, last)
						}
						if at, reached, ok := community.LatestSlot(schedule, period, slot, zone); !ok || reached != span || !at.Equal(slot) {
							t.Fatalf("at %s the latest %s is of %s, want %s", slot, period, reached.From, span.From)
						}
						if _, early, _ := community.LatestSlot(schedule, period, slot.Add(-time.Nanosecond), zone); early != period.Before(span) {
							t.Fatalf("before %s the latest %s is of %s already", slot, period, early.From)
						}
						last = slot
					}
				}
			}
		})
	}
}

func TestADigestThatIsOffHasNoSlot(t *testing.T) {
	t.Parallel()
	off := community.DefaultSchedule().With(community.Day, community.Off)
	if _, _, ok := community.LatestSlot(off, community.Day, time.Now(), time.UTC); ok {
		t.Error("a slot of a digest that is off")
	}
}

func TestPeriodsAreReadInBothLanguages(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]community.Period{
		"day": community.Day, "日报": community.Day, " Week ": community.Week, "周报": community.Week, "MONTH": community.Month, "月报": community.Month,
	} {
		if got, err := community.ParsePeriod(text); err != nil || got != want {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	if _, err := community.ParsePeriod("year"); err == nil {
		t.Error("a year is no period")
	}
}
