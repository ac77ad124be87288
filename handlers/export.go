package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/export"
)

// exportWords are what people call what can be exported.
var exportWords = map[string]export.Table{
	"全部": export.All, "台账": export.All, "全套": export.All, "all": export.All,
	"巡查": export.PatrolTable, "patrols": export.PatrolTable,
	"问题": export.IssueTable, "隐患": export.IssueTable, "整改": export.IssueTable, "issues": export.IssueTable,
	"纠纷": export.DisputeTable, "调解": export.DisputeTable, "disputes": export.DisputeTable,
	"活动": export.EventTable, "服务": export.EventTable, "events": export.EventTable,
	"18类": export.EighteenTable, "十八类": export.EighteenTable, "月报表": export.EighteenTable, "eighteen": export.EighteenTable,
	"任务": export.TaskTable, "分解表": export.TaskTable, "tasks": export.TaskTable,
	"指标": export.IndicatorTable, "自查": export.IndicatorTable, "indicators": export.IndicatorTable,
	"明细": export.Details, "details": export.Details,
}

// spanWords are what people call a run of days.
var spanWords = map[string]export.Stretch{
	"本周": export.ThisWeek, "这周": export.ThisWeek, "week": export.ThisWeek, "上周": export.LastWeek,
	"本月": export.ThisMonth, "这个月": export.ThisMonth, "month": export.ThisMonth, "上月": export.LastMonth, "上个月": export.LastMonth,
	"本季": export.ThisQuarter, "本季度": export.ThisQuarter, "今年": export.ThisYear, "本年": export.ThisYear, "year": export.ThisYear,
}

// exportNow asks what to export and for which days, and has it done. What the
// words say is not asked again: /export, /export 整改 上月, /export BH 2026-11-01
// 2026-11-15.
func exportNow(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	o, err := sc.orderOf(sc.words, export.Stretch.Of)
	if err != nil {
		return nil, err
	}
	if o.Unit == 0 {
		if o.Unit, err = sc.exportHome(ctx); err != nil {
			return nil, err
		}
	}
	if err := sc.mayExport(ctx, o.Unit); err != nil {
		return nil, err
	}
	return sc.exportStep(ctx, o)
}

// orderOf reads the words of a command.
func (sc *scene) orderOf(words string, days func(export.Stretch, community.Date) community.Span) (o export.Order, err error) {
	var ends []community.Date
	for _, word := range strings.Fields(strings.NewReplacer("至", " ", "到", " ", "—", " ", "~", " ").Replace(words)) {
		word = strings.ToLower(word)
		unit, isUnit := sc.org().ByCode(word)
		day, isDay := sc.dayOf(word)
		switch {
		case sc.exportWord(word) != "":
			o.What = sc.exportWord(word)
		case spanWords[word] != "":
			span := days(spanWords[word], sc.today())
			ends = []community.Date{span.From, span.To}
		case isUnit:
			o.Unit = unit.ID
		case isDay:
			ends = append(ends, day)
		default:
			return o, community.Refuse(community.Invalid, "export_usage", "Text", clip(word, 20))
		}
	}
	switch len(ends) {
	case 0:
		return o, nil
	case 1:
		ends = append(ends, ends[0])
	}
	slices.Sort(ends)
	if ends[0] > sc.today() {
		return o, community.Refuse(community.Invalid, "export_future")
	}
	o.From, o.To = ends[0], ends[len(ends)-1]
	return o, nil
}

// exportWord is what a word stands for: one of exportWords, or what is written
// on a button.
func (sc *scene) exportWord(word string) export.Table {
	for _, what := range export.Orders() {
		if word == strings.ToLower(sc.say.Text("export.what."+string(what))) {
			return what
		}
	}
	return exportWords[word]
}

// dayOf reads YYYY-MM-DD, or a day without its year, which is the last one of
// that name.
func (sc *scene) dayOf(word string) (community.Date, bool) {
	if d, err := community.ParseDate(word); err == nil {
		return d, true
	}
	t, err := time.Parse("1-2", strings.NewReplacer("月", "-", "日", "", "号", "", ".", "-", "/", "-").Replace(word))
	if err != nil {
		return 0, false
	}
	year, _, _ := sc.today().Civil()
	d := community.NewDate(year, t.Month(), t.Day())
	if d > sc.today() {
		d = community.NewDate(year-1, t.Month(), t.Day())
	}
	return d, true
}

// exportHome is the unit that is exported unless another is chosen: the first
// that the person reads here.
func (sc *scene) exportHome(ctx context.Context) (community.UnitID, error) {
	units, err := sc.exportUnits(ctx)
	if err != nil {
		return 0, err
	}
	if len(units) == 0 {
		return 0, community.Refuse(community.NotFound, "export_nothing")
	}
	return units[0], nil
}

// exportUnits lists the units that the person reads here; for whoever reads
// everything, the units at the top.
func (sc *scene) exportUnits(ctx context.Context) ([]community.UnitID, error) {
	units, err := sc.readScope(ctx)
	if err != nil || !slices.Contains(units, 0) {
		return units, err
	}
	units = nil
	for _, u := range sc.org().Children(0) {
		units = append(units, u.ID)
	}
	return units, nil
}

// mayExport refuses units that the person does not read here.
func (sc *scene) mayExport(ctx context.Context, unit community.UnitID) error {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(scope, func(top community.UnitID) bool { return sc.org().Within(unit, top) }) {
		return community.Refuse(community.Denied, "read_denied")
	}
	return nil
}

// exportStep asks for what an order still lacks, or has it done.
func (sc *scene) exportStep(ctx context.Context, o export.Order) ([]chat.Reply, error) {
	switch {
	case o.What == "":
		return []chat.Reply{sc.exportKinds(o)}, nil
	case o.From == 0:
		return []chat.Reply{sc.exportDays(o)}, nil
	}
	if o.What == export.Details && !sc.private() {
		return nil, community.Refuse(community.Denied, "export_private")
	}
	o.Type = sc.who.ReadsOnly()
	_, err := sc.store.AddErrand(ctx, chat.Errand{Kind: export.Errand, Chat: sc.up.Chat.ID, Topic: sc.up.Chat.Topic, User: sc.up.From.ID, Body: o.Encode()})
	if err != nil {
		return nil, err
	}
	making := sc.exportCard("export.making", o)
	making.Card = o.Card()
	return []chat.Reply{making}, nil
}
