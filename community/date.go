package community

import (
	"fmt"
	"time"
)

// Date is a day of the calendar, counted in days since 1970-01-01.
// Zero means "no date": nothing that gridmate records happened that day.
type Date int32

const dateLayout = "2006-01-02"

// DateOf is the day that t falls on in its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return NewDate(y, m, d)
}

// NewDate is a day by year, month and day; days past a month's end run over.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateLayout, s)
	if err != nil {
		return 0, fmt.Errorf("date %q is not YYYY-MM-DD", s)
	}
	return DateOf(t), nil
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String is YYYY-MM-DD, or nothing for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(dateLayout)
}

// In is the first moment of the day in a zone: midnight, or the change of time
// that leaves midnight out.
func (d Date) In(zone *time.Location) time.Time {
	y, m, day := d.utc().Date()
	t := time.Date(y, m, day, 0, 0, 0, 0, zone)
	if t.Day() != day {
		_, t = t.ZoneBounds()
	}
	return t
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Civil is the day's year, month and day of the month.
func (d Date) Civil() (year int, month time.Month, day int) { return d.utc().Date() }

// AddMonths moves to the first day of the month n months away.
func (d Date) AddMonths(n int) Date {
	y, m, _ := d.utc().Date()
	return NewDate(y, m+time.Month(n), 1)
}

// Span is a run of days, both ends included.
type Span struct{ From, To Date }

// Days is how many days the span has.
func (s Span) Days() int { return int(s.To-s.From) + 1 }

// Has reports whether d lies in the span.
func (s Span) Has(d Date) bool { return s.From <= d && d <= s.To }
