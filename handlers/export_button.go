package handlers

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/export"
)

// exportKey is what a button of the export cards says, as e:<do>:<what>:<unit>:
// <from>:<to>: the whole order, so that a button never grows old.
type exportKey struct {
	do    string
	order export.Order
}

// What the buttons do.
const (
	exportAsk    = "a" // go on with the order: ask for what it lacks, or do it
	exportWhere  = "u" // ask for the unit
	exportCancel = "x"
)

func (k exportKey) String() string {
	o := k.order
	return fmt.Sprintf("e:%s:%s:%d:%d:%d", k.do, o.Name(), o.Unit, o.From, o.To)
}

func parseExportKey(data string) (k exportKey, ok bool) {
	f := strings.Split(data, ":")
	if len(f) != 6 {
		return k, false
	}
	unit, err1 := strconv.ParseInt(f[3], 10, 64)
	from, err2 := strconv.ParseInt(f[4], 10, 32)
	to, err3 := strconv.ParseInt(f[5], 10, 32)
	what, file, err4 := export.ParseName(f[2])
	k = exportKey{do: f[1], order: export.Order{
		What: what, File: file, Unit: community.UnitID(unit), From: community.Date(from), To: community.Date(to),
	}}
	return k, errors.Join(err1, err2, err3, err4) == nil
}

// exportButton goes on with an order; its card is drawn anew in place.
func exportButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	k, ok := parseExportKey(sc.up.Button.Data)
	if !ok || !sc.knows(k.order.Unit) {
		return deadButton(ctx, sc)
	}
	if err := sc.mayExport(ctx, k.order.Unit); err != nil {
		return nil, err
	}
	var replies []chat.Reply
	var err error
	switch o := k.order; {
	case k.do == exportCancel:
		replies = []chat.Reply{sc.exportCard("export.cancelled", o)}
	case k.do == exportWhere:
		replies, err = sc.exportPlaces(ctx, o)
	case o.What != "" && o.From != 0 && !o.Valid():
		return deadButton(ctx, sc)
	default:
		replies, err = sc.exportStep(ctx, o)
	}
	for i := range replies {
		replies[i].Verb, replies[i].Message = chat.Show, sc.up.Message
	}
	return replies, err
}

// exportCard is a card about an order, as far as it says what.
func (sc *scene) exportCard(id string, o export.Order) chat.Reply {
	u, _ := sc.org().Unit(o.Unit)
	what, days := "", ""
	if o.What != "" {
		what = sc.say.Text("export.what." + string(o.What))
	}
	if o.From != 0 {
		days = sc.exportSpan(o.Span())
	}
	return sc.send(id, "Unit", u.Label(), "What", what, "Days", days)
}

func (sc *scene) exportSpan(s community.Span) string {
	return sc.say.Text("export.days", "From", sc.shortDay(s.From), "To", sc.shortDay(s.To))
}

// shortDay leaves out the year of this year's days.
func (sc *scene) shortDay(d community.Date) string {
	y, m, day := d.Civil()
	this, _, _ := sc.today().Civil()
	return sc.say.Text("export.day", "Year", y, "Month", int(m), "Day", day, "Other", y != this)
}

// exportKinds asks what to export.
func (sc *scene) exportKinds(o export.Order) chat.Reply {
	var list []choice
	for _, what := range export.Orders() {
		if what == export.Details && !sc.private() {
			continue
		}
		list = append(list, choice{string(what), sc.say.Text("export.what." + string(what))})
	}
	card := sc.exportCard("export.ask_what", o)
	card.Keyboard = append(layout(list, func(what string) string {
		next := o
		next.What = export.Table(what)
		return exportKey{exportAsk, next}.String()
	}), sc.exportLast(o))
	return card
}

// exportDays asks for the days.
func (sc *scene) exportDays(o export.Order) chat.Reply {
	var list []choice
	for _, s := range export.Stretches() {
		list = append(list, choice{string(s), sc.say.Text("export.stretch." + string(s))})
	}
	last := sc.exportLast(o)
	card := sc.exportCard("export.ask_days", o)
	if o.What == export.Form {
		card = sc.exportCard("form.ask_days", o)
	} else {
		last = append(chat.Row(sc.exportBack(export.Order{Unit: o.Unit})), last...)
	}
	card.Keyboard = append(layout(list, func(s string) string {
		next, span := o, export.Stretch(s).Of(sc.today())
		next.From, next.To = span.From, span.To
		return exportKey{exportAsk, next}.String()
	}), last)
	return card
}

func (sc *scene) exportBack(to export.Order) chat.Button {
	return chat.Button{Label: sc.say.Text("button.back"), Data: exportKey{exportAsk, to}.String()}
}

// exportLast is the last row of a card.
func (sc *scene) exportLast(o export.Order) []chat.Button {
	row := chat.Row(chat.Button{Label: sc.say.Text("button.cancel"), Data: exportKey{exportCancel, o}.String()})
	if len(sc.org().Children(o.Unit)) == 0 && len(sc.who.Scopes(community.Read)) < 2 {
		return row
	}
	return append(chat.Row(chat.Button{Label: sc.say.Text("export.elsewhere"), Data: exportKey{exportWhere, o}.String()}), row...)
}

// exportPlaces asks for the unit: those that the person reads here, or those
// right below the one at hand.
func (sc *scene) exportPlaces(ctx context.Context, o export.Order) ([]chat.Reply, error) {
	units, err := sc.exportUnits(ctx)
	if err != nil {
		return nil, err
	}
	var list []choice
	add := func(u community.Unit) {
		if len(list) < maxBelow {
			list = append(list, choice{strconv.FormatInt(int64(u.ID), 10), u.Label()})
		}
	}
	for _, id := range units {
		if u, ok := sc.org().Unit(id); ok && id != o.Unit {
			add(u)
		}
	}
	for _, u := range sc.org().Children(o.Unit) {
		add(u)
	}
	card := sc.exportCard("export.ask_where", o)
	card.Keyboard = append(layout(list, func(unit string) string {
		id, _ := strconv.ParseInt(unit, 10, 64) // the choices are ids
		next := o
		next.Unit = community.UnitID(id)
		return exportKey{exportAsk, next}.String()
	}), chat.Row(sc.exportBack(o)))
	return []chat.Reply{card}, nil
}
