package handlers

import (
	"context"
	"slices"

	"gridmate/chat"
	"gridmate/community"
)

// correct stores what has changed of a record, with who, when and why, and
// shows the receipt again. The issue that a patrol left follows.
func (sc *scene) correct(ctx context.Context, n community.Number, wanted community.Record, why string) ([]chat.Reply, error) {
	old, err := sc.store.Record(ctx, n)
	if err != nil {
		return nil, err
	}
	if !sc.mayCorrect(old) {
		return nil, community.Refuse(community.Denied, "correct_denied", "Number", n)
	}
	if wanted.Unit != old.Unit && !sc.mayReport(wanted) {
		return nil, community.Refuse(community.Denied, "grid_outside", "Grid", sc.unitName(wanted.Unit))
	}
	clockwork, err := sc.clockwork(ctx)
	if err != nil {
		return nil, err
	}
	r, err := clockwork.Corrected(old, wanted, sc.today(), sc.h.Now())
	if err != nil {
		return nil, err
	}
	changes := community.Differences(old, r)
	for i := range changes {
		changes[i].By, changes[i].At, changes[i].Why = sc.who.ID, sc.h.Now(), why
	}
	note := sc.say.Text("receipt.unchanged")
	if len(changes) > 0 {
		if err := sc.store.SaveRecord(ctx, r, changes); err != nil {
			return nil, err
		}
		if err := sc.followLeft(ctx, r); err != nil {
			return nil, err
		}
		note = sc.say.Text("receipt.corrected", "Changes", sc.changesText(r.Kind, changes))
	}
	receipt, err := sc.receiptAgain(ctx, r, note)
	if err != nil {
		return nil, err
	}
	cards, err := sc.redrawn(ctx, n, sc.up.Chat.ID)
	return append([]chat.Reply{receipt}, cards...), err
}

// followLeft makes the issue of a patrol's unfixed findings agree with it.
func (sc *scene) followLeft(ctx context.Context, r community.Record) error {
	found, err := sc.withLeft(ctx, r)
	if err != nil {
		return err
	}
	wanted, needed := r.LeftIssue()
	switch issue := found.left; {
	case needed && issue == nil:
		_, err = sc.addLeft(ctx, wanted)
	case issue != nil && needed != issue.Withdrawn.IsZero():
		_, err = sc.mark(ctx, *issue, !needed, 0)
	}
	return err
}

// changesText says what was changed: 发现 3→2.
func (sc *scene) changesText(kind community.Kind, changes []community.Change) string {
	figured := kind == community.KindPatrol && slices.ContainsFunc(changes, func(c community.Change) bool {
		return c.Field == "found" || c.Field == "fixed" // from which the outcome follows
	})
	var parts []string
	for _, c := range changes {
		if slices.Contains(unsaid, c.Field) || c.Field == "outcome" && figured {
			continue
		}
		parts = append(parts, sc.say.Text("receipt.change", "Field", sc.say.Text("field."+c.Field),
			"From", sc.valueText(kind, c.Field, c.From), "To", sc.valueText(kind, c.Field, c.To)))
	}
	return joinWith(parts, sc.say.Text("join.comma"))
}

// unsaid are changes that follow from others or show on the card anyway.
var unsaid = []string{"text", "unit", "type", "status", "materials", "part"}

// valueText is an exported value in words: codes as the catalogue has them.
func (sc *scene) valueText(kind community.Kind, field, value string) string {
	switch {
	case value == "":
		return "–"
	case field == "category":
		return sc.categoryName(kind, community.Category(value))
	case field == "outcome", field == "agreement":
		return sc.say.Text(field + "." + value)
	case field == "kind":
		return sc.say.Text("kind." + value)
	case field == "level":
		return sc.say.Text("issue_level." + value)
	case field == "grid":
		return gridNames(value)
	}
	return value
}
