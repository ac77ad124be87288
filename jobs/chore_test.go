package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"gridmate/community"
	"gridmate/jobs"
)

// diary notes for which days a chore was done.
type diary struct {
	days []string
	fail error
}

func (d *diary) chore() jobs.Chore {
	return jobs.Chore{Name: "backup", At: 2*60 + 30, Do: func(_ context.Context, day community.Date) (string, error) {
		d.days = append(d.days, day.String())
		return "", d.fail
	}}
}

// keep gives the bench's runner a chore.
func (b *bench) keep(c jobs.Chore) { b.Options.Chores = []jobs.Chore{c} }

func (b *bench) chores(t *testing.T, now string) {
	t.Helper()
	b.clock = at(now)
	b.DoChores(t.Context())
}

func TestAChoreIsDoneOnceADayOverRestartsAndDowntime(t *testing.T) {
	t.Parallel()
	b, d := newBench(t, "2026-11-22 12:00"), &diary{}
	b.keep(d.chore())
	for _, now := range []string{
		"2026-11-22 12:00", // the first start does the night before
		"2026-11-22 12:01", "2026-11-23 02:29", "2026-11-23 02:30", "2026-11-23 02:31",
		"restart", "2026-11-23 23:59",
		"2026-11-27 01:00", // three nights of downtime are one
		"restart", "2026-11-27 02:29", "2026-11-27 02:45",
	} {
		if now == "restart" {
			b.restart(t)
			b.keep(d.chore())
			continue
		}
		b.chores(t, now)
	}
	if got, want := fmt.Sprint(d.days), "[2026-11-22 2026-11-23 2026-11-26 2026-11-27]"; got != want {
		t.Errorf("done for %s, want %s", got, want)
	}
}

func TestAChoreThatFailsIsTriedAgainAfterARest(t *testing.T) {
	t.Parallel()
	b, d := newBench(t, "2026-11-23 03:00"), &diary{fail: errors.New("no room")}
	b.keep(d.chore())
	var seen []error
	b.Observe = func(job string, err error) {
		if job == "backup" {
			seen = append(seen, err)
		}
	}
	for _, step := range []struct {
		now  string
		want int
	}{
		{"2026-11-23 03:00", 1}, {"2026-11-23 03:01", 1}, {"2026-11-23 03:14", 1}, {"2026-11-23 03:15", 2},
	} {
		b.chores(t, step.now)
		if len(d.days) != step.want {
			t.Errorf("%s: tried %d times, want %d", step.now, len(d.days), step.want)
		}
	}
	d.fail = nil
	b.chores(t, "2026-11-23 03:30")
	b.chores(t, "2026-11-23 04:30")
	if len(d.days) != 3 || len(seen) != 3 || seen[0] == nil || seen[2] != nil {
		t.Errorf("days %v, seen %v", d.days, seen)
	}
}

func TestAChoreThatPanicsFailsAlone(t *testing.T) {
	t.Parallel()
	b, d := newBench(t, "2026-11-23 03:00"), &diary{}
	b.Options.Chores = []jobs.Chore{
		{Name: "bad", Do: func(context.Context, community.Date) (string, error) { panic("boom") }}, d.chore(),
	}
	b.chores(t, "2026-11-23 03:00")
	if len(d.days) != 1 {
		t.Errorf("the chore after the one that panicked was done %d times", len(d.days))
	}
}

func TestACalmChoreWaitsForAQuietTimeButNotForEver(t *testing.T) {
	t.Parallel()
	b, d := newBench(t, "2026-11-23 03:29"), &diary{}
	quiet := false
	calm := func() {
		c := d.chore()
		c.Calm = true
		b.keep(c)
		b.Quiet = func() bool { return quiet }
	}
	calm()
	for _, step := range []struct {
		now   string
		quiet bool
		done  int
	}{
		{"2026-11-23 02:30", false, 0}, // due, and people write
		{"2026-11-23 02:31", false, 0},
		{"2026-11-23 02:32", true, 1}, // at the first quiet moment
		{"2026-11-24 02:30", true, 2}, // which may be at once
		{"2026-11-25 02:30", false, 2},
		{"2026-11-25 02:39", false, 2},
		{"2026-11-25 02:40", false, 3}, // it has waited long enough
		{"restart", false, 3},
		{"2026-11-25 02:41", false, 3}, // done stays done
		{"2026-11-26 08:00", false, 3}, // a start in the morning: it waits anew
		{"2026-11-26 08:09", false, 3},
		{"2026-11-26 08:10", false, 4},
		{"2026-11-27 13:00", false, 4}, // a machine that starts again and again
		{"restart", false, 4},
		{"2026-11-27 13:09", false, 4},
		{"restart", false, 4},
		{"2026-11-27 14:29", false, 4},
		{"restart", false, 4},
		{"2026-11-27 14:30", false, 5}, // is not let off for ever
	} {
		if step.now == "restart" {
			b.restart(t)
			calm()
			continue
		}
		quiet = step.quiet
		b.chores(t, step.now)
		if len(d.days) != step.done {
			t.Fatalf("%s: done %d times, want %d", step.now, len(d.days), step.done)
		}
	}
	if got, want := fmt.Sprint(d.days), "[2026-11-23 2026-11-24 2026-11-25 2026-11-26 2026-11-27]"; got != want {
		t.Errorf("done for %s, want %s", got, want)
	}
}
