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
	span := s.Whole(today)
	span.To = min(span.To, today)
	return span
}

// Whole is the days of a stretch to its end, even if that is to come: they are
// the same on each of its days.
func (s Stretch) Whole(today community.Date) community.Span {
	year, month, _ := today.Civil()
	switch s {
	case LastMonth:
		return community.Month.Before(community.Month.Of(today))
	case ThisWeek:
		return community.Week.Of(today)
	case LastWeek:
		return community.Week.Before(community.Week.Of(today))
	case ThisQuarter:
		first := community.NewDate(year, month-(month-1)%3, 1)
		return community.Span{From: first, To: first.AddMonths(3) - 1}
	case ThisYear:
		return community.Span{From: community.NewDate(year, 1, 1), To: community.NewDate(year, 12, 31)}
	}
	return community.Month.Of(today)
}
