package jobs_test

import (
	"testing"

	"gridmate/community"
)

// BenchmarkLook is the price of a minute in which nothing is due, with
// thousands of people and hundreds of groups.
func BenchmarkLook(b *testing.B) {
	bench := newBench(b, "2026-11-24 12:00")
	for i := range int64(300) {
		bench.group(-1-i, 10, "2026-11-24 10:00")
	}
	for i := range community.PersonID(3000) {
		bench.person(i+1, community.Grant{Role: community.RoleGrid, Unit: 11}, community.Grant{Role: community.RoleLeader, Unit: 20})
	}
	bench.tick(b)
	for b.Loop() {
		if err := bench.Tick(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
