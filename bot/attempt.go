package bot

import (
	"context"
	"errors"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"gridmate/chat"
)

// result is how a call ended.
type result struct {
	item    *item
	class   class
	message int           // id of the message, where there is one
	wait    time.Duration // for classThrottled
	moved   int64         // for classMigrated
}

// verbs maps what a reply says to do to the call that does it. Each returns the
// id of the message that carries the reply now.
var verbs = map[chat.Verb]func(*Sender, context.Context, *item) (int, error){
	chat.Send:    (*Sender).send,
	chat.Show:    (*Sender).show,
	chat.Answer:  (*Sender).answer,
	chat.Results: (*Sender).results,
	chat.React:   (*Sender).react,
}

// errOutbox is an outbox that cannot be read.
var errOutbox = errors.New("the outbox cannot be read")

// attempt makes one call for an item.
func (s *Sender) attempt(ctx context.Context, it *item) result {
	timeout := callTimeout
	if it.out.Reply.File != nil {
		timeout = fileTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	it.begun()
	do, ok := verbs[it.out.Reply.Verb]
	if !ok {
		return result{item: it, class: classVerb}
	}
	message, err := do(s, ctx, it)
	r := result{item: it, message: message}
	var bad *refused
	switch {
	case err == nil:
	case errors.As(err, &bad):
		r.class = bad.class
	case errors.Is(err, errOutbox):
		r.class = classOutbox
	default:
		r.class, r.wait, r.moved = classify(err), retryAfter(err), movedTo(err)
	}
	return r
}

// send sends the next part of a reply's text. The first part answers the
// message that the reply answers, the last one carries the buttons.
func (s *Sender) send(ctx context.Context, it *item) (int, error) {
	reply, p := &it.out.Reply, it.progress
	if err := p.render(reply); err != nil {
		return 0, err
	}
	if s.asRich(it) {
		return s.sendRich(ctx, it)
	}
	var markup models.ReplyMarkup
	if p.last() {
		var err error
		if markup, err = keyboard(reply.Keyboard); err != nil {
			return 0, err
		}
		if markup == nil && reply.Ask {
			markup = &models.ForceReply{ForceReply: true, Selective: reply.ReplyTo != 0}
		}
		if reply.File != nil {
			return s.sendFile(ctx, it, markup)
		}
	}
	return s.client.sendMessage(ctx, &tg.SendMessageParams{
		ChatID:              reply.Chat,
		MessageThreadID:     p.thread(reply),
		Text:                p.parts[p.part],
		ParseMode:           models.ParseModeHTML,
		LinkPreviewOptions:  noPreview(),
		DisableNotification: reply.Silent,
		ReplyParameters:     p.replyTo(reply),
		ReplyMarkup:         markup,
	})
}

// thread is the topic that a reply goes to, 0 for none or once it is gone.
func (p *progress) thread(reply *chat.Reply) int {
	if p.general {
		return 0
	}
	return reply.Topic
}

// replyTo says which message the next part answers; nil for none.
func (p *progress) replyTo(reply *chat.Reply) *models.ReplyParameters {
	if reply.ReplyTo == 0 || p.part > 0 || p.alone {
		return nil
	}
	return &models.ReplyParameters{MessageID: reply.ReplyTo, AllowSendingWithoutReply: true}
}

// render makes the parts, once.
func (p *progress) render(reply *chat.Reply) (err error) {
	switch {
	case p.parts != nil:
	case reply.File != nil:
		p.parts, err = captioned(reply.Text)
	default:
		p.parts, err = Render(reply.Text)
	}
	return err
}

// last says whether the part to send is the last one.
func (p *progress) last() bool { return p.part == len(p.parts)-1 }

// show edits the message that carries a card. Where there is none, and where
// the text takes more than one message, it sends anew.
func (s *Sender) show(ctx context.Context, it *item) (int, error) {
	reply, p := &it.out.Reply, it.progress
	if err := p.render(reply); err != nil {
		return 0, err
	}
	if p.anew || reply.File != nil || len(p.parts) > 1 {
		return s.send(ctx, it)
	}
	message, err := s.carrier(ctx, reply)
	if err != nil {
		return 0, err
	}
	if message == 0 {
		return s.send(ctx, it)
	}
	markup, err := keyboard(reply.Keyboard)
	if err != nil {
		return 0, err
	}
	err = s.client.say(ctx, "editMessageText", &tg.EditMessageTextParams{
		ChatID:             reply.Chat,
		MessageID:          message,
		Text:               p.parts[0],
		ParseMode:          models.ParseModeHTML,
		LinkPreviewOptions: noPreview(),
		ReplyMarkup:        markup,
	})
	return message, err
}

// carrier finds the message that carries a card, 0 if there is none.
func (s *Sender) carrier(ctx context.Context, reply *chat.Reply) (int, error) {
	if reply.Message != 0 || reply.Card == "" {
		return reply.Message, nil
	}
	message, found, err := s.outbox.CardMessage(ctx, reply.Chat, reply.Card)
	if err != nil {
		return 0, errOutbox
	}
	if !found {
		return 0, nil
	}
	return message, nil
}

// answer ends a button's waiting state.
func (s *Sender) answer(ctx context.Context, it *item) (int, error) {
	reply := &it.out.Reply
	return 0, s.client.say(ctx, "answerCallbackQuery", &tg.AnswerCallbackQueryParams{
		CallbackQueryID: reply.Callback,
		Text:            notice(reply.Text),
		ShowAlert:       reply.Alert,
	})
}

// cacheSeconds is how long Telegram may answer the same inline query by itself:
// hardly, since a guide that was corrected has to be seen. Zero would become
// Telegram's five minutes.
const cacheSeconds = 1

// results answers an inline query.
func (s *Sender) results(ctx context.Context, it *item) (int, error) {
	reply := &it.out.Reply
	list, err := results(reply.Articles)
	if err != nil {
		return 0, err
	}
	return 0, s.client.say(ctx, "answerInlineQuery", struct {
		Query   string    `json:"inline_query_id"`
		Results []article `json:"results"`
		Cache   int       `json:"cache_time"`
		Own     bool      `json:"is_personal"`
		Next    string    `json:"next_offset"`
	}{reply.Inline, list, cacheSeconds, true, reply.Next})
}

// react puts an emoji on a message.
func (s *Sender) react(ctx context.Context, it *item) (int, error) {
	reply := &it.out.Reply
	return 0, s.client.say(ctx, "setMessageReaction", &tg.SetMessageReactionParams{
		ChatID:    reply.Chat,
		MessageID: reply.Message,
		Reaction: []models.ReactionType{{
			Type:              models.ReactionTypeTypeEmoji,
			ReactionTypeEmoji: &models.ReactionTypeEmoji{Emoji: reply.Emoji},
		}},
	})
}
