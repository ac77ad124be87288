package handlers

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// handover shows a lead all that has to go on when a grid's work passes to
// somebody else: /handover BH-01, 交接 3网格. A button hands it over.
func handover(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if !sc.private() {
		return nil, community.Refuse(community.Denied, "handover_private")
	}
	if sc.words == "" {
		return nil, community.Refuse(community.Invalid, "handover_usage")
	}
	unit, ok := sc.unitCalled(sc.words)
	if !ok {
		return nil, community.Refuse(community.NotFound, "org_unknown", "Code", clip(sc.words, 20))
	}
	p, err := sc.parcel(ctx, unit)
	if err != nil {
		return nil, err
	}
	text, err := sc.parcelText(ctx, p)
	if err != nil {
		return nil, err
	}
	return []chat.Reply{{Verb: chat.Send, Text: text, Keyboard: sc.takers(p)}}, nil
}

// unitCalled finds a unit by code, or a grid by its name among the person's own.
func (sc *scene) unitCalled(word string) (community.Unit, bool) {
	if u, ok := sc.org().ByCode(word); ok {
		return u, true
	}
	for _, scope := range sc.who.Scopes(community.Assign) {
		if u, ok := sc.org().FindGrid(scope, word); ok {
			return u, true
		}
	}
	return community.Unit{}, false
}

// parcel is what is handed over.
type parcel struct {
	unit      community.Unit
	open      []community.Matter
	follow    []community.Matter // 回访 and 回头看 that are to come
	recurring []string
	people    []community.Person // who could take it
}

const (
	parcelDays  = 120 // how far back follow-ups and places are looked for
	placeDays   = 90
	placeTimes  = 3
	parcelShown = 10
)

// parcel reads a unit's work; only somebody who may assign it gets to see it
// this way.
func (sc *scene) parcel(ctx context.Context, unit community.Unit) (parcel, error) {
	p := parcel{unit: unit}
	if !sc.who.May(community.Assign, unit.ID, sc.org()) {
		return p, community.Refuse(community.Denied, "handover_denied", "Unit", unit.Name)
	}
	below := sc.org().Under(unit.ID)
	records, err := sc.store.Records(ctx, community.Filter{Units: below, OpenOnly: true})
	if err != nil {
		return p, err
	}
	slices.SortStableFunc(records, func(a, b community.Record) int {
		return cmp.Or(cmp.Compare(a.Deadline, b.Deadline), cmp.Compare(a.Number, b.Number))
	})
	if p.open, err = sc.store.Matters(ctx, records); err != nil {
		return p, err
	}
	records, err = sc.store.Records(ctx, community.Filter{Units: below, Span: community.Span{From: sc.today() - parcelDays}})
	if err != nil {
		return p, err
	}
	records = slices.DeleteFunc(records, func(r community.Record) bool { return !r.Withdrawn.IsZero() })
	p.recurring = sc.recurring(records)
	if p.follow, err = sc.store.Matters(ctx, records); err != nil {
		return p, err
	}
	p.follow = slices.DeleteFunc(p.follow, func(m community.Matter) bool { return m.Review == 0 })
	all, err := sc.store.PeopleAll(ctx)
	p.people = slices.DeleteFunc(all, func(who community.Person) bool { return !sc.takes(who, unit.ID) })
	return p, err
}

// takes reports whether somebody does the work of the unit's community.
func (sc *scene) takes(p community.Person, unit community.UnitID) bool {
	_, ok := sc.workplace(p, unit)
	return ok
}

// workplace is the unit in which somebody would do a unit's work.
func (sc *scene) workplace(p community.Person, unit community.UnitID) (community.UnitID, bool) {
	village, ok := sc.org().At(unit, community.Village)
	for _, g := range p.Grants {
		worker := g.Role == community.RoleGrid || g.Role == community.RoleStaff
		if ok && worker && sc.org().Within(g.Unit, village.ID) {
			return g.Unit, true
		}
	}
	return 0, false
}

// recurring lists the places where the same matter came up again and again.
func (sc *scene) recurring(records []community.Record) []string {
	times := map[string]int{}
	for _, r := range records {
		place := community.PlaceName(r.Building, r.Place)
		if r.Kind == community.KindIssue && place != "" && r.Date > sc.today()-placeDays {
			times[place+" "+sc.categoryName(r.Kind, r.Category)]++
		}
	}
	var lines []string
	for place, n := range times {
		if n >= placeTimes {
			lines = append(lines, sc.say.Text("handover.place", "Place", place, "N", n))
		}
	}
	slices.Sort(lines)
	return lines
}

