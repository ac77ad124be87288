// Package memory is a small deployment without a database for the tests of
// what is handed on: an organisation and a list of records that are a source
// both of digests and of files.
package memory

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"gridmate/community"
	"gridmate/export"
)

// Zone is a fixed zone, so that no zone database is needed.
var Zone = time.FixedZone("Asia/Shanghai", 8*3600)

// Archive is a list of records as a source for a frame.
type Archive struct {
	Frame   export.Frame
	List    []community.Record
	Courses map[community.Number]community.Course
}

// City is a city with two communities of two grids each: units 1; 100, 101,
// 102; 200, 201, 202.
func City() *community.Org {
	return community.NewOrg([]community.Unit{
		{ID: 1, Code: "SL", Level: community.City, Name: "示例市"},
		{ID: 100, Code: "BH", Level: community.Village, Name: "滨河社区", Short: "滨河", Parent: 1},
		{ID: 101, Code: "BH-01", Level: community.Grid, Name: "1网格", Parent: 100},
		{ID: 102, Code: "BH-02", Level: community.Grid, Name: "2网格", Parent: 100},
		{ID: 200, Code: "CN", Level: community.Village, Name: "城南社区", Short: "城南", Parent: 1},
		{ID: 201, Code: "CN-01", Level: community.Grid, Name: "1网格", Parent: 200},
		{ID: 202, Code: "CN-02", Level: community.Grid, Name: "幸福网格", Parent: 200},
	})
}

// NewFrame is a unit of the city in a span, seen on the 20th day after it.
func NewFrame(unit community.UnitID, span community.Span) export.Frame {
	org := City()
	u, _ := org.Unit(unit)
	return export.Frame{Org: org, Unit: u, Span: span, Now: (span.To + 20).In(Zone).Add(10 * time.Hour), Zone: Zone}
}

