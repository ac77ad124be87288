package community_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gridmate/community"
)

// The people of the reminders' tests: a worker, a colleague and everybody above.
const (
	worker community.PersonID = iota + 1
	colleague
	lead
	street
	county
	outsider
)

func remindOrg() *community.Org {
	return community.NewOrg([]community.Unit{
		{ID: 2, Code: "WB", Level: community.County, Name: "渭滨区"},
		{ID: 3, Code: "QJ", Level: community.Street, Name: "清姜街道", Parent: 2},
		{ID: 10, Code: "BH", Level: community.Village, Name: "滨河社区", Parent: 3},
		{ID: 11, Code: "BH-01", Level: community.Grid, Name: "1网格", Parent: 10},
		{ID: 12, Code: "BH-02", Level: community.Grid, Name: "2网格", Parent: 10},
		{ID: 20, Code: "JQ", Level: community.Village, Name: "金桥社区", Parent: 3},
	})
}

func remindPeople() []community.Person {
	person := func(id community.PersonID, role community.Role, unit community.UnitID) community.Person {
		return community.Person{ID: id, Chat: int64(id), Name: fmt.Sprint("P", id), Grants: []community.Grant{{Role: role, Unit: unit}}}
	}
	return []community.Person{
		person(worker, community.RoleGrid, 11), person(colleague, community.RoleGrid, 12), person(lead, community.RoleLead, 10),
		person(street, community.RoleStreet, 3), person(county, community.RoleCounty, 2), person(outsider, community.RoleLead, 20),
	}
}

// duty is an issue of the worker's grid, due on Wednesday the 25th.
func duty(change func(*community.Duty)) community.Duty {
	d := community.Duty{Item: community.Item{
		Number: 1, Kind: community.KindIssue, Unit: 11, Category: community.Fire, Status: community.Open,
		Level: community.LevelGeneral, Reporter: worker, Deadline: community.NewDate(2026, 11, 25),
	}}
	if change != nil {
		change(&d)
	}
	return d
}

