package handlers

import (
	"context"
	"slices"

	"gridmate/chat"
	"gridmate/community"
)

// edited corrects what a message reported when the message itself is edited:
// the records it became, or the card that still waits. An edit of a message
// that reported nothing is read like a new one.
func edited(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if sc.up.From.ID == 0 {
		return nil, nil
	}
	of, err := sc.store.RecordsOf(ctx, sc.up.Chat.ID, sc.up.Message)
	if err != nil {
		return nil, err
	}
	if len(of) > 0 && of[0].Kind == community.KindTask {
		return []chat.Reply{sc.send("task.edited", "Number", of[0].Number)}, nil
	}
	of = slices.DeleteFunc(of, func(r community.Record) bool { return r.From != 0 })
	if len(of) > 0 {
		return sc.reread(ctx, of)
	}
	d, f, ok, err := sc.pending(ctx)
	if err != nil {
		return nil, err
	}
	if ok && f.Source == sc.up.Message && f.Number == 0 {
		return sc.redraft(ctx, d, f)
	}
	return sc.h.table.routeMessage(sc)(ctx, sc)
}

// reread corrects the records of a message from its new text.
func (sc *scene) reread(ctx context.Context, of []community.Record) ([]chat.Reply, error) {
	text, kind := sc.editedText(of[0].Kind)
	sc.now = of[0].Created.In(sc.h.Zone) // 今天 is the day it was written
	entries := sc.understand(text, kind)
	if len(entries) != len(of) {
		return []chat.Reply{sc.send("edit.unclear", "Number", of[0].Number)}, nil
	}
	var replies []chat.Reply
	for i, old := range of {
		if !old.Withdrawn.IsZero() || entries[i].Record.Kind != old.Kind {
			replies = append(replies, sc.send("edit.unclear", "Number", old.Number))
			continue
		}
		wanted := entries[i].Record
		if wanted.Grids == "" || wanted.Grids == old.Grids {
			wanted.Unit, wanted.Grids = old.Unit, old.Grids
		}
		if wanted.Date == 0 {
			wanted.Date = old.Date
		}
		wanted.Level, wanted.Title = old.Level, old.Title
		if err := sc.fill(&wanted); err != nil {
			return nil, err
		}
		more, err := sc.correct(ctx, old.Number, wanted, "edit")
		if err != nil {
			return nil, err
		}
		replies = append(replies, more...)
	}
	return replies, nil
}

// editedText is the text to read again and the kind it is known to be.
func (sc *scene) editedText(was community.Kind) (string, community.Kind) {
	command, rest := sc.up.Command, sc.up.Args
	if command == "" {
		command, rest = sc.h.table.word(sc.up.Text)
	}
	if command == string(was) && rest != "" {
		return rest, was
	}
	return sc.up.Text, community.KindNone
}

// redraft reads the edited text into the card that waits to be confirmed.
func (sc *scene) redraft(ctx context.Context, d chat.Draft, f *form) ([]chat.Reply, error) {
	text, kind := sc.editedText(f.record().Kind)
	entries := sc.understand(text, kind)
	if len(entries) == 0 {
		return sc.drop(ctx, d, f)
	}
	f.Entries, f.At, f.Todo, f.Done, f.Editing = entries, 0, nil, nil, false
	sc.complete(f)
	return sc.keep(ctx, d, f)
}
