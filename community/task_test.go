package community_test

import (
	"errors"
	"strings"
	"testing"

	"gridmate/community"
)

func taskOf(t *testing.T, edit func(*community.Task)) (community.Matter, community.Event) {
	t.Helper()
	task := community.Task{
		Unit: theVillage, Lead: theVillage, Title: "完善小区消防通道标线", Deadline: community.DateOf(aMorning) + 7, Source: community.SourceChat,
	}
	edit(&task)
	setter := somebody(30, community.RoleStreet, theStreet)
	r, err := task.Record(setter, aMorning)
	if err != nil {
		t.Fatal(err)
	}
	r.Number = 7
	return task.Set(r, setter, aMorning)
}

func TestATaskIsGivenProgressesIsFinishedAndSignedOff(t *testing.T) {
	t.Parallel()
	org := lifeOrg()
	m, e := taskOf(t, func(*community.Task) {})
	if m.Status != community.Assigned || e.Action != community.Plan || e.To != community.Assigned || e.Unit != theVillage || m.Tally() != 0 || m.Finished() {
		t.Fatalf("%+v %+v", m, e)
	}
	lead, street := somebody(20, community.RoleLead, theVillage), somebody(30, community.RoleStreet, theStreet)
	do := func(by community.Person, s community.Step) error {
		s.Seen = community.Unseen
		next, events, err := m.Do(s, by, org, aMorning)
		if err == nil {
			m, e = next, events[len(events)-1]
		}
		return err
	}
	for _, s := range []struct {
		by     community.Person
		step   community.Step
		status community.Status
	}{
		{lead, community.Step{Action: community.Progress, Why: "60% 已招标", Percent: 60}, community.Rectifying},
		{lead, community.Step{Action: community.Fix, Why: "全部画好"}, community.FixedState},
		{street, community.Step{Action: community.Return, Why: "2号门没画"}, community.Rectifying},
		{lead, community.Step{Action: community.Fix}, community.FixedState},
		{street, community.Step{Action: community.Close}, community.Closed},
	} {
		if err := do(s.by, s.step); err != nil || m.Status != s.status || e.To != s.status {
			t.Fatalf("%s: %v, %s, want %s", s.step.Action, err, m.Status, s.status)
		}
	}
	if m.Percent != 100 || !m.Finished() || m.Review != 0 {
		t.Errorf("%+v", m)
	}
	if err := do(street, community.Step{Action: community.Reopen, Why: "又磨掉了"}); err != nil || m.Percent != 99 || !m.ClosedAt.IsZero() {
		t.Errorf("%v %+v", err, m)
	}
	if err := do(lead, community.Step{Action: community.Progress, Why: "很多", Percent: 101}); !errors.Is(err, community.Invalid) {
		t.Errorf("more than all of it: %v", err)
	}
	if err := do(street, community.Step{Action: community.Revoke, Why: "重复了"}); err != nil || m.Withdrawn.IsZero() || e.To != community.Withdrawn {
		t.Errorf("%v %+v %+v", err, m, e)
	}
	if err := do(street, community.Step{Action: community.Fix}); !errors.Is(err, community.Conflict) {
		t.Errorf("a revoked task goes on: %v", err)
	}
}

func TestATaskMustBeSayableAndLieAhead(t *testing.T) {
	t.Parallel()
	today := community.DateOf(aMorning)
	for name, c := range map[string]struct {
		edit func(*community.Task)
		key  string
	}{
		"without a title":    {func(k *community.Task) { k.Title = " " }, "task_title"},
		"with a long title":  {func(k *community.Task) { k.Title = strings.Repeat("长", 201) }, "task_long"},
		"without a deadline": {func(k *community.Task) { k.Deadline = 0 }, "task_deadline"},
		"in the past":        {func(k *community.Task) { k.Deadline = today - 1 }, "step_past"},
		"in ten years":       {func(k *community.Task) { k.Deadline = today + 3650 }, "task_far"},
		"with a long body":   {func(k *community.Task) { k.Body = strings.Repeat("局", 61) }, "task_body"},
		"with many partners": {func(k *community.Task) { k.Partners = make([]community.Partner, 13) }, "task_partners"},
		"late, from a list":  {func(k *community.Task) { k.Deadline, k.Source = today-1, community.SourceList }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			task := community.Task{Unit: theVillage, Title: "标线", Deadline: today + 1}
			c.edit(&task)
			_, err := task.Record(somebody(30, community.RoleStreet, theStreet), aMorning)
			if e, _ := community.Refusal(err); c.key == "" && err != nil || c.key != "" && (e == nil || e.Key != c.key) {
				t.Errorf("%v, want %q", err, c.key)
			}
		})
	}
}

func TestPartnersReportProgressAndNothingElse(t *testing.T) {
	t.Parallel()
	org := lifeOrg()
	m, _ := taskOf(t, func(k *community.Task) { k.Partners = []community.Partner{{Unit: theForeign}, {Name: "物业办"}} })
	said := community.Step{Action: community.Progress, Why: "东湖段 100%", Percent: 100, Seen: community.Unseen}
	if n, _, err := m.Do(said, somebody(9, community.RoleLead, theForeign), org, aMorning); err != nil || n.Percent != 0 || n.Measure != said.Why {
		t.Errorf("a partner's part counts for the whole: %v %+v", err, n.Course)
	}
	for _, role := range []community.Role{community.RoleLead, community.RoleStaff} {
		helper := somebody(9, role, theForeign)
		for _, a := range community.Actions() {
			want := a == community.Read || a == community.Progress
			if got := helper.MayStep(a, m, org); got != want {
				t.Errorf("%s of a partner unit: %s is %v", role, a, got)
			}
		}
	}
}

