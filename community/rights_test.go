package community_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
)

var update = flag.Bool("update", false, "rewrite docs/rights.md")

// expected is who may do what once more, in words: + in the subtree, o one's
// own, - not at all. The columns are the roles from grid worker to admin.
const expected = `
report       + + + + + + - - +
correct_own  + + + + + + - - +
correct_any  - - + - - - - - +
read         + + + + + + + + +
invite       - - + + + + - - +
bind_group   - - + + + + - - +
set_schedule - - + + + + - - +
manage       - - - - - - - - +
draft        - - + + + + + - +
take         o o + + + + - - +
assign       - - + + + + - - +
fix          o o + + + + - - +
close        + + + + + + - - +
return       + + + + + + - - +
extend       o o + + + + - - +
escalate     o o + + + + - - +
reopen       o + + + + + - - +
review       - + + + + + - - +
urge         - + + + + + - + +
accept       o + + + + + - - +
mediate      o + + + + + - - +
fail         o o + + + + - - +
transfer     - + + + + + - - +
follow_up    o + + + + + - - +
plan         - - + + + + - - +
progress     o o + + + + - - +
revoke       - - - + + + - - +
instruct     - - - - - - - + -
visit        - - - - - - - + -
tick         - + + + + + - - +
score_self   - + + - - - - - +
score_verify - - - + + + - - +
score_assess - - - - + + - - +
`

func reaches(t *testing.T) map[community.Action]map[community.Role]string {
	t.Helper()
	table := map[community.Action]map[community.Role]string{}
	for line := range strings.Lines(strings.TrimSpace(expected)) {
		cells := strings.Fields(line)
		row := map[community.Role]string{}
		for i, role := range community.Roles() {
			row[role] = cells[i+1]
		}
		table[community.Action(cells[0])] = row
	}
	return table
}

func TestEveryRoleReachesAsFarAsTheTableSays(t *testing.T) {
	t.Parallel()
	table := reaches(t)
	if len(table) != len(community.Actions()) {
		t.Fatalf("%d actions are expected, %d exist", len(table), len(community.Actions()))
	}
	marks := map[community.Reach]string{community.No: "-", community.Own: "o", community.Below: "+"}
	for _, a := range community.Actions() {
		for _, role := range community.Roles() {
			if got, want := marks[role.Reach(a)], table[a][role]; got != want {
				t.Errorf("%s of %s reaches %s, want %s", a, role, got, want)
			}
		}
	}
}

// The places of the test: a street with two communities, of two grids each.
const (
	theStreet  community.UnitID = 1
	theVillage community.UnitID = 2
	theGrid    community.UnitID = 3
	theSibling community.UnitID = 4
	theForeign community.UnitID = 5
	theAbroad  community.UnitID = 6
)

func lifeOrg() *community.Org {
	return community.NewOrg([]community.Unit{
		{ID: theStreet, Code: "JD", Level: community.Street, Name: "街道"},
		{ID: theVillage, Code: "BH", Level: community.Village, Name: "滨河", Parent: theStreet},
		{ID: theGrid, Code: "BH-01", Level: community.Grid, Name: "1网格", Parent: theVillage},
		{ID: theSibling, Code: "BH-02", Level: community.Grid, Name: "2网格", Parent: theVillage},
		{ID: theForeign, Code: "DH", Level: community.Village, Name: "东湖", Parent: theStreet},
		{ID: theAbroad, Code: "DH-01", Level: community.Grid, Name: "1网格", Parent: theForeign},
	})
}

func somebody(id community.PersonID, role community.Role, unit community.UnitID) community.Person {
	return community.Person{ID: id, Name: fmt.Sprint(role), Grants: []community.Grant{{Role: role, Unit: unit, Type: community.Safe}}}
}

var aMorning = time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))

func matterAt(status community.Status, kind community.Kind) community.Matter {
	m := community.Matter{Record: community.Record{
		Number: 7, Kind: kind, Unit: theGrid, Category: community.Fire, Type: community.Safe, Level: community.LevelGeneral,
		Status: status, Date: community.DateOf(aMorning), Deadline: community.DateOf(aMorning) + 7, Reporter: 50,
	}}
	if kind == community.KindDispute {
		m.Category = community.Neighbor
	}
	if kind == community.KindTask {
		m.Category, m.Level, m.Title, m.Source = community.General, "", "完善标线", community.SourceList
	}
	if m.Finished() {
		m.ClosedAt = aMorning.AddDate(0, 0, -40)
		m.Review = community.DateOf(aMorning) - 10
	}
	return m
}

func statuses(kind community.Kind) []community.Status {
	if kind == community.KindDispute {
		return []community.Status{
			community.Registered, community.Accepted, community.Mediating, community.Success, community.Failure,
			community.Escalated, community.Transferred, community.FollowedUp, community.Closed,
		}
	}
	return []community.Status{
		community.Open, community.Assigned, community.Rectifying, community.FixedState, community.Escalated, community.Closed,
	}
}

