package handlers

import (
	"context"
	"slices"

	"gridmate/chat"
	"gridmate/community"
)

// news is one step on its way to those whom it concerns: each chat hears of it
// once, and shows the matter in one message.
type news struct {
	sc       *scene
	was, now community.Matter
	event    community.Event
	shown    map[int64]bool // chats that show the card
	done     []int64        // chats that have heard
	replies  []chat.Reply
}

// answer tells whoever took the step.
func (n *news) answer(ctx context.Context) error {
	sc := n.sc
	card, err := sc.card(ctx, n.now, false)
	if err != nil {
		return err
	}
	n.done = append(n.done, sc.up.Chat.ID)
	line := sc.eventLine(ctx, n.now, n.event, "")
	if sc.up.Event == chat.Pressed {
		card.Message = sc.up.Message
		n.replies = append(n.replies, chat.Reply{Verb: chat.Answer, Text: chat.Plain(line)}, card)
		return nil
	}
	done := chat.Reply{Verb: chat.Send, Text: sc.say.Text("step.done", "Line", line)}
	n.replies = append(n.replies, n.with(card, done, sc.up.Chat.ID)...)
	return nil
}

// with is a message and the card: together in a new message, or the message
// with a way to it where another one of the chat shows the card already, which
// is drawn anew. An answer to either is about the matter.
func (n *news) with(card, message chat.Reply, room int64) []chat.Reply {
	if n.shown[room] {
		message.Card = itemCard(n.now.Number) + ".n"
		return []chat.Reply{message, card}
	}
	card.Verb, card.Text = chat.Send, message.Text+"\n"+card.Text
	return []chat.Reply{card}
}

// tell tells everybody concerned but the one who acted: at once where they
// have to act and the day has room for it, else with their next push. Where
// they have the card already it is drawn anew at once.
func (n *news) tell(ctx context.Context) error {
	people, err := n.concerned(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := n.tellWhereReported(ctx, p); err != nil {
			return err
		}
		if err := n.tellStandIn(ctx, p, people); err != nil {
			return err
		}
		if p.Chat == 0 || !p.Known() || p.ID == n.sc.who.ID || slices.Contains(n.done, p.Chat) {
			continue
		}
		n.done = append(n.done, p.Chat)
		sc := n.sc.seenBy(p)
		card, err := sc.card(ctx, n.now, false)
		if err != nil {
			return err
		}
		message, err := sc.push(ctx, unasked{
			number: n.now.Number, line: sc.eventLine(ctx, n.now, n.event, n.sc.who.Name),
			urgent: n.calls(p), critical: n.now.Level == community.LevelCritical && n.calls(p),
		})
		switch {
		case err != nil:
			return err
		case message == nil && n.shown[p.Chat]:
			n.put(p.Chat, card)
		case message != nil:
			message.Keyboard = chat.Keyboard{chat.Row(sc.openKey(n.now.Number, sc.say.Text("button.history")))}
			n.put(p.Chat, n.with(card, *message, p.Chat)...)
		}
	}
	return nil
}

// endings are the steps that tell a reporter what became of it.
var endings = []community.Action{
	community.Fix, community.Close, community.Return, community.Reopen, community.Fail, community.Transfer,
}

// tellWhereReported tells a reporter who has never opened the private chat what
// became of it: in the group where they reported it, in answer to their words.
func (n *news) tellWhereReported(ctx context.Context, p community.Person) error {
	room := n.now.Chat
	if p.ID != n.now.Reporter || p.Chat != 0 || p.ID == n.sc.who.ID || room >= 0 || slices.Contains(n.done, room) ||
		!slices.Contains(endings, n.event.Action) || n.event.Action == community.Fix && n.now.Kind != community.KindDispute {
		return nil
	}
	g, bound, err := n.sc.store.Group(ctx, room)
	if err != nil || !bound || g.Gone || !n.sc.org().Within(n.now.Unit, g.Unit) {
		return err
	}
	sc := n.sc.inRoom(room)
	n.put(room, chat.Reply{
		Verb: chat.Send, ReplyTo: n.now.Message, NotBefore: sc.h.Manners.Quiet.Until(sc.h.Now().In(sc.h.Zone)),
		Text: sc.say.Text("step.news", "Line", sc.eventLine(ctx, n.now, n.event, n.sc.who.Name)),
	})
	return nil
}

func (n *news) put(room int64, replies ...chat.Reply) {
	for _, r := range replies {
		r.Chat, r.Priority = room, chat.Notice
		n.replies = append(n.replies, r)
	}
}

