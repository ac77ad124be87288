package community_test

import (
	"testing"

	"gridmate/community"
)

func published(t *testing.T) community.Calendar {
	t.Helper()
	days, err := community.PublishedDays()
	if err != nil {
		t.Fatal(err)
	}
	return community.NewCalendar(days...)
}

func date(t *testing.T, s string) community.Date {
	t.Helper()
	d, err := community.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorkdaysFollowThePublishedArrangement(t *testing.T) {
	t.Parallel()
	c := published(t)
	for name, row := range map[string]struct {
		day     string
		workday bool
		holiday string
	}{
		"an ordinary Monday":                {"2026-11-23", true, ""},
		"an ordinary Saturday":              {"2026-11-28", false, ""},
		"New Year's Day":                    {"2026-01-01", false, "元旦"},
		"a Friday off for New Year":         {"2026-01-02", false, "元旦"},
		"the Sunday made up for New Year":   {"2026-01-04", true, ""},
		"the Saturday before Spring":        {"2026-02-14", true, ""},
		"the first day of Spring Festival":  {"2026-02-15", false, "春节"},
		"the last day of Spring Festival":   {"2026-02-23", false, "春节"},
		"the day after Spring Festival":     {"2026-02-24", true, ""},
		"the Saturday made up for Spring":   {"2026-02-28", true, ""},
		"the Monday of Qingming":            {"2026-04-06", false, "清明节"},
		"the last day of the May holidays":  {"2026-05-05", false, "劳动节"},
		"the Saturday made up for May":      {"2026-05-09", true, ""},
		"the Friday of Dragon Boat":         {"2026-06-19", false, "端午节"},
		"the Sunday made up for October":    {"2026-09-20", true, ""},
		"Mid-Autumn":                        {"2026-09-25", false, "中秋节"},
		"the last day of National Day":      {"2026-10-07", false, "国庆节"},
		"the Thursday after National Day":   {"2026-10-08", true, ""},
		"the Saturday made up for October":  {"2026-10-10", true, ""},
		"a weekday of a year without data":  {"2030-10-01", true, ""},
		"a Saturday of a year without data": {"2030-10-05", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := date(t, row.day)
			if got := c.Workday(d); got != row.workday {
				t.Errorf("%s: workday %v", row.day, got)
			}
			if got, _ := c.Holiday(d); row.holiday != "" && got != row.holiday {
				t.Errorf("%s: holiday %q", row.day, got)
			}
			if _, is := c.Holiday(d); is != (row.holiday != "") {
				t.Errorf("%s: holiday %v", row.day, is)
			}
		})
	}
}

func TestThePublishedYearHasItsDaysOff(t *testing.T) {
	t.Parallel()
	c, off, made := published(t), 0, 0
	days, _ := community.PublishedDays()
	for _, d := range days {
		if d.Source == "" || d.Name == "" {
			t.Errorf("%s has no name or source", d.Date)
		}
		if d.Kind == community.Holiday {
			off++
			continue
		}
		made++
	}
	if off != 33 || made != 6 {
		t.Errorf("%d days off and %d made up", off, made)
	}
	if !c.Knows(2026) || c.Knows(2027) || (community.Calendar{}).Knows(2026) || len(c.Years()) != 1 {
		t.Errorf("years known: %v", c.Years())
	}
}

func TestWorkdaysAreCountedOverHolidays(t *testing.T) {
	t.Parallel()
	c := published(t)
	for name, row := range map[string]struct {
		from string
		n    int
		want string
	}{
		"none is the day itself":           {"2026-10-01", 0, "2026-10-01"},
		"over a weekend":                   {"2026-11-27", 1, "2026-11-30"},
		"three over National Day":          {"2026-09-30", 3, "2026-10-10"},
		"seven over Spring Festival":       {"2026-02-13", 7, "2026-03-02"},
		"one before a holiday":             {"2026-05-06", -1, "2026-04-30"},
		"one before a made-up Sunday":      {"2026-01-05", -1, "2026-01-04"},
		"five in a year without data":      {"2030-09-30", 5, "2030-10-07"},
		"from a Sunday to the next Monday": {"2026-11-29", 1, "2026-11-30"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.AddWorkdays(date(t, row.from), row.n); got.String() != row.want {
				t.Errorf("%s + %d = %s, want %s", row.from, row.n, got, row.want)
			}
		})
	}
}

func TestImportedDaysCountBeforePublishedOnes(t *testing.T) {
	t.Parallel()
	d := date(t, "2026-10-08")
	c := published(t).With(community.CalendarDay{Date: d, Kind: community.Holiday, Name: "地方放假"})
	if c.Workday(d) || !published(t).Workday(d) {
		t.Error("the imported day does not count")
	}
}

func TestAFileOfHolidaysIsCheckedRowByRow(t *testing.T) {
	t.Parallel()
	days, bad := community.PlanDays([]community.DayRow{
		{Line: 2, Date: "2027-01-01", Kind: "放假", Name: "元旦", Source: "示例"},
		{Line: 3, Date: "2027-01-03", Kind: "workday", Name: "元旦"},
	})
	if len(bad) > 0 || len(days) != 2 || days[0].Kind != community.Holiday || days[1].Kind != community.MakeUp {
		t.Fatalf("%v %v", days, bad)
	}
	_, bad = community.PlanDays([]community.DayRow{
		{Line: 2, Date: "1月1日", Kind: "holiday", Name: "元旦"},
		{Line: 3, Date: "2027-01-01", Kind: "maybe", Name: "元旦"},
		{Line: 4, Date: "2027-01-01", Kind: "holiday", Name: ""},
		{Line: 5, Date: "2027-01-04", Kind: "workday", Name: "元旦"},
	})
	var columns []string
	for _, e := range bad {
		columns = append(columns, e.Column)
	}
	if len(columns) != 5 || columns[0] != "date" || columns[1] != "kind" || columns[2] != "name" || columns[3] != "date" || columns[4] != "kind" {
		t.Errorf("%v", bad)
	}
}
