package handlers

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/reading"
)

// Facts keep what a deployment has settled for itself.
type Facts interface {
	Meta(ctx context.Context, key string) (value string, found bool, err error)
	SetMeta(ctx context.Context, key, value string) error
}

// WordsKey is the fact that holds the adopted words: a JSON list of reading.Word.
const WordsKey = "words"

// ParseWords reads the adopted words as they are stored; nothing is no words.
func ParseWords(stored string) ([]reading.Word, error) {
	if stored == "" {
		return nil, nil
	}
	var list []reading.Word
	err := json.Unmarshal([]byte(stored), &list)
	return list, err
}

// What is looked at for suggestions.
const (
	wordsSince   = 60 * 24 * time.Hour
	wordsRecords = 2000
)

// words lists what people keep correcting, for an administrator to adopt with
// one tap, and what has been adopted. /words 彩钢棚 安全隐患 adopts by hand,
// /words -彩钢棚 gives up.
func words(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if len(sc.who.Scopes(community.Manage)) == 0 {
		return nil, community.Refuse(community.Denied, "words_denied")
	}
	adopted, err := sc.adopted(ctx)
	if err != nil {
		return nil, err
	}
	args := strings.Fields(sc.words)
	switch {
	case len(args) == 0:
		reply, err := sc.wordList(ctx, adopted)
		return []chat.Reply{reply}, err
	case len(args) == 1 && strings.HasPrefix(args[0], "-"):
		return sc.giveUp(ctx, adopted, args[0][1:])
	case len(args) == 2:
		return sc.adoptTyped(ctx, adopted, args[0], args[1])
	}
	return nil, community.Refuse(community.Invalid, "words_usage")
}

// wordButton adopts a suggestion: w:<kind>:<category>:<text>.
func wordButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if len(sc.who.Scopes(community.Manage)) == 0 {
		return nil, community.Refuse(community.Denied, "words_denied")
	}
	parts := strings.SplitN(sc.up.Button.Data, ":", 4)
	if len(parts) != 4 {
		return deadButton(ctx, sc)
	}
	adopted, err := sc.adopted(ctx)
	if err != nil {
		return nil, err
	}
	w := reading.Word{Kind: community.Kind(parts[1]), Category: community.Category(parts[2]), Text: parts[3]}
	if adopted, err = sc.adopt(ctx, adopted, w); err != nil {
		return nil, err
	}
	reply, err := sc.wordList(ctx, adopted)
	reply.Message = sc.up.Message
	return []chat.Reply{sc.toast("words.adopted", "Text", w.Text), reply}, err
}

func (sc *scene) adopted(ctx context.Context) ([]reading.Word, error) {
	stored, _, err := sc.store.Meta(ctx, WordsKey)
	if err != nil {
		return nil, err
	}
	return ParseWords(stored)
}

// adopt stores a word; one that is there already gets the new meaning.
func (sc *scene) adopt(ctx context.Context, adopted []reading.Word, w reading.Word) ([]reading.Word, error) {
	w, err := reading.NewWord(w)
	if err != nil {
		return nil, err
	}
	adopted = slices.DeleteFunc(adopted, func(a reading.Word) bool { return a.Text == w.Text && a.Kind == w.Kind })
	return sc.keepWords(ctx, append(adopted, w))
}

func (sc *scene) keepWords(ctx context.Context, list []reading.Word) ([]reading.Word, error) {
	body, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	if err := sc.store.SetMeta(ctx, WordsKey, string(body)); err != nil {
		return nil, err
	}
	sc.h.Adopted() // takes effect once this is committed
	return list, nil
}

// adoptTyped adopts a word by the name of its category, for the first kind of
// matter that has one of that name.
func (sc *scene) adoptTyped(ctx context.Context, adopted []reading.Word, text, called string) ([]chat.Reply, error) {
	for _, kind := range []community.Kind{community.KindPatrol, community.KindDispute, community.KindEvent} {
		for _, c := range community.Categories(kind) {
			if string(c) != called && sc.categoryName(kind, c) != called {
				continue
			}
			if _, err := sc.adopt(ctx, adopted, reading.Word{Kind: kind, Text: text, Category: c}); err != nil {
				return nil, err
			}
			return []chat.Reply{sc.send("words.adopted", "Text", text)}, nil
		}
	}
	return nil, community.Refuse(community.Invalid, "words_usage")
}

func (sc *scene) giveUp(ctx context.Context, adopted []reading.Word, text string) ([]chat.Reply, error) {
	left := slices.DeleteFunc(slices.Clone(adopted), func(a reading.Word) bool { return a.Text == text })
	if len(left) == len(adopted) {
		return nil, community.Refuse(community.NotFound, "word_unknown", "Text", clip(text, 20))
	}
	if _, err := sc.keepWords(ctx, left); err != nil {
		return nil, err
	}
	return []chat.Reply{sc.send("words.given_up", "Text", text)}, nil
}

// wordList shows suggestions with a button each, and the adopted words.
func (sc *scene) wordList(ctx context.Context, adopted []reading.Word) (chat.Reply, error) {
	corrections, err := sc.corrections(ctx)
	if err != nil {
		return chat.Reply{}, err
	}
	lines := []string{sc.say.Text("words.head")}
	var k chat.Keyboard
	for _, s := range sc.h.Reader().Suggest(corrections) {
		meaning := s.Text + "→" + sc.categoryName(s.Kind, s.Category)
		if slices.Contains(adopted, s.Word) {
			continue
		}
		lines = append(lines, sc.say.Text("words.seen", "Meaning", meaning, "N", s.Reports))
		k = append(k, chat.Row(chat.Button{
			Label: meaning, Data: "w:" + string(s.Kind) + ":" + string(s.Category) + ":" + s.Text,
		}))
	}
	if len(k) == 0 {
		lines = append(lines, sc.say.Text("words.none"))
	}
	var known []string
	for _, w := range adopted {
		known = append(known, w.Text+"→"+sc.categoryName(w.Kind, w.Category))
	}
	if len(known) > 0 {
		lines = append(lines, sc.say.Text("words.known", "Words", strings.Join(known, "、")))
	}
	return chat.Reply{Verb: chat.Show, Card: "words", Text: join(append(lines, sc.say.Text("words.usage"))), Keyboard: k}, nil
}

// corrections are the reports of the last two months whose category somebody
// corrected.
func (sc *scene) corrections(ctx context.Context) ([]reading.Correction, error) {
	since := community.DateOf(sc.now.Add(-wordsSince))
	records, err := sc.store.Records(ctx, community.Filter{Span: community.Span{From: since}, Limit: wordsRecords})
	if err != nil {
		return nil, err
	}
	var list []reading.Correction
	for _, r := range records {
		if r.Text == "" || r.From != 0 || !r.Withdrawn.IsZero() {
			continue
		}
		changes, err := sc.store.Changes(ctx, r.Number)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(changes, func(c community.Change) bool { return c.Field == "category" }) {
			list = append(list, reading.Correction{Kind: r.Kind, Text: r.Text, To: r.Category})
		}
	}
	return list, nil
}
