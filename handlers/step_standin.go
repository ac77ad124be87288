package handlers

import (
	"context"
	"slices"

	"gridmate/chat"
	"gridmate/community"
)

// tellStandIn tells who stands in for somebody on leave what that one would
// have to act on, as reminders do. Whoever hears of the step anyway is not told
// twice.
func (n *news) tellStandIn(ctx context.Context, p community.Person, concerned []community.Person) error {
	if !n.calls(p) {
		return nil
	}
	in, ok, err := n.standIn(ctx, p)
	if err != nil || !ok || in.ID == n.sc.who.ID || slices.Contains(n.done, in.Chat) ||
		slices.ContainsFunc(concerned, func(c community.Person) bool { return c.ID == in.ID }) {
		return err
	}
	n.done = append(n.done, in.Chat)
	sc := n.sc.seenBy(in)
	line := sc.say.Text("remind.behalf", "Text", sc.eventLine(ctx, n.now, n.event, n.sc.who.Name), "Name", p.Name)
	message, err := sc.push(ctx, unasked{line: line, urgent: true, critical: n.now.Level == community.LevelCritical})
	if err != nil || message == nil {
		return err
	}
	if in.MayStep(community.Read, n.now, sc.org()) {
		message.Keyboard = chat.Keyboard{chat.Row(sc.openKey(n.now.Number, sc.say.Text("button.history")))}
	}
	n.put(in.Chat, *message)
	return nil
}

// standIn is who gets somebody's reminders today; not ok if they are not away
// or nobody can be written to.
func (n *news) standIn(ctx context.Context, p community.Person) (community.Person, bool, error) {
	leaves, err := n.sc.store.Leaves(ctx, n.sc.today())
	if err != nil {
		return community.Person{}, false, err
	}
	for _, l := range leaves {
		if l.Person != p.ID || !l.Days.Has(n.sc.today()) {
			continue
		}
		in, err := n.sc.store.Person(ctx, l.StandIn)
		return in, in.Known() && in.Chat != 0, err
	}
	return community.Person{}, false, nil
}
