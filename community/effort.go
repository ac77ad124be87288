package community

import "time"

// Effort is what recording costs people and what it saves them: counts, and
// nothing of what was said.
type Effort struct {
	Records  int
	Messages int // that people wrote until something was recorded
	Taps     int // on buttons, likewise
	Seconds  int // from the first touch until it was recorded
	Cells    int // of tables that were filled from records instead of typed
	Pushes   int // messages to people who had not asked
	Nights   int // those of them in the quiet hours
}

// Add is two efforts together.
func (e Effort) Add(o Effort) Effort {
	return Effort{
		Records: e.Records + o.Records, Messages: e.Messages + o.Messages, Taps: e.Taps + o.Taps, Seconds: e.Seconds + o.Seconds,
		Cells: e.Cells + o.Cells, Pushes: e.Pushes + o.Pushes, Nights: e.Nights + o.Nights,
	}
}

// maxTouch is the longest that one report counts: a form that was left for
// lunch took nobody that long.
const maxTouch = 10 * time.Minute

// Touched is the seconds from the first touch of a report to its record.
func Touched(begun, recorded time.Time) int {
	return int(min(max(recorded.Sub(begun), 0), maxTouch) / time.Second)
}
