package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// stepKeys is a button for every step that may be taken now. In a group,
// where anybody may press, it is what the state allows; the right is checked
// when somebody does.
func (sc *scene) stepKeys(m community.Matter, history bool) chat.Keyboard {
	steps := m.Steps(sc.who, sc.org(), sc.today())
	if !sc.private() {
		steps = groupSteps(m)
	}
	var k chat.Keyboard
	var row []chat.Button
	add := func(b chat.Button) {
		if row = append(row, b); len(row) == 4 {
			k, row = append(k, row), nil
		}
	}
	for _, a := range steps {
		add(chat.Button{Label: sc.actionName(m.Kind, a), Data: stepData(m, string(a))})
	}
	if !history {
		add(sc.openKey(m.Number, sc.say.Text("button.history")))
	}
	if len(row) > 0 {
		k = append(k, row)
	}
	return k
}

func groupSteps(m community.Matter) []community.Action {
	var list []community.Action
	for _, a := range []community.Action{community.Take, community.Progress, community.Fix, community.Close, community.Return, community.Urge} {
		if from, _ := community.Leads(m.Kind, a); m.Withdrawn.IsZero() && slices.Contains(from, m.Status) {
			list = append(list, a)
		}
	}
	return list
}

func stepData(m community.Matter, what string) string {
	return fmt.Sprintf("s:%d:%d:%s", m.Number, m.Revision, what)
}

// stepButton is a press on a card: s:<number>:<revision>:<action>, with
// =p<person> or =u<unit> for an assignment.
func stepButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.SplitN(sc.up.Button.Data, ":", 4)
	if len(parts) != 4 {
		return deadButton(ctx, sc)
	}
	n, err := strconv.ParseInt(parts[1], 10, 64)
	seen, err2 := strconv.Atoi(parts[2])
	if err != nil || err2 != nil || seen < 0 {
		return deadButton(ctx, sc)
	}
	m, err := sc.store.Matter(ctx, community.Number(n))
	if err != nil {
		return nil, err
	}
	what, value, named := strings.Cut(parts[3], "=")
	s := community.Step{Action: community.Action(what), Seen: seen}
	switch {
	case s.Action == community.Assign && !named:
		return sc.askOwner(ctx, m, s)
	case s.Action == community.Assign:
		if !chosen(&s, value) {
			return deadButton(ctx, sc)
		}
	case s.Action == community.Transfer && named:
		if !slices.Contains(community.Bodies(), community.Body(value)) {
			return deadButton(ctx, sc)
		}
		s.Why = sc.say.Text("body." + value)
		if err := sc.noWords(ctx, m.Number, s.Action); err != nil {
			return nil, err
		}
	case slices.Contains(worded, s.Action):
		return sc.askWords(ctx, m, s)
	}
	return sc.step(ctx, m, s)
}

// worded are the steps that need words, which a press does not bring.
var worded = []community.Action{
	community.Return, community.Extend, community.Escalate, community.Reopen, community.Fail, community.Transfer,
	community.Progress, community.Revoke, community.Instruct,
}

// possible refuses a step that could not be taken with any words.
func (sc *scene) possible(ctx context.Context, m community.Matter, s community.Step) ([]chat.Reply, error) {
	if err := sc.inGroup(ctx, m); err != nil {
		return nil, err
	}
	if err := m.Allows(s, sc.who, sc.org()); err != nil {
		return sc.stepRefused(ctx, m, s, err)
	}
	return nil, nil
}

// askOwner turns the card into the list of those who can be given the matter.
func (sc *scene) askOwner(ctx context.Context, m community.Matter, s community.Step) ([]chat.Reply, error) {
	if replies, err := sc.possible(ctx, m, s); len(replies) > 0 || err != nil {
		return replies, err
	}
	card, err := sc.card(ctx, m, false)
	if err != nil {
		return nil, err
	}
	list, err := sc.candidates(ctx, m)
	if err != nil {
		return nil, err
	}
	card.Message, card.Text = sc.up.Message, card.Text+"\n"+sc.say.Text("step.ask.assign")
	card.Keyboard = append(layout(list, func(v string) string { return stepData(m, v) }),
		chat.Row(sc.openKey(m.Number, sc.say.Text("button.back"))))
	return []chat.Reply{card}, nil
}

