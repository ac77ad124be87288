package community_test

import (
	"testing"

	"gridmate/community"
)

func TestNearFindsTheSameThingToldTwice(t *testing.T) {
	t.Parallel()
	told := community.Record{
		Number: 1, Kind: community.KindIssue, Unit: 3, Building: "5", Date: 20000,
		Category: community.Facility, Reporter: 1, Text: "3网格5号楼前路灯不亮，晚上很黑",
	}
	for _, row := range []struct {
		name string
		with func(*community.Record)
		want bool
	}{
		{"in other words", func(r *community.Record) { r.Text = "5号楼前路灯不亮了" }, true},
		{"without a building", func(r *community.Record) { r.Building, r.Text = "", "楼前路灯不亮，晚上黑" }, true},
		{"as a patrol's finding", func(r *community.Record) { r.Kind = community.KindPatrol }, true},
		{"by the same person", func(r *community.Record) { r.Reporter = 1 }, false},
		{"in another grid", func(r *community.Record) { r.Unit = 4 }, false},
		{"at another building", func(r *community.Record) { r.Building = "6" }, false},
		{"of another category", func(r *community.Record) { r.Category = community.Fire }, false},
		{"a week later", func(r *community.Record) { r.Date += 7 }, false},
		{"about something else", func(r *community.Record) { r.Text = "电梯门关不上" }, false},
		{"as a dispute", func(r *community.Record) { r.Kind = community.KindDispute }, false},
		{"with no words at all", func(r *community.Record) { r.Text = "12" }, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			again := told
			again.Number, again.Reporter = 2, 2
			row.with(&again)
			if got := again.Near(told); got != row.want {
				t.Errorf("Near = %t, want %t", got, row.want)
			}
			if told.Near(again) != row.want {
				t.Error("Near depends on the order")
			}
		})
	}
}
