package handlers

import (
	"context"
	"slices"
	"strconv"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
)

// digestCard is the card of a digest's message. After a step on an item shown
// in it the message carries that item's card as well, which CardAt has to find
// first: it takes the first by name.
const digestCard = "overview"

// digestButton acts on a digest, see digest.Press. The buttons are the same
// for everybody who sees the message; what a press may do depends on who presses.
func digestButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	p, ok := digest.ParsePress(sc.up.Button.Data)
	if !ok || p.Day > sc.today() || !sc.knows(p.Home) || !sc.knows(p.Unit) {
		return deadButton(ctx, sc)
	}
	scope, err := sc.pressScope(ctx, p)
	if err != nil {
		return nil, err
	}
	switch p.Do {
	case digest.PressLedger:
		page, err := sc.ledgerPage(ctx, "all", 0)
		page.Verb = chat.Send
		return []chat.Reply{page}, err
	case digest.PressItem:
		return sc.drillItem(ctx, p)
	}
	figures, err := digest.Compute(ctx, sc.store, sc.org(), digest.Ask{
		Period: p.Period, Day: p.Day, Now: sc.h.Now(), Zone: sc.h.Zone,
	})
	if err != nil {
		return nil, err
	}
	d := drill{scene: sc, press: p, scope: scope, figures: figures}
	switch p.Do {
	case digest.PressUrge:
		return sc.urgeAll(ctx, d.digest(p.Home).Named())
	case digest.PressHome:
		return []chat.Reply{d.home()}, nil
	}
	page, err := d.page(ctx)
	return []chat.Reply{page}, err
}

// knows reports whether a unit is still there; zero stands for several.
func (sc *scene) knows(id community.UnitID) bool {
	_, ok := sc.org().Unit(id)
	return ok || id == 0
}

// pressScope is the units that the person reads here. A button whose units
// they do not read is refused, whoever got the digest.
func (sc *scene) pressScope(ctx context.Context, p digest.Press) ([]community.UnitID, error) {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range []community.UnitID{p.Home, p.Unit} {
		if id != 0 && !slices.ContainsFunc(scope, func(top community.UnitID) bool { return sc.org().Within(id, top) }) {
			return nil, community.Refuse(community.Denied, "read_denied")
		}
	}
	if !sc.org().Within(p.Unit, p.Home) {
		return nil, community.Refuse(community.Denied, "read_denied")
	}
	return scope, nil
}

// mayUrge reports whether the person may urge anybody at all.
func (sc *scene) mayUrge() bool {
	return slices.ContainsFunc(sc.who.Grants, func(g community.Grant) bool { return g.Role.May(community.Urge) })
}

// urgeAll urges those who answer for items, each item once a day whoever presses.
func (sc *scene) urgeAll(ctx context.Context, items []community.Item) ([]chat.Reply, error) {
	var replies []chat.Reply
	var urged []string
	again, denied := false, false
	for _, item := range items {
		m, err := sc.store.Matter(ctx, item.Number)
		if err != nil {
			return nil, err
		}
		if !sc.who.MayStep(community.Urge, m, sc.org()) || sc.inGroup(ctx, m) != nil {
			denied = true
			continue
		}
		already, err := sc.urgedToday(ctx, m)
		if err != nil {
			return nil, err
		}
		if already {
			again = true
			continue
		}
		more, ok, err := sc.urge(ctx, m)
		if err != nil {
			return nil, err
		}
		if ok {
			urged = append(urged, "#"+strconv.FormatInt(int64(m.Number), 10))
			replies = append(replies, more...)
		}
	}
	switch {
	case len(urged) > 0:
		answer := sc.alert("digest.urged", "N", len(urged), "List", joinWith(urged, " "))
		return append([]chat.Reply{answer}, replies...), nil
	case again:
		return []chat.Reply{sc.alert("digest.urged_already")}, nil
	case denied:
		return nil, community.Refuse(community.Denied, "digest_urge")
	}
	return []chat.Reply{sc.alert("digest.urged_none")}, nil
}

