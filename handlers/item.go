package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// item is /item N: a matter with its history.
func item(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	n, _, ok := cutNumber(sc.words)
	if !ok {
		var err error
		if n, ok, err = sc.aimed(ctx); err != nil {
			return nil, err
		}
	}
	if !ok && sc.up.Command == "" {
		return freeText(ctx, sc)
	}
	if !ok {
		return nil, community.Refuse(community.Invalid, "step_usage", "Example", "/item 12")
	}
	return sc.showItem(ctx, n)
}

// itemButton opens a matter: i:<number>.
func itemButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	n, _, ok := cutNumber(strings.TrimPrefix(sc.up.Button.Data, "i:"))
	if !ok {
		return deadButton(ctx, sc)
	}
	return sc.showItem(ctx, n)
}

// showItem puts a matter's card with its history at the end of the chat.
func (sc *scene) showItem(ctx context.Context, n community.Number) ([]chat.Reply, error) {
	m, err := sc.readable(ctx, n)
	if err != nil {
		return nil, err
	}
	if !m.Kind.Lives() {
		receipt, err := sc.receiptAgain(ctx, m.Record, "")
		receipt.Verb, receipt.Message, receipt.Keyboard = chat.Send, 0, nil
		return []chat.Reply{receipt}, err
	}
	card, err := sc.card(ctx, m, true)
	if err != nil {
		return nil, err
	}
	if sc.up.Event != chat.Pressed || !sc.carries(ctx, n) {
		card.Verb = chat.Send // the old one is far up
		return []chat.Reply{card}, nil
	}
	card.Message = sc.up.Message
	return []chat.Reply{card}, nil
}

// carries reports whether the pressed message is the matter's own card.
func (sc *scene) carries(ctx context.Context, n community.Number) bool {
	card, ok, err := sc.store.CardAt(ctx, sc.up.Chat.ID, sc.up.Message)
	return err == nil && ok && card == itemCard(n)
}

// readable finds a matter that the person may see here.
func (sc *scene) readable(ctx context.Context, n community.Number) (community.Matter, error) {
	m, err := sc.store.Matter(ctx, n)
	if err != nil {
		return m, err
	}
	if !sc.who.MayStep(community.Read, m, sc.org()) {
		return m, community.Refuse(community.Denied, "step_denied", "Number", int64(n))
	}
	return m, sc.inGroup(ctx, m)
}

func itemCard(n community.Number) string { return "i" + strconv.FormatInt(int64(n), 10) }

// card is a matter as it stands: what, where, until when, whose, and a button
// for everything that the person may do to it now.
func (sc *scene) card(ctx context.Context, m community.Matter, history bool) (chat.Reply, error) {
	lines := []string{
		sc.say.Text("item.head", "Number", m.Number, "Kind", sc.say.Text("kind."+string(m.Kind)), "Status", sc.stateText(m)),
	}
	if sc.hides(m) {
		lines = append(lines, sc.say.Text("item.hidden"))
	} else {
		lines = append(lines, sc.whatLine(m), sc.ownWords(m))
	}
	owner, err := sc.holderText(ctx, m)
	if err != nil {
		return chat.Reply{}, err
	}
	lines = append(lines, joinWith(compact(sc.dueText(m), owner), " · "), sc.progress(m), sc.codeLine(m.Record))
	if history {
		past, err := sc.history(ctx, m)
		if err != nil {
			return chat.Reply{}, err
		}
		lines = append(lines, past...)
	}
	keys := sc.stepKeys(m, history)
	if history {
		photos, err := sc.photosKey(ctx, m)
		if err != nil {
			return chat.Reply{}, err
		}
		keys = append(keys, photos...)
	}
	return chat.Reply{Verb: chat.Show, Card: itemCard(m.Number), Text: join(lines), Keyboard: keys}, nil
}

// hides reports whether a chat must not learn what the matter is about.
func (sc *scene) hides(m community.Matter) bool { return !sc.private() && m.Delicate() }

