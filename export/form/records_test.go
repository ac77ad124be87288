package form_test

import (
	"testing"
	"time"

	"gridmate/community"
	"gridmate/export/internal/memory"
)

// month is the days of all forms unless they say otherwise.
var month = community.Span{From: community.NewDate(2026, time.November, 1), To: community.NewDate(2026, time.November, 30)}

func n(v int) *int { return &v }

// day is a day of November; October's are negative.
func day(d int) community.Date { return month.From + community.Date(d-1) }

// records are what the two communities recorded: see memory.City for the units.
func records(t testing.TB) []community.Record {
	t.Helper()
	list := []community.Record{
		{Kind: community.KindPatrol, Unit: 101, Date: day(2), Category: community.Fire, Building: "3号楼", Place: "楼道", Found: n(2), Fixed: n(2), Text: "巡查1网格，楼道堆物2处，已清理", Reporter: 1},
		{Kind: community.KindPatrol, Unit: 102, Date: day(5), Category: community.Safety, Found: n(3), Fixed: n(1), Visited: n(20), Text: "入户检查燃气20户，发现软管老化3处，更换1处", Reporter: 2},
		{Kind: community.KindPatrol, Unit: 201, Date: day(9), Category: community.Env, Found: n(0), Text: "=巡查，环境整洁", Reporter: 3},
		{Kind: community.KindPatrol, Unit: 101, Date: day(12), Category: community.Visit, Visited: n(6), Text: "走访独居老人6户，身体都好", Reporter: 1},
		{Kind: community.KindPatrol, Unit: 102, Date: day(16), Category: community.Visit, Visited: n(3), Text: "走访社区矫正人员3人", Reporter: 2},
		{Kind: community.KindIssue, Unit: 101, Date: day(-20), Category: community.Facility, Place: "东门", Found: n(1), Text: "东门井盖破损", Reporter: 1, Ledger: 3},
		{Kind: community.KindIssue, Unit: 102, Date: day(5), Category: community.Safety, Building: "5号楼", Text: "软管老化2处未更换", Reporter: 2, Ledger: 4, Source: "patrol"},
		{Kind: community.KindIssue, Unit: 201, Date: day(20), Category: community.Fire, Place: "车棚", Found: n(1), Text: "车棚飞线充电", Outcome: community.OutcomeFixed, Reporter: 3, Ledger: 1},
		{Kind: community.KindDispute, Unit: 101, Date: day(3), Category: community.Neighbor, Persons: n(4), Amount: n(25000), Text: "楼上漏水，双方达成协议", Outcome: community.OutcomeSuccess, Agreement: community.Written, Source: "applied", Reporter: 1},
		{Kind: community.KindDispute, Unit: 102, Date: day(11), Category: community.Property, Text: "物业费纠纷，正在调解", Outcome: community.OutcomeOngoing, Source: "proactive", Reporter: 2},
		{Kind: community.KindDispute, Unit: 201, Date: day(14), Category: community.MarriageFamily, Text: "夫妻争吵，涉家庭暴力", Outcome: community.OutcomeFail, Reporter: 3},
		{Kind: community.KindEvent, Unit: 100, Date: day(6), Category: community.Publicity, Title: "反诈宣传进小区", Place: "滨河广场", Participants: n(45), Handbooks: n(120), Materials: []community.Material{{Title: "反诈手册", Kind: "handbook", Quantity: 120}}, Text: "反诈宣传，来了45人，发手册120份", Reporter: 4},
		{Kind: community.KindEvent, Unit: 200, Date: day(18), Category: community.Health, Title: "义诊", Place: "城南社区服务中心", Participants: n(60), Text: "义诊活动，为60位老人量血压", Reporter: 3},
	}
	for i := range list {
		r := list[i]
		r.Number, r.Created = community.Number(i+1), r.Date.In(memory.Zone).Add(10*time.Hour)
		made, err := community.NewRecord(r, r.Date)
		must(t, err)
		list[i] = made
	}
	return list
}

func courses() map[community.Number]community.Course {
	return map[community.Number]community.Course{7: {Owner: 2, OwnerUnit: 100, Measure: "已联系燃气公司"}}
}
