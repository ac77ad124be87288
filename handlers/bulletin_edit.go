package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/export"
	"gridmate/export/bulletin"
)

// Highlights are the records that leads marked as worth telling.
type Highlights interface {
	// SetHighlight marks a record, or not, and says whether that changed anything.
	SetHighlight(ctx context.Context, n community.Number, by community.PersonID, on bool) (changed bool, err error)
	// Highlights lists the marked records of a unit's subtree in these days.
	Highlights(ctx context.Context, unit community.UnitID, span community.Span) ([]community.Number, error)
}

// What the words that are waited for are about, see asking.
const (
	askedTitle = "bulletin.title"
	askedPart  = "bulletin.part"
	askedList  = "bulletin.list"
)

// askFor asks for words about an issue.
func (sc *scene) askFor(ctx context.Context, what string, b community.Bulletin, part, text string) ([]chat.Reply, error) {
	return sc.askWordsFor(ctx, asking{What: what, About: strconv.FormatInt(b.ID, 10), Blank: part}, text)
}

// askedIssue finds the issue that words are about.
func (sc *scene) askedIssue(ctx context.Context, a asking) (community.Bulletin, error) {
	id, _ := strconv.ParseInt(a.About, 10, 64) // what askFor wrote
	b, err := sc.store.Bulletin(ctx, id)
	if err != nil {
		return b, err
	}
	return b, sc.mayDraft(b.Unit)
}

// changed stores an issue, has it drafted anew and its card shown below the
// words that changed it.
func (sc *scene) changed(ctx context.Context, b community.Bulletin) ([]chat.Reply, error) {
	if err := sc.store.SaveBulletin(ctx, b); err != nil {
		return nil, err
	}
	return []chat.Reply{sc.send("bulletin.changed")}, sc.draft(ctx, export.Issue{ID: b.ID, Anew: true, Change: sc.up.Seq})
}

func (sc *scene) askTitle(ctx context.Context, b community.Bulletin, _ string) ([]chat.Reply, error) {
	return sc.askFor(ctx, askedTitle, b, "", sc.say.Text("bulletin.ask_title", "Title", b.Drafted[bulletin.TitlePart]))
}

func (sc *scene) titleTold(ctx context.Context, a asking) ([]chat.Reply, error) {
	b, err := sc.askedIssue(ctx, a)
	if err != nil {
		return nil, err
	}
	if err := b.Entitle(sc.up.Text); err != nil {
		return nil, err
	}
	return sc.changed(ctx, b)
}

// chooseParts lists what can be written in one's own words.
func (sc *scene) chooseParts(_ context.Context, b community.Bulletin, _ string) ([]chat.Reply, error) {
	var list []choice
	for _, part := range bulletin.Parts() {
		name := sc.partName(part)
		if b.Said[part] != "" {
			name = sc.say.Text("bulletin.written", "Part", name)
		}
		list = append(list, choice{part, name})
	}
	k := layout(list, func(part string) string { return bulletinKey("e", b.ID, part) })
	return []chat.Reply{sc.issueScreen(b, k, "bulletin.ask_part")}, nil
}

// issueScreen is a screen on an issue's card, with the way back.
func (sc *scene) issueScreen(b community.Bulletin, k chat.Keyboard, id string, args ...any) chat.Reply {
	return chat.Reply{
		Verb: chat.Show, Card: bulletinCard(b.ID), Message: sc.up.Message, Text: sc.say.Text(id, args...),
		Keyboard: append(k, chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: bulletinKey("o", b.ID)})),
	}
}

// askPart shows a part as it stands and asks for other words.
func (sc *scene) askPart(ctx context.Context, b community.Bulletin, part string) ([]chat.Reply, error) {
	if !slices.Contains(bulletin.Parts(), part) {
		return deadButton(ctx, sc)
	}
	replies, err := sc.askFor(ctx, askedPart, b, part, sc.say.Text("bulletin.ask_words", "Part", sc.partName(part), "Text", b.Drafted[part]))
	if err == nil && b.Said[part] != "" {
		r := &replies[len(replies)-1]
		r.Keyboard = append(chat.Keyboard{chat.Row(chat.Button{
			Label: sc.say.Text("bulletin.button.restore"), Data: bulletinKey("r", b.ID, part),
		})}, r.Keyboard...)
	}
	return replies, err
}

