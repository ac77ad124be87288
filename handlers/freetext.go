package handlers

import (
	"context"
	"slices"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// freeText is everything that is no command: an answer to a form, a report in
// plain words, a photo or a place, a question about a service.
func freeText(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if !sc.private() && !sc.up.Mention {
		return nil, nil
	}
	if !sc.who.Known() {
		return strangerText(ctx, sc)
	}
	d, f, ok, err := sc.pending(ctx)
	if err != nil {
		return nil, err
	}
	if replies, done, err := sc.freeStep(ctx); done || err != nil {
		return replies, err
	}
	if ok && (f.Step != "" || f.Guide != asking{}) {
		if sc.up.Text != "" && !sc.up.Forward && sc.h.Now().Sub(d.Updated) < stepWaits {
			return sc.answerWords(ctx, d, f)
		}
		ok = false
	}
	if sc.up.Photo != "" || sc.up.Place != nil {
		return sc.media(ctx, d, f, ok)
	}
	if sc.up.Text == "" {
		return []chat.Reply{sc.send("free.unreadable")}, nil
	}
	if ok && len(f.Todo) > 0 && !sc.up.Forward {
		return sc.answer(ctx, d, f)
	}
	return sc.reading(ctx)
}

// answerWords takes the words that a step or a question about guides waits for.
func (sc *scene) answerWords(ctx context.Context, d chat.Draft, f *form) ([]chat.Reply, error) {
	if f.Step != "" {
		return sc.answerStep(ctx, d, f)
	}
	return sc.answerAsked(ctx, d, f)
}

// answer takes typed text for the field that a form asks for. What does not
// fit is answered as if there were no form, and the form is kept.
func (sc *scene) answer(ctx context.Context, d chat.Draft, f *form) ([]chat.Reply, error) {
	err := sc.take(f, sc.up.Text)
	if err == nil {
		return sc.proceed(ctx, d, f)
	}
	refusal, ok := community.Refusal(err)
	if !ok {
		return nil, err
	}
	if len(sc.understand(sc.up.Text, community.KindNone)) > 0 {
		return sc.reading(ctx)
	}
	return append(sc.refuse(refusal), sc.send("form.kept")), nil
}

// reading reads plain words. A report that begins with its own command word
// is recorded at once; any other becomes a card to confirm.
func (sc *scene) reading(ctx context.Context) ([]chat.Reply, error) {
	text := sc.up.Text
	var entries []entry
	if !sc.up.Forward {
		entries = sc.understand(text, community.KindNone)
	}
	if len(entries) == 0 {
		return sc.notAReport()
	}
	if len(sc.who.Scopes(community.Report)) == 0 {
		return nil, community.Refuse(community.Denied, "report_denied")
	}
	f := &form{Entries: entries, Via: community.ViaText, Source: sc.up.Message, Album: sc.up.Album, Files: sc.files()}
	plain := sc.complete(f)
	if plain && sc.h.table.startsWith(text, entries[0].Record.Kind) {
		f.Via = community.ViaCommand
		return sc.save(ctx, f, 0)
	}
	return sc.open(ctx, f, 0)
}

// startsWith reports whether a text begins with a command word of that kind.
func (t *table) startsWith(text string, kind community.Kind) bool {
	for word, command := range t.words {
		if command == string(kind) && strings.HasPrefix(text, word) {
			return true
		}
	}
	return false
}

// notAReport answers what is no report: with a guide where the words name
// one, else with what can be sent. Nothing is stored.
func (sc *scene) notAReport() ([]chat.Reply, error) {
	if replies, ok := sc.guideFor(sc.up.Text, true); ok {
		return replies, nil
	}
	if !sc.private() {
		return nil, nil
	}
	return []chat.Reply{sc.send("free.help")}, nil
}

// cancel drops the unfinished form.
func cancel(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	d, f, ok, err := sc.pending(ctx)
	if err != nil {
		return nil, err
	}
	if !ok {
		return []chat.Reply{sc.send("cancel.nothing")}, nil
	}
	replies, err := sc.drop(ctx, d, f)
	return slices.Concat(replies, []chat.Reply{sc.send("cancel.done")}), err
}
