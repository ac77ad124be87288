package handlers

import (
	"context"
	"errors"

	"gridmate/chat"
	"gridmate/community"
)

// step takes a step: the state changes, the audit grows, everybody concerned
// hears of it, and every card that shows the matter is drawn anew.
func (sc *scene) step(ctx context.Context, m community.Matter, s community.Step) ([]chat.Reply, error) {
	if err := sc.inGroup(ctx, m); err != nil {
		return nil, err
	}
	var err error
	if s.Clockwork, err = sc.clockwork(ctx); err != nil {
		return nil, err
	}
	next, events, err := m.Do(s, sc.who, sc.org(), sc.h.Now().In(sc.h.Zone))
	if err != nil {
		return sc.stepRefused(ctx, m, s, err)
	}
	files := sc.files()
	for i := range files {
		files[i].After = s.Action == community.Fix
	}
	if err := sc.attach(ctx, m.Record, files); err != nil {
		return nil, err
	}
	if err := sc.store.SaveMatter(ctx, next, events); err != nil {
		return nil, err
	}
	return sc.announce(ctx, m, next, events[len(events)-1])
}

// inGroup holds a group to its own unit: what lies elsewhere is not shown or
// changed in it, whoever asks.
func (sc *scene) inGroup(ctx context.Context, m community.Matter) error {
	if sc.private() {
		return nil
	}
	g, err := sc.boundGroup(ctx)
	if err != nil {
		return err
	}
	if !sc.org().Within(m.Unit, g.Unit) {
		return community.Refuse(community.Denied, "step_group", "Number", int64(m.Number))
	}
	return nil
}

// stepRefused says why nothing was done. What changed meanwhile is shown as it
// stands now.
func (sc *scene) stepRefused(ctx context.Context, m community.Matter, s community.Step, err error) ([]chat.Reply, error) {
	e, ok := community.Refusal(err)
	if !ok {
		return nil, err
	}
	args := map[string]any{}
	for k, v := range e.Args {
		args[k] = v
	}
	if status, ok := args["Status"].(string); ok {
		args["Status"] = sc.statusText(m.Kind, community.Status(status))
	}
	args["Action"] = sc.actionName(m.Kind, s.Action)
	replies := sc.refuse(&community.Error{Code: e.Code, Key: e.Key, Args: args})
	if !errors.Is(e, community.Conflict) || sc.up.Event != chat.Pressed {
		return replies, nil
	}
	card, err := sc.card(ctx, m, false)
	card.Message = sc.up.Message
	return append(replies, card), err
}

// announce answers the person, tells those concerned, and draws the cards anew.
func (sc *scene) announce(ctx context.Context, was, m community.Matter, e community.Event) ([]chat.Reply, error) {
	shown, err := sc.store.CardChats(ctx, itemCard(m.Number))
	if err != nil {
		return nil, err
	}
	news := news{sc: sc, was: was, now: m, event: e, shown: map[int64]bool{}}
	for _, id := range shown {
		news.shown[id] = true
	}
	if err := news.answer(ctx); err != nil {
		return nil, err
	}
	if err := news.tell(ctx); err != nil {
		return nil, err
	}
	err = news.redraw(ctx, shown)
	return news.replies, err
}
