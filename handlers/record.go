package handlers

import (
	"context"
	"strconv"

	"gridmate/chat"
	"gridmate/community"
)

// record stores a report and what follows from it: the issue that a patrol
// leaves open. It returns the stored record.
func (sc *scene) record(ctx context.Context, r community.Record, via community.Via) (community.Record, error) {
	if !sc.mayReport(r) {
		return r, community.Refuse(community.Denied, "report_denied")
	}
	r.Reporter, r.Via = sc.who.ID, via
	r.Chat, r.Created = sc.up.Chat.ID, sc.h.Now()
	r, err := community.NewRecord(r, sc.today())
	if err != nil {
		return r, err
	}
	if r, err = sc.store.AddRecord(ctx, r); err != nil {
		return r, err
	}
	if issue, ok := r.LeftIssue(); ok {
		return r, sc.addLeft(ctx, issue)
	}
	return r, nil
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

func (sc *scene) addLeft(ctx context.Context, issue community.Record) error {
	issue, err := community.NewRecord(issue, sc.today())
	if err != nil {
		return err
	}
	_, err = sc.store.AddRecord(ctx, issue)
	return err
}

// left finds the issue that a patrol left open, withdrawn or not.
func (sc *scene) left(ctx context.Context, patrol community.Record) (community.Record, bool, error) {
	if patrol.Kind != community.KindPatrol {
		return community.Record{}, false, nil
	}
	same, err := sc.store.RecordsOf(ctx, patrol.Chat, patrol.Message)
	if err != nil {
		return community.Record{}, false, err
	}
	for _, r := range same {
		if r.From == patrol.Number {
			return r, true, nil
		}
	}
	return community.Record{}, false, nil
}

// receipt is the card of a stored record: what was recorded, under which
// number, with the buttons to change one's mind.
func (sc *scene) receipt(ctx context.Context, r community.Record, unsure []string, note string) (chat.Reply, error) {
	head := sc.say.Text("receipt.recorded", "Number", r.Number)
	row := chat.Row(
		chat.Button{Label: sc.say.Text("button.edit"), Data: receiptData(r.Number, "edit")},
		chat.Button{Label: sc.say.Text("button.undo"), Data: receiptData(r.Number, "undo")},
	)
	if !r.Withdrawn.IsZero() {
		head = sc.say.Text("receipt.withdrawn", "Number", r.Number)
		row = chat.Row(chat.Button{Label: sc.say.Text("button.redo"), Data: receiptData(r.Number, "redo")})
	}
	lines := compact(head, sc.describe(entry{Record: r, Unsure: unsure}), sc.codeLine(r))
	issue, ok, err := sc.left(ctx, r)
	if err != nil {
		return chat.Reply{}, err
	}
	if ok && issue.Withdrawn.IsZero() {
		lines = append(lines, sc.say.Text("receipt.left", "N", r.Left(), "Number", issue.Number,
			"Code", sc.ledgerCode(issue), "Date", sc.dateText(issue.Deadline)))
	}
	return chat.Reply{
		Verb: chat.Show, Card: receiptCard(r.Number), Text: join(append(lines, note)), Keyboard: chat.Keyboard{row},
	}, nil
}

func (sc *scene) codeLine(r community.Record) string {
	if r.Kind != community.KindIssue {
		return ""
	}
	return sc.say.Text("receipt.code", "Code", sc.ledgerCode(r))
}

// ledgerCode is an issue's code in its community's ledger: 滨河-2026-0137.
func (sc *scene) ledgerCode(r community.Record) string { return r.LedgerCode(sc.org()) }

func receiptCard(n community.Number) string { return "r" + strconv.FormatInt(int64(n), 10) }

func receiptData(n community.Number, what string) string {
	return "r:" + strconv.FormatInt(int64(n), 10) + ":" + what
}
