package community_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gridmate/community"
)

// do takes a step that has to be possible.
func do(t *testing.T, m community.Matter, by community.Person, s community.Step, when time.Time) community.Matter {
	t.Helper()
	s.Seen = community.Unseen
	next, _, err := m.Do(s, by, lifeOrg(), when)
	if err != nil {
		t.Fatalf("%s: %v", s.Action, err)
	}
	return next
}

// refused takes a step that must not be possible, for this reason.
func refused(t *testing.T, m community.Matter, by community.Person, s community.Step, when time.Time, key string) {
	t.Helper()
	_, events, err := m.Do(s, by, lifeOrg(), when)
	refusal, ok := community.Refusal(err)
	if !ok || refusal.Key != key || len(events) > 0 {
		t.Errorf("%s: %v with %d events, want %s", s.Action, err, len(events), key)
	}
}

func typed(a community.Action, why string) community.Step {
	return community.Step{Action: a, Why: why, Seen: community.Unseen}
}

var (
	mender    = somebody(11, community.RoleGrid, theGrid)
	neighbour = somebody(12, community.RoleGrid, theGrid)
	leader    = somebody(13, community.RoleLead, theVillage)
	overseer  = somebody(14, community.RoleStreet, theStreet)
)

func TestAFixerCannotCloseTheirOwnButAColleagueAndALeadCan(t *testing.T) {
	t.Parallel()
	m := do(t, matterAt(community.Open, community.KindIssue), mender, typed(community.Fix, "已清理"), aMorning)
	refused(t, m, mender, typed(community.Close, ""), aMorning, "step_own")
	closed := do(t, m, neighbour, typed(community.Close, ""), aMorning)
	if closed.Closer != neighbour.ID || closed.Review != community.DateOf(aMorning)+30 || closed.Measure != "已清理" {
		t.Errorf("%+v", closed.Course)
	}
	own := do(t, matterAt(community.Open, community.KindIssue), leader, typed(community.Fix, ""), aMorning)
	do(t, own, leader, typed(community.Close, ""), aMorning)
}

func TestAThirdExtensionIsRefusedAndTheFirstDeadlineKept(t *testing.T) {
	t.Parallel()
	m := matterAt(community.Open, community.KindIssue)
	first := m.Deadline
	for n := range 2 {
		m = do(t, m, mender, community.Step{Action: community.Extend, Why: "下雨", Deadline: m.Deadline + 3}, aMorning)
		if m.Extensions != n+1 || m.First != first {
			t.Errorf("%d extensions, first %s", m.Extensions, m.First)
		}
	}
	refused(t, m, mender, community.Step{
		Action: community.Extend, Why: "下雨", Deadline: m.Deadline + 3, Seen: community.Unseen,
	}, aMorning, "step_extended")
	if slices.Contains(m.Steps(mender, lifeOrg(), community.DateOf(aMorning)), community.Extend) {
		t.Error("a third extension is offered")
	}
}

func TestAnExtensionNeedsAReasonAndALaterDay(t *testing.T) {
	t.Parallel()
	m := matterAt(community.Open, community.KindIssue)
	for _, row := range []struct {
		name string
		step community.Step
		key  string
	}{
		{"no reason", community.Step{Deadline: m.Deadline + 1}, "step_reason"},
		{"no day", community.Step{Why: "下雨"}, "step_date"},
		{"the same day", community.Step{Why: "下雨", Deadline: m.Deadline}, "step_earlier"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.step.Action, row.step.Seen = community.Extend, community.Unseen
			refused(t, m, mender, row.step, aMorning, row.key)
		})
	}
}

func TestEscalationGoesUpOneLevelAtATime(t *testing.T) {
	t.Parallel()
	m := do(t, matterAt(community.Open, community.KindIssue), mender, typed(community.Escalate, "难"), aMorning)
	if m.Desk != theVillage {
		t.Errorf("a grid's own lies at unit %d", m.Desk)
	}
	m = do(t, m, leader, typed(community.Escalate, "难"), aMorning)
	if m.Desk != theStreet {
		t.Errorf("a community's lies at unit %d", m.Desk)
	}
	refused(t, m, overseer, typed(community.Escalate, "难"), aMorning, "step_top")
}

func TestWorkIsGivenOnlyBelowOneself(t *testing.T) {
	t.Parallel()
	m := matterAt(community.Open, community.KindIssue)
	abroad := community.Step{Action: community.Assign, OwnerUnit: theAbroad, Seen: community.Unseen}
	refused(t, m, leader, abroad, aMorning, "step_outside")
	m = do(t, m, overseer, abroad, aMorning)
	stranger := somebody(20, community.RoleGrid, theAbroad)
	do(t, m, stranger, typed(community.Fix, ""), aMorning)
	refused(t, m, stranger, typed(community.Urge, ""), aMorning, "step_denied")
}

func TestAPressOnAnOldCardChangesNothing(t *testing.T) {
	t.Parallel()
	m := do(t, matterAt(community.Open, community.KindIssue), mender, typed(community.Take, ""), aMorning)
	refused(t, m, neighbour, community.Step{Action: community.Fix, Seen: 0}, aMorning, "step_stale")
}