// urge takes the ledger's step; false if the matter has gone on since.
func (sc *scene) urge(ctx context.Context, m community.Matter) ([]chat.Reply, bool, error) {
	next, events, err := m.Do(community.Step{Action: community.Urge, Seen: community.Unseen}, sc.who, sc.org(), sc.h.Now().In(sc.h.Zone))
	if _, refused := community.Refusal(err); refused {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if err := sc.store.SaveMatter(ctx, next, events); err != nil {
		return nil, false, err
	}
	shown, err := sc.store.CardChats(ctx, itemCard(m.Number))
	if err != nil {
		return nil, false, err
	}
	n := news{sc: sc, was: m, now: next, event: events[len(events)-1], shown: map[int64]bool{}}
	for _, room := range shown {
		n.shown[room] = true
	}
	if err := n.tell(ctx); err != nil {
		return nil, false, err
	}
	err = n.redraw(ctx, shown)
	return n.replies, true, err
}

func (sc *scene) urgedToday(ctx context.Context, m community.Matter) (bool, error) {
	events, err := sc.store.Events(ctx, m.Number)
	return slices.ContainsFunc(events, func(e community.Event) bool {
		return e.Action == community.Urge && community.DateOf(e.At.In(sc.h.Zone)) == sc.today()
	}), err
}

// drill is a digest that somebody looks into: its message shows the digest of
// one unit after another.
type drill struct {
	*scene
	press   digest.Press
	scope   []community.UnitID
	figures *digest.Figures
}

func (d drill) digest(unit community.UnitID) digest.Digest {
	v := digest.View{Units: d.scope, Type: d.who.ReadsOnly(), Group: !d.private()}
	if unit != 0 {
		v.Units = []community.UnitID{unit}
	}
	return d.figures.Digest(v)
}

// home is the digest as it was sent, with the figures of now.
func (d drill) home() chat.Reply {
	one := d.digest(d.press.Home)
	return d.show(digest.Text(one, d.say), digest.Keys(one, d.press.Home, !d.private() || d.mayUrge(), d.say))
}

func (d drill) show(text string, k chat.Keyboard) chat.Reply {
	return chat.Reply{Verb: chat.Show, Card: digestCard, Message: d.up.Message, Text: text, Keyboard: k}
}

// page is a unit's digest with the units below it and, from the community
// down, what waits there.
func (d drill) page(ctx context.Context) (chat.Reply, error) {
	one := d.digest(d.press.Unit)
	lines := []string{digest.Text(one, d.say)}
	k := layout(d.below(), d.key)
	if u, ok := d.org().Unit(d.press.Unit); ok && u.Level.Rank() >= community.Village.Rank() {
		list := one.Waiting()
		for chunk := range slices.Chunk(list[:min(len(list), ledgerShown)], 4) {
			var row []chat.Button
			for _, item := range chunk {
				line, err := d.itemText(ctx, item.Number)
				if err != nil {
					return chat.Reply{}, err
				}
				lines, row = append(lines, line), append(row, d.itemKey(item.Number))
			}
			k = append(k, row)
		}
	}
	return d.show(join(lines), append(k, chat.Row(d.back()))), nil
}

func (d drill) itemText(ctx context.Context, n community.Number) (string, error) {
	m, err := d.store.Matter(ctx, n)
	if err != nil {
		return "", err
	}
	return d.matterLine(ctx, m)
}

func (d drill) itemKey(n community.Number) chat.Button {
	p := d.press
	p.Do, p.Number = digest.PressItem, n
	return chat.Button{Label: "#" + strconv.FormatInt(int64(n), 10), Data: p.Data()}
}

// maxBelow is how many units one message offers.
const maxBelow = 60

// below lists the units right below with what is overdue in each.
func (d drill) below() []choice {
	var units []community.Unit
	switch {
	case d.press.Unit != 0 || slices.Contains(d.scope, 0):
		units = d.org().Children(d.press.Unit)
	default:
		for _, id := range d.scope {
			if u, ok := d.org().Unit(id); ok {
				units = append(units, u)
			}
		}
	}
	list := make([]choice, 0, len(units))
	for _, u := range units[:min(len(units), maxBelow)] {
		label, one := u.Label(), d.digest(u.ID)
		if over := len(one.Detail.Overdue) + len(one.Detail.DisputesDue) + len(one.Detail.TasksDue); over > 0 {
			label = d.say.Text("digest.below", "Unit", label, "N", over)
		}
		list = append(list, choice{value: strconv.FormatInt(int64(u.ID), 10), label: label})
	}
	return list
}

// key is the data of a button that leads to a unit.
func (d drill) key(unit string) string {
	id, _ := strconv.ParseInt(unit, 10, 64) // the choices of below are ids
	p := d.press
	p.Do, p.Unit, p.Number = digest.PressUnit, community.UnitID(id), 0
	return p.Data()
}

// back leads one level up, from the top to the digest itself.
func (d drill) back() chat.Button {
	p := d.press
	p.Do, p.Number = digest.PressUnit, 0
	if p.Unit == p.Home {
		p.Do = digest.PressHome
	} else {
		p.Unit = d.above(p.Unit)
	}
	return chat.Button{Label: d.say.Text("button.back"), Data: p.Data()}
}

// above is the unit right above, the home where the person's own units end.
func (d drill) above(unit community.UnitID) community.UnitID {
	u, ok := d.org().Unit(unit)
	if !ok || slices.Contains(d.scope, unit) {
		return d.press.Home
	}
	return u.Parent
}

// drillItem shows an item in the digest's message, with the ledger's buttons.
func (sc *scene) drillItem(ctx context.Context, p digest.Press) ([]chat.Reply, error) {
	m, err := sc.readable(ctx, p.Number)
	if err != nil {
		return nil, err
	}
	card, err := sc.card(ctx, m, false)
	if err != nil {
		return nil, err
	}
	p.Do, p.Number = digest.PressUnit, 0
	card.Card, card.Message = digestCard, sc.up.Message
	card.Keyboard = append(card.Keyboard, chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: p.Data()}))
	return []chat.Reply{card}, nil
}