func TestWhoIsRemindedOnWhichDay(t *testing.T) {
	t.Parallel()
	nobody := []community.PersonID{}
	for name, row := range map[string]struct {
		change func(*community.Duty)
		gone   []community.PersonID // who have lost their role
		away   map[community.PersonID]community.PersonID
		day    string
		want   []community.PersonID
	}{
		"two days before":                     {nil, nil, nil, "2026-11-23", nobody},
		"the day before":                      {nil, nil, nil, "2026-11-24", []community.PersonID{worker}},
		"the day":                             {nil, nil, nil, "2026-11-25", []community.PersonID{worker}},
		"a day over: the community's lead":    {nil, nil, nil, "2026-11-26", []community.PersonID{lead}},
		"two days over: the street":           {nil, nil, nil, "2026-11-27", []community.PersonID{street}},
		"not on Saturdays":                    {nil, nil, nil, "2026-11-28", nobody},
		"three days of work over: the county": {nil, nil, nil, "2026-11-30", []community.PersonID{county}},
		"nobody is left above":                {nil, nil, nil, "2026-12-01", nobody},
		"the assignee before the reporter":    {func(d *community.Duty) { d.Assignee = colleague }, nil, nil, "2026-11-24", []community.PersonID{colleague}},
		"a unit's lead where nobody is named": {func(d *community.Duty) { d.AssignedUnit = 20 }, nil, nil, "2026-11-24", []community.PersonID{outsider}},
		"the lead signs off":                  {func(d *community.Duty) { d.Status = community.FixedState }, nil, nil, "2026-11-24", []community.PersonID{lead}},
		"acknowledged":                        {func(d *community.Duty) { d.Acknowledged = true }, nil, nil, "2026-11-24", nobody},
		"closed":                              {func(d *community.Duty) { d.ClosedAt = time.Unix(1, 0) }, nil, nil, "2026-11-26", nobody},
		"without a deadline":                  {func(d *community.Duty) { d.Deadline = 0 }, nil, nil, "2026-11-26", nobody},
		"work of somebody removed":            {nil, []community.PersonID{worker}, nil, "2026-11-24", []community.PersonID{lead}},
		"an assignee removed":                 {func(d *community.Duty) { d.Assignee = colleague }, []community.PersonID{colleague}, nil, "2026-11-24", []community.PersonID{lead}},
		"no lead either":                      {nil, []community.PersonID{worker, lead}, nil, "2026-11-24", []community.PersonID{street}},
		"overdue without a lead":              {nil, []community.PersonID{lead}, nil, "2026-11-26", []community.PersonID{street}},
		"a stand-in":                          {nil, nil, map[community.PersonID]community.PersonID{worker: colleague}, "2026-11-24", []community.PersonID{colleague}},
		"a stand-in of the lead":              {nil, nil, map[community.PersonID]community.PersonID{lead: worker}, "2026-11-26", []community.PersonID{worker}},
		"a stand-in who is away too":          {nil, nil, map[community.PersonID]community.PersonID{worker: colleague, colleague: worker}, "2026-11-24", []community.PersonID{lead}},
		"escalated to the street by hand":     {func(d *community.Duty) { d.Desk = 3 }, nil, nil, "2026-11-26", []community.PersonID{street}},
		"and on to the county":                {func(d *community.Duty) { d.Desk = 3 }, nil, nil, "2026-11-27", []community.PersonID{county}},
		"due on a Sunday: told on Friday":     {func(d *community.Duty) { d.Deadline = community.NewDate(2026, 11, 29) }, nil, nil, "2026-11-27", []community.PersonID{worker}},
		"due on a Monday: told on Friday":     {func(d *community.Duty) { d.Deadline = community.NewDate(2026, 11, 30) }, nil, nil, "2026-11-27", []community.PersonID{worker}},
		"a critical one on a Saturday": {func(d *community.Duty) {
			d.Level, d.Deadline = community.LevelCritical, community.NewDate(2026, 11, 28)
		}, nil, nil, "2026-11-28", []community.PersonID{worker, lead}},
		"a critical one on the Sunday after, too": {func(d *community.Duty) {
			d.Level, d.Deadline = community.LevelCritical, community.NewDate(2026, 11, 28)
		}, nil, nil, "2026-11-29", []community.PersonID{worker, lead}},
		"a critical one leaves nobody whom it has come to": {func(d *community.Duty) {
			d.Level, d.Deadline = community.LevelCritical, community.NewDate(2026, 11, 28)
		}, nil, nil, "2026-11-30", []community.PersonID{worker, lead, street}},
		"not after weeks, either": {func(d *community.Duty) {
			d.Level = community.LevelCritical
		}, nil, nil, "2026-12-20", []community.PersonID{worker, lead, street, county}},
		"until somebody sees to it": {func(d *community.Duty) {
			d.Level, d.Acknowledged = community.LevelCritical, true
		}, nil, nil, "2026-12-20", nobody},
		"before National Day for the day after": {func(d *community.Duty) { d.Deadline = community.NewDate(2026, 10, 8) }, nil, nil, "2026-09-30", []community.PersonID{worker}},
		"not on National Day":                   {func(d *community.Duty) { d.Deadline = community.NewDate(2026, 9, 30) }, nil, nil, "2026-10-01", nobody},
		"after National Day for what was due":   {func(d *community.Duty) { d.Deadline = community.NewDate(2026, 9, 30) }, nil, nil, "2026-10-08", []community.PersonID{lead}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			people := remindPeople()
			for i, p := range people {
				if slices.Contains(row.gone, p.ID) {
					people[i].Grants = nil
				}
			}
			day := date(t, row.day)
			var leaves []community.Leave
			for who, in := range row.away {
				leaves = append(leaves, community.Leave{Person: who, StandIn: in, Days: community.Span{From: day, To: day}})
			}
			roster := community.NewRoster(remindOrg(), people, leaves, day)
			got := []community.PersonID{}
			for _, r := range roster.Reminders([]community.Duty{duty(row.change)}, day, published(t), false) {
				got = append(got, r.To.ID)
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("reminded %v, want %v", got, row.want)
			}
		})
	}
}

