package handlers

import (
	"context"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/locale"
)

// Errands takes slow work, which is done after the commit: see chat.Errand.
type Errands interface {
	// AddErrand stores it and returns its id.
	AddErrand(ctx context.Context, e chat.Errand) (int64, error)
}

// GaveUp tells whoever asked for an errand that it was given up, and what to do
// instead. Nobody hears of what nobody asked for.
func (h *Handlers) GaveUp(ctx context.Context, s Store, e chat.Errand, cause error) ([]chat.Reply, error) {
	if e.User == 0 {
		return nil, nil
	}
	who, known, err := s.PersonByUser(ctx, e.User)
	if err != nil {
		return nil, err
	}
	say := h.Texts.For(locale.Chinese)
	if known {
		say = h.Texts.For(who.Language)
	}
	refusal, ok := community.Refusal(cause)
	if !ok {
		return []chat.Reply{{Verb: chat.Send, Chat: e.Chat, Topic: e.Topic, Text: say.Text("error.errand_failed")}}, nil
	}
	return []chat.Reply{{Verb: chat.Send, Chat: e.Chat, Topic: e.Topic, Text: say.Fill("error."+refusal.Key, refusal.Args)}}, nil
}
