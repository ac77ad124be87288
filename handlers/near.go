package handlers

import (
	"context"
	"fmt"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// nearCandidates is how many records of a unit are looked at for the same thing.
const nearCandidates = 50

// hint asks whether a new report tells of something that a colleague has
// reported already. Nothing is merged by itself.
func (sc *scene) hint(ctx context.Context, r stored) ([]chat.Reply, error) {
	if r.Kind == community.KindEvent || r.Kind == community.KindPatrol && r.Left() == 0 {
		return nil, nil
	}
	around := community.Span{From: r.Date - 3, To: r.Date + 3}
	others, err := sc.store.Records(ctx, community.Filter{
		Units: []community.UnitID{r.Unit}, Span: around, Limit: nearCandidates,
	})
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		if o.Withdrawn.IsZero() && o.From == 0 && r.Near(o) && sc.who.May(community.Read, o.Unit, sc.org()) {
			reply, err := sc.askSame(ctx, r.Record, o)
			return []chat.Reply{reply}, err
		}
	}
	return nil, nil
}

func (sc *scene) askSame(ctx context.Context, r, o community.Record) (chat.Reply, error) {
	by, err := sc.store.Person(ctx, o.Reporter)
	if err != nil {
		return chat.Reply{}, err
	}
	text := ""
	if sc.wordsShown(community.Matter{Record: o}) {
		text = clip(o.Text, textShown)
	}
	data := func(what string) string { return fmt.Sprintf("n:%d:%d:%s", r.Number, o.Number, what) }
	return chat.Reply{
		Verb: chat.Send,
		Text: sc.say.Text("near.ask", "Number", r.Number, "Other", o.Number, "Name", by.Name,
			"Date", sc.dateText(o.Date), "Text", text),
		Keyboard: chat.Keyboard{chat.Row(
			chat.Button{Label: sc.say.Text("near.same"), Data: data("same")},
			chat.Button{Label: sc.say.Text("near.different"), Data: data("other")},
		)},
	}, nil
}

// nearButton is the answer: n:<number>:<other>:same|other. The same thing
// told twice is withdrawn, with the number that it belongs to.
func nearButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	var n, other community.Number
	parts := strings.Split(sc.up.Button.Data, ":")
	if len(parts) != 4 {
		return deadButton(ctx, sc)
	}
	if _, err := fmt.Sscanf(parts[1]+" "+parts[2], "%d %d", &n, &other); err != nil {
		return deadButton(ctx, sc)
	}
	r, err := sc.store.Record(ctx, n)
	if err != nil {
		return nil, err
	}
	if !sc.mayCorrect(r) {
		return nil, community.Refuse(community.Denied, "correct_denied", "Number", n)
	}
	answer := chat.Reply{Verb: chat.Show, Message: sc.up.Message, Text: sc.say.Text("near.kept", "Number", n)}
	if parts[3] != "same" {
		return []chat.Reply{answer}, nil
	}
	replies, err := sc.withdraw(ctx, r, true, other)
	if err != nil {
		return nil, err
	}
	for i := range replies {
		if replies[i].Verb == chat.Show {
			replies[i].Message = 0 // the receipt, not the question
		}
	}
	answer.Text = sc.say.Text("near.joined", "Number", n, "Other", other)
	return append(replies, answer), nil
}
