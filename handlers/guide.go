package handlers

import (
	"context"
	"strings"

	"gridmate/chat"
	"gridmate/guides"
)

// guide looks a service matter up: /guide 低保, 办事 低保. Anybody may.
func guide(_ context.Context, sc *scene) ([]chat.Reply, error) {
	if sc.words == "" {
		return []chat.Reply{sc.send("guide.usage")}, nil
	}
	if replies, ok := sc.guideFor(sc.words, false); ok {
		return replies, nil
	}
	line := sc.h.Guides.Search(sc.words, 1).Line
	return []chat.Reply{sc.send("guide.none", "Line", line.Number, "Name", line.Name)}, nil
}

// guideFor answers with the matter that the words mean, or with a choice
// where several are equally good. Only sure hits count where sure is asked for.
func (sc *scene) guideFor(words string, sure bool) ([]chat.Reply, bool) {
	found := sc.h.Guides.Search(words, guideChoices)
	if len(found.Hits) == 0 || (sure && found.Hits[0].Match > guides.Words) {
		return nil, false
	}
	if found.Ambiguous {
		return []chat.Reply{sc.whichGuide(found)}, true
	}
	card := sc.guideCard(found.Hits[0].Guide, found.Asked)
	return []chat.Reply{card}, true
}

const guideChoices = 5

// whichGuide offers several matters; the best one's name stands in the text.
func (sc *scene) whichGuide(found guides.Result) chat.Reply {
	names := make([]string, len(found.Hits))
	k := make(chat.Keyboard, len(found.Hits))
	for i, h := range found.Hits {
		names[i] = h.Guide.Name
		k[i] = chat.Row(chat.Button{Label: clip(h.Guide.Name, 24), Data: "g:" + h.Guide.Slug + ":" + string(found.Asked)})
	}
	return chat.Reply{
		Verb: chat.Send, Text: sc.say.Text("guide.which", "Names", strings.Join(names, "、")), Keyboard: k,
	}
}

// guideCard is a matter: its name first, then the section that was asked for
// or the short form, and a button for each section.
func (sc *scene) guideCard(g guides.Guide, at guides.SectionKind) chat.Reply {
	return chat.Reply{
		Verb: chat.Send, Text: sc.guideText(g, at), Keyboard: sc.guideKeyboard(g, at),
	}
}

func (sc *scene) guideText(g guides.Guide, at guides.SectionKind) string {
	lines := []string{chat.Bold(g.Name)}
	if section, ok := g.Section(at); ok {
		lines = append(lines, chat.Bold(section.Title()), guides.Show(section.Body))
	} else {
		for _, k := range shortForm {
			if section, ok := g.Section(k); ok {
				lines = append(lines, section.Title()+"："+clip(guides.Show(section.Body), shortSection))
			}
		}
	}
	return join(append(lines, sc.say.Text("guide.final")))
}

// shortForm is what a card shows first: 要带什么 · 去哪办 · 多久 · 收费.
var shortForm = []guides.SectionKind{guides.Bring, guides.Where, guides.Time, guides.Fee}

const shortSection = 60 // characters of a section on the first card

func (sc *scene) guideKeyboard(g guides.Guide, at guides.SectionKind) chat.Keyboard {
	list := []choice{{value: "", label: sc.say.Text("guide.short")}}
	for _, s := range g.Sections {
		list = append(list, choice{value: string(s.Kind), label: s.Title()})
	}
	shown := list[:0]
	for _, c := range list {
		if c.value != string(at) {
			shown = append(shown, c)
		}
	}
	return layout(shown, func(value string) string { return "g:" + g.Slug + ":" + value })
}

// guideButton opens a section of a matter in place: g:<slug>:<section>.
func guideButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.SplitN(sc.up.Button.Data, ":", 3)
	if len(parts) != 3 {
		return deadButton(ctx, sc)
	}
	g, ok := sc.h.Guides.BySlug(parts[1])
	if !ok {
		return deadButton(ctx, sc)
	}
	card := sc.guideCard(g, guides.SectionKind(parts[2]))
	card.Verb, card.Message = chat.Show, sc.up.Message
	return []chat.Reply{card}, nil
}

// inline answers @bot 低保 in any chat with cards to drop into it.
func inline(_ context.Context, sc *scene) ([]chat.Reply, error) {
	reply := chat.Reply{Verb: chat.Results}
	found := sc.h.Guides.Search(sc.up.Inline.Text, inlineResults)
	list := found.Hits
	if strings.TrimSpace(sc.up.Inline.Text) == "" {
		for _, g := range sc.h.Guides.Guides()[:min(inlineResults, len(sc.h.Guides.Guides()))] {
			list = append(list, guides.Hit{Guide: g})
		}
	}
	for _, h := range list {
		reply.Articles = append(reply.Articles, chat.Result{
			ID: h.Guide.Slug, Title: h.Guide.Name, Description: inlineLine(h.Guide), Text: sc.guideText(h.Guide, ""),
		})
	}
	return []chat.Reply{reply}, nil
}

const inlineResults = 20

func inlineLine(g guides.Guide) string {
	if what, ok := g.Section(guides.What); ok {
		return clip(guides.Show(what.Body), 60)
	}
	return g.Department
}
