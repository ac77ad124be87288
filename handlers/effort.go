package handlers

import (
	"context"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
)

// Efforts counts what recording costs people: see community.Effort.
type Efforts interface {
	// Spend counts what recording something in a unit cost on a day.
	Spend(ctx context.Context, unit community.UnitID, day community.Date, e community.Effort) error
	// Effort is what it cost in a unit and all below it in these days.
	Effort(ctx context.Context, unit community.UnitID, span community.Span) (community.Effort, error)
}

// cost is what a form took so far: since when, and how many messages and taps.
type cost struct {
	Since    time.Time `json:",omitzero"`
	Messages int       `json:",omitempty"`
	Taps     int       `json:",omitempty"`
}

// spend counts the update at hand towards a form.
func (sc *scene) spend(f *form) {
	if f.Cost.Since.IsZero() {
		f.Cost.Since = sc.now
	}
	switch sc.up.Event {
	case chat.Said, chat.Edited:
		f.Cost.Messages++
	case chat.Pressed:
		f.Cost.Taps++
	}
}

// account counts what a form that is recorded now took, where its first record
// belongs.
func (sc *scene) account(ctx context.Context, f *form, unit community.UnitID) error {
	sc.spend(f)
	return sc.store.Spend(ctx, unit, sc.today(), community.Effort{
		Records: len(f.kept()), Messages: f.Cost.Messages, Taps: f.Cost.Taps, Seconds: community.Touched(f.Cost.Since, sc.now),
	})
}

// burden shows what recording cost in the person's units, this week and the
// one before: /burden, /burden BH.
func burden(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	view, err := sc.view(ctx, strings.TrimSpace(sc.words))
	if err != nil {
		return nil, err
	}
	this := community.Week.Of(sc.today())
	var lines []string
	for _, w := range []struct {
		id   string
		span community.Span
	}{{"this_week", this}, {"last_week", community.Week.Before(this)}} {
		var sum community.Effort
		for _, unit := range view.Units {
			e, err := sc.store.Effort(ctx, unit, w.span)
			if err != nil {
				return nil, err
			}
			sum = sum.Add(e)
		}
		lines = append(lines, sc.say.Text("burden."+w.id, "Line", digest.EffortLine(sum, sc.say)))
	}
	return []chat.Reply{sc.send("burden.page", "List", join(lines))}, nil
}
