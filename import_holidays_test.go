package main

import (
	"strings"
	"testing"

	"gridmate/community"
)

const holidaysFile = "date,kind,name,source\n2027-01-01,holiday,元旦,示例通知\n2027-01-02,workday,元旦,示例通知\n"

func TestHolidaysAreImportedWhollyAndRepeatably(t *testing.T) {
	t.Parallel()
	env, _ := deployment(t)
	for _, step := range []struct{ file, want string }{
		{holidaysFile, "holidays: 2 added, 0 changed, 0 unchanged\n"},
		{holidaysFile, "holidays: 0 added, 0 changed, 2 unchanged\n"},
		{strings.Replace(holidaysFile, "2027-01-02,workday", "2027-01-02,holiday", 1), "holidays: 0 added, 1 changed, 1 unchanged\n"},
	} {
		if o := call(t, env, "", "import", "holidays", put(t, "h.csv", step.file)); o.code != exitDone || o.out != step.want {
			t.Errorf("%+v, want %q", o, step.want)
		}
	}
	bad := "date,kind,name\n2027-05-01,holiday,劳动节\n2027-05-03,workday,劳动节\n五月四日,holiday,劳动节\n"
	o := call(t, env, "", "import", "holidays", put(t, "bad.csv", bad))
	if o.code != exitFailed || !strings.Contains(o.errors, "line 3, kind") || !strings.Contains(o.errors, "line 4, date") ||
		!strings.Contains(o.errors, "nothing was imported: 2 errors") {
		t.Errorf("%+v", o)
	}
	if o := call(t, env, "", "doctor"); !strings.Contains(o.out, "holidays       known for 2026, 2027") {
		t.Errorf("%+v", o)
	}
}

func TestDoctorSaysThatAYearWithoutHolidaysFallsBackToWeekends(t *testing.T) {
	t.Parallel()
	days, err := community.PublishedDays()
	if err != nil {
		t.Fatal(err)
	}
	for year, want := range map[int]string{2026: "known for 2026", 2027: "known for 2026; none for 2027: only weekends count as days off, import them with: gridmate import holidays FILE"} {
		if got := holidaysKnown(community.NewCalendar(days...), year); got != want {
			t.Errorf("%d: %q", year, got)
		}
	}
}
