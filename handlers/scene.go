package handlers

import (
	"context"
	"slices"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/locale"
)

// scene is one update on its way through a handler: who did it, when, and the
// transaction it happens in. Its text is masked.
type scene struct {
	h     *Handlers
	store Store
	up    chat.Update
	who   community.Person
	now   time.Time // when they did it, in the deployment's zone
	say   locale.Printer
	words string   // what follows the command or word
	asked string   // what a guide was looked up by, folded
	found []string // kinds of personal data that were masked in the text
	heard sentence // what was read of the update
}

// enter opens the scene: the person is looked up.
func (h *Handlers) enter(ctx context.Context, s Store, r Ready) (*scene, error) {
	u := r.Update
	sc := &scene{h: h, store: s, up: u, now: h.momentOf(u), found: r.found, heard: r.heard}
	who, known, err := s.PersonByUser(ctx, u.From.ID)
	if err != nil {
		return nil, err
	}
	if !known {
		who = community.Person{User: u.From.ID, Name: u.From.Name}
	}
	sc.who = who
	if err := sc.recognise(ctx); err != nil {
		return nil, err
	}
	sc.say = h.Texts.For(sc.who.Language)
	return sc, nil
}

// recognise gives admins by setting their role and notes the private chat, so
// that digests know where to go. Strangers leave no trace.
func (sc *scene) recognise(ctx context.Context) error {
	u := sc.up
	admin := u.From.ID != 0 && slices.Contains(sc.h.Admins, u.From.ID)
	if !admin && !sc.who.Known() {
		return nil
	}
	reached := u.Chat.Type == chat.Private && sc.who.Chat != u.Chat.ID
	if sc.who.ID == 0 || reached {
		if u.Chat.Type == chat.Private {
			sc.who.Chat = u.Chat.ID
		}
		stored, err := sc.store.SavePerson(ctx, sc.who)
		if err != nil {
			return err
		}
		sc.who = stored
	}
	if admin {
		sc.who.Grants = append(slices.Clone(sc.who.Grants), community.Grant{Role: community.RoleAdmin})
	}
	return nil
}

// today is the day it is for the person who acts.
func (sc *scene) today() community.Date { return community.DateOf(sc.now) }

func (sc *scene) private() bool { return sc.up.Chat.Type == chat.Private }

func (sc *scene) org() *community.Org { return sc.store.Org() }

// send is a new message in the scene's chat.
func (sc *scene) send(id string, args ...any) chat.Reply {
	return chat.Reply{Verb: chat.Send, Text: sc.say.Text(id, args...)}
}

// toast is a short notice on the pressed button.
func (sc *scene) toast(id string, args ...any) chat.Reply {
	return chat.Reply{Verb: chat.Answer, Text: sc.say.Text(id, args...)}
}

// alert is a notice that has to be closed.
func (sc *scene) alert(id string, args ...any) chat.Reply {
	r := sc.toast(id, args...)
	r.Alert = true
	return r
}

// refuse says why something was not done and what to do instead.
func (sc *scene) refuse(e *community.Error) []chat.Reply {
	text := sc.say.Fill("error."+e.Key, e.Args)
	if sc.up.Event == chat.Pressed {
		return []chat.Reply{{Verb: chat.Answer, Text: text, Alert: true}}
	}
	return []chat.Reply{{Verb: chat.Send, Text: text}}
}

// address completes replies: the chat and its topic, the press that waits for its answer,
// in groups the message that is answered, and a word about masked data.
func (sc *scene) address(replies []chat.Reply) []chat.Reply {
	if sc.up.Event == chat.Pressed && !slices.ContainsFunc(replies, isAnswer) {
		replies = append([]chat.Reply{{Verb: chat.Answer}}, replies...)
	}
	if len(sc.found) > 0 && (sc.up.Event == chat.Said || sc.up.Event == chat.Edited) && len(replies) > 0 {
		replies = append(replies, sc.send("masked"))
	}
	for i := range replies {
		r := &replies[i]
		if r.Chat == 0 {
			r.Chat = sc.up.Chat.ID
		}
		switch r.Verb {
		case chat.Answer:
			r.Callback, r.Expires = sc.up.Button.ID, sc.up.At.Add(callbackLife)
		case chat.Results:
			r.Inline, r.Expires = sc.up.Inline.ID, sc.up.At.Add(inlineLife)
		case chat.Send, chat.Show:
			if r.Chat == sc.up.Chat.ID {
				r.Topic = sc.up.Chat.Topic
			}
			if !sc.private() && sc.up.Event == chat.Said && r.ReplyTo == 0 && r.Chat == sc.up.Chat.ID {
				r.ReplyTo = sc.up.Message
			}
		}
	}
	return replies
}

func isAnswer(r chat.Reply) bool { return r.Verb == chat.Answer }

// How long Telegram takes an answer, less a margin.
const (
	callbackLife = 140 * time.Second
	inlineLife   = 25 * time.Second
)