// Every role, in every place, at every state, for every action: what the table
// of rights and the table of states say, and nothing else.
func TestNobodyStepsBeyondTheirRightsTheirUnitOrTheState(t *testing.T) {
	t.Parallel()
	org, table := lifeOrg(), reaches(t)
	within := map[community.UnitID]bool{0: true, theStreet: true, theVillage: true, theGrid: true}
	for _, kind := range lives {
		for _, status := range statuses(kind) {
			for _, a := range community.Actions()[9:] {
				for _, role := range community.Roles() {
					for _, unit := range []community.UnitID{0, theStreet, theVillage, theGrid, theSibling, theForeign, theAbroad} {
						for _, owned := range []string{"nobody's", "theirs", "another's"} {
							checkStep(t, org, table[a][role], within[unit], kind, status, a, somebody(9, role, unit), owned)
						}
					}
				}
			}
		}
	}
}

// workers are the steps of whoever was given the work, wherever they belong.
var workers = []community.Action{
	community.Take, community.Fix, community.Extend, community.Escalate, community.Accept, community.Mediate,
	community.Fail, community.FollowUp, community.Progress,
}

// lives are the kinds with a life cycle.
var lives = []community.Kind{community.KindIssue, community.KindDispute, community.KindTask}

func checkStep(
	t *testing.T, org *community.Org, reach string, within bool, kind community.Kind, status community.Status,
	a community.Action, by community.Person, owned string,
) {
	t.Helper()
	m := matterAt(status, kind)
	switch owned {
	case "theirs":
		m.Owner = by.ID
	case "another's":
		m.Owner = 8
	}
	may := within && (reach == "+" || reach == "o" && owned != "another's")
	if owned == "theirs" && reach != "-" && slices.Contains(workers, a) {
		may = true
	}
	from, _ := community.Leads(kind, a)
	due := m.Deadline
	if a == community.Extend {
		due++
	}
	_, _, err := m.Do(community.Step{
		Action: a, Why: "why", OwnerUnit: theGrid, Deadline: due, Seen: community.Unseen,
	}, by, org, aMorning)
	name := fmt.Sprintf("%s of %s (%s) by %s of unit %d on %s", a, kind, status, by.Grants[0].Role, by.Grants[0].Unit, owned)
	switch {
	case !may:
		if !errors.Is(err, community.Denied) {
			t.Errorf("%s: %v, want a denial", name, err)
		}
	case !slices.Contains(from, status):
		if !errors.Is(err, community.Conflict) {
			t.Errorf("%s: %v, want a conflict", name, err)
		}
	case err != nil && !legitimate(err, a):
		t.Errorf("%s: %v", name, err)
	}
}

// legitimate are the refusals that rights and states say nothing of.
func legitimate(err error, a community.Action) bool {
	refusal, ok := community.Refusal(err)
	return ok && (a == community.Escalate && refusal.Key == "step_top")
}

func TestATaskGroupReadsItsOwnTypeOnly(t *testing.T) {
	t.Parallel()
	m, org := matterAt(community.Open, community.KindIssue), lifeOrg()
	group := somebody(9, community.RoleTask, 0)
	if !group.MayStep(community.Read, m, org) {
		t.Error("its own type is hidden")
	}
	m.Type = community.Happy
	if group.MayStep(community.Read, m, org) {
		t.Error("another type is shown")
	}
}

func TestTheTableOfRightsInTheDocumentsIsTheOneInTheProgram(t *testing.T) {
	t.Parallel()
	want := rightsPage()
	if *update {
		if err := os.WriteFile("../docs/rights.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("../docs/rights.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("run go test ./community -update (-program +docs):\n%s", diff)
	}
}

func rightsPage() string {
	var b strings.Builder
	b.WriteString("# Who may do what\n\nWritten by a test from the tables in `community/`. " +
		"● in the whole subtree of the role's unit, ○ one's own: what somebody reported, was given, or may take " +
		"because nobody has it. Whoever was given a matter may work on it from any unit. " +
		"Whoever set a task, a leader's instruction too, may urge, return, sign off, reopen and revoke it; its partners may report progress. " +
		"Closing needs somebody other than the fixer, or a role that may assign; of a task somebody else, unless they set it or a body outside does it.\n\n| action |")
	for _, r := range community.Roles() {
		b.WriteString(" " + string(r) + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat(":-:|", len(community.Roles())) + "\n")
	for _, a := range community.Actions() {
		b.WriteString("| `" + string(a) + "` |")
		for _, r := range community.Roles() {
			b.WriteString(map[community.Reach]string{community.No: " |", community.Own: " ○ |", community.Below: " ● |"}[r.Reach(a)])
		}
		b.WriteString("\n")
	}
	for _, kind := range lives {
		b.WriteString("\n## From which state a step leads where: " + string(kind) + "\n\n| action | from | to |\n|---|---|---|\n")
		for _, a := range community.Actions() {
			from, to := community.Leads(kind, a)
			if len(from) == 0 {
				continue
			}
			if to == "" {
				to = "(stays)"
			}
			words := make([]string, len(from))
			for i, s := range from {
				words[i] = string(s)
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", a, strings.Join(words, ", "), to)
		}
	}
	return b.String()
}