func (sc *scene) parcelText(ctx context.Context, p parcel) (string, error) {
	lines := []string{sc.say.Text("handover.head", "Unit", p.unit.Name, "Open", len(p.open), "Follow", len(p.follow), "Places", len(p.recurring))}
	for i, m := range p.open {
		if i == parcelShown {
			lines = append(lines, sc.say.Text("handover.more", "N", len(p.open)-parcelShown))
			break
		}
		line, err := sc.matterLine(ctx, m)
		if err != nil {
			return "", err
		}
		lines = append(lines, line)
	}
	for _, m := range p.follow[:min(len(p.follow), parcelShown)] {
		lines = append(lines, sc.say.Text("handover.follow", "Number", int64(m.Number), "Kind", sc.say.Text("kind."+string(m.Kind)), "Date", m.Review.String()))
	}
	lines = append(lines, p.recurring[:min(len(p.recurring), parcelShown)]...)
	if len(p.open) > 0 && len(p.people) > 0 {
		lines = append(lines, sc.say.Text("handover.choose"))
	}
	return join(lines), nil
}

const takersShown = 8

// takers is a button for everybody who could take the work.
func (sc *scene) takers(p parcel) chat.Keyboard {
	if len(p.open) == 0 {
		return nil
	}
	var k chat.Keyboard
	for pair := range slices.Chunk(p.people[:min(len(p.people), takersShown)], 2) {
		var row []chat.Button
		for _, who := range pair {
			row = append(row, chat.Button{Label: clip(who.Name, 8), Data: fmt.Sprintf("h:%d:%d", p.unit.ID, who.ID)})
		}
		k = append(k, row)
	}
	return k
}

// handoverButton gives a unit's open work to somebody, all of it in this one
// transaction: h:<unit>:<person>.
func handoverButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	unit, who, ok := cutHandover(sc.up.Button.Data)
	u, known := sc.org().Unit(unit)
	if !ok || !known {
		return deadButton(ctx, sc)
	}
	p, err := sc.parcel(ctx, u)
	if err != nil {
		return nil, err
	}
	to, err := sc.store.Person(ctx, who)
	if err != nil {
		return nil, err
	}
	place, works := sc.workplace(to, unit)
	if !works {
		return deadButton(ctx, sc)
	}
	given, err := sc.give(ctx, p.open, to, place)
	if err != nil {
		return nil, err
	}
	if len(given) == 0 {
		return []chat.Reply{sc.toast("handover.nothing", "Name", to.Name)}, nil
	}
	list := numberList(given)
	replies := []chat.Reply{{
		Verb: chat.Show, Message: sc.up.Message,
		Text: sc.say.Text("handover.done", "Unit", u.Name, "Name", to.Name, "N", len(given), "List", list, "Left", len(p.open)-len(given)),
	}}
	if to.Chat != 0 && to.ID != sc.who.ID {
		other := sc.seenBy(to)
		line := other.say.Text("handover.told", "Unit", u.Name, "By", sc.who.Name, "N", len(given), "List", list)
		told, err := other.inform(ctx, unasked{line: line, urgent: true})
		if err != nil {
			return nil, err
		}
		replies = append(replies, told...)
	}
	for _, n := range given {
		cards, err := sc.redrawn(ctx, n)
		if err != nil {
			return nil, err
		}
		replies = append(replies, cards...)
	}
	return replies, nil
}

func numberList(numbers []community.Number) string {
	var parts []string
	for _, n := range numbers {
		parts = append(parts, "#"+strconv.FormatInt(int64(n), 10))
	}
	return joinWith(parts, " ")
}

func cutHandover(data string) (unit community.UnitID, who community.PersonID, ok bool) {
	parts := strings.Split(data, ":")
	if len(parts) != 3 {
		return 0, 0, false
	}
	u, err := strconv.ParseInt(parts[1], 10, 64)
	p, failed := strconv.ParseInt(parts[2], 10, 64)
	return community.UnitID(u), community.PersonID(p), err == nil && failed == nil
}

// give assigns what can be assigned and is not theirs already; what waits to
// be signed off stays where it is. Deadlines stay, unless they have passed.
func (sc *scene) give(ctx context.Context, open []community.Matter, to community.Person, place community.UnitID) (given []community.Number, err error) {
	clockwork, err := sc.clockwork(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range open {
		if m.Owner == to.ID || !slices.Contains(m.Steps(sc.who, sc.org(), sc.today()), community.Assign) {
			continue
		}
		s := community.Step{
			Action: community.Assign, Why: sc.say.Text("handover.why"), Owner: to.ID, OwnerUnit: place, Seen: community.Unseen,
			Clockwork: clockwork,
		}
		if m.Deadline >= sc.today() {
			s.Deadline = m.Deadline
		}
		next, events, err := m.Do(s, sc.who, sc.org(), sc.now)
		if err != nil {
			return nil, err
		}
		if err := sc.store.SaveMatter(ctx, next, events); err != nil {
			return nil, err
		}
		given = append(given, m.Number)
	}
	return given, nil
}