func TestATaskLiesWhereItWasGivenAndAnInstructionStaysWithItsLeader(t *testing.T) {
	t.Parallel()
	org := lifeOrg()
	for source, want := range map[string]community.UnitID{community.SourceChat: theSibling, community.SourceInstruction: theVillage} {
		m, _ := taskOf(t, func(k *community.Task) { k.Source, k.Lead, k.Body = source, 0, "住建局" })
		n, _, err := m.Do(community.Step{Action: community.Assign, OwnerUnit: theSibling, Seen: community.Unseen}, somebody(20, community.RoleLead, theVillage), org, aMorning)
		if err != nil || n.Unit != want || n.OwnerUnit != theSibling || n.Body != "" {
			t.Errorf("%s: %v %+v", source, err, n)
		}
		if _, _, err := m.Do(community.Step{Action: community.Assign, OwnerUnit: theForeign, Seen: community.Unseen}, somebody(20, community.RoleLead, theVillage), org, aMorning); !errors.Is(err, community.Denied) {
			t.Errorf("%s goes abroad: %v", source, err)
		}
	}
}

func TestGivingATaskOnIsNoWayToMoreTime(t *testing.T) {
	t.Parallel()
	org := lifeOrg()
	for name, c := range map[string]struct {
		by     community.Person
		setter community.PersonID
		late   bool
		days   community.Date // 0 names none
		want   community.Date // after the deadline; -1 is refused
	}{
		"earlier":                     {somebody(20, community.RoleLead, theVillage), 30, false, -2, -2},
		"later":                       {somebody(20, community.RoleLead, theVillage), 30, false, 3, -1},
		"later, by whoever set it":    {somebody(30, community.RoleStreet, theStreet), 30, false, 3, 3},
		"later, from a list":          {somebody(20, community.RoleLead, theVillage), 0, false, 3, -1},
		"later, from above, a list":   {somebody(30, community.RoleStreet, theStreet), 0, false, 3, 3},
		"overdue, without a new date": {somebody(20, community.RoleLead, theVillage), 30, true, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, _ := taskOf(t, func(*community.Task) {})
			m.Reporter = c.setter
			if c.late {
				m.Deadline = community.DateOf(aMorning) - 3
			}
			s := community.Step{Action: community.Assign, OwnerUnit: theGrid, Seen: community.Unseen}
			if c.days != 0 {
				s.Deadline = m.Deadline + c.days
			}
			n, _, err := m.Do(s, c.by, org, aMorning)
			switch {
			case c.want == -1 && !errors.Is(err, community.Invalid):
				t.Errorf("%v", err)
			case c.want != -1 && (err != nil || n.Deadline != m.Deadline+c.want):
				t.Errorf("%v, due %s, was %s", err, n.Deadline, m.Deadline)
			}
		})
	}
}

// A linked leader: what they asked for they may look after; nothing else of
// their units, and nothing any more once the link is gone.
func TestALeaderLooksAfterWhatTheyAskedForOnly(t *testing.T) {
	t.Parallel()
	org := lifeOrg()
	leader := somebody(9, community.RoleLeader, theVillage)
	ask := func(setter community.PersonID) community.Matter {
		m, _ := taskOf(t, func(k *community.Task) { k.Source = community.SourceInstruction })
		m.Reporter = setter
		return m
	}
	always := map[community.Action]bool{community.Read: true, community.Urge: true, community.Instruct: true, community.LogVisit: true}
	asked := map[community.Action]bool{community.Close: true, community.Return: true, community.Reopen: true, community.Revoke: true}
	for _, a := range community.Actions() {
		if got, want := leader.MayStep(a, ask(leader.ID), org), always[a] || asked[a]; got != want {
			t.Errorf("%s of their own instruction is %v", a, got)
		}
		if got, want := leader.MayStep(a, ask(8), org), always[a]; got != want {
			t.Errorf("%s of another's is %v", a, got)
		}
		moved := somebody(9, community.RoleLeader, theForeign)
		if moved.MayStep(a, ask(leader.ID), org) {
			t.Errorf("%s after the link moved", a)
		}
	}
}

func TestATaskIsSignedOffBySomebodyElseUnlessItsSetterDidItOrABodyOutside(t *testing.T) {
	t.Parallel()
	org := lifeOrg()
	lead := somebody(20, community.RoleLead, theVillage)
	for name, c := range map[string]struct {
		edit   func(*community.Task)
		setter community.PersonID
		want   bool
	}{
		"set from above":              {func(*community.Task) {}, 30, false},
		"from a list":                 {func(k *community.Task) { k.Source = community.SourceList }, 0, false},
		"asked for by a leader":       {func(k *community.Task) { k.Source = community.SourceInstruction }, 40, false},
		"set by whoever did it":       {func(*community.Task) {}, 20, true},
		"led by a body outside":       {func(k *community.Task) { k.Lead, k.Body = 0, "住建局" }, 30, true},
		"from a list, led by outside": {func(k *community.Task) { k.Lead, k.Body = 0, "住建局" }, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, _ := taskOf(t, c.edit)
			m.Reporter = c.setter
			for _, a := range []community.Action{community.Fix, community.Close} {
				next, _, err := m.Do(community.Step{Action: a, Seen: community.Unseen}, lead, org, aMorning)
				if a == community.Close && (err == nil) != c.want {
					t.Errorf("%v", err)
				}
				m = next
			}
		})
	}
}
