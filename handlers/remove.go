package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// remove ends somebody's work: /remove @小王, 离岗 小王. It shows what is taken
// away and what becomes of their open work; a button does it.
func remove(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if !sc.private() {
		return nil, community.Refuse(community.Denied, "remove_private")
	}
	name := strings.TrimLeft(strings.TrimSpace(sc.words), "@＠")
	if name == "" {
		return nil, community.Refuse(community.Invalid, "remove_usage")
	}
	who, err := sc.colleague(ctx, name)
	if err != nil {
		return nil, err
	}
	roles := sc.removable(who)
	if len(roles) == 0 {
		return nil, community.Refuse(community.Denied, "remove_denied", "Name", who.Name)
	}
	open, err := sc.store.Owned(ctx, who.ID, nil)
	if err != nil {
		return nil, err
	}
	return []chat.Reply{{
		Verb: chat.Send, Text: sc.say.Text("remove.ask", "Name", who.Name, "Roles", sc.grantsText(roles), "N", len(open)),
		Keyboard: chat.Keyboard{chat.Row(
			chat.Button{Label: sc.say.Text("remove.sure"), Data: fmt.Sprintf("o:%d:yes", who.ID)},
			chat.Button{Label: sc.say.Text("button.cancel"), Data: fmt.Sprintf("o:%d:no", who.ID)},
		)},
	}}, nil
}

// removable are the roles of somebody that the person may take away: those
// that they may give.
func (sc *scene) removable(who community.Person) []community.Grant {
	return slices.DeleteFunc(slices.Clone(who.Grants), func(g community.Grant) bool {
		return who.ID == sc.who.ID || !sc.who.MayGrant(g.Role, g.Unit, sc.org())
	})
}

func (sc *scene) grantsText(grants []community.Grant) string {
	var parts []string
	for _, g := range grants {
		parts = append(parts, sc.say.Text("role."+string(g.Role))+"("+sc.unitName(g.Unit)+")")
	}
	return joinWith(parts, "、")
}

// removeButton takes the roles away and hands the open work of whoever has
// none left to the leads: o:<person>:yes|no.
func removeButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.Split(sc.up.Button.Data, ":")
	if len(parts) != 3 || !sc.private() {
		return deadButton(ctx, sc)
	}
	id, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return deadButton(ctx, sc)
	}
	who, err := sc.store.Person(ctx, community.PersonID(id))
	if err != nil {
		return nil, err
	}
	if parts[2] != "yes" {
		return []chat.Reply{{Verb: chat.Show, Message: sc.up.Message, Text: sc.say.Text("remove.kept", "Name", who.Name)}}, nil
	}
	roles := sc.removable(who)
	if len(roles) == 0 {
		return nil, community.Refuse(community.Denied, "remove_denied", "Name", who.Name)
	}
	for _, g := range roles {
		if err := sc.store.Revoke(ctx, who.ID, g); err != nil {
			return nil, err
		}
	}
	left, replies, err := sc.leaveWork(ctx, who.ID)
	if err != nil {
		return nil, err
	}
	done := chat.Reply{
		Verb: chat.Show, Message: sc.up.Message,
		Text: sc.say.Text("remove.done", "Name", who.Name, "Roles", sc.grantsText(roles), "List", joinWith(left, "；")),
	}
	return append([]chat.Reply{done}, replies...), nil
}

// leaveWork gives what somebody leaves behind to the leads of where it lies, in
// this one transaction, and says what went to whom. What the person who
// removes them may not assign is theirs to see to by the reminders.
func (sc *scene) leaveWork(ctx context.Context, gone community.PersonID) (left []string, replies []chat.Reply, err error) {
	who, err := sc.store.Person(ctx, gone)
	if err != nil || who.Known() {
		return nil, nil, err // they still work here
	}
	records, err := sc.store.Owned(ctx, gone, nil)
	if err != nil {
		return nil, nil, err
	}
	matters, err := sc.store.Matters(ctx, records)
	if err != nil {
		return nil, nil, err
	}
	byLead := map[community.PersonID][]community.Matter{}
	var leads []community.Person
	for _, m := range matters {
		answering, err := sc.leadsOf(ctx, m.Unit)
		if err != nil {
			return nil, nil, err
		}
		if len(answering) == 0 {
			continue
		}
		if to := answering[0]; byLead[to.ID] == nil {
			leads = append(leads, to)
		}
		byLead[answering[0].ID] = append(byLead[answering[0].ID], m)
	}
	for _, to := range leads {
		given, more, err := sc.hand(ctx, byLead[to.ID], to)
		if err != nil {
			return nil, nil, err
		}
		if len(given) > 0 {
			left = append(left, sc.say.Text("remove.left", "Name", to.Name, "N", len(given), "List", numberList(given)))
			replies = append(replies, more...)
		}
	}
	return left, replies, nil
}

// hand gives matters to a lead, tells them and draws the cards anew.
func (sc *scene) hand(ctx context.Context, matters []community.Matter, to community.Person) (given []community.Number, replies []chat.Reply, err error) {
	place := matters[0].Unit
	if v, ok := sc.org().At(place, community.Village); ok {
		place = v.ID
	}
	if given, err = sc.give(ctx, matters, to, place); err != nil || len(given) == 0 {
		return nil, nil, err
	}
	if to.ID != sc.who.ID {
		other := sc.seenBy(to)
		line := other.say.Text("remove.told", "By", sc.who.Name, "N", len(given), "List", numberList(given))
		if replies, err = other.inform(ctx, unasked{line: line, urgent: true}); err != nil {
			return nil, nil, err
		}
	}
	for _, n := range given {
		cards, err := sc.redrawn(ctx, n)
		if err != nil {
			return nil, nil, err
		}
		replies = append(replies, cards...)
	}
	return given, replies, nil
}
