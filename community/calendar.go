package community

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// DayKind says what a published arrangement makes of a day.
type DayKind string

// The kinds of days. Days that no arrangement names follow the week.
const (
	Holiday DayKind = "holiday" // 放假
	MakeUp  DayKind = "workday" // 调休上班, on a Saturday or Sunday
)

// CalendarDay is one day of a published arrangement.
type CalendarDay struct {
	Date   Date
	Kind   DayKind
	Name   string // 国庆节; of a make-up day the holiday that it is for
	Source string // the notice that says so
}

// Calendar knows on which days people work. It does not change and can be
// shared; the zero one knows weekends only.
type Calendar struct {
	days map[Date]CalendarDay
}

// NewCalendar makes a calendar of these days; of a day that is named twice the
// last one counts.
func NewCalendar(days ...CalendarDay) Calendar {
	c := Calendar{days: make(map[Date]CalendarDay, len(days))}
	for _, d := range days {
		c.days[d.Date] = d
	}
	return c
}

// With is the calendar with more days, which count before its own.
func (c Calendar) With(days ...CalendarDay) Calendar {
	return NewCalendar(append(slices.Collect(maps.Values(c.days)), days...)...)
}

// Workday reports whether people work on a day: by the published arrangement,
// else from Monday to Friday.
func (c Calendar) Workday(d Date) bool {
	if day, named := c.days[d]; named {
		return day.Kind == MakeUp
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// Holiday is the name of the statutory holiday that a day belongs to; not ok
// for plain weekends.
func (c Calendar) Holiday(d Date) (name string, ok bool) {
	day := c.days[d]
	return day.Name, day.Kind == Holiday
}

// AddWorkdays is the n-th workday after a day, or for a negative n before it.
// With 0 it is the day itself, whatever day that is.
func (c Calendar) AddWorkdays(d Date, n int) Date {
	step := Date(1)
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		if d += step; c.Workday(d) {
			n--
		}
	}
	return d
}

// Knows reports whether an arrangement of that year is known. Without one,
// weekends are all that the calendar can tell.
func (c Calendar) Knows(year int) bool {
	for d := range c.days {
		if y, _, _ := d.Civil(); y == year {
			return true
		}
	}
	return false
}

// Years lists the years that the calendar knows.
func (c Calendar) Years() []int {
	years := map[int]bool{}
	for d := range c.days {
		y, _, _ := d.Civil()
		years[y] = true
	}
	return slices.Sorted(maps.Keys(years))
}

//go:embed data/holidays.csv
var holidays string

// PublishedDays are the arrangements that come with the program: those of the
// State Council's notices, nothing that was guessed. The list is shared.
func PublishedDays() ([]CalendarDay, error) { return published() }

var published = sync.OnceValues(func() ([]CalendarDay, error) {
	lines, err := csv.NewReader(strings.NewReader(holidays)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("published holidays: %w", err)
	}
	var rows []DayRow
	for i, l := range lines[1:] {
		rows = append(rows, DayRow{Line: i + 2, Date: l[0], Kind: l[1], Name: l[2], Source: l[3]})
	}
	days, bad := PlanDays(rows)
	if len(bad) > 0 {
		return nil, fmt.Errorf("published holidays: %w", bad[0])
	}
	return days, nil
})
