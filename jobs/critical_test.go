package jobs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// A fourth push of a day is never made, not even for a grave problem. What
// makes up for it: whoever answers for the unit hears of it every single day,
// holidays included, until somebody has said that they see to it, and the
// digest goes on naming it until it is closed.
func TestAGraveProblemIsNamedEveryDayWithinTheBudget(t *testing.T) {
	t.Parallel()
	for budget := 1; budget <= 3; budget++ {
		for _, grouped := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d a day, digest in the group: %v", budget, grouped), func(t *testing.T) {
				t.Parallel()
				b := newBench(t, "2026-09-28 12:00")
				b.Manners.Budget = budget
				b.calendar = community.NewCalendar(nationalDays()...)
				b.crew()
				delete(b.schedules, 2) // the lead has digests, too
				if grouped {
					b.group(-1, 10, "2026-09-01 00:00")
				}
				b.grave()
				for b.clock.Before(at("2026-10-12 00:00")) {
					told, pushes := b.hearsAllDay(t, budget)
					day := community.DateOf(b.clock.Add(-time.Hour))
					if pushes > budget {
						t.Errorf("%s: %d pushes", day, pushes)
					}
					if told == 0 && day > b.duties[0].Date { // of the first day there is only the afternoon
						t.Errorf("%s: the lead hears nothing of it", day)
					}
				}
				if grouped {
					return
				}
				b.duties[0].Acknowledged = true
				told, _ := b.hearsAllDay(t, budget) // 12 October, a Monday
				if again, _ := b.hearsAllDay(t, budget); told+again == 0 {
					t.Error("once somebody sees to it, the digest is silent, too")
				}
			})
		}
	}
}

// nationalDays are the seven days of October.
func nationalDays() (days []community.CalendarDay) {
	for d := range 7 {
		days = append(days, community.CalendarDay{Date: community.NewDate(2026, 10, 1+d), Kind: community.Holiday, Name: "国庆节"})
	}
	return days
}

// grave is a critical issue of grid 11, due on 29 September, to which nobody
// reacts.
func (b *bench) grave() {
	d := due(7, "2026-09-29")
	d.Level, d.Date = community.LevelCritical, community.NewDate(2026, 9, 28)
	b.duties = []community.Duty{d}
	b.records = []community.Record{{
		Number: 7, Kind: community.KindIssue, Category: community.Fire, Unit: 11, Reporter: 1, Level: community.LevelCritical,
		Date: d.Date, Deadline: d.Deadline, Status: community.Open, Created: b.clock,
	}}
}

// hearsAllDay goes through the rest of a day. At nine other grave news use up
// whatever the lead may still get. It counts the messages to the lead, and
// those of them that name #7.
func (b *bench) hearsAllDay(t *testing.T, budget int) (told, pushes int) {
	t.Helper()
	day := community.DateOf(b.clock)
	for ; community.DateOf(b.clock) == day; b.clock = b.clock.Add(30 * time.Minute) {
		if b.clock.Hour() == 9 && b.clock.Minute() == 0 {
			key := pushKey{2, day}
			pushes += budget - b.pushed[key].N
			b.pushed[key] = community.Pushed{N: budget, Last: b.clock}
		}
		if err := b.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, r := range b.sent() {
			if r.Chat != 2 {
				continue
			}
			pushes++
			if strings.Contains(chat.Plain(r.Text), "#7") {
				told++
			}
		}
	}
	return told, pushes
}
