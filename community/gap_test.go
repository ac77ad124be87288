package community_test

import (
	"testing"

	"gridmate/community"
)

func TestACopyLeavesOutMoreThanItsPaceGivesAndLeapsToARoundHundred(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                            string
		last, week, days, least, leaves int
	}{
		{"an empty one", 0, 0, 0, 500, 500},
		{"a small one of last night", 3, 3, 1, 500, 600},
		{"a city's of last night", 40_000, 3000, 1, 500, 43_000},
		{"a city's of last week", 40_000, 3000, 7, 500, 61_000},
		{"a ledger", 137, 4, 1, 50, 200},
	} {
		if got := community.LeaveOut(c.last, c.week, c.days, c.least); got != c.leaves {
			t.Errorf("%s: %d, want %d", c.name, got, c.leaves)
		}
	}
}
