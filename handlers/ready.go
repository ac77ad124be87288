package handlers

import (
	"slices"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/reading"
)

// Ready is an update with everything done to it that needs no transaction: its
// personal data is masked, and what it reports has most likely been read.
type Ready struct {
	Update chat.Update // its texts are masked

	found []string // kinds of personal data that were masked
	heard sentence
}

// sentence is a text that was read, and what with.
type sentence struct {
	reader *reading.Reader // nil where nothing was read
	text   string
	kind   community.Kind
	now    time.Time
	says   reading.Reading
}

// Prepare makes an update ready for its turn. It needs nothing that another
// update may change, so it may run before those are handled and on any
// goroutine. known says whether the person takes part, as far as is known by
// now; it saves work and decides nothing.
func (h *Handlers) Prepare(u chat.Update, known bool) Ready {
	r := Ready{Update: u}
	r.mask()
	if known {
		if text, kind, ok := h.reports(r.Update); ok {
			r.heard = hear(h.Reader(), text, kind, h.momentOf(u))
		}
	}
	return r
}

// mask hides personal data before anything else sees the text.
func (r *Ready) mask() {
	hide := func(s string) string {
		masked, found := reading.Mask(s)
		for _, f := range found {
			if kind := string(f.Kind); !slices.Contains(r.found, kind) {
				r.found = append(r.found, kind)
			}
		}
		return masked
	}
	u := &r.Update
	u.Text, u.Args = hide(u.Text), hide(u.Args)
	u.Inline.Text = hide(u.Inline.Text)
}

// reports says which text of an update is going to be read as a report, unless
// the conversation waits for something else.
func (h *Handlers) reports(u chat.Update) (text string, kind community.Kind, ok bool) {
	if u.Event != chat.Said || u.From.ID == 0 {
		return "", community.KindNone, false
	}
	name, words := h.table.called(u)
	if name != "" {
		kind, ok = h.table.reports[name]
		return words, kind, ok && words != ""
	}
	heard := u.Chat.Type == chat.Private || u.Mention
	return u.Text, community.KindNone, heard && u.Text != "" && !u.Forward
}

// momentOf is when somebody did something, in the deployment's zone. A press
// carries no time.
func (h *Handlers) momentOf(u chat.Update) time.Time {
	if u.Event == chat.Pressed {
		return h.Now().In(h.Zone)
	}
	return u.At.In(h.Zone)
}

// hear reads a text; kind is KindNone when the person did not say which.
func hear(r *reading.Reader, text string, kind community.Kind, now time.Time) sentence {
	s := sentence{reader: r, text: text, kind: kind, now: now}
	if kind == community.KindNone {
		s.says = r.Read(text, now)
	} else {
		s.says = r.ReadKind(text, kind, now)
	}
	return s
}

// is reports whether a reading is what this reader makes of a text. Nothing
// else goes into it, so it is right whatever happened since it was read; words
// that were adopted meanwhile came with another reader.
func (s sentence) is(r *reading.Reader, text string, kind community.Kind, now time.Time) bool {
	return s.reader == r && s.text == text && s.kind == kind && s.now.Equal(now)
}

// read reads a text, unless that was done when the update was prepared.
func (sc *scene) read(text string, kind community.Kind) reading.Reading {
	r := sc.h.Reader()
	if !sc.heard.is(r, text, kind, sc.now) {
		sc.heard = hear(r, text, kind, sc.now)
	}
	return sc.heard.says
}
