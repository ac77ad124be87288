package community_test

import (
	"testing"
	"time"

	"gridmate/community"
)

func TestListsHaveDatesInManyForms(t *testing.T) {
	t.Parallel()
	today := community.NewDate(2026, 11, 23)
	for text, want := range map[string]string{
		"2026-12-20": "2026-12-20", "2026年12月20日": "2026-12-20", "2026/12/20": "2026-12-20", "2026.12.20": "2026-12-20",
		"12月20日": "2026-12-20", "12月20日前": "2026-12-20", "3月1日": "2027-03-01", "12月底": "2026-12-31", "2027年2月底": "2027-02-28",
		"46376": "2026-12-20", // as a spreadsheet stores it
		"2月30日": "", "长期": "", "": "", "13月1日": "", "20": "",
	} {
		_, bad := community.PlanTasks(lifeOrg(), []community.TaskRow{{Line: 2, Task: "画线", Lead: "BH", Deadline: text}}, today)
		plan, _ := community.PlanTasks(lifeOrg(), []community.TaskRow{{Line: 2, Task: "画线", Lead: "BH", Deadline: text}}, today)
		switch {
		case want == "" && len(bad) != 1:
			t.Errorf("%q is taken", text)
		case want != "" && (len(plan) != 1 || plan[0].Task.Deadline.String() != want):
			t.Errorf("%q: %v %v, want %s", text, plan, bad, want)
		}
	}
}

func TestANewerListChangesWhatItSaysOtherwiseAndNothingElse(t *testing.T) {
	t.Parallel()
	org, today := lifeOrg(), community.DateOf(aMorning)
	row := community.TaskRow{Task: "画线", Lead: "BH", Deadline: "2026-12-20", Progress: "30%"}
	plan := func(r community.TaskRow) community.PlannedTask {
		list, bad := community.PlanTasks(org, []community.TaskRow{r}, today)
		if len(bad) > 0 {
			t.Fatal(bad)
		}
		return list[0]
	}
	m, _ := taskOf(t, func(k *community.Task) { *k = plan(row).Task })
	lead := somebody(20, community.RoleLead, theVillage)
	m, _, err := m.Do(community.Step{Action: community.Progress, Why: "70% 过半", Percent: 70, Seen: community.Unseen}, lead, org, aMorning)
	if err != nil {
		t.Fatal(err)
	}
	moved := row
	moved.Deadline, moved.Lead = "2026-12-25", "DH"
	n, events := m.Listed(plan(moved), row, aMorning.Add(time.Hour))
	if n.Deadline != community.NewDate(2026, 12, 25) || n.OwnerUnit != theForeign || n.Percent != 70 || n.Measure != "70% 过半" || n.Status != community.Rectifying {
		t.Errorf("%+v", n)
	}
	if e := events[0]; e.Action != community.Import || e.Was.String() != "2026-12-20" || e.Due.String() != "2026-12-25" || e.To != community.Rectifying {
		t.Errorf("%+v", e)
	}
	done := row
	done.Done = "已完成"
	if n, _ := m.Listed(plan(done), row, aMorning); n.Status != community.Closed || n.Percent != 100 || n.ClosedAt.IsZero() {
		t.Errorf("%+v", n)
	}
}

func TestWhatBecameOfInstructions(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return aMorning.AddDate(0, 0, n) }
	asked := func(on, closed int) community.Asked {
		a := community.Asked{Date: community.DateOf(day(on))}
		if closed > 0 {
			a.ClosedAt = day(closed)
		}
		return a
	}
	sum, ok := community.SumAsked([]community.Asked{asked(1, 0), asked(1, 2), asked(3, 4), asked(3, 4), asked(3, 0)}, day(5))
	if want := (community.AskedSum{Date: community.DateOf(day(3)), Last: 3, LastClosed: 2, Earlier: 1}); !ok || sum != want {
		t.Errorf("%+v, want %+v", sum, want)
	}
	if _, ok := community.SumAsked([]community.Asked{asked(1, 2)}, day(3)); ok {
		t.Error("what was signed off long ago is told again")
	}
	if _, ok := community.SumAsked([]community.Asked{asked(1, 2)}, day(2)); !ok {
		t.Error("what was signed off since is not told")
	}
	if _, ok := community.SumAsked(nil, day(0)); ok {
		t.Error("nothing is told")
	}
}
