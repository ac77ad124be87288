package handlers

import (
	"context"
	"slices"
	"strconv"

	"gridmate/chat"
	"gridmate/community"
)

// stored is a record with the issue that it left open, if it left one.
type stored struct {
	community.Record
	course community.Course
	left   *community.Record
	again  int // issues of this place and category lately, if worth saying
}

// open is what somebody may have to act on: the record, or the issue that it left.
func (s stored) open() community.Record {
	if s.left != nil {
		return *s.left
	}
	return s.Record
}

// record stores a report and what follows from it: the issue that a patrol
// leaves open.
func (sc *scene) record(ctx context.Context, r community.Record, via community.Via) (stored, error) {
	if !sc.mayReport(r) {
		return stored{}, community.Refuse(community.Denied, "report_denied")
	}
	r.Reporter, r.Via = sc.who.ID, via
	r.Chat, r.Created = sc.up.Chat.ID, sc.h.Now()
	if err := sc.countWorkdays(ctx, &r); err != nil {
		return stored{}, err
	}
	r, err := sc.valid(ctx, r)
	if err != nil {
		return stored{}, err
	}
	if r, err = sc.store.AddRecord(ctx, r); err != nil {
		return stored{}, err
	}
	if m, events := r.Walked(sc.h.Zone); len(events) > 0 {
		if err := sc.store.SaveMatter(ctx, m, events); err != nil {
			return stored{}, err
		}
	}
	issue, ok := r.LeftIssue()
	if !ok {
		again, err := sc.again(ctx, r)
		return stored{Record: r, again: again}, err
	}
	if issue, err = sc.addLeft(ctx, issue); err != nil {
		return stored{}, err
	}
	again, err := sc.again(ctx, issue)
	return stored{Record: r, left: &issue, again: again}, err
}

// again counts the issues at one place, this one included; 0 if there are too
// few to be said.
func (sc *scene) again(ctx context.Context, r community.Record) (int, error) {
	since, ok := r.RecursSince()
	if !ok {
		return 0, nil
	}
	same, err := sc.store.SamePlace(ctx, r, since)
	if err != nil || !community.Recurs(len(same)) {
		return 0, err
	}
	return len(same), nil
}

// mayReport checks the right where the record says it happened: in its unit,
// or in each of the grids that it names.
func (sc *scene) mayReport(r community.Record) bool {
	if sc.who.May(community.Report, r.Unit, sc.org()) {
		return true
	}
	unit, err := sc.locate(r.Grids)
	return err == nil && r.Grids != "" && unit == r.Unit
}

func (sc *scene) addLeft(ctx context.Context, issue community.Record) (community.Record, error) {
	issue, err := sc.valid(ctx, issue)
	if err != nil {
		return issue, err
	}
	return sc.store.AddRecord(ctx, issue)
}

// withLeft finds the issue that a patrol left open, withdrawn or not.
func (sc *scene) withLeft(ctx context.Context, r community.Record) (stored, error) {
	if r.Kind != community.KindPatrol {
		return stored{Record: r}, nil
	}
	same, err := sc.store.RecordsOf(ctx, r.Chat, r.Message)
	if err != nil {
		return stored{}, err
	}
	for _, issue := range same {
		if issue.From == r.Number {
			return stored{Record: r, left: &issue}, nil
		}
	}
	return stored{Record: r}, nil
}

// receipt is the card of a stored record: what was recorded, under which
// number, with the buttons to change one's mind. It goes into a new message
// unless the caller names one.
func (sc *scene) receipt(r stored, unsure []guess, note string) chat.Reply {
	head := sc.say.Text("receipt.recorded", "Number", r.Number)
	row := chat.Row(
		chat.Button{Label: sc.say.Text("button.edit"), Data: receiptData(r.Number, "edit")},
		chat.Button{Label: sc.say.Text("button.undo"), Data: receiptData(r.Number, "undo")},
	)
	if !r.Withdrawn.IsZero() {
		head = sc.say.Text("receipt.withdrawn", "Number", r.Number)
		row = chat.Row(chat.Button{Label: sc.say.Text("button.redo"), Data: receiptData(r.Number, "redo")})
	}
	lines := compact(head, sc.describe(entry{Record: r.Record, Unsure: unsure}), sc.ledgerLine(r.Record))
	if issue := r.left; issue != nil && issue.Withdrawn.IsZero() {
		key := "receipt.left"
		if r.Left() == *r.Found {
			key = "receipt.left_all"
		}
		lines = append(lines, sc.say.Text(key, "N", r.Left(), "Number", issue.Number,
			"Code", sc.ledgerCode(*issue), "Date", sc.dateText(issue.Deadline)))
	}
	if r.again > 0 {
		lines = append(lines, sc.say.Text("receipt.again", "N", r.again))
	}
	k := append(chat.Keyboard{row}, sc.guessRow(r.Kind, unsure, func(field, value string) string {
		return receiptData(r.Number, field+"="+value)
	})...)
	return chat.Reply{
		Verb: chat.Send, Card: receiptCard(r.Record), Text: join(append(lines, note)), Keyboard: append(k, sc.firstKeys(r)...),
	}
}

