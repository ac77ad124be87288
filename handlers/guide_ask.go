package handlers

import (
	"context"
	"encoding/json"

	"gridmate/chat"
	"gridmate/community"
)

// asking is a question about guides whose answer is typed: which one, and the
// guide, blank or question that it is about.
type asking struct {
	What  string `json:",omitempty"`
	About string `json:",omitempty"` // a slug, or what a button calls a question
	Blank string `json:",omitempty"`
}

// The questions.
const (
	askedMistake = "mistake"
	askedMatter  = "matter"
	askedBlank   = "blank"
	askedAlias   = "alias"
)

// askWordsFor asks for words; the next message is the answer.
func (sc *scene) askWordsFor(ctx context.Context, a asking, text string) ([]chat.Reply, error) {
	body, err := json.Marshal(&form{Entries: []entry{{}}, Guide: a})
	if err != nil {
		return nil, err
	}
	d, err := sc.store.AddDraft(ctx, chat.Draft{Chat: sc.up.Chat.ID, User: sc.up.From.ID, Body: body, Updated: sc.h.Now()})
	if err != nil {
		return nil, err
	}
	return []chat.Reply{{
		Verb: chat.Send, Card: formCard(d.ID), Ask: !sc.private(), Text: text, Keyboard: sc.askKeys(d),
	}}, nil
}

// answerAsked takes the words that were asked for. What does not fit is said
// and asked for again.
func (sc *scene) answerAsked(ctx context.Context, d chat.Draft, f *form) ([]chat.Reply, error) {
	answers := map[string]func(*scene, context.Context, asking) ([]chat.Reply, error){
		askedMistake: (*scene).mistakeTold,
		askedMatter:  (*scene).matterNamed,
		askedBlank:   (*scene).blankTold,
		askedAlias:   (*scene).aliasTold,
		askedTitle:   (*scene).titleTold,
		askedPart:    (*scene).partTold,
		askedList:    (*scene).listTold,
	}
	answer, ok := answers[f.Guide.What]
	if !ok {
		return nil, sc.store.DropDraft(ctx, d.ID)
	}
	replies, err := answer(sc, ctx, f.Guide)
	if refusal, ok := community.Refusal(err); ok && refusal.Code != community.Denied {
		return nil, err // they can try again
	}
	if err := sc.store.DropDraft(ctx, d.ID); err != nil {
		return nil, err
	}
	return replies, err
}
