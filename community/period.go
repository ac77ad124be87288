package community

import (
	"strings"
	"time"
)

var periodWords = map[string]Period{
	"day": Day, "daily": Day, "日报": Day, "日": Day, "今日": Day, "今天": Day,
	"week": Week, "weekly": Week, "周报": Week, "周": Week, "本周": Week,
	"month": Month, "monthly": Month, "月报": Month, "月": Month, "本月": Month,
}

// ParsePeriod reads day, week or month, or the digests' Chinese names.
func ParsePeriod(text string) (Period, error) {
	if p, ok := periodWords[strings.ToLower(strings.TrimSpace(text))]; ok {
		return p, nil
	}
	return "", Refuse(Invalid, "period", "Text", text)
}

// Of is the span of this kind that a day lies in: the day itself, its week
// from Monday to Sunday, or its month.
func (p Period) Of(day Date) Span {
	switch p {
	case Week:
		monday := day - Date((day.Weekday()+6)%7)
		return Span{From: monday, To: monday + 6}
	case Month:
		return Span{From: day.AddMonths(0), To: day.AddMonths(1) - 1}
	default:
		return Span{From: day, To: day}
	}
}

// Before is the span of this kind right before another.
func (p Period) Before(s Span) Span { return p.Of(s.From - 1) }

// Slot is the moment at which the digest of a span is due: for a day that
// same day, for a week the Monday and for a month the 1st after it. A clock
// that a zone's change of time leaves out or repeats still gives one moment.
func (p Period) Slot(s Span, at Clock, zone *time.Location) time.Time {
	day := s.To + 1
	if p == Day {
		day = s.To
	}
	y, m, d := day.Civil()
	slot := time.Date(y, m, d, 0, int(at), 0, 0, zone)
	if first := day.In(zone); slot.Before(first) {
		return first
	}
	return slot
}

// LatestSlot is the last slot of a period that is not after now, with the span
// that its digest covers. It is not ok for a digest that is off.
func LatestSlot(s Schedule, p Period, now time.Time, zone *time.Location) (slot time.Time, span Span, ok bool) {
	at := s.At(p)
	if at == Off {
		return time.Time{}, Span{}, false
	}
	span = p.Of(DateOf(now.In(zone)))
	for slot = p.Slot(span, at, zone); slot.After(now); slot = p.Slot(span, at, zone) {
		span = p.Before(span)
	}
	return slot, span, true
}
