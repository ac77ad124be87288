package community

import (
	"fmt"
	"time"
)

// Period is what a digest covers.
type Period string

// The periods.
const (
	Day   Period = "day"
	Week  Period = "week"
	Month Period = "month"
)

// Periods lists the periods from the shortest.
func Periods() []Period { return []Period{Day, Week, Month} }

// Clock is a time of day in minutes after midnight.
type Clock int

// Off is the clock of a digest that is not sent.
const Off Clock = -1

// ParseClock reads HH:MM (also H:MM, full-width colon, or H点) or "off".
func ParseClock(s string) (Clock, error) {
	if s == "off" || s == "关" {
		return Off, nil
	}
	var h, m int
	if n, err := fmt.Sscanf(s, "%d:%d", &h, &m); n != 2 || err != nil || h < 0 || h > 23 || m < 0 || m > 59 {
		return 0, Refuse(Invalid, "clock", "Text", s)
	}
	return Clock(h*60 + m), nil
}

// String is HH:MM, or "off".
func (c Clock) String() string {
	if c == Off {
		return "off"
	}
	return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60)
}

// ClockOf is t's time of day in its location.
func ClockOf(t time.Time) Clock { return Clock(t.Hour()*60 + t.Minute()) }

// Schedule says when a chat's digests come.
type Schedule struct {
	Day, Week, Month Clock
	Silent           bool // nothing is sent for an empty day
}

// DefaultSchedule is daily 18:00, weekly Monday 09:00, monthly the 1st 09:00.
func DefaultSchedule() Schedule { return Schedule{Day: 18 * 60, Week: 9 * 60, Month: 9 * 60} }

// At is the clock of a period's digest.
func (s Schedule) At(p Period) Clock {
	switch p {
	case Day:
		return s.Day
	case Week:
		return s.Week
	default:
		return s.Month
	}
}

// With returns the schedule with one clock changed.
func (s Schedule) With(p Period, at Clock) Schedule {
	switch p {
	case Day:
		s.Day = at
	case Week:
		s.Week = at
	case Month:
		s.Month = at
	}
	return s
}

// Group is a group chat tied to a unit: it gets that subtree's digests.
type Group struct {
	Chat     int64
	Topic    int // of a forum, where the digests go; 0 for none
	Unit     UnitID
	Title    string
	Schedule Schedule
	Since    time.Time // when it was bound: earlier slots are not its own
	Gone     bool      // the bot was removed
}
