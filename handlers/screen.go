package handlers

import (
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// Values of the buttons that every form has. They begin with a mark that no
// field value has.
const (
	pressOK     = "!ok"
	pressEdit   = "!edit"
	pressBack   = "!back"
	pressCancel = "!cancel"
	pressRepeat = "!same"
	pressField  = "!f-" // and a field's name
	pressEntry  = "!e-" // and an entry's index: change it
	pressDrop   = "!d-" // and an entry's index: drop or keep it
	pressGuess  = "!g-" // and field=value: what else a guess may be
)

// screen draws a form: a question, the list of fields, or the summary.
func (sc *scene) screen(d chat.Draft, f *form, message int) chat.Reply {
	key := func(value string) string {
		return formKey{draft: d.ID, revision: d.Revision, value: value}.String()
	}
	r := chat.Reply{Verb: chat.Show, Card: formCard(d.ID), Message: message}
	switch {
	case len(f.Todo) > 0:
		r.Text, r.Keyboard = sc.question(f, key)
		r.Ask = !sc.private()
	case f.Editing:
		r.Text, r.Keyboard = sc.fieldList(f, key)
	default:
		r.Text, r.Keyboard = sc.summary(f, key)
	}
	return r
}

// question asks for the first field still to do.
func (sc *scene) question(f *form, key func(string) string) (string, chat.Keyboard) {
	name := f.Todo[0]
	text := []string{sc.describe(*f.current()), f.Note, sc.say.Text("ask." + name)}
	var k chat.Keyboard
	if sc.offersRepeat(f) {
		k = append(k, chat.Row(chat.Button{Label: sc.say.Text("button.same"), Data: key(pressRepeat)}))
	}
	k = append(k, layout(fields[name].choices(sc, f), key)...)
	last := chat.Row(chat.Button{Label: sc.say.Text("button.cancel"), Data: key(pressCancel)})
	if len(f.Done) > 0 || f.Chosen {
		last = append(chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: key(pressBack)}), last...)
	}
	return join(text), append(k, last)
}

// fieldList offers the fields that can be changed.
func (sc *scene) fieldList(f *form, key func(string) string) (string, chat.Keyboard) {
	var list []choice
	for _, name := range f.changeable() {
		list = append(list, choice{value: pressField + name, label: sc.say.Text("field." + name)})
	}
	k := layout(list, key)
	return join([]string{sc.describe(*f.current()), sc.say.Text("ask.which")}), append(k, chat.Row(
		chat.Button{Label: sc.say.Text("button.back"), Data: key(pressBack)},
		chat.Button{Label: sc.say.Text("button.cancel"), Data: key(pressCancel)},
	))
}

// summary shows everything that was understood and asks to confirm it.
func (sc *scene) summary(f *form, key func(string) string) (string, chat.Keyboard) {
	title := "card.confirm"
	if f.Number != 0 {
		title = "card.correct"
	}
	lines := []string{sc.say.Text(title, "Number", f.Number)}
	var k chat.Keyboard
	for i, e := range f.Entries {
		text := sc.describe(e)
		if len(f.Entries) > 1 {
			text = circled(i) + " " + text
			if e.Dropped {
				text = sc.say.Text("card.dropped", "N", circled(i))
			}
			k = append(k, sc.entryRow(i, e, key))
		}
		lines = append(lines, text)
	}
	if len(f.current().Unsure) > 0 {
		lines = append(lines, sc.say.Text("card.unsure"))
		k = append(sc.guessRow(f.record().Kind, f.current().Unsure, func(field, value string) string {
			return key(pressGuess + field + "=" + value)
		}), k...)
	}
	if len(f.Files) > 0 {
		lines = append(lines, sc.say.Text("card.files", "N", len(f.Files)))
	}
	confirm := chat.Row(
		chat.Button{Label: sc.say.Text("button.ok"), Data: key(pressOK)},
		chat.Button{Label: sc.say.Text("button.edit"), Data: key(pressEdit)},
		chat.Button{Label: sc.say.Text("button.cancel"), Data: key(pressCancel)},
	)
	k = append(chat.Keyboard{confirm}, k...)
	if len(f.Done) > 0 {
		k = append(k, chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: key(pressBack)}))
	}
	return join(append(lines, f.Note)), k
}

// entryRow lets one of several facts be changed or dropped.
func (sc *scene) entryRow(i int, e entry, key func(string) string) []chat.Button {
	n := strconv.Itoa(i)
	if e.Dropped {
		return chat.Row(chat.Button{Label: sc.say.Text("button.take", "N", circled(i)), Data: key(pressDrop + n)})
	}
	return chat.Row(
		chat.Button{Label: sc.say.Text("button.change", "N", circled(i)), Data: key(pressEntry + n)},
		chat.Button{Label: sc.say.Text("button.drop", "N", circled(i)), Data: key(pressDrop + n)},
	)
}

// offersRepeat says whether 同上次 makes sense: on the first screen of a new form.
func (sc *scene) offersRepeat(f *form) bool {
	return f.Via == community.ViaForm && f.Number == 0 && len(f.Done) == 0 && f.Source == 0 && f.Previous
}

// choice is a button of a question.
type choice struct{ value, label string }

// layout puts choices into rows, short ones three abreast.
func layout(list []choice, key func(string) string) chat.Keyboard {
	var k chat.Keyboard
	var row []chat.Button
	width := 3
	for _, c := range list {
		if len([]rune(c.label)) > 5 {
			width = 2
		}
	}
	for _, c := range list {
		row = append(row, chat.Button{Label: c.label, Data: key(c.value)})
		if len(row) == width {
			k, row = append(k, row), nil
		}
	}
	if len(row) > 0 {
		k = append(k, row)
	}
	return k
}

// circled numbers the facts on a card: ①, ②, …
func circled(i int) string {
	if i < 20 {
		return string(rune('①' + i))
	}
	return strconv.Itoa(i+1) + "."
}

func join(lines []string) string { return strings.Join(compact(lines...), "\n") }

// guessRow offers what else the first guessed field may be: one question at
// most, for the others there is the list of fields.
func (sc *scene) guessRow(kind community.Kind, unsure []guess, key func(field, value string) string) chat.Keyboard {
	for _, u := range unsure {
		if u.Field != "kind" && !slices.Contains(editable[kind], u.Field) {
			continue
		}
		var row []chat.Button
		for _, value := range u.Else[:min(len(u.Else), maxElse)] {
			label := sc.say.Text("field."+u.Field) + " " + sc.valueText(kind, u.Field, value)
			if value == "" {
				value, label = skip, sc.say.Text("button.without", "Field", sc.say.Text("field."+u.Field))
			}
			row = append(row, chat.Button{Label: label, Data: key(u.Field, value)})
		}
		if len(row) > 0 {
			return chat.Keyboard{row}
		}
	}
	return nil
}

// maxElse is how many other values of a guess are offered.
const maxElse = 3