// wordsShown reports whether what people wrote about the matter may be shown here:
// of disputes, and of instructions about an item, never in a group, since words
// may name the parties.
func (sc *scene) wordsShown(m community.Matter) bool {
	return sc.private() || m.Kind != community.KindDispute && !m.Delicate() && !(m.Kind == community.KindTask && m.From != 0)
}

func (sc *scene) whatLine(m community.Matter) string {
	if m.Kind == community.KindTask {
		return sc.taskTitle(m.Record)
	}
	return joinWith(compact(sc.where(entry{Record: m.Record}), sc.categoryName(m.Kind, m.Category), sc.levelText(m.Record), sc.dateText(m.Date)), " · ")
}

func (sc *scene) ownWords(m community.Matter) string {
	if m.Kind == community.KindTask {
		return sc.taskWords(m)
	}
	if m.Kind != community.KindIssue || m.Via == community.ViaPatrol || !sc.wordsShown(m) {
		return ""
	}
	return clip(m.Text, textShown)
}

func (sc *scene) dueText(m community.Matter) string {
	switch {
	case m.Late(sc.today()):
		return sc.say.Text("item.late", "Date", sc.dateText(m.Deadline), "N", int(sc.today()-m.Deadline))
	case !m.Finished() && m.Deadline != 0:
		return sc.say.Text("card.deadline", "Date", sc.dateText(m.Deadline))
	}
	return ""
}

// progress is what was done so far, where it was escalated to, what is due.
func (sc *scene) progress(m community.Matter) string {
	var parts []string
	if m.Desk != 0 {
		parts = append(parts, sc.say.Text("item.desk", "Unit", sc.unitName(m.Desk)))
	}
	parts = append(parts, compact(sc.measure(m))...)
	if m.Extensions > 0 {
		parts = append(parts, sc.say.Text("item.extended", "N", m.Extensions, "Date", sc.dateText(m.First)))
	}
	if m.Body != "" && m.Kind == community.KindDispute && sc.wordsShown(m) {
		parts = append(parts, sc.say.Text("item.body", "Text", clip(m.Body, textShown)))
	}
	if m.Review != 0 {
		parts = append(parts, sc.say.Text("item.review_"+string(m.Kind), "Date", sc.dateText(m.Review)))
	}
	return joinWith(parts, " · ")
}

// ownerText names who answers for a matter.
func (sc *scene) ownerText(ctx context.Context, id community.PersonID, unit community.UnitID) (string, error) {
	name := ""
	if id != 0 {
		p, err := sc.store.Person(ctx, id)
		if err != nil {
			return "", err
		}
		name = p.Name
	}
	u, ok := sc.org().Unit(unit)
	switch {
	case name == "" && !ok:
		return "", nil
	case name == "":
		name = u.Name
	case ok:
		name += "(" + u.Name + ")"
	}
	return sc.say.Text("item.owner", "Name", name), nil
}

// stateText is a matter's state in words, with what the state alone does not say.
func (sc *scene) stateText(m community.Matter) string {
	switch {
	case !m.Withdrawn.IsZero():
		return sc.say.Text("status.withdrawn")
	case !m.Reviewed.IsZero():
		return sc.say.Text("item.final")
	}
	return sc.statusText(m.Kind, m.Status)
}

// measure is what was done about a matter so far.
func (sc *scene) measure(m community.Matter) string {
	if m.Kind == community.KindTask {
		return sc.taskProgress(m)
	}
	if m.Measure == "" || !sc.wordsShown(m) {
		return ""
	}
	return sc.say.Text("item.measure", "Text", clip(m.Measure, textShown))
}

func (sc *scene) statusText(k community.Kind, s community.Status) string {
	if k == community.KindDispute && s == community.Closed {
		return sc.say.Text("item.archived")
	}
	if k == community.KindTask && (s == community.Rectifying || s == community.FixedState) {
		return sc.say.Text("task_status." + string(s))
	}
	return sc.say.Text("status." + string(s))
}

