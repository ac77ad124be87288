package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// entry is one report on its way to becoming a record.
type entry struct {
	Record  community.Record
	Unsure  []guess `json:",omitempty"` // fields that were guessed
	Dropped bool    `json:",omitempty"`
}

// guess is a field that the reading was not sure of, with what else it may be.
type guess struct {
	Field string
	Else  []string `json:",omitempty"` // values as answers to the field; "" for leaving it out
}

// guessed reports whether the reading was not sure of one of the fields.
func (e entry) guessed(fields ...string) bool {
	return slices.ContainsFunc(e.Unsure, func(u guess) bool { return slices.Contains(fields, u.Field) })
}

// form is a conversation that has not ended: a guided form, a card that waits
// to be confirmed, or a correction. It is stored in a draft from the first
// touch and lives in one message that is edited in place.
type form struct {
	Entries  []entry
	At       int                    // the entry that Todo is about
	Todo     []string               `json:",omitempty"` // fields still to be asked; empty shows the summary
	Done     []string               `json:",omitempty"` // fields already asked, for going back
	Editing  bool                   `json:",omitempty"` // the list of fields to change is shown
	Chosen   bool                   `json:",omitempty"` // Todo is a field chosen from that list
	Number   community.Number       `json:",omitempty"` // the record that is being corrected
	Via      community.Via          // how it will be recorded
	Source   int                    `json:",omitempty"` // the message that was read
	Album    string                 `json:",omitempty"` // photos of this album belong to it
	Files    []community.Attachment `json:",omitempty"`
	Previous bool                   `json:",omitempty"` // there is a record of this kind to repeat
	Step     community.Action       `json:",omitempty"` // the step that waits for words; the form is nothing else then
	About    community.Number       `json:",omitempty"` // the matter that Step is about
	Guide    asking                 `json:",omitzero"`  // what is asked about guides; the form is nothing else then
	Note     string                 `json:"-"`          // what went wrong with the last input
	Cost     cost                   `json:",omitzero"`  // what it took so far
}

func (f *form) current() *entry { return &f.Entries[f.At] }

func (f *form) record() *community.Record { return &f.current().Record }

// kept lists the entries that are to be recorded.
func (f *form) kept() []entry {
	return slices.DeleteFunc(slices.Clone(f.Entries), func(e entry) bool { return e.Dropped })
}

// ask puts fields in front of what is still to be asked.
func (f *form) ask(names ...string) { f.Todo = append(slices.Clone(names), f.Todo...) }

// answered moves the current field from Todo to Done.
func (f *form) answered() {
	if len(f.Todo) == 0 {
		return
	}
	if !f.Chosen {
		f.Done = append(f.Done, f.Todo[0])
	}
	f.Todo = f.Todo[1:]
}

// back returns to the field asked before; false if there is none.
func (f *form) back() bool {
	if f.Editing {
		f.Editing = false
		return f.Number == 0 // a correction that changes nothing ends
	}
	if f.Chosen && len(f.Todo) > 0 {
		f.Todo, f.Chosen, f.Editing = nil, false, true
		return true
	}
	if len(f.Done) == 0 {
		return false
	}
	last := len(f.Done) - 1
	f.Todo, f.Done = append([]string{f.Done[last]}, f.Todo...), f.Done[:last]
	return true
}

// open stores a new form and shows it.
func (sc *scene) open(ctx context.Context, f *form, message int) ([]chat.Reply, error) {
	sc.spend(f)
	body, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	d, err := sc.store.AddDraft(ctx, chat.Draft{
		Chat: sc.up.Chat.ID, User: sc.up.From.ID, Body: body, Updated: sc.h.Now(),
	})
	if err != nil {
		return nil, err
	}
	return []chat.Reply{sc.screen(d, f, message)}, nil
}

// keep stores a changed form and shows it where it is.
func (sc *scene) keep(ctx context.Context, d chat.Draft, f *form) ([]chat.Reply, error) {
	sc.spend(f)
	body, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	d.Body, d.Updated = body, sc.h.Now()
	if d, err = sc.store.SaveDraft(ctx, d); err != nil {
		return nil, err
	}
	return []chat.Reply{sc.screen(d, f, sc.pressedMessage())}, nil
}

// pressedMessage is the message under which a button was pressed.
func (sc *scene) pressedMessage() int {
	if sc.up.Event == chat.Pressed {
		return sc.up.Message
	}
	return 0
}

// pending finds the form that the person touched last in this chat.
func (sc *scene) pending(ctx context.Context) (chat.Draft, *form, bool, error) {
	d, ok, err := sc.store.OpenDraft(ctx, sc.up.Chat.ID, sc.up.From.ID)
	if err != nil || !ok {
		return chat.Draft{}, nil, false, err
	}
	f, err := unpack(d)
	return d, f, err == nil, err
}

func unpack(d chat.Draft) (*form, error) {
	f := &form{}
	if err := json.Unmarshal(d.Body, f); err != nil {
		return nil, fmt.Errorf("draft %d: %w", d.ID, err)
	}
	if len(f.Entries) == 0 || f.At >= len(f.Entries) {
		return nil, fmt.Errorf("draft %d holds no entry", d.ID)
	}
	return f, nil
}

// formKey is what a form's buttons carry: draft, revision and a value.
type formKey struct {
	draft    int64
	revision int
	value    string
}

func (k formKey) String() string {
	return "f:" + strconv.FormatInt(k.draft, 36) + ":" + strconv.Itoa(k.revision) + ":" + k.value
}

// parseFormKey reads what a button carried; false for anything forged.
func parseFormKey(data string) (formKey, bool) {
	parts := strings.SplitN(data, ":", 4)
	if len(parts) != 4 {
		return formKey{}, false
	}
	id, err := strconv.ParseInt(parts[1], 36, 64)
	if err != nil {
		return formKey{}, false
	}
	rev, err := strconv.Atoi(parts[2])
	return formKey{draft: id, revision: rev, value: parts[3]}, err == nil
}

func formCard(draft int64) string { return "f" + strconv.FormatInt(draft, 36) }
