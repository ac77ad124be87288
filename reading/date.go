package reading

import (
	"time"

	"gridmate/community"
)

// dayOf is day n of the month that begins at first, 0 where the month has none.
func dayOf(first community.Date, n int) community.Date {
	day := first + community.Date(n) - 1
	if n < 1 || n > 31 || day >= first.AddMonths(1) {
		return 0
	}
	return day
}

// dayIn is a day by the numbers that somebody wrote, 0 if there is none such.
func dayIn(year, month, day int) community.Date {
	if month < 1 || month > 12 || year < 1 {
		return 0
	}
	return dayOf(community.NewDate(year, time.Month(month), 1), day)
}

// nextYear is the same day of the next year; the end of February stays it.
func nextYear(d community.Date) community.Date {
	year, month, day := d.Civil()
	if month == time.February && day >= 28 {
		return community.NewDate(year+1, time.March, 1) - 1
	}
	return community.NewDate(year+1, month, day)
}

// weekday counts from Monday = 1 to Sunday = 7.
func weekday(d community.Date) int { return (int(d.Weekday())+6)%7 + 1 }