// firstSteps are the steps that a receipt offers.
var firstSteps = []community.Action{community.Take, community.Assign, community.Fix}

// firstKeys is what can be done at once about what was reported: for those who
// may, in a group for anybody, whose right is checked when they press. An issue
// that a patrol left has a card of its own.
func (sc *scene) firstKeys(r stored) chat.Keyboard {
	if !r.Withdrawn.IsZero() {
		return nil
	}
	if r.left != nil && r.left.Withdrawn.IsZero() {
		return chat.Keyboard{chat.Row(sc.openKey(r.left.Number, "#"+strconv.FormatInt(int64(r.left.Number), 10)))}
	}
	if r.Finished() {
		return nil
	}
	m := community.Matter{Record: r.Record, Course: r.course}
	var row []chat.Button
	for _, a := range firstSteps {
		from, _ := community.Leads(m.Kind, a)
		if sc.private() && slices.Contains(m.Steps(sc.who, sc.org(), sc.today()), a) || !sc.private() && slices.Contains(from, m.Status) {
			row = append(row, chat.Button{Label: sc.actionName(m.Kind, a), Data: stepData(m, string(a))})
		}
	}
	return chat.Keyboard{append(row, sc.openKey(m.Number, sc.say.Text("button.history")))}
}

// openKey opens a matter's card.
func (sc *scene) openKey(n community.Number, label string) chat.Button {
	return chat.Button{Label: label, Data: "i:" + strconv.FormatInt(int64(n), 10)}
}

// receiptAgain shows the receipt of a record where it is: under the pressed
// button, else in the message that carries it.
func (sc *scene) receiptAgain(ctx context.Context, r community.Record, note string) (chat.Reply, error) {
	found, err := sc.withLeft(ctx, r)
	if err != nil {
		return chat.Reply{}, err
	}
	m, err := sc.store.Matter(ctx, r.Number)
	if err != nil {
		return chat.Reply{}, err
	}
	found.course = m.Course
	reply := sc.receipt(found, nil, note)
	reply.Verb, reply.Message = chat.Show, sc.pressedMessage()
	return reply, nil
}

func (sc *scene) codeLine(r community.Record) string {
	if r.Kind != community.KindIssue {
		return ""
	}
	return sc.say.Text("receipt.code", "Code", sc.ledgerCode(r))
}

// ledgerLine is where a receipt's issue is in the ledger, and that nobody has to
// do anything about one that was fixed on the spot.
func (sc *scene) ledgerLine(r community.Record) string {
	if r.Kind == community.KindIssue && r.Outcome == community.OutcomeFixed && r.Finished() {
		return sc.say.Text("receipt.at_once", "Code", sc.ledgerCode(r))
	}
	return sc.codeLine(r)
}

// ledgerCode is an issue's code in its community's ledger: 滨河-2026-0137.
func (sc *scene) ledgerCode(r community.Record) string { return r.LedgerCode(sc.org()) }

// receiptCard is the card that a receipt is. That of a dispute or an issue is
// the matter's own: with the first step the receipt turns into it.
func receiptCard(r community.Record) string {
	if r.Kind == community.KindDispute || r.Kind == community.KindIssue {
		return itemCard(r.Number)
	}
	return "r" + strconv.FormatInt(int64(r.Number), 10)
}

func receiptData(n community.Number, what string) string {
	return "r:" + strconv.FormatInt(int64(n), 10) + ":" + what
}