func TestAReminderBatchesAndPutsTheLongestOverdueFirst(t *testing.T) {
	t.Parallel()
	day := date(t, "2026-11-26")
	duties := []community.Duty{
		duty(func(d *community.Duty) { d.Number, d.Deadline, d.Assignee = 3, day, lead }),
		duty(func(d *community.Duty) { d.Number = 2 }),
		duty(func(d *community.Duty) { d.Number, d.Level = 1, community.LevelCritical }),
	}
	roster := community.NewRoster(remindOrg(), remindPeople(), nil, day)
	all := roster.Reminders(duties, day, published(t), false)
	said := func(all []community.Reminder) (lists string) {
		for _, r := range all {
			lists += fmt.Sprint(r.To.Name, " ", community.RemindedOf(r), " ")
		}
		return lists
	}
	if got := said(all); got != "P1 [{1 2026-11-25}] P3 [{1 2026-11-25} {2 2026-11-25} {3 2026-11-26}] " {
		t.Error(got)
	}
	if got := said(roster.Reminders(duties, day, published(t), true)); got != "P1 [{1 2026-11-25}] P3 [{1 2026-11-25}] " {
		t.Error("of critical ones alone", got)
	}
}

func TestALeaveNeedsAStandInFromTheSameWork(t *testing.T) {
	t.Parallel()
	people, today := remindPeople(), date(t, "2026-11-23")
	for name, row := range map[string]struct {
		in       community.PersonID
		from, to string
		refused  string
	}{
		"a colleague of the community": {colleague, "2026-11-24", "2026-11-28", ""},
		"the lead above":               {lead, "2026-11-23", "2026-11-23", ""},
		"one that has begun":           {lead, "2026-11-20", "2026-11-24", ""},
		"somebody of elsewhere":        {outsider, "2026-11-24", "2026-11-28", "leave_stranger"},
		"oneself":                      {worker, "2026-11-24", "2026-11-28", "leave_self"},
		"the end before the beginning": {lead, "2026-11-28", "2026-11-24", "leave_backwards"},
		"one that is over":             {lead, "2026-11-20", "2026-11-22", "leave_past"},
		"half a year":                  {lead, "2026-11-24", "2027-06-01", "leave_long"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			days := community.Span{From: date(t, row.from), To: date(t, row.to)}
			_, err := community.NewLeave(people[worker-1], people[row.in-1], days, today, remindOrg())
			if refusal, is := community.Refusal(err); is != (row.refused != "") || is && !strings.HasSuffix(refusal.Key, row.refused) {
				t.Errorf("%v, want %q", err, row.refused)
			}
		})
	}
}

func TestWhatIsDoneIsLookedAtAgainWhenItIsDue(t *testing.T) {
	t.Parallel()
	holiday := community.NewCalendar(community.CalendarDay{Date: community.NewDate(2026, 11, 25), Kind: community.Holiday})
	closed := time.Date(2026, 10, 26, 10, 0, 0, 0, time.UTC)
	issue := community.Matter{
		Record: community.Record{Number: 1, Kind: community.KindIssue, Unit: 11, Status: community.Closed, Level: community.LevelCritical, Reporter: worker, ClosedAt: closed},
		Course: community.Course{Fixer: worker, Review: community.NewDate(2026, 11, 25)},
	}
	dispute := issue
	dispute.Kind, dispute.Status, dispute.Fixer = community.KindDispute, community.Success, colleague
	for _, c := range []struct {
		name string
		community.Matter
		day  int
		want []community.PersonID
	}{
		{"not before its day", issue, 24, nil},
		{"not on a holiday, whatever its level was", issue, 25, nil},
		{"on the first workday after it, the lead", issue, 26, []community.PersonID{lead}},
		{"the mediator", dispute, 26, []community.PersonID{colleague}},
		{"not every day", dispute, 27, nil},
		{"a week later again", dispute, 33, []community.PersonID{colleague}},
	} {
		roster := community.NewRoster(remindOrg(), remindPeople(), nil, community.NewDate(2026, 11, c.day))
		var got []community.PersonID
		for _, r := range roster.Reminders([]community.Duty{c.ReviewDuty()}, community.NewDate(2026, 11, c.day), holiday, false) {
			got = append(got, r.To.ID)
			if r.Notices[0].Stage != community.Again || len(community.RemindedOf(r)) != 0 {
				t.Errorf("%s: %+v", c.name, r)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v are reminded, want %v", c.name, got, c.want)
		}
	}
}