// redraw draws the card anew in all other chats that show it.
func (n *news) redraw(ctx context.Context, shown []int64) error {
	for _, room := range shown {
		if slices.Contains(n.done, room) {
			continue
		}
		sc := n.sc.inRoom(room)
		if room > 0 {
			p, ok, err := n.sc.store.PersonByUser(ctx, room)
			if err != nil {
				return err
			}
			if !ok || !p.MayStep(community.Read, n.now, n.sc.org()) {
				continue
			}
			sc = n.sc.seenBy(p)
		}
		card, err := sc.card(ctx, n.now, false)
		if err != nil {
			return err
		}
		n.put(room, card)
	}
	return nil
}

// redrawn draws a matter's cards anew after something else than a step changed
// it, a correction or a withdrawal, but for those in some chats.
func (sc *scene) redrawn(ctx context.Context, n community.Number, but ...int64) ([]chat.Reply, error) {
	shown, err := sc.store.CardChats(ctx, itemCard(n))
	if err != nil || len(shown) == 0 {
		return nil, err
	}
	m, err := sc.store.Matter(ctx, n)
	if err != nil {
		return nil, err
	}
	all := news{sc: sc, was: m, now: m, done: but}
	err = all.redraw(ctx, shown)
	return all.replies, err
}

// calls reports whether the step is for that person to act on; for the others
// it is good to know.
func (n *news) calls(p community.Person) bool {
	switch n.event.Action {
	case community.Plan, community.Instruct:
		return p.ID == n.now.Owner || n.serves(p)
	case community.Assign, community.Return, community.Reopen, community.Urge:
		return p.ID == n.now.Answers() || n.serves(p)
	case community.Escalate:
		return n.leads(p)
	case community.Fix:
		return n.now.Kind == community.KindIssue && n.leads(p) || n.now.Kind == community.KindTask && p.ID == n.now.Reporter
	}
	return false
}

// quiet are the steps that show on the cards and are worth no message.
var quiet = []community.Action{community.Progress}

// concerned lists who has to hear of the step: always whoever reported it and
// who answers for it, and who leads where the step is theirs to look at.
func (n *news) concerned(ctx context.Context) ([]community.Person, error) {
	if slices.Contains(quiet, n.event.Action) {
		return nil, nil
	}
	all, err := n.sc.store.PeopleAll(ctx)
	if err != nil {
		return nil, err
	}
	ids := []community.PersonID{n.now.Owner, n.was.Owner, n.was.Fixer}
	if n.event.Action != community.Urge || n.now.Owner == 0 {
		ids = append(ids, n.now.Reporter)
	}
	var list []community.Person
	for _, p := range all {
		if slices.Contains(ids, p.ID) || n.leads(p) || n.serves(p) || n.helps(p) {
			list = append(list, p)
		}
	}
	return list, nil
}

// leads reports whether the step is for that person to look at, as the lead of
// the community or at the desk that it was escalated to.
func (n *news) leads(p community.Person) bool {
	village, _ := n.sc.org().At(n.now.Unit, community.Village)
	return slices.ContainsFunc(p.Grants, func(g community.Grant) bool {
		switch n.event.Action {
		case community.Escalate:
			return n.atDesk(g)
		case community.Fix, community.Take, community.Extend, community.Fail, community.Transfer, community.Reopen:
			return g.Role == community.RoleLead && g.Unit == village.ID || n.atDesk(g)
		case community.Close:
			return n.atDesk(g)
		}
		return false
	})
}

// atDesk reports whether the role is one of those to whom it was escalated.
func (n *news) atDesk(g community.Grant) bool {
	return g.Unit != 0 && g.Unit == n.now.Desk && g.Role.May(community.Assign)
}

// serves reports whether the work was given to that person's unit and to
// nobody in it.
func (n *news) serves(p community.Person) bool { return n.now.ServedBy(p) }

// seenBy is the scene as somebody else sees it, in their own chat.
func (sc *scene) seenBy(p community.Person) *scene {
	other := *sc
	other.who, other.say = p, sc.h.Texts.For(p.Language)
	other.up.Chat = chat.Room{ID: p.Chat, Type: chat.Private}
	return &other
}

// inRoom is the scene as a group sees it: nobody in particular.
func (sc *scene) inRoom(id int64) *scene {
	other := *sc
	other.who, other.say = community.Person{}, sc.h.Texts.For("")
	other.up.Chat = chat.Room{ID: id, Type: chat.Group}
	return &other
}
