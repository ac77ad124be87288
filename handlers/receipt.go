package handlers

import (
	"context"
	"strconv"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// receiptButton is a press under a receipt: r:<number>:edit|undo|redo|show, or
// r:<number>:<field>=<value> for what else a guessed field may be.
func receiptButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.SplitN(sc.up.Button.Data, ":", 3)
	if len(parts) != 3 {
		return deadButton(ctx, sc)
	}
	n, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return deadButton(ctx, sc)
	}
	r, err := sc.store.Record(ctx, community.Number(n))
	if err != nil {
		return nil, err
	}
	if !sc.mayCorrect(r) {
		return nil, community.Refuse(community.Denied, "correct_denied", "Number", n)
	}
	switch parts[2] {
	case "edit":
		return sc.startCorrection(ctx, r)
	case "undo":
		return sc.withdraw(ctx, r, true, 0)
	case "redo":
		return sc.withdraw(ctx, r, false, 0)
	case "show":
		receipt, err := sc.receiptAgain(ctx, r, "")
		receipt.Verb, receipt.Message = chat.Send, 0 // the old one is far up
		return []chat.Reply{receipt}, err
	}
	if field, value, ok := strings.Cut(parts[2], "="); ok {
		return sc.choose(ctx, r, field, value)
	}
	return deadButton(ctx, sc)
}

// choose sets one field of a record to what a button offered.
func (sc *scene) choose(ctx context.Context, r community.Record, field, value string) ([]chat.Reply, error) {
	if !r.Withdrawn.IsZero() {
		return nil, community.Refuse(community.Conflict, "withdrawn", "Number", r.Number)
	}
	f := &form{Entries: []entry{{Record: r}}}
	if !f.choose(field) {
		return deadButton(ctx, sc)
	}
	if err := sc.take(f, value); err != nil {
		return nil, err
	}
	return sc.correct(ctx, r.Number, *f.record(), "button")
}

// mayCorrect checks the right to change a record: one's own, or any in a
// subtree that one leads.
func (sc *scene) mayCorrect(r community.Record) bool {
	if r.Kind == community.KindTask { // changed by its steps only
		return false
	}
	if sc.who.May(community.CorrectAny, r.Unit, sc.org()) {
		return true
	}
	return r.Reporter == sc.who.ID && len(sc.who.Scopes(community.CorrectOwn)) > 0
}

// startCorrection turns the receipt into the list of fields to change.
func (sc *scene) startCorrection(ctx context.Context, r community.Record) ([]chat.Reply, error) {
	if !r.Withdrawn.IsZero() {
		return nil, community.Refuse(community.Conflict, "withdrawn", "Number", r.Number)
	}
	f := &form{Entries: []entry{{Record: r}}, Editing: true, Number: r.Number, Via: community.ViaEdit, Source: r.Message}
	return sc.open(ctx, f, sc.up.Message)
}

// withdraw takes a record back, or brings it back. It stays, marked; the
// issue that a patrol left goes with it. same is the record that tells of the
// same thing, 0 for none.
func (sc *scene) withdraw(ctx context.Context, r community.Record, out bool, same community.Number) ([]chat.Reply, error) {
	var replies []chat.Reply
	if r.Withdrawn.IsZero() == out {
		found, err := sc.withLeft(ctx, r)
		if err != nil {
			return nil, err
		}
		if r, err = sc.mark(ctx, r, out, same); err != nil {
			return nil, err
		}
		if issue := found.left; issue != nil && issue.Withdrawn.IsZero() == out {
			if _, err := sc.mark(ctx, *issue, out, same); err != nil {
				return nil, err
			}
		}
	} else {
		replies = append(replies, sc.toast("press.stale"))
	}
	receipt, err := sc.receiptAgain(ctx, r, "")
	if err != nil {
		return nil, err
	}
	cards, err := sc.redrawn(ctx, r.Number, sc.up.Chat.ID)
	return append(append(replies, receipt), cards...), err
}

func (sc *scene) mark(ctx context.Context, r community.Record, out bool, same community.Number) (community.Record, error) {
	now := sc.h.Now()
	change := community.Change{Number: r.Number, Field: "withdrawn", By: sc.who.ID, At: now, Why: "button"}
	if same != 0 {
		change.Why, change.To = "same", strconv.FormatInt(int64(same), 10)
	}
	if out {
		r.Withdrawn = now
	} else {
		r.Withdrawn = time.Time{}
		change.Field = "restored"
	}
	return r, sc.store.SaveRecord(ctx, r, []community.Change{change})
}
