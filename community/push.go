package community

import "time"

// Pushed is what went to somebody unasked on a day: digests, reminders, news.
type Pushed struct {
	N    int
	Last time.Time // when news were told last
}

// News is a line that somebody is to be told unasked and that waits for the
// next push.
type News struct {
	Chat   int64
	Person PersonID
	Number Number // the record it is about; 0 if none
	Urgent bool   // they have to act
	Line   string // in their language
	Since  time.Time
}

const (
	// gathers is how long after news further ones are gathered, so that ten
	// steps in a row are two messages.
	gathers = 10 * time.Minute
	// morning is when the day's reminders go out, or the end of longer quiet
	// hours: what came up overnight goes with them.
	morning Clock = 8*60 + 30
	// evening is when whatever still waits is told, after the day's digest.
	evening Clock = 18*60 + 30
)

// Morning is when the day's reminders go out.
func (m Manners) Morning() Clock { return max(morning, m.Quiet.To) }

// Rests reports whether nobody is written to unasked at a moment in the
// deployment's zone: in the quiet hours and on statutory holidays.
func (m Manners) Rests(now time.Time, c Calendar) bool {
	_, holiday := c.Holiday(DateOf(now))
	return holiday || m.Quiet.Has(ClockOf(now))
}

// TellsAtOnce reports whether news that somebody has to act on may leave now.
// The last push of a day is kept for what is due anyway, a digest or a
// reminder, which then carries whatever waits. What is critical may take it, at
// any hour.
func (m Manners) TellsAtOnce(p Pushed, now time.Time, c Calendar, critical bool) bool {
	if critical {
		return p.N < m.Budget
	}
	return p.N < m.Budget-1 && now.Sub(p.Last) >= gathers && !m.Rests(now, c)
}

// TellsWaiting reports whether what waits makes a push of its own now: what is
// urgent as soon as it could leave at once, anything after the day's digest.
func (m Manners) TellsWaiting(p Pushed, urgent bool, now time.Time, c Calendar) bool {
	clock := ClockOf(now)
	switch {
	case m.Rests(now, c) || clock < m.Morning():
		return false
	case clock >= evening:
		return p.N < m.Budget
	}
	return urgent && m.TellsAtOnce(p, now, c, false)
}