// candidates are those who can be given a matter: the people of its unit and
// above, then the units around it, as far as the person may give work to them.
func (sc *scene) candidates(ctx context.Context, m community.Matter) ([]choice, error) {
	people, err := sc.store.PeopleAll(ctx)
	if err != nil {
		return nil, err
	}
	var list []choice
	for _, p := range people {
		for _, g := range p.Grants {
			if g.Unit != 0 && g.Role.May(community.Fix) && sc.org().Within(m.Unit, g.Unit) && sc.who.May(community.Assign, g.Unit, sc.org()) {
				list = append(list, choice{value: fmt.Sprintf("assign=p%d.%d", p.ID, g.Unit), label: p.Name})
				break
			}
		}
	}
	if u, ok := sc.org().At(m.Unit, community.Village); ok && sc.who.May(community.Assign, u.ID, sc.org()) {
		for _, u := range append([]community.Unit{u}, sc.org().Children(u.ID)...) {
			list = append(list, choice{value: fmt.Sprintf("assign=u%d", u.ID), label: u.Name})
		}
	}
	return list[:min(len(list), maxChoices)], nil
}

// chosen reads what a candidate's button carries: p<person>.<unit> or u<unit>.
func chosen(s *community.Step, value string) bool {
	if n, err := fmt.Sscanf(value, "p%d.%d", &s.Owner, &s.OwnerUnit); n == 2 && err == nil {
		return true
	}
	n, err := fmt.Sscanf(value, "u%d", &s.OwnerUnit)
	return n == 1 && err == nil
}

// askWords asks for the words that a step needs; the next message is the answer.
func (sc *scene) askWords(ctx context.Context, m community.Matter, s community.Step) ([]chat.Reply, error) {
	if replies, err := sc.possible(ctx, m, s); len(replies) > 0 || err != nil {
		return replies, err
	}
	f := &form{Entries: []entry{{Record: community.Record{Kind: m.Kind}}}, Step: s.Action, About: m.Number}
	body, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	d, err := sc.store.AddDraft(ctx, chat.Draft{Chat: sc.up.Chat.ID, User: sc.up.From.ID, Body: body, Updated: sc.h.Now()})
	if err != nil {
		return nil, err
	}
	return []chat.Reply{{
		Verb: chat.Send, Card: formCard(d.ID), Ask: !sc.private(),
		Text:     sc.say.Text("step.ask."+string(s.Action), "Number", m.Number),
		Keyboard: append(sc.bodyKeys(m, s.Action), sc.askKeys(d)...),
	}}, nil
}

// bodyKeys are the bodies that a dispute is usually transferred to; any other
// can be typed.
func (sc *scene) bodyKeys(m community.Matter, a community.Action) chat.Keyboard {
	if a != community.Transfer || !sc.private() {
		return nil
	}
	var list []choice
	for _, b := range community.Bodies() {
		list = append(list, choice{value: string(b), label: sc.say.Text("body." + string(b))})
	}
	return layout(list, func(v string) string { return stepData(m, "transfer="+v) })
}

// noWords drops the question that a step was asked by, once a button answers it.
func (sc *scene) noWords(ctx context.Context, n community.Number, a community.Action) error {
	d, f, ok, err := sc.pending(ctx)
	if err != nil || !ok || f.Step != a || f.About != n {
		return err
	}
	return sc.store.DropDraft(ctx, d.ID)
}

func (sc *scene) askKeys(d chat.Draft) chat.Keyboard {
	if !sc.private() {
		return nil
	}
	cancel := formKey{draft: d.ID, revision: d.Revision, value: pressCancel}.String()
	return chat.Keyboard{chat.Row(chat.Button{Label: sc.say.Text("button.cancel"), Data: cancel})}
}

// answerStep takes the words that a step was waiting for.
func (sc *scene) answerStep(ctx context.Context, d chat.Draft, f *form) ([]chat.Reply, error) {
	replies, err := sc.typed(ctx, f.About, f.Step, sc.up.Text)
	if refusal, ok := community.Refusal(err); ok && refusal.Code == community.Invalid {
		return nil, err // they can try again
	}
	if err := sc.store.DropDraft(ctx, d.ID); err != nil {
		return nil, err
	}
	return replies, err
}
