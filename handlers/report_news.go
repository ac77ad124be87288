package handlers

import (
	"context"
	"slices"

	"gridmate/chat"
	"gridmate/community"
)

// tellReported tells those who answer for the unit of a new problem or dispute
// that somebody has to act on. It waits for their next push, unless it is a
// grave problem: a critical one comes at any hour, with its card, and heard
// says who has heard of it, so that the reporter knows whom to call.
func (sc *scene) tellReported(ctx context.Context, r community.Record) (replies []chat.Reply, heard string, err error) {
	if r.Finished() || !r.Withdrawn.IsZero() {
		return nil, "", nil
	}
	leads, err := sc.leadsOf(ctx, r.Unit)
	if err != nil {
		return nil, "", err
	}
	var told, untold []string
	for _, p := range leads {
		if p.ID == sc.who.ID {
			return nil, "", nil // they know
		}
		reply, ok, err := sc.tellLead(ctx, p, community.Matter{Record: r})
		if err != nil {
			return nil, "", err
		}
		if !ok {
			untold = append(untold, p.Name)
			continue
		}
		told, replies = append(told, p.Name), append(replies, reply)
	}
	if r.Level == community.LevelCritical {
		heard = sc.say.Text("news.heard", "Told", joinWith(told, "、"), "Untold", joinWith(untold, "、"))
	}
	return replies, heard, nil
}

// tellLead tells one of them, with the card; not ok if it waits.
func (sc *scene) tellLead(ctx context.Context, p community.Person, m community.Matter) (reply chat.Reply, ok bool, err error) {
	other := sc.seenBy(p)
	line := other.say.Text("news.reported", "Number", int64(m.Number), "By", sc.who.Name,
		"Kind", other.say.Text("kind."+string(m.Kind)), "What", joinWith(compact(other.whatLine(m), other.dueText(m)), " · "))
	message, err := other.push(ctx, unasked{
		number: m.Number, line: line, urgent: m.Level == community.LevelMajor, critical: m.Level == community.LevelCritical,
	})
	if err != nil || message == nil {
		return chat.Reply{}, false, err
	}
	card, err := other.card(ctx, m, false)
	card.Verb, card.Chat, card.Priority, card.Text = chat.Send, p.Chat, chat.Notice, message.Text+"\n"+card.Text
	return card, true, err
}

// leadsOf are those who answer for a unit today and can be written to.
func (sc *scene) leadsOf(ctx context.Context, unit community.UnitID) ([]community.Person, error) {
	people, err := sc.store.PeopleAll(ctx)
	if err != nil {
		return nil, err
	}
	leaves, err := sc.store.Leaves(ctx, sc.today())
	if err != nil {
		return nil, err
	}
	leads := community.NewRoster(sc.org(), people, leaves, sc.today()).Leads(unit)
	slices.SortFunc(leads, func(a, b community.Person) int { return int(a.ID - b.ID) })
	return leads, nil
}
