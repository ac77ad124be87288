package digest_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
	"gridmate/digest"
)

// fortnight is a small history around Monday 2026-11-23.
func fortnight() memory {
	return memory{
		{Number: 1, Kind: community.KindPatrol, Category: community.Fire, Type: community.Safe, Unit: 101, Date: date("2026-11-23"),
			Found: number(3), Fixed: number(1), Visited: number(20), Status: community.Recorded, Created: at("2026-11-23 09:00")},
		{Number: 2, Kind: community.KindIssue, Category: community.Fire, Type: community.Safe, Unit: 101, Date: date("2026-11-23"),
			Place: "3号楼楼道", Deadline: date("2026-11-30"), Status: community.Open, Reporter: 7, Created: at("2026-11-23 09:00")},
		{Number: 3, Kind: community.KindIssue, Category: community.Env, Type: community.Beautiful, Unit: 102, Date: date("2026-11-10"),
			Place: "东门垃圾站", Deadline: date("2026-11-17"), Status: community.Rectifying, Reporter: 8, Created: at("2026-11-10 09:00")},
		{Number: 4, Kind: community.KindDispute, Category: community.Neighbor, Type: community.Safe, Unit: 102, Date: date("2026-11-23"),
			Deadline: date("2026-12-23"), Status: community.Success, Created: at("2026-11-23 10:00"), ClosedAt: at("2026-11-23 10:00")},
		{Number: 5, Kind: community.KindDispute, Category: community.Property, Type: community.Safe, Unit: 102, Date: date("2026-10-10"),
			Deadline: date("2026-11-09"), Status: community.Mediating, Cases: number(3), Resolved: number(1), Reporter: 8, Created: at("2026-10-10 10:00")},
		{Number: 6, Kind: community.KindEvent, Category: community.Health, Type: community.Happy, Unit: 100, Date: date("2026-11-23"),
			Participants: number(40), Handbooks: number(120), Status: community.Recorded, Created: at("2026-11-23 11:00")},
		{Number: 7, Kind: community.KindPatrol, Category: community.Order, Type: community.Beautiful, Unit: 101, Date: date("2026-11-22"),
			Found: number(0), Status: community.Recorded, Created: at("2026-11-22 19:00")},
		{Number: 8, Kind: community.KindPatrol, Category: community.Order, Type: community.Beautiful, Unit: 101, Date: date("2026-11-23"),
			Status: community.Withdrawn, Created: at("2026-11-23 12:00"), Withdrawn: at("2026-11-23 12:01")},
		{Number: 9, Kind: community.KindIssue, Category: community.Facility, Type: community.Beautiful, Unit: 202, Date: date("2026-11-22"),
			Deadline: date("2026-11-29"), Status: community.Closed, Created: at("2026-11-22 10:00"), ClosedAt: at("2026-11-23 16:00")},
	}
}

func TestDigestAsJSONIsWhatScriptsRelyOn(t *testing.T) {
	t.Parallel()
	figures, err := digest.Compute(t.Context(), fortnight(), city(2, 3), digest.Ask{
		Period: community.Day, Now: at("2026-11-23 18:00"), Zone: shanghai,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name string
		unit community.UnitID
		want string
	}{
		{"a community with an event of its own", 100, `{"org":"C1","period":"day","from":"2026-11-23","to":"2026-11-23",` +
			`"patrols":1,"found":3,"fixed":1,"visited":20,"disputes":{"registered":1,"success":1,"failed":0,"open":2},` +
			`"events":1,"participants":40,"handbooks":120,"issues":{"opened":1,"closed":0,"open":2,"overdue":1},"late":1,"silent":["C1-3"],` +
			`"previous":{"patrols":1,"found":0,"fixed":0,"visited":0,"disputes":{"registered":0,"success":0,"failed":0,"open":2},` +
			`"events":0,"participants":0,"handbooks":0,"issues":{"opened":0,"closed":0,"open":1,"overdue":1}}}`},
		{"a grid names nobody silent", 201, `{"org":"C2-1","period":"day","from":"2026-11-23","to":"2026-11-23",` +
			`"patrols":0,"found":0,"fixed":0,"visited":0,"disputes":{"registered":0,"success":0,"failed":0,"open":0},` +
			`"events":0,"participants":0,"handbooks":0,"issues":{"opened":0,"closed":0,"open":0,"overdue":0},"late":0,"silent":[],` +
			`"previous":{"patrols":0,"found":0,"fixed":0,"visited":0,"disputes":{"registered":0,"success":0,"failed":0,"open":0},` +
			`"events":0,"participants":0,"handbooks":0,"issues":{"opened":0,"closed":0,"open":0,"overdue":0}}}`},
		{"a street names the silent communities", 3, `{"org":"ST","period":"day","from":"2026-11-23","to":"2026-11-23",` +
			`"patrols":1,"found":3,"fixed":1,"visited":20,"disputes":{"registered":1,"success":1,"failed":0,"open":2},` +
			`"events":1,"participants":40,"handbooks":120,"issues":{"opened":1,"closed":1,"open":2,"overdue":1},"late":1,"silent":["C2"],` +
			`"previous":{"patrols":1,"found":0,"fixed":0,"visited":0,"disputes":{"registered":0,"success":0,"failed":0,"open":2},` +
			`"events":0,"participants":0,"handbooks":0,"issues":{"opened":1,"closed":0,"open":2,"overdue":1}}}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(figures.Unit(row.unit))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, string(got)); diff != "" {
				t.Errorf("digest (-want +got):\n%s", diff)
			}
			var back digest.Digest
			if err := json.Unmarshal(got, &back); err != nil {
				t.Errorf("reading it back: %v", err)
			}
		})
	}
}
