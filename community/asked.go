package community

import "time"

// Asked is one instruction of a leader.
type Asked struct {
	Number   Number
	Date     Date
	ClosedAt time.Time // when it was signed off; zero before
}

// AskedSum is what became of a leader's instructions.
type AskedSum struct {
	Date       Date // when the last ones were given
	Last       int  // how many on that day
	LastClosed int  // how many of these are signed off
	Earlier    int  // of those before, how many are not
}

// SumAsked sums a leader's instructions for a digest that tells of days from
// since on. It is not ok if there is nothing to tell: all was signed off
// before that.
func SumAsked(list []Asked, since time.Time) (s AskedSum, ok bool) {
	for _, a := range list {
		s.Date = max(s.Date, a.Date)
	}
	for _, a := range list {
		open := a.ClosedAt.IsZero()
		switch {
		case a.Date == s.Date && open:
			s.Last++
		case a.Date == s.Date:
			s.Last, s.LastClosed = s.Last+1, s.LastClosed+1
		case open:
			s.Earlier++
		}
		ok = ok || open || !a.ClosedAt.Before(since)
	}
	return s, ok
}