const historyShown = 12

// history lists what happened, the newest last.
func (sc *scene) history(ctx context.Context, m community.Matter) ([]string, error) {
	events, err := sc.store.Events(ctx, m.Number)
	if err != nil {
		return nil, err
	}
	if m.Kind != community.KindTask { // whose first event says who set it
		reported := community.Event{Number: m.Number, Action: community.Report, By: m.Reporter, At: m.Created}
		events = slices.Insert(events, 0, reported)
	}
	lines := []string{sc.say.Text("item.history")}
	for _, e := range events[max(0, len(events)-historyShown):] {
		name := ""
		if p, err := sc.store.Person(ctx, e.By); err == nil {
			name = p.Name
		}
		lines = append(lines, e.At.In(sc.h.Zone).Format("01-02 15:04")+" "+sc.eventText(ctx, m, e, name))
	}
	files, err := sc.store.Attachments(ctx, m.Number)
	if err != nil || len(files) == 0 {
		return lines, err
	}
	after := 0
	for _, f := range files {
		if f.After {
			after++
		}
	}
	return append(lines, sc.say.Text("item.files", "Before", len(files)-after, "After", after)), nil
}

// eventLine is one step in a line, with the number it is about.
func (sc *scene) eventLine(ctx context.Context, m community.Matter, e community.Event, by string) string {
	return "#" + strconv.FormatInt(int64(m.Number), 10) + " " + sc.eventText(ctx, m, e, by)
}

// eventText says what was done, by whom, and what changed.
func (sc *scene) eventText(ctx context.Context, m community.Matter, e community.Event, by string) string {
	parts := compact(sc.say.Text("event." + actionKey(m.Kind, e.Action)))
	owner := ""
	if e.Action == community.Assign {
		owner = sc.unitName(e.Unit)
		if p, err := sc.store.Person(ctx, e.Owner); err == nil {
			owner = p.Name
		}
	}
	if e.Action == community.Escalate {
		owner = sc.unitName(e.Unit)
	}
	if m.Kind == community.KindTask && (e.Action == community.Plan || e.Action == community.Instruct) {
		owner = sc.givenTo(ctx, m, e)
	}
	text := joinWith(append(parts, compact(owner)...), " ")
	if due := sc.eventDue(m, e); due != "" && owner != "" {
		text += sc.say.Text("join.comma") + due
	} else {
		text = joinWith(compact(text, due), " ")
	}
	if by != "" {
		text = by + " " + text
	}
	if e.Why != "" && e.Action != community.Plan && sc.wordsShown(m) {
		text += "：" + clip(e.Why, textShown)
	}
	return text
}

// eventDue is the day that a step set, with the one before.
func (sc *scene) eventDue(m community.Matter, e community.Event) string {
	switch {
	case e.Due != 0 && e.Was != 0 && e.Action == community.Assign:
		return sc.say.Text("item.moved_due", "From", sc.dateText(e.Was), "To", sc.dateText(e.Due))
	case e.Due != 0 && e.Was != 0:
		return sc.say.Text("item.moved", "From", sc.dateText(e.Was), "To", sc.dateText(e.Due))
	case e.Due != 0:
		return sc.say.Text("card.deadline", "Date", sc.dateText(e.Due))
	case e.Action == community.Assign && m.Deadline != 0:
		return sc.say.Text("card.deadline", "Date", sc.dateText(m.Deadline))
	}
	return ""
}

// actionKey is the word under which the catalogue has an action of a kind.
func actionKey(k community.Kind, a community.Action) string {
	if k == community.KindTask && a == community.Fix {
		return "finish"
	}
	if k == community.KindDispute {
		switch a {
		case community.Fix:
			return "settle"
		case community.Close:
			return "archive"
		}
	}
	return string(a)
}

func (sc *scene) actionName(k community.Kind, a community.Action) string {
	return sc.say.Text("action." + actionKey(k, a))
}