func TestAnIssueIsClosedForGoodWhenItIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	m := do(t, matterAt(community.FixedState, community.KindIssue), leader, typed(community.Close, ""), aMorning)
	refused(t, m, leader, typed(community.Review, ""), aMorning.AddDate(0, 0, 29), "step_review")
	again := do(t, m, leader, typed(community.Reopen, "又堆上了"), aMorning.AddDate(0, 0, 10))
	if again.Status != community.Open || !again.ClosedAt.IsZero() || again.Deadline != community.DateOf(aMorning)+17 {
		t.Errorf("%s until %s", again.Status, again.Deadline)
	}
	m = do(t, m, leader, typed(community.Review, ""), aMorning.AddDate(0, 0, 30))
	refused(t, m, leader, typed(community.Reopen, "又堆上了"), aMorning.AddDate(0, 0, 31), "step_final")
}

func TestADisputeIsFollowedUpTwiceAndKeepsTheDayItWasSettled(t *testing.T) {
	t.Parallel()
	m := do(t, matterAt(community.Registered, community.KindDispute), mender, typed(community.Fix, "口头协议"), aMorning)
	day := community.DateOf(aMorning)
	for _, want := range []community.Date{day + 30, 0} {
		m = do(t, m, mender, typed(community.FollowUp, ""), aMorning.AddDate(0, 0, 7))
		if m.Review != want {
			t.Errorf("the next call is due %s, want %s", m.Review, want)
		}
	}
	m = do(t, m, leader, typed(community.Close, ""), aMorning.AddDate(0, 0, 30))
	if !m.ClosedAt.Equal(aMorning) || m.Status != community.Closed {
		t.Errorf("%s since %s", m.Status, m.ClosedAt)
	}
}

func TestASettledDisputeHasWalkedPastEveryState(t *testing.T) {
	t.Parallel()
	_, events, err := matterAt(community.Registered, community.KindDispute).Do(typed(community.Fix, ""), mender, lifeOrg(), aMorning)
	if err != nil {
		t.Fatal(err)
	}
	way := []community.Status{community.Registered, community.Accepted, community.Mediating, community.Success}
	if len(events) != len(way)-1 {
		t.Fatalf("%d events", len(events))
	}
	for i, e := range events {
		if e.From != way[i] || e.To != way[i+1] {
			t.Errorf("event %d leads from %s to %s", i, e.From, e.To)
		}
	}
}

// Whatever people do in whatever order: events join up, the record and the
// digests' figures agree with the state, and no rule of the ledger is broken.
func TestAnyHistoryKeepsTheRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]community.Kind{community.KindIssue, community.KindDispute}).Draw(t, "kind")
		m := matterAt(statuses(kind)[0], kind)
		when, state := aMorning, m.Status
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			by := rapid.SampledFrom([]community.Person{mender, neighbour, leader, overseer}).Draw(t, "by")
			when = when.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "hours")) * time.Hour)
			a := rapid.SampledFrom(community.Actions()[9:]).Draw(t, "action")
			offered := slices.Contains(m.Steps(by, lifeOrg(), community.DateOf(when)), a)
			next, events, err := m.Do(community.Step{
				Action: a, Why: "why", OwnerUnit: theGrid, Deadline: max(m.Deadline, community.DateOf(when)) + 1, Seen: m.Revision,
			}, by, lifeOrg(), when)
			if _, refused := community.Refusal(err); err != nil && !refused {
				t.Fatalf("%s: %v", a, err)
			}
			if err == nil && !offered && a != community.Take || err != nil && offered && a != community.Escalate {
				t.Fatalf("%s by %d is offered: %v, done: %v", a, by.ID, offered, err)
			}
			if err != nil {
				continue
			}
			for _, e := range events {
				if e.From != state {
					t.Fatalf("%s leads from %s, the state was %s", e.Action, e.From, state)
				}
				state = e.To
			}
			m = next
			checkRules(t, m, state)
		}
	})
}

func checkRules(t *rapid.T, m community.Matter, state community.Status) {
	switch {
	case m.Status != state:
		t.Fatalf("status %s, events lead to %s", m.Status, state)
	case m.Finished() == m.ClosedAt.IsZero():
		t.Fatalf("%s closed at %v", m.Status, m.ClosedAt)
	case m.Extensions > 2:
		t.Fatal("more than two extensions")
	case m.Kind == community.KindIssue && m.Status == community.Closed && m.Closer == m.Fixer && m.Fixer < leader.ID:
		t.Fatalf("%d signed off their own work", m.Closer)
	}
	if c := m.Tally().Counts(); m.Kind == community.KindDispute && (c.Success > 0) != (m.Outcome == community.OutcomeSuccess) {
		t.Fatalf("%d successes counted for %s", c.Success, m.Outcome)
	}
}

func TestSensitiveMattersAreKnown(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		kind community.Kind
		text string
		want bool
	}{
		{"violence at home", community.KindDispute, "3网格一户家暴", true},
		{"a quarrel about a child", community.KindDispute, "两家因孩子打架起争执", true},
		{"a broken slide for children", community.KindIssue, "儿童滑梯损坏", false},
		{"a sensitive group", community.KindIssue, "社区矫正人员未报到", true},
		{"a leak", community.KindDispute, "楼上漏水", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := (community.Record{Kind: row.kind, Text: row.text}).Delicate(); got != row.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