func (sc *scene) partTold(ctx context.Context, a asking) ([]chat.Reply, error) {
	b, err := sc.askedIssue(ctx, a)
	if err != nil {
		return nil, err
	}
	if err := b.Write(a.Blank, sc.up.Text); err != nil {
		return nil, err
	}
	return sc.changed(ctx, b)
}

// restorePart brings back what the records say. The question for words that
// the button is under has become pointless.
func (sc *scene) restorePart(ctx context.Context, b community.Bulletin, part string) ([]chat.Reply, error) {
	if err := b.Write(part, ""); err != nil {
		return nil, err
	}
	if d, f, ok, err := sc.pending(ctx); err != nil {
		return nil, err
	} else if ok && f.Guide.What == askedPart && f.Guide.Blank == part {
		if err := sc.store.DropDraft(ctx, d.ID); err != nil {
			return nil, err
		}
	}
	return sc.changed(ctx, b)
}

// chooseExample lists the highlights of the issue's days; a press leaves one
// out or takes it in.
func (sc *scene) chooseExample(ctx context.Context, b community.Bulletin, _ string) ([]chat.Reply, error) {
	marked, err := sc.store.Highlights(ctx, b.Unit, b.Span)
	if err != nil {
		return nil, err
	}
	var lines string
	var list []choice
	for _, n := range marked[:min(len(marked), maxHighlights)] {
		r, err := sc.store.Record(ctx, n)
		if err != nil {
			return nil, err
		}
		mark := "✅"
		if slices.Contains(b.Left, n) {
			mark = "⬜"
		}
		number := strconv.FormatInt(int64(n), 10)
		lines += "\n" + mark + " #" + number + " " + clip(r.Text, 60)
		list = append(list, choice{number, mark + " #" + number})
	}
	k := layout(list, func(n string) string { return bulletinKey("x", b.ID, n) })
	return []chat.Reply{sc.issueScreen(b, k, "bulletin.ask_example", "List", lines, "Most", community.MaxExamples)}, nil
}

// maxHighlights is how many highlights one screen offers.
const maxHighlights = 12

func (sc *scene) turnExample(ctx context.Context, b community.Bulletin, number string) ([]chat.Reply, error) {
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return deadButton(ctx, sc)
	}
	b.Leave(community.Number(n), !slices.Contains(b.Left, community.Number(n)))
	if err := sc.store.SaveBulletin(ctx, b); err != nil {
		return nil, err
	}
	return sc.chooseExample(ctx, b, "")
}

// bulletinLists are who gets a bulletin, and who issues it.
var bulletinLists = []string{"report", "copy", "publish", "issuer"}

// chooseList shows who gets the unit's bulletins.
func (sc *scene) chooseList(ctx context.Context, b community.Bulletin, _ string) ([]chat.Reply, error) {
	var lines string
	var list []choice
	for _, name := range bulletinLists {
		who, _, err := sc.store.Meta(ctx, community.BulletinFact(b.Unit, name))
		if err != nil {
			return nil, err
		}
		switch {
		case who == "" && name == "issuer":
			who = sc.label(b.Unit)
		case who == "":
			who = sc.say.Text("bulletin.nobody")
		}
		label := sc.say.Text("bulletin.list." + name)
		lines += "\n" + label + "：" + who
		list = append(list, choice{name, label})
	}
	k := layout(list, func(name string) string { return bulletinKey("k", b.ID, name) })
	return []chat.Reply{sc.issueScreen(b, k, "bulletin.ask_list", "Unit", sc.label(b.Unit), "List", lines)}, nil
}

func (sc *scene) askList(ctx context.Context, b community.Bulletin, name string) ([]chat.Reply, error) {
	if !slices.Contains(bulletinLists, name) {
		return deadButton(ctx, sc)
	}
	return sc.askFor(ctx, askedList, b, name, sc.say.Text("bulletin.ask_names", "List", sc.say.Text("bulletin.list."+name)))
}

func (sc *scene) listTold(ctx context.Context, a asking) ([]chat.Reply, error) {
	b, err := sc.askedIssue(ctx, a)
	if err != nil {
		return nil, err
	}
	if len([]rune(sc.up.Text)) > maxNames {
		return nil, community.Refuse(community.Invalid, "bulletin_long", "Limit", maxNames)
	}
	if err := sc.store.SetMeta(ctx, community.BulletinFact(b.Unit, a.Blank), strings.Join(strings.Fields(sc.up.Text), " ")); err != nil {
		return nil, err
	}
	return sc.changed(ctx, b)
}

// maxNames is how many characters a distribution list may have.
const maxNames = 300
