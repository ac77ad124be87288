package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// formButton is a press under a form. A press on an older drawing changes
// nothing and is answered with the form as it stands now.
func formButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	key, ok := parseFormKey(sc.up.Button.Data)
	if !ok {
		return deadButton(ctx, sc)
	}
	d, ok, err := sc.store.Draft(ctx, key.draft)
	if err != nil {
		return nil, err
	}
	if !ok {
		return []chat.Reply{sc.toast("press.done")}, nil
	}
	if d.User != sc.up.From.ID || d.Chat != sc.up.Chat.ID {
		return []chat.Reply{sc.alert("press.foreign")}, nil
	}
	f, err := unpack(d)
	if err != nil {
		return nil, err
	}
	if key.revision != d.Revision {
		return []chat.Reply{sc.toast("press.stale"), sc.screen(d, f, sc.up.Message)}, nil
	}
	return sc.pressed(ctx, d, f, key.value)
}

// pressed does what a button of the present drawing says.
func (sc *scene) pressed(ctx context.Context, d chat.Draft, f *form, value string) ([]chat.Reply, error) {
	switch {
	case value == pressOK:
		return sc.confirm(ctx, d, f)
	case value == pressCancel:
		return sc.drop(ctx, d, f)
	case value == pressBack:
		if !f.back() {
			return sc.drop(ctx, d, f)
		}
	case value == pressEdit:
		f.Editing = true
	case value == pressRepeat:
		if err := sc.repeat(ctx, f); err != nil {
			return nil, err
		}
	case strings.HasPrefix(value, pressGuess):
		field, other, _ := strings.Cut(value[len(pressGuess):], "=")
		if !f.choose(field) {
			return deadButton(ctx, sc)
		}
		if err := sc.take(f, other); err != nil {
			return nil, err
		}
	case strings.HasPrefix(value, pressField):
		if !f.choose(value[len(pressField):]) {
			return deadButton(ctx, sc)
		}
	case strings.HasPrefix(value, pressEntry), strings.HasPrefix(value, pressDrop):
		if !f.toggle(value) {
			return deadButton(ctx, sc)
		}
	default:
		if err := sc.take(f, value); err != nil {
			return nil, err
		}
		return sc.proceed(ctx, d, f)
	}
	return sc.keep(ctx, d, f)
}

// proceed goes on after an answer: a command that lacked just this is recorded
// now, any other form shows its next screen.
func (sc *scene) proceed(ctx context.Context, d chat.Draft, f *form) ([]chat.Reply, error) {
	if f.Via != community.ViaCommand || f.Number != 0 || len(f.Todo) > 0 || !sc.complete(f) {
		return sc.keep(ctx, d, f)
	}
	if err := sc.store.DropDraft(ctx, d.ID); err != nil {
		return nil, err
	}
	replies, err := sc.save(ctx, f, sc.pressedMessage())
	if err == nil && sc.up.Event != chat.Pressed {
		replies = append(replies, sc.closed(d))
	}
	return replies, err
}

// closed empties the message of a form whose record has its receipt elsewhere.
func (sc *scene) closed(d chat.Draft) chat.Reply {
	return chat.Reply{Verb: chat.Show, Card: formCard(d.ID), Text: sc.say.Text("form.recorded")}
}

// choose asks for one field again.
func (f *form) choose(name string) bool {
	if !slices.Contains(f.changeable(), name) {
		return false
	}
	f.Editing, f.Chosen, f.Todo, f.Done = false, true, []string{name}, nil
	return true
}

// toggle changes, drops or takes back one of several entries.
func (f *form) toggle(value string) bool {
	i, err := strconv.Atoi(value[len(pressEntry):])
	if err != nil || i < 0 || i >= len(f.Entries) {
		return false
	}
	f.At = i
	if strings.HasPrefix(value, pressEntry) {
		f.Editing = true
		return true
	}
	f.Entries[i].Dropped = !f.Entries[i].Dropped
	return true
}

// take gives an answer, pressed or typed, to the field that is asked for.
func (sc *scene) take(f *form, answer string) error {
	if len(f.Todo) == 0 {
		return community.Refuse(community.Conflict, "press_stale")
	}
	name := f.Todo[0]
	before := *f
	f.answered()
	if err := fields[name].take(sc, f, answer); err != nil {
		f.Todo, f.Done = before.Todo, before.Done
		return err
	}
	f.Chosen = false
	f.current().Unsure = slices.DeleteFunc(f.current().Unsure, func(u guess) bool { return u.Field == name })
	return nil
}

// confirm records the form, or stores the correction it stands for.
func (sc *scene) confirm(ctx context.Context, d chat.Draft, f *form) ([]chat.Reply, error) {
	if len(f.kept()) == 0 {
		return sc.drop(ctx, d, f)
	}
	if f.Source == 0 {
		f.Source = sc.up.Message
	}
	if !sc.complete(f) {
		return sc.keep(ctx, d, f)
	}
	if err := sc.store.DropDraft(ctx, d.ID); err != nil {
		return nil, err
	}
	if f.Number != 0 {
		return sc.correct(ctx, f.Number, *f.record(), "button")
	}
	return sc.save(ctx, f, sc.up.Message)
}

// drop ends a form without recording it; a correction goes back to its receipt.
func (sc *scene) drop(ctx context.Context, d chat.Draft, f *form) ([]chat.Reply, error) {
	if err := sc.store.DropDraft(ctx, d.ID); err != nil {
		return nil, err
	}
	if f.Number != 0 {
		r, err := sc.store.Record(ctx, f.Number)
		if err != nil {
			return nil, err
		}
		receipt, err := sc.receiptAgain(ctx, r, "")
		return []chat.Reply{receipt}, err
	}
	return []chat.Reply{{
		Verb: chat.Show, Card: formCard(d.ID), Message: sc.pressedMessage(), Text: sc.say.Text("form.cancelled"),
	}}, nil
}

// repeat fills the form with the person's last record of its kind.
func (sc *scene) repeat(ctx context.Context, f *form) error {
	kind := f.record().Kind
	last, err := sc.store.Records(ctx, community.Filter{Reporter: sc.who.ID, Kind: kind, Limit: 1})
	if err != nil {
		return err
	}
	if len(last) == 0 {
		return community.Refuse(community.NotFound, "no_previous")
	}
	r := last[0]
	f.Entries = []entry{{Record: community.Record{
		Kind: kind, Unit: r.Unit, Grids: r.Grids, Building: r.Building, Place: r.Place, Date: sc.today(),
		Category: r.Category, Outcome: r.Outcome, Title: r.Title, Level: r.Level,
		Found: r.Found, Fixed: r.Fixed, Visited: r.Visited, Participants: r.Participants, Handbooks: r.Handbooks,
		Persons: r.Persons, Materials: r.Materials, Text: r.Text,
	}}}
	f.At, f.Todo, f.Done = 0, nil, nil
	return nil
}
