package reading

import "time"

// Date is a calendar day, comparable with ==; the zero Date is "not stated".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether no date was stated.
func (d Date) IsZero() bool { return d == Date{} }

// Time returns midnight of the day in zone loc.
func (d Date) Time(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// Add returns the day n days later.
func (d Date) Add(n int) Date { return DateOf(d.Time(time.UTC).AddDate(0, 0, n)) }

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Time(time.UTC).Before(e.Time(time.UTC)) }

// String returns YYYY-MM-DD, or nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time(time.UTC).Format(time.DateOnly)
}

// nextYear returns the same day of the next year; the end of February stays it.
func (d Date) nextYear() Date {
	if d.Month == time.February && d.Day >= 28 {
		return Date{d.Year + 1, time.March, 1}.Add(-1)
	}
	return Date{d.Year + 1, d.Month, d.Day}
}

// weekday counts from Monday = 1 to Sunday = 7.
func (d Date) weekday() int {
	if w := int(d.Time(time.UTC).Weekday()); w > 0 {
		return w
	}
	return 7
}

// valid reports whether the day exists.
func valid(y, m, d int) bool {
	if m < 1 || m > 12 || d < 1 || d > 31 || y < 1 {
		return false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t.Day() == d
}
