package handlers

import (
	"context"
	"strings"

	"gridmate/chat"
	"gridmate/guides"
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
	if err := sc.noteQuery(ctx, sc.words); err != nil {
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
		k[i] = chat.Row(chat.Button{Label: clip(h.Guide.Name, buttonName), Data: guideData(h.Guide, string(found.Asked))})
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

func guideData(g guides.Guide, at string) string { return "g:" + g.Slug + ":" + at }

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
	k := layout(list, func(value string) string { return guideData(g, value) })
	last := chat.Row(chat.Button{Label: sc.say.Text("guide.forward"), Data: guideData(g, guideForward)})
	if len(sc.h.Guides().RelatedTo(g)) > 0 {
		last = append(last, chat.Button{Label: sc.say.Text("guide.related"), Data: guideData(g, guideMore)})
	}
	k = append(k, append(last, chat.Button{Label: sc.say.Text("guide.browse"), Data: browseData("", 0)}))
	return append(k, chat.Row(
		chat.Button{Label: sc.say.Text("guide.good"), Data: guideData(g, guideGood)},
		chat.Button{Label: sc.say.Text("guide.bad"), Data: guideData(g, guideBad)},
		chat.Button{Label: sc.say.Text("guide.wrong"), Data: guideData(g, guideWrong)},
	))
}

// guideButton opens a part of a matter in place: g:<slug>:<section>.
func guideButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.SplitN(sc.up.Button.Data, ":", 3)
	if len(parts) != 3 {
		return deadButton(ctx, sc)
	}
	g, ok := sc.h.Guides().BySlug(parts[1])
	if !ok {
		return deadButton(ctx, sc)
	}
	switch parts[2] {
	case guideForward:
		return []chat.Reply{{Verb: chat.Send, Text: g.Text(sc.today())}}, nil
	case guideGood, guideBad, guideWrong:
		return sc.judge(ctx, g, parts[2])
	case guideMore:
		related := sc.guideList(sc.h.Guides().RelatedTo(g), sc.say.Text("guide.goes_with", "Name", g.Name))
		related.Keyboard = append(related.Keyboard, chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: guideData(g, "")}))
		related.Verb, related.Message = chat.Show, sc.up.Message
		return []chat.Reply{related}, nil
	}
	card := sc.guideCard(g, guides.SectionKind(parts[2]))
	card.Verb, card.Message = chat.Show, sc.up.Message
	return []chat.Reply{card}, nil
}
