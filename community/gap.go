package community

import "time"

// Gap is a run of record numbers that nobody gets again: they were given out,
// or may have been, after a copy was made that is the database now. People
// still quote them, and their records are gone.
type Gap struct {
	First, Last Number
	Copied      time.Time // when the last record was made that the copy has
	Restored    time.Time
}

// Is reports whether there is any number in the gap.
func (g Gap) Is() bool { return g.First <= g.Last && g.Last > 0 }

// LeaveOut is the last number not to be given out by a copy, whose own last is
// given, if nobody knows how many were since: for each day begun as many as the
// week before it made, at least some, and up to a round hundred, so that people
// see the leap.
func LeaveOut(last, week, days, least int) int {
	return (last + max(least, week*max(days, 1)) + 99) / 100 * 100
}
