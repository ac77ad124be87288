package handlers

import (
	"context"
	"strings"
	"unicode/utf8"

	"gridmate/chat"
	"gridmate/guides"
	"gridmate/reading"
)

// guide looks a service matter up: /guide 低保, 办事 低保; alone it opens the
// list to browse. Anybody may.
func guide(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if sc.words == "" {
		return []chat.Reply{sc.browseRoot()}, nil
	}
	if replies, ok := sc.guideFor(sc.words, false); ok {
		return replies, nil
	}
	if err := sc.note(ctx, sc.words); err != nil {
		return nil, err
	}
	line := sc.h.Guides().Search(sc.words, 1).Line
	none := sc.send("guide.none", "Line", line.Number, "Name", line.Name)
	none.Keyboard = chat.Keyboard{chat.Row(chat.Button{Label: sc.say.Text("guide.browse"), Data: browseData("", 0)})}
	return []chat.Reply{none}, nil
}

// guideFor answers with the matter that the words mean, or with a choice
// where several are equally good. Only sure hits count where sure is asked for.
func (sc *scene) guideFor(words string, sure bool) ([]chat.Reply, bool) {
	if !sure { // what people say among their reports is nobody's question
		sc.asked = foldQuestion(words)
	}
	found := sc.h.Guides().Search(words, guideChoices)
	if len(found.Hits) == 0 || (sure && found.Hits[0].Match > guides.Words) {
		return nil, false
	}
	if found.Ambiguous {
		return []chat.Reply{sc.whichGuide(found)}, true
	}
	return []chat.Reply{sc.guideCard(found.Hits[0].Guide, found.Asked)}, true
}

const guideChoices = 5

// whichGuide offers several matters; their names stand in the first line.
func (sc *scene) whichGuide(found guides.Result) chat.Reply {
	names := make([]string, len(found.Hits))
	k := make(chat.Keyboard, len(found.Hits))
	for i, h := range found.Hits {
		names[i] = h.Guide.Name
		k[i] = chat.Row(chat.Button{Label: clip(h.Guide.Name, buttonName), Data: sc.guideData(h.Guide, string(found.Asked))})
	}
	return chat.Reply{
		Verb: chat.Send, Text: sc.say.Text("guide.which", "Names", strings.Join(names, "、")), Keyboard: k,
	}
}

// buttonName is how much of a matter's name a button shows.
const buttonName = 24

// What a guide's buttons ask for besides its sections.
const (
	guideForward = "!forward" // the text to pass on
	guideMore    = "!related" // the matters that go with it
)

// guideData is what a button of a card carries: the matter, what is to be
// shown, and as much as fits of the words that were looked up, so that 没用 can
// tell what had no answer without anybody keeping who asked what.
func (sc *scene) guideData(g guides.Guide, at string) string {
	data := "g:" + shortKey(g.Slug) + ":" + at
	asked := sc.asked
	for asked != "" && len(data)+len(":")+len(asked) > maxData {
		_, last := utf8.DecodeLastRuneInString(asked)
		asked = asked[:len(asked)-last]
	}
	if asked == "" {
		return data
	}
	return data + ":" + asked
}

// maxData is how many bytes a button carries.
const maxData = 64

// shortKey stands for a slug or a department in a button: itself, or what it
// hashes to if that is too long.
func shortKey(name string) string {
	if len(name) <= 36 && !strings.Contains(name, ":") {
		return name
	}
	return "~" + digestOf(name)
}

// guideBy finds the matter that a button names.
func (sc *scene) guideBy(key string) (guides.Guide, bool) {
	if !strings.HasPrefix(key, "~") {
		return sc.h.Guides().BySlug(key)
	}
	for _, g := range sc.h.Guides().Guides() {
		if shortKey(g.Slug) == key {
			return g, true
		}
	}
	return guides.Guide{}, false
}

// guideCard is a matter: its name first, then the section that was asked for
// or the short form, and a button for each other section.
func (sc *scene) guideCard(g guides.Guide, at guides.SectionKind) chat.Reply {
	text, ok := g.Page(at, sc.today())
	if !ok {
		text, at = g.Card(sc.today()), ""
	}
	name, rest, _ := strings.Cut(text, "\n")
	return chat.Reply{Verb: chat.Send, Text: chat.Bold(name) + "\n" + rest, Keyboard: sc.guideKeyboard(g, at)}
}

func (sc *scene) guideKeyboard(g guides.Guide, at guides.SectionKind) chat.Keyboard {
	var list []choice
	if at != "" {
		list = append(list, choice{value: "", label: sc.say.Text("guide.short")})
	}
	for _, s := range g.Sections {
		if s.Kind != at && s.Kind != guides.Related {
			list = append(list, choice{value: string(s.Kind), label: s.Title()})
		}
	}
	k := layout(list, func(value string) string { return sc.guideData(g, value) })
	last := chat.Row(chat.Button{Label: sc.say.Text("guide.forward"), Data: sc.guideData(g, guideForward)})
	if len(sc.h.Guides().RelatedTo(g)) > 0 {
		last = append(last, chat.Button{Label: sc.say.Text("guide.related"), Data: sc.guideData(g, guideMore)})
	}
	k = append(k, append(last, chat.Button{Label: sc.say.Text("guide.browse"), Data: browseData("", 0)}))
	return append(k, chat.Row(
		chat.Button{Label: sc.say.Text("guide.good"), Data: sc.guideData(g, guideGood)},
		chat.Button{Label: sc.say.Text("guide.bad"), Data: sc.guideData(g, guideBad)},
		chat.Button{Label: sc.say.Text("guide.wrong"), Data: sc.guideData(g, guideWrong)},
	))
}

// guideButton opens a part of a matter in place: g:<slug>:<section>[:<words>].
func guideButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.SplitN(sc.up.Button.Data, ":", 4)
	if len(parts) < 3 {
		return deadButton(ctx, sc)
	}
	g, ok := sc.guideBy(parts[1])
	if !ok {
		return deadButton(ctx, sc)
	}
	if len(parts) == 4 {
		sc.asked, _ = reading.Mask(parts[3])
	}
	switch parts[2] {
	case guideForward:
		return []chat.Reply{{Verb: chat.Send, Text: g.Text(sc.today())}}, nil
	case guideGood, guideBad, guideWrong:
		return sc.judge(ctx, g, parts[2])
	case guideMore:
		related := sc.guideList(sc.h.Guides().RelatedTo(g), sc.say.Text("guide.goes_with", "Name", g.Name))
		related.Keyboard = append(related.Keyboard, chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: sc.guideData(g, "")}))
		related.Verb, related.Message = chat.Show, sc.up.Message
		return []chat.Reply{related}, nil
	}
	card := sc.guideCard(g, guides.SectionKind(parts[2]))
	card.Verb, card.Message = chat.Show, sc.up.Message
	return []chat.Reply{card}, nil
}
