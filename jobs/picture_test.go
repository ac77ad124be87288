package jobs_test

import (
	"fmt"
	"testing"

	"gridmate/community"
	"gridmate/export"
)

// pictures lists the pictures that were asked for since the last time.
func (b *bench) pictures(t *testing.T) (list []string) {
	t.Helper()
	for _, e := range b.errands {
		p, err := export.ParsePlate(e.Body)
		if err != nil || e.Kind != export.PlateErrand {
			t.Errorf("errand %s: %v", e.Kind, err)
		}
		list = append(list, fmt.Sprintf("%d: unit %d, %s of %s", e.Chat, p.Unit, p.Period, p.From))
	}
	b.errands = nil
	return list
}

func TestPicturesFollowTheWeeklyAndMonthlyDigestsOfGroupsOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-22 12:00")
	b.group(-1, 10, "2026-11-22 10:00")
	b.person(7, community.Grant{Role: community.RoleLeader, Unit: 10})
	b.at(t, "2026-11-22 18:00")
	is(t, "with the day's digest", b.pictures(t))
	b.at(t, "2026-11-23 09:00")
	is(t, "with the week's", b.pictures(t), "-1: unit 10, week of 2026-11-16")
	b.at(t, "2026-11-23 09:01")
	b.restart(t)
	b.tick(t)
	is(t, "after a restart", b.pictures(t))
	b.at(t, "2026-12-01 09:00")
	is(t, "with the week's that was missed and the month's", b.pictures(t), "-1: unit 10, week of 2026-11-23", "-1: unit 10, month of 2026-11-01")
}

func TestPicturesOfADigestThatFailsAreNotDrawn(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-22 12:00")
	b.group(-1, 10, "2026-11-22 10:00")
	b.fail = func(what string, _ int64) error {
		if what == "commit" {
			return fmt.Errorf("disk full")
		}
		return nil
	}
	b.clock = at("2026-11-23 09:00")
	_ = b.Tick(t.Context()) // says what failed
	is(t, "after a failed commit", b.pictures(t))
	b.fail = nil
	b.tick(t)
	is(t, "when it works again", b.pictures(t), "-1: unit 10, week of 2026-11-16")
}
