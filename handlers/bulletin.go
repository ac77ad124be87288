package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/export"
	"gridmate/export/bulletin"
)

// Bulletins keeps issues of bulletins with what people changed in them.
type Bulletins interface {
	// Issue finds the issue about some days and a topic, or begins it with the
	// unit's next number of the year.
	Issue(ctx context.Context, b community.Bulletin) (community.Bulletin, error)
	// Bulletin finds an issue; a NotFound refusal "bulletin_unknown" otherwise.
	Bulletin(ctx context.Context, id int64) (community.Bulletin, error)
	// Bulletins lists the issues of a unit that were worked on last.
	Bulletins(ctx context.Context, unit community.UnitID, most int) ([]community.Bulletin, error)
	SaveBulletin(ctx context.Context, b community.Bulletin) error
}

// bulletinNow drafts the bulletin of the person's unit: /bulletin, /bulletin
// 上月, /bulletin BH 2026-11-01 2026-11-15. Without days it asks for them and
// offers the last issues.
func bulletinNow(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if !sc.private() {
		return nil, community.Refuse(community.Denied, "bulletin_private")
	}
	o, err := sc.orderOf(sc.words, export.Stretch.Whole)
	if err != nil || o.What != "" {
		return nil, community.Refuse(community.Invalid, "bulletin_usage")
	}
	if o.Unit == 0 {
		if o.Unit, err = sc.bulletinHome(); err != nil {
			return nil, err
		}
	}
	if err := sc.mayDraft(o.Unit); err != nil {
		return nil, err
	}
	if o.From == 0 {
		card, err := sc.bulletinDays(ctx, o.Unit)
		return []chat.Reply{card}, err
	}
	return sc.beginIssue(ctx, o.Unit, o.Span())
}

// bulletinHome is the first unit whose bulletin the person drafts; for who
// drafts all, the one at the top.
func (sc *scene) bulletinHome() (community.UnitID, error) {
	for _, unit := range sc.who.Scopes(community.Draft) {
		if unit != 0 {
			return unit, nil
		}
		for _, top := range sc.org().Children(0) {
			return top.ID, nil
		}
	}
	return 0, community.Refuse(community.Denied, "bulletin_denied")
}

func (sc *scene) mayDraft(unit community.UnitID) error {
	if !sc.who.May(community.Draft, unit, sc.org()) {
		return community.Refuse(community.Denied, "bulletin_denied")
	}
	return nil
}

// beginIssue finds or begins an issue and has it drafted.
func (sc *scene) beginIssue(ctx context.Context, unit community.UnitID, span community.Span) ([]chat.Reply, error) {
	year, _, _ := sc.today().Civil()
	b := community.Bulletin{Unit: unit, Year: year, Span: span}
	if only := sc.who.ReadsOnly(); only != community.NoType { // a task group has a bulletin of its own
		b.Type, b.Topic = only, sc.say.Text("type."+string(only))
	}
	b, err := sc.store.Issue(ctx, b)
	if err != nil {
		return nil, err
	}
	making := sc.send("bulletin.making", "Unit", sc.label(unit), "N", b.Number, "Days", sc.exportSpan(span))
	making.Card = bulletinCard(b.ID)
	return []chat.Reply{making}, sc.draft(ctx, export.Issue{ID: b.ID, File: true})
}

func bulletinCard(id int64) string { return "bulletin." + strconv.FormatInt(id, 10) }

// draft has an issue drafted anew, after the commit, in the person's own chat.
func (sc *scene) draft(ctx context.Context, i export.Issue) error {
	_, err := sc.store.AddErrand(ctx, chat.Errand{Kind: export.IssueErrand, Chat: sc.who.Chat, User: sc.up.From.ID, Body: i.Encode()})
	return err
}

func (sc *scene) label(unit community.UnitID) string {
	u, _ := sc.org().Unit(unit)
	return u.Label()
}

// bulletinKey is what a button about bulletins says: z:<do>:<id or unit>:<rest>.
func bulletinKey(do string, id int64, rest ...string) string {
	return strings.Join(append([]string{"z", do, strconv.FormatInt(id, 10)}, rest...), ":")
}

// bulletinActions are what the buttons of an issue do.
var bulletinActions = map[string]func(*scene, context.Context, community.Bulletin, string) ([]chat.Reply, error){
	"o": (*scene).openIssue,     // the card
	"w": (*scene).wordIssue,     // the document
	"t": (*scene).askTitle,      // the title in one's own words
	"p": (*scene).chooseParts,   // which part to write
	"e": (*scene).askPart,       // a part in one's own words
	"r": (*scene).restorePart,   // a part as the records have it
	"h": (*scene).chooseExample, // which highlights to tell
	"x": (*scene).turnExample,
	"l": (*scene).chooseList, // who gets it
	"k": (*scene).askList,
}

