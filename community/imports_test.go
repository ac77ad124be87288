package community_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
)

func unitRows(lines ...string) []community.UnitRow {
	var rows []community.UnitRow
	for i, line := range lines {
		c := append(strings.Split(line, ","), "", "", "", "")
		rows = append(rows, community.UnitRow{
			Line: i + 2, Code: c[0], Level: c[1], Name: c[2], Parent: c[3], Short: c[4], Pilot: c[5], Tags: c[6],
		})
	}
	return rows
}

// known is a small organisation as it stands in a database.
func known() *community.Org {
	return community.NewOrg([]community.Unit{
		{ID: 1, Code: "BJ", Level: community.City, Name: "宝鸡市"},
		{ID: 2, Code: "BH", Level: community.Village, Name: "滨河社区", Short: "滨河", Parent: 1, Pilot: true, Tags: []string{"第一批"}},
		{ID: 3, Code: "BH-01", Level: community.Grid, Name: "1网格", Parent: 2},
	})
}

func TestPlanUnitsTakesParentsFromTheFileAndFromTheOrganisation(t *testing.T) {
	t.Parallel()
	plan, bad := community.PlanUnits(known(), unitRows(
		"bh-02-1,building,1号楼,BH-02",
		"BH-02,Grid,2网格,bh",
		"QS,community,清水社区,BJ,清水,是,第一批|观摩点",
		"XX,street,新街道,",
	))
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	want := []community.PlannedUnit{
		{Unit: community.Unit{Code: "bh-02-1", Level: community.Building, Name: "1号楼"}, ParentCode: "BH-02"},
		{Unit: community.Unit{Code: "BH-02", Level: community.Grid, Name: "2网格"}, ParentCode: "bh"},
		{Unit: community.Unit{Code: "QS", Level: community.Village, Name: "清水社区", Short: "清水", Pilot: true, Tags: []string{"第一批", "观摩点"}}, ParentCode: "BJ"},
		{Unit: community.Unit{Code: "XX", Level: community.Street, Name: "新街道"}},
	}
	if diff := cmp.Diff(want, plan); diff != "" {
		t.Error(diff)
	}
}

func TestPlanUnitsNamesEveryBadRow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rows []string
		want []string
	}{
		"unknown level":              {[]string{"A,town,甲,"}, []string{`line 2, level: unknown level "town"`}},
		"empty code":                 {[]string{",city,甲,"}, []string{"line 2, code: is empty"}},
		"code with a space":          {[]string{"A B,city,甲,"}, []string{"line 2, code:"}},
		"code too long":              {[]string{strings.Repeat("A", 33) + ",city,甲,"}, []string{"line 2, code: is longer"}},
		"empty name":                 {[]string{"A,city,,"}, []string{"line 2, name: is empty"}},
		"code twice in either case":  {[]string{"A,city,甲,", "a,city,乙,"}, []string{`line 3, code: "a" stands in line 2`}},
		"parent missing":             {[]string{"A,county,甲,NO"}, []string{`line 2, parent: "NO" is neither`}},
		"parent on the same level":   {[]string{"A,street,甲,B", "B,street,乙,BJ"}, []string{"line 2, parent:"}},
		"parent on a lower level":    {[]string{"A,county,甲,BH"}, []string{"line 2, parent:"}},
		"two that contain another":   {[]string{"A,street,甲,B", "B,street,乙,A"}, []string{"line 2, parent:", "line 3, parent:"}},
		"its own parent":             {[]string{"A,street,甲,a"}, []string{`line 2, parent: "A" is its own parent`}},
		"grid under a city":          {[]string{"G,grid,甲,BJ"}, []string{`line 2, parent: "BJ" is a city, which cannot stand above a grid`}},
		"grid under nothing":         {[]string{"G,grid,甲,"}, []string{"line 2, parent: is empty"}},
		"pilot that is not a yes":    {[]string{"A,city,甲,,,maybe"}, []string{"line 2, pilot:"}},
		"a street above its grids":   {[]string{"BH,street,滨河,BJ"}, []string{"line 2, level: BH is above BH-01, which is a grid"}},
		"a level that children deny": {[]string{"BH,grid,滨河,BH-01"}, []string{"line 2, parent:", "line 2, level: BH is above BH-01"}},
		"several at once":            {[]string{"A,town,甲,", "B,city,,", "C,county,丙,NO"}, []string{"line 2, level", "line 3, name", "line 4, parent"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, bad := community.PlanUnits(known(), unitRows(test.rows...))
			if len(plan) > 0 {
				t.Error("planned something")
			}
			wantErrors(t, bad, test.want)
		})
	}
}

