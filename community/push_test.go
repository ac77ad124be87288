package community_test

import (
	"testing"
	"time"

	"gridmate/community"
)

func TestNewsLeaveWithinTheBudget(t *testing.T) {
	t.Parallel()
	m := community.DefaultManners()
	holiday := community.NewCalendar(community.CalendarDay{Date: community.NewDate(2026, 10, 1), Kind: community.Holiday, Name: "国庆节"})
	at := func(s string) time.Time {
		now, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	ten := at("2026-11-24 10:00")
	for _, c := range []struct {
		name                      string
		pushed                    community.Pushed
		now                       time.Time
		once, critical, own, late bool // at once; at once if critical; of its own if urgent, if not
	}{
		{"the first of the day", community.Pushed{}, ten, true, true, true, false},
		{"right after another", community.Pushed{N: 1, Last: ten.Add(-time.Minute)}, ten, false, true, false, false},
		{"ten minutes after", community.Pushed{N: 1, Last: ten.Add(-10 * time.Minute)}, ten, true, true, true, false},
		{"the last is kept for what is due", community.Pushed{N: 2}, ten, false, true, false, false},
		{"the day is full", community.Pushed{N: 3}, ten, false, false, false, false},
		{"at night", community.Pushed{}, at("2026-11-24 22:00"), false, true, false, false},
		{"before the morning's reminders", community.Pushed{}, at("2026-11-24 08:10"), true, true, false, false},
		{"on a holiday", community.Pushed{}, at("2026-10-01 10:00"), false, true, false, false},
		{"after the day's digest", community.Pushed{N: 2, Last: at("2026-11-24 18:29")}, at("2026-11-24 18:30"), false, true, true, true},
		{"in the evening of a full day", community.Pushed{N: 3}, at("2026-11-24 19:00"), false, false, false, false},
	} {
		if got := m.TellsAtOnce(c.pushed, c.now, holiday, false); got != c.once {
			t.Errorf("%s: at once is %v", c.name, got)
		}
		if got := m.TellsAtOnce(c.pushed, c.now, holiday, true); got != c.critical {
			t.Errorf("%s: critical at once is %v", c.name, got)
		}
		if got := m.TellsWaiting(c.pushed, true, c.now, holiday); got != c.own {
			t.Errorf("%s: urgent news of its own is %v", c.name, got)
		}
		if got := m.TellsWaiting(c.pushed, false, c.now, holiday); got != c.late {
			t.Errorf("%s: other news of its own is %v", c.name, got)
		}
	}
}

func TestASmallBudgetTellsEverythingInTheEvening(t *testing.T) {
	t.Parallel()
	m := community.Manners{Budget: 1, Quiet: community.DefaultManners().Quiet}
	noon := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	if m.TellsAtOnce(community.Pushed{}, noon, community.Calendar{}, false) {
		t.Error("the only push of the day goes to news")
	}
	if !m.TellsWaiting(community.Pushed{}, false, noon.Add(7*time.Hour), community.Calendar{}) {
		t.Error("nothing is told in the evening")
	}
}