func (a Archive) each(visit func(community.Record) error, wanted func(community.Record) bool) error {
	for _, r := range a.List {
		if a.Frame.Org.Within(r.Unit, a.Frame.Unit.ID) && wanted(r) {
			if err := visit(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// Records is export.Source's.
func (a Archive) Records(_ context.Context, visit func(community.Record) error) error {
	return a.each(visit, func(r community.Record) bool { return a.Frame.Span.Has(r.Date) })
}

// Carried is export.Source's.
func (a Archive) Carried(_ context.Context, visit func(community.Record) error) error {
	return a.each(visit, func(r community.Record) bool {
		return ledger(r) && r.Date < a.Frame.Span.From && (r.ClosedAt.IsZero() || a.Frame.Day(r.ClosedAt) >= a.Frame.Span.From)
	})
}

// Course is export.Source's.
func (a Archive) Course(_ context.Context, r community.Record) (community.Course, error) {
	return a.Courses[r.Number], nil
}

// Person is export.Source's.
func (a Archive) Person(_ context.Context, id community.PersonID) (string, error) {
	if id == 0 {
		return "", nil
	}
	return fmt.Sprintf("网格员%d", id), nil
}

func ledger(r community.Record) bool {
	return r.Kind == community.KindDispute || r.Kind == community.KindIssue
}

// Facts is digest.Source's.
func (a Archive) Facts(_ context.Context, days community.Span, visit func(community.Fact) error) error {
	return a.each(func(r community.Record) error {
		return visit(community.Fact{Date: r.Date, Unit: r.Unit, Tally: r.Tally()})
	}, func(r community.Record) bool { return days.Has(r.Date) && r.Withdrawn.IsZero() })
}

// Items is digest.Source's.
func (a Archive) Items(_ context.Context, until community.Date, since time.Time, visit func(community.Item) error) error {
	return a.each(func(r community.Record) error {
		open := 0
		if r.ClosedAt.IsZero() {
			open = a.Frame.OpenCases(r)
		}
		return visit(community.Item{
			Number: r.Number, Kind: r.Kind, Unit: r.Unit, Category: r.Category, Place: export.Place(r), Date: r.Date,
			Deadline: r.Deadline, Status: r.Status, Level: r.Level, Open: open, Reporter: r.Reporter, ClosedAt: r.ClosedAt,
		})
	}, func(r community.Record) bool {
		return ledger(r) && r.Withdrawn.IsZero() && r.Date <= until && (r.ClosedAt.IsZero() || !r.ClosedAt.Before(since))
	})
}

// Reviews is digest.Source's.
func (a Archive) Reviews(context.Context, community.Date, func(community.Item) error) error {
	return nil
}

// Late is digest.Source's.
func (a Archive) Late(context.Context, time.Time, time.Time, community.Date, func(community.Fact) error) error {
	return nil
}

var texts = map[community.Kind][]string{
	community.KindPatrol:  {"巡查网格，楼道堆物2处，已清理", "=1+1 检查燃气用户，未发现异常", "夜间巡查，劝离飞线充电1处"},
	community.KindDispute: {"楼上漏水引发邻里纠纷，双方自愿达成协议，由甲方负责修缮并补偿乙方墙面损失", "+86 物业费纠纷，正在调解"},
	community.KindEvent:   {"反诈宣传进小区", "@义诊活动，为老人量血压", "老年人智能手机培训"},
	community.KindIssue:   {"3号楼前路灯不亮", "-东门井盖破损，存在安全隐患，需产权单位更换"},
}

// Random makes n records over the span and a month before it, among them
// withdrawn, carried-over, closed and overdue ones: the same for the same seed.
func Random(seed uint64, n int, span community.Span) []community.Record {
	random := rand.New(rand.NewPCG(seed, 1))
	list := make([]community.Record, 0, n)
	for i := range n {
		list = append(list, draw(random, community.Number(i+1), span))
	}
	return list
}

func draw(random *rand.Rand, number community.Number, span community.Span) community.Record {
	kind := community.Kinds()[random.IntN(4)]
	list := community.Categories(kind)
	r := community.Record{
		Number: number, Kind: kind, Category: list[random.IntN(len(list))],
		Unit:     []community.UnitID{100, 101, 102, 200, 201, 202}[random.IntN(6)],
		Date:     span.To - community.Date(random.IntN(span.Days()+30)),
		Building: fmt.Sprintf("%d号楼", 1+random.IntN(9)), Place: "楼道",
		Text: texts[kind][random.IntN(len(texts[kind]))], Reporter: community.PersonID(1 + random.IntN(9)),
	}
	r.Created = r.Date.In(Zone).Add(time.Duration(random.IntN(48)) * time.Hour)
	counts(random, &r)
	made, err := community.NewRecord(r, community.DateOf(r.Created.In(Zone)))
	if err != nil {
		panic(err) // a mistake in this file
	}
	finish(random, &made)
	if random.IntN(12) == 0 {
		made.Withdrawn = made.Created.Add(time.Minute)
	}
	return made
}

func counts(random *rand.Rand, r *community.Record) {
	some := func(most int) *int {
		n := random.IntN(most + 1)
		return &n
	}
	if random.IntN(4) == 0 {
		return
	}
	switch r.Kind {
	case community.KindEvent:
		r.Participants, r.Handbooks = some(200), some(900)
		r.Materials = []community.Material{{Title: "反诈手册", Kind: "handbook", Quantity: *r.Handbooks, Approximate: random.IntN(3) == 0}}
	case community.KindDispute:
		r.Cases, r.Persons, r.Amount = some(3), some(6), some(20_000)
		r.Resolved = some(*r.Cases)
		r.Outcome = []community.Outcome{community.OutcomeSuccess, community.OutcomeFail, community.OutcomeOngoing, ""}[random.IntN(4)]
	default:
		r.Found = some(9)
		r.Fixed = some(*r.Found)
		r.Visited = some(30)
	}
}

// finish closes some of the issues some time after they were found.
func finish(random *rand.Rand, r *community.Record) {
	r.Deadline = r.Date + community.Date(random.IntN(12))
	if r.Kind == community.KindIssue && random.IntN(2) == 0 {
		r.ClosedAt, r.Status = r.Created.Add(time.Duration(random.IntN(20*24))*time.Hour), community.Closed
	}
}
