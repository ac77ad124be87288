package export

import "gridmate/community"

// Stretch names a run of days up to today.
type Stretch string

// The stretches, in the order in which they are offered.
const (
	ThisMonth   Stretch = "this_month"
	LastMonth   Stretch = "last_month"
	ThisWeek    Stretch = "this_week"
	LastWeek    Stretch = "last_week"
	ThisQuarter Stretch = "this_quarter"
	ThisYear    Stretch = "this_year"
)

// Stretches lists all.
func Stretches() []Stretch {
	return []Stretch{ThisMonth, LastMonth, ThisWeek, LastWeek, ThisQuarter, ThisYear}
}

// Of is the days of a stretch on that day. What is not over yet ends on that
// day.
func (s Stretch) Of(today community.Date) community.Span {
	year, month, _ := today.Civil()
	span := community.Month.Of(today)
	switch s {
	case LastMonth:
		return community.Month.Before(span)
	case ThisWeek:
		span = community.Week.Of(today)
	case LastWeek:
		return community.Week.Before(community.Week.Of(today))
	case ThisQuarter:
		span.From = community.NewDate(year, month-(month-1)%3, 1)
	case ThisYear:
		span.From = community.NewDate(year, 1, 1)
	}
	span.To = min(span.To, today)
	return span
}
