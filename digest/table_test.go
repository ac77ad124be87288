package digest_test

import (
	"strconv"
	"strings"
	"testing"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

func TestTheTableByUnitSaysWhatTheTextSays(t *testing.T) {
	t.Parallel()
	store, org := busy()
	for _, row := range []struct {
		name   string
		period community.Period
		view   digest.View
		rows   int
	}{
		{"a street's week", community.Week, units(3), 22},
		{"a grid's week has no units below", community.Week, units(101), 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			figures, err := digest.Compute(t.Context(), store, org, digest.Ask{Period: row.period, Now: at("2026-11-23 18:00"), Zone: shanghai})
			if err != nil {
				t.Fatal(err)
			}
			one, p := figures.Digest(row.view), printer(t, locale.Chinese)
			table := digest.UnitTable(one, p)
			if table == nil {
				if row.rows != 0 {
					t.Fatal("no table")
				}
				return
			}
			if len(table.Rows) != row.rows || !strings.Contains(digest.Text(one, p), table.Instead) {
				t.Errorf("%d rows; it stands for %q", len(table.Rows), table.Instead)
			}
			for column, want := range map[int]int{1: one.Patrols, 2: one.Found, 4: one.Disputes.Registered, 7: one.Issues.Overdue} {
				sum := 0
				for _, r := range table.Rows {
					n, _ := strconv.Atoi(r[column])
					sum += n
				}
				if sum != want {
					t.Errorf("%s adds up to %d, the digest says %d", table.Head[column], sum, want)
				}
			}
		})
	}
}
