package community

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// DayRow is one row of a file of holidays, as typed.
type DayRow struct {
	Line                     int
	Date, Kind, Name, Source string
}

var dayKinds = map[string]DayKind{
	"holiday": Holiday, "放假": Holiday, "休": Holiday,
	"workday": MakeUp, "上班": MakeUp, "班": MakeUp,
}

// PlanDays checks a file of holidays. With any error nothing is planned.
func PlanDays(rows []DayRow) ([]CalendarDay, []RowError) {
	var (
		plan  []CalendarDay
		bad   []RowError
		lines = map[Date]int{}
	)
	for _, row := range rows {
		day, errs := readDay(row)
		if first, twice := lines[day.Date]; twice && day.Date != 0 {
			errs = append(errs, RowError{row.Line, "date", fmt.Sprintf("%s stands in line %d already", day.Date, first)})
		}
		lines[day.Date] = row.Line
		plan, bad = append(plan, day), append(bad, errs...)
	}
	if len(bad) > 0 {
		return nil, sorted(bad)
	}
	return plan, nil
}

func readDay(row DayRow) (day CalendarDay, bad []RowError) {
	say := func(column, reason string, args ...any) {
		bad = append(bad, RowError{row.Line, column, fmt.Sprintf(reason, args...)})
	}
	date, err := ParseDate(strings.TrimSpace(row.Date))
	if err != nil {
		say("date", "%v", err)
	}
	kind, known := dayKinds[strings.ToLower(strings.TrimSpace(row.Kind))]
	weekend := date.Weekday() == time.Saturday || date.Weekday() == time.Sunday
	switch {
	case !known:
		say("kind", "unknown kind %q: use holiday or workday", row.Kind)
	case kind == MakeUp && date != 0 && !weekend:
		say("kind", "%s is a %s: only a Saturday or Sunday can be a make-up workday", date, date.Weekday())
	}
	if reason := badName(row.Name); reason != "" {
		say("name", "%s", reason)
	}
	if utf8.RuneCountInString(row.Source) > 2*maxName {
		say("source", "is longer than %d characters", 2*maxName)
	}
	return CalendarDay{Date: date, Kind: kind, Name: row.Name, Source: row.Source}, bad
}
