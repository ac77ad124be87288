package community_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
)

func TestGridKeyIsWhatPeopleCallAGrid(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"3网格": "3", "三网格": "3", "第三网格": "3", "3号网格": "3", "3格": "3", "03网格": "3",
		"十网格": "10", "十二网格": "12", "二十网格": "20", "二十三网格": "23", "幸福网格": "幸福", "幸福": "幸福",
	} {
		if got := community.GridKey(name); got != want {
			t.Errorf("GridKey(%q) = %q, want %q", name, got, want)
		}
	}
}

func smallOrg() *community.Org {
	return community.NewOrg([]community.Unit{
		{ID: 1, Code: "S", Level: community.Street, Name: "街道"},
		{ID: 2, Code: "BH", Level: community.Village, Name: "滨河社区", Short: "滨河", Parent: 1},
		{ID: 3, Code: "BH-2", Level: community.Grid, Name: "2网格", Parent: 2},
		{ID: 4, Code: "BH-10", Level: community.Grid, Name: "10网格", Parent: 2},
		{ID: 5, Code: "DH", Level: community.Village, Name: "东湖社区", Parent: 1},
		{ID: 6, Code: "DH-1", Level: community.Grid, Name: "幸福网格", Parent: 5},
	})
}

func TestOrgIsATree(t *testing.T) {
	t.Parallel()
	org := smallOrg()
	if diff := cmp.Diff([]community.UnitID{2, 3, 4}, org.Under(2)); diff != "" {
		t.Errorf("BH and below, 2 before 10 (-want +got):\n%s", diff)
	}
	if got := len(org.Under(0)); got != 6 {
		t.Errorf("%d units in all", got)
	}
	for _, row := range []struct {
		name      string
		id, above community.UnitID
		want      bool
	}{
		{"itself", 2, 2, true}, {"below", 4, 2, true}, {"far below", 4, 1, true}, {"everything", 6, 0, true},
		{"above", 2, 4, false}, {"beside", 6, 2, false}, {"unknown", 99, 1, false},
	} {
		if got := org.Within(row.id, row.above); got != row.want {
			t.Errorf("%s: %t", row.name, got)
		}
	}
	if u, ok := org.FindGrid(5, "幸福"); !ok || u.ID != 6 {
		t.Errorf("幸福 is %+v", u)
	}
	if _, ok := org.FindGrid(2, "幸福"); ok {
		t.Error("a grid of another community was found")
	}
	if u, ok := org.At(4, community.Village); !ok || u.ID != 2 {
		t.Errorf("the community of a grid is %+v", u)
	}
	if u, ok := org.ByCode(" bh-10 "); !ok || u.ID != 4 {
		t.Errorf("code in small letters is %+v", u)
	}
}

// Nobody acts outside their own subtree, whatever the role.
func TestRightsEndAtTheSubtree(t *testing.T) {
	t.Parallel()
	org := smallOrg()
	actions := []community.Action{
		community.Report, community.CorrectOwn, community.CorrectAny, community.Read,
		community.Invite, community.BindGroup, community.SetSchedule, community.Manage,
	}
	for _, role := range community.Roles() {
		p := community.Person{ID: 1, Grants: []community.Grant{{Role: role, Unit: 2}}}
		for _, a := range actions {
			if p.May(a, 6, org) || p.May(a, 1, org) || p.May(a, 0, org) {
				t.Errorf("%s of BH may %s outside", role, a)
			}
			if p.May(a, 4, org) != role.May(a) {
				t.Errorf("%s of BH may %s below: %t", role, a, p.May(a, 4, org))
			}
		}
	}
	if (community.Person{}).May(community.Read, 2, org) {
		t.Error("a stranger may read")
	}
}

func TestInvitationsGoDownOnly(t *testing.T) {
	t.Parallel()
	org := smallOrg()
	lead := community.Person{Grants: []community.Grant{{Role: community.RoleLead, Unit: 2}}}
	for _, row := range []struct {
		name string
		role community.Role
		unit community.UnitID
		want bool
	}{
		{"a worker below", community.RoleGrid, 3, true},
		{"staff of the same community", community.RoleStaff, 2, true},
		{"a second lead", community.RoleLead, 2, false},
		{"somebody above", community.RoleStreet, 1, false},
		{"a worker elsewhere", community.RoleGrid, 6, false},
		{"an administrator", community.RoleAdmin, 2, false},
		{"a linked leader", community.RoleLeader, 2, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := lead.MayGrant(row.role, row.unit, org); got != row.want {
				t.Errorf("MayGrant = %t", got)
			}
		})
	}
}