func wantErrors(t *testing.T, bad []community.RowError, want []string) {
	t.Helper()
	if len(bad) != len(want) {
		t.Fatalf("errors %v, want %d", bad, len(want))
	}
	for i, w := range want {
		if !strings.HasPrefix(bad[i].Error(), w) {
			t.Errorf("error %q, want %q…", bad[i].Error(), w)
		}
	}
}

func personRows(lines ...string) []community.PersonRow {
	var rows []community.PersonRow
	for i, line := range lines {
		c := append(strings.Split(line, ","), "", "", "")
		rows = append(rows, community.PersonRow{Line: i + 2, User: c[0], Name: c[1], Role: c[2], Org: c[3], Type: c[4]})
	}
	return rows
}

func TestPlanPeopleTakesEveryRole(t *testing.T) {
	t.Parallel()
	plans, bad := community.PlanPeople(known(), personRows(
		"7001,张三,grid,bh-01", "7002,李四,task_group,BJ,pingan", "7001,张三,community_staff,BH"))
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	want := []community.PlannedRole{
		{User: 7001, Name: "张三", Grant: community.Grant{Role: community.RoleGrid, Unit: 3}},
		{User: 7002, Name: "李四", Grant: community.Grant{Role: community.RoleTask, Unit: 1, Type: community.Safe}},
		{User: 7001, Name: "张三", Grant: community.Grant{Role: community.RoleStaff, Unit: 2}},
	}
	if diff := cmp.Diff(want, plans); diff != "" {
		t.Error(diff)
	}
}

func TestPlanPeopleNamesEveryBadRow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rows []string
		want []string
	}{
		"id with letters":             {[]string{"@zhang,张三,grid,BH-01"}, []string{"line 2, telegram_id:"}},
		"negative id":                 {[]string{"-5,张三,grid,BH-01"}, []string{"line 2, telegram_id:"}},
		"id of a spreadsheet":         {[]string{"7.0E+09,张三,grid,BH-01"}, []string{"line 2, telegram_id:"}},
		"no name":                     {[]string{"7001,,grid,BH-01"}, []string{"line 2, name: is empty"}},
		"unknown role":                {[]string{"7001,张三,boss,BH"}, []string{`line 2, role: unknown role "boss"`}},
		"unknown org":                 {[]string{"7001,张三,grid,XX"}, []string{`line 2, org: unknown org "XX"`}},
		"grid worker of a whole city": {[]string{"7001,张三,grid,BJ"}, []string{"line 2, org: BJ is a city: the role grid belongs to"}},
		"city role in a grid":         {[]string{"7001,张三,city,BH-01"}, []string{"line 2, org:"}},
		"the same role twice":         {[]string{"7001,张三,grid,BH-01", "7001,张三,grid,bh-01"}, []string{"line 3, role: the same role stands in line 2"}},
		"one id with two names":       {[]string{"7001,张三,grid,BH-01", "7001,李四,leader,BH"}, []string{"line 3, name:"}},
		"a type without a task group": {[]string{"7001,张三,grid,BH-01,pingan"}, []string{"line 2, type:"}},
		"an unknown type":             {[]string{"7001,张三,task_group,BJ,safe"}, []string{"line 2, type: unknown type"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plans, bad := community.PlanPeople(known(), personRows(test.rows...))
			if len(plans) > 0 {
				t.Error("planned something")
			}
			wantErrors(t, bad, test.want)
		})
	}
}
