package handlers

import (
	"context"
	"slices"

	"gridmate/chat"
	"gridmate/community"
)

// report is /patrol, /dispute, /event and /issue: with text it records at
// once, alone it opens the form.
func report(kind community.Kind) action {
	return func(ctx context.Context, sc *scene) ([]chat.Reply, error) {
		if len(sc.who.Scopes(community.Report)) == 0 {
			return nil, community.Refuse(community.Denied, "report_denied")
		}
		if sc.words == "" {
			return sc.blank(ctx, kind)
		}
		return sc.recordText(ctx, sc.words, kind)
	}
}

// recordText records what a text says: at once where everything is clear, as
// a card where a unit or a date has to be chosen first. Nothing is lost.
func (sc *scene) recordText(ctx context.Context, text string, kind community.Kind) ([]chat.Reply, error) {
	entries := sc.understand(text, kind)
	if len(entries) == 0 {
		entries = []entry{{Record: community.Record{Kind: kind, Text: text}}}
	}
	f := &form{Entries: entries, Via: community.ViaCommand, Source: sc.up.Message, Album: sc.up.Album, Files: sc.files()}
	if sc.complete(f) {
		return sc.save(ctx, f, 0)
	}
	return sc.open(ctx, f, 0)
}

// complete fills in what follows for every entry and says whether all of them
// can be recorded; if not, the form asks for what is missing and says why.
func (sc *scene) complete(f *form) bool {
	for i := range f.Entries {
		r := &f.Entries[i].Record
		if r.Message == 0 {
			r.Message = f.Source
		}
		if f.Entries[i].Dropped {
			continue
		}
		err := sc.fill(r)
		if refusal, ok := community.Refusal(err); ok {
			f.At = i
			f.Note = sc.say.Fill("error."+refusal.Key, refusal.Args)
			if name, ok := remedies[refusal.Key]; ok && !slices.Contains(f.Todo, name) {
				f.ask(name)
			}
			return false
		}
	}
	f.At = 0
	return true
}

// remedies name the field to ask for when a record is refused.
var remedies = map[string]string{
	"unit_which": "grid", "unit_missing": "grid", "grid_unknown": "grid", "grid_outside": "grid", "grid_several": "grid",
	"date_future": "date", "date_old": "date", "date_range": "date",
	"fixed_over_found": "fixed", "category": "category",
}

// fill finds the unit and checks the record without storing it.
func (sc *scene) fill(r *community.Record) error {
	if r.Date == 0 {
		r.Date = sc.today()
	}
	if r.Unit == 0 {
		unit, err := sc.locate(r.Grids)
		if err != nil {
			return err
		}
		r.Unit = unit
	}
	if r.Grids == "" {
		if u, ok := sc.org().Unit(r.Unit); ok && u.Level == community.Grid {
			r.Grids = community.GridKey(u.Name)
		}
	}
	checked, err := community.NewRecord(*r, sc.today())
	if err == nil && r.Level == "" {
		r.Level = checked.Level // shown before it is stored
	}
	return err
}

// save records every kept entry of a form and turns its message into the
// receipt; further receipts follow in messages of their own.
func (sc *scene) save(ctx context.Context, f *form, message int) ([]chat.Reply, error) {
	var replies []chat.Reply
	for i, e := range f.kept() {
		r, err := sc.record(ctx, e.Record, f.Via)
		if err == nil && i == 0 {
			err = sc.account(ctx, f, r.Unit)
		}
		if err != nil {
			return nil, err
		}
		if err := sc.attach(ctx, r.Record, f.Files); err != nil {
			return nil, err
		}
		note := ""
		if f.Via != community.ViaCommand {
			e.Unsure = nil // somebody has looked at it
		} else if len(e.Unsure) > 0 {
			note = sc.say.Text("receipt.check")
		}
		told, heard, err := sc.tellReported(ctx, r.open())
		if err != nil {
			return nil, err
		}
		receipt := sc.receipt(r, e.Unsure, join(compact(heard, note)))
		if message != 0 {
			receipt.Verb, receipt.Message, message = chat.Show, message, 0
		}
		hint, err := sc.hint(ctx, r)
		if err != nil {
			return nil, err
		}
		replies = append(append(replies, receipt), hint...)
		replies = append(replies, told...)
	}
	return replies, nil
}

// blank opens an empty form, or the one that was left unfinished.
func (sc *scene) blank(ctx context.Context, kind community.Kind) ([]chat.Reply, error) {
	d, f, ok, err := sc.pending(ctx)
	if err != nil {
		return nil, err
	}
	if ok && f.Via == community.ViaForm && f.Number == 0 && f.record().Kind == kind {
		if err := sc.store.DropDraft(ctx, d.ID); err != nil {
			return nil, err
		}
		f.Note = sc.say.Text("form.resumed")
		return sc.open(ctx, f, 0)
	}
	f = &form{
		Entries: []entry{{Record: community.Record{Kind: kind, Date: sc.today()}}},
		Todo:    slices.Clone(asked[kind]), Via: community.ViaForm, Files: sc.files(), Album: sc.up.Album,
	}
	if unit, err := sc.locate(""); err == nil {
		f.record().Unit = unit
	} else {
		f.ask("grid")
	}
	previous, err := sc.store.Records(ctx, community.Filter{Reporter: sc.who.ID, Kind: kind, Limit: 1})
	if err != nil {
		return nil, err
	}
	f.Previous = len(previous) > 0 && previous[0].Withdrawn.IsZero() && previous[0].Via != community.ViaPatrol
	return sc.open(ctx, f, 0)
}