// bulletinButton goes on with an issue, or begins one of the days that it says.
func bulletinButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.SplitN(sc.up.Button.Data, ":", 4)
	if len(parts) < 3 {
		return deadButton(ctx, sc)
	}
	id, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return deadButton(ctx, sc)
	}
	rest := ""
	if len(parts) == 4 {
		rest = parts[3]
	}
	if parts[1] == "n" {
		return sc.pressDays(ctx, community.UnitID(id), rest)
	}
	act, ok := bulletinActions[parts[1]]
	if !ok {
		return deadButton(ctx, sc)
	}
	if !sc.private() {
		return nil, community.Refuse(community.Denied, "bulletin_private")
	}
	b, err := sc.store.Bulletin(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := sc.mayDraft(b.Unit); err != nil {
		return nil, err
	}
	return act(sc, ctx, b, rest)
}

// pressDays begins an issue of the days that a button says.
func (sc *scene) pressDays(ctx context.Context, unit community.UnitID, days string) ([]chat.Reply, error) {
	var span community.Span
	if _, err := fmt.Sscanf(days, "%d:%d", &span.From, &span.To); err != nil || span.From <= 0 || span.From > span.To || !sc.knows(unit) {
		return deadButton(ctx, sc)
	}
	if err := sc.mayDraft(unit); err != nil {
		return nil, err
	}
	replies, err := sc.beginIssue(ctx, unit, span)
	if err != nil || sc.private() {
		return replies, err
	}
	if sc.who.Chat == 0 {
		return nil, community.Refuse(community.Denied, "bulletin_private")
	}
	for i := range replies { // a group's digest offers it, a lead writes it
		replies[i].Chat = sc.who.Chat
	}
	return append([]chat.Reply{sc.alert("bulletin.elsewhere")}, replies...), nil
}

// bulletinDays asks for the days and offers the last issues.
func (sc *scene) bulletinDays(ctx context.Context, unit community.UnitID) (chat.Reply, error) {
	card := sc.send("bulletin.ask_days", "Unit", sc.label(unit))
	var list []choice
	for _, s := range []export.Stretch{export.LastMonth, export.ThisMonth, export.LastWeek, export.ThisQuarter, export.ThisYear} {
		list = append(list, choice{string(s), sc.say.Text("export.stretch." + string(s))})
	}
	card.Keyboard = layout(list, func(s string) string {
		span := export.Stretch(s).Whole(sc.today())
		return export.IssuePress(unit, span)
	})
	last, err := sc.store.Bulletins(ctx, unit, lastIssues)
	for _, b := range last {
		card.Keyboard = append(card.Keyboard, chat.Row(chat.Button{
			Label: sc.say.Text("bulletin.issue", "N", b.Number, "Days", sc.exportSpan(b.Span)), Data: bulletinKey("o", b.ID),
		}))
	}
	return card, err
}

// lastIssues is how many issues are offered to go on with.
const lastIssues = 3

// openIssue shows the card.
func (sc *scene) openIssue(ctx context.Context, b community.Bulletin, _ string) ([]chat.Reply, error) {
	card, err := sc.issueCard(ctx, b)
	card.Message = sc.up.Message
	return []chat.Reply{card}, err
}

// wordIssue has the document made.
func (sc *scene) wordIssue(ctx context.Context, b community.Bulletin, _ string) ([]chat.Reply, error) {
	return []chat.Reply{sc.toast("bulletin.word_soon")}, sc.draft(ctx, export.Issue{ID: b.ID, File: true})
}

// BulletinCard is the card of an issue as it stands, in the language of the
// person that it is for.
func (h *Handlers) BulletinCard(ctx context.Context, s Store, who community.Person, b community.Bulletin) (chat.Reply, error) {
	sc := &scene{h: h, store: s, who: who, now: h.Now().In(h.Zone), say: h.Texts.For(who.Language)}
	return sc.issueCard(ctx, b)
}

// issueCard shows title, lead and what is left to do.
func (sc *scene) issueCard(ctx context.Context, b community.Bulletin) (chat.Reply, error) {
	marked, err := sc.store.Highlights(ctx, b.Unit, b.Span)
	if err != nil {
		return chat.Reply{}, err
	}
	told := 0
	for _, n := range marked {
		if !slices.Contains(b.Left, n) {
			told++
		}
	}
	var changed []string
	for _, part := range bulletin.Parts() {
		if b.Said[part] != "" {
			changed = append(changed, sc.partName(part))
		}
	}
	text := sc.say.Text("bulletin.card", "Unit", sc.label(b.Unit), "N", b.Number, "Days", sc.exportSpan(b.Span),
		"Title", b.Drafted[bulletin.TitlePart], "Lead", clip(b.Drafted[bulletin.LeadPart], 90), "Doubts", b.Doubts,
		"Told", min(told, community.MaxExamples), "Changed", strings.Join(changed, sc.say.Text("bulletin.pause")))
	key := func(label, do string) chat.Button {
		return chat.Button{Label: sc.say.Text("bulletin.button." + label), Data: bulletinKey(do, b.ID)}
	}
	return chat.Reply{
		Verb: chat.Show, Card: bulletinCard(b.ID), Text: text,
		Keyboard: chat.Keyboard{
			chat.Row(key("word", "w")), chat.Row(key("title", "t"), key("parts", "p")), chat.Row(key("examples", "h"), key("lists", "l")),
		},
	}, nil
}

func (sc *scene) partName(part string) string {
	return sc.say.Text("bulletin.part." + strings.ReplaceAll(part, ".", "_"))
}
