package community

import (
	"fmt"
	"strings"
	"time"
)

// Manners are how a deployment treats the people it writes to.
type Manners struct {
	Budget int        // pushes a person gets in a day at most, digests included
	Quiet  QuietHours // when nobody is written to unasked, critical issues excepted
}

// DefaultManners are the red lines themselves: a deployment can only be kinder.
func DefaultManners() Manners {
	return Manners{Budget: 3, Quiet: QuietHours{From: 21 * 60, To: 8 * 60}}
}

// QuietHours are a stretch of every day that goes over midnight: From in the
// evening up to, not including, To in the morning.
type QuietHours struct{ From, To Clock }

// Has reports whether a time of day lies in the quiet hours.
func (q QuietHours) Has(c Clock) bool { return c >= q.From || c < q.To }

// Covers reports whether all of another's hours are quiet.
func (q QuietHours) Covers(other QuietHours) bool { return q.From <= other.From && q.To >= other.To }

// String is HH:MM-HH:MM.
func (q QuietHours) String() string { return q.From.String() + "-" + q.To.String() }

// ParseQuietHours reads HH:MM-HH:MM.
func ParseQuietHours(s string) (QuietHours, error) {
	from, to, two := strings.Cut(s, "-")
	q := QuietHours{}
	var err error
	if q.From, err = ParseClock(strings.TrimSpace(from)); err == nil && two {
		q.To, err = ParseClock(strings.TrimSpace(to))
	}
	if err != nil || !two || q.From <= q.To || q.To == Off {
		return QuietHours{}, fmt.Errorf("quiet hours %q are not an evening and a morning such as 21:00-08:00", s)
	}
	return q, nil
}

// Until is when a message may leave that is written at this moment, in the
// deployment's zone: the end of the quiet hours, or zero for at once.
func (q QuietHours) Until(now time.Time) time.Time {
	clock := ClockOf(now)
	if !q.Has(clock) {
		return time.Time{}
	}
	y, m, d := now.Date()
	if clock >= q.From {
		d++
	}
	return time.Date(y, m, d, 0, int(q.To), 0, 0, now.Location())
}
