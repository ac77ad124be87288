package handlers

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gridmate/community"
)

// taskLine is a task as one line says it.
type taskLine struct {
	title, lead string
	partners    []string
	deadline    community.Date
}

// marks are the words that say what follows, the longest first.
var marks = []struct {
	field string
	words []string
}{
	{"lead", []string{"牵头单位", "牵头部门", "责任单位", "牵头"}},
	{"partners", []string{"配合单位", "配合部门", "协助单位", "配合", "协助"}},
	{"deadline", []string{"完成时限", "截止日期", "截止到", "截止", "期限", "限期", "限"}},
}

var (
	ledBy   = regexp.MustCompile(`^由(.+?)(牵头|负责)$`)
	dueWord = regexp.MustCompile(`^(.+?(?:前|内|底|末)|(?:20[0-9]{2}[-年])?[0-9]{1,2}[-月][0-9]{1,2}[日号]?)(?:完成|办结|落实|报结)?$`)
)

// taskLine takes a line apart at its spaces and marks. What is neither a mark
// nor behind one is the title.
func (sc *scene) taskLine(ctx context.Context, text string) taskLine {
	r := lineReader{due: func(word string) community.Date { return sc.dueOn(ctx, word) }}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("，,；;。", r) }) {
		r.read(word)
	}
	r.line.title = strings.Join(r.title, " ")
	return r.line
}

// lineReader is a line on its way.
type lineReader struct {
	due   func(string) community.Date // the day to come that a word names, 0 if none
	line  taskLine
	title []string
	field string // what the next word belongs to; empty for the title
}

// read takes a word: a mark, maybe with its value, a deadline by itself, or
// what belongs to the field at hand.
func (r *lineReader) read(word string) {
	if m := ledBy.FindStringSubmatch(word); m != nil {
		r.line.lead = m[1]
		return
	}
	if next, rest := marked(word); next != "" && (next != "deadline" || rest == "" || r.due(rest) != 0) {
		if r.field, word = next, rest; word == "" {
			return
		}
	}
	if m := dueWord.FindStringSubmatch(word); r.field != "deadline" && m != nil && r.line.deadline == 0 {
		if d := r.due(m[1]); d != 0 {
			r.line.deadline, r.field = d, ""
			return
		}
	}
	r.take(word)
}

func (r *lineReader) take(word string) {
	field := r.field
	if field != "partners" { // of which there may be more
		r.field = ""
	}
	switch field {
	case "lead":
		r.line.lead = word
	case "partners":
		for _, name := range community.SplitNames(word) {
			if !slices.Contains(r.line.partners, name) {
				r.line.partners = append(r.line.partners, name)
			}
		}
	case "deadline":
		if r.line.deadline = r.due(word); r.line.deadline == 0 {
			r.title = append(r.title, word)
		}
	default:
		r.title = append(r.title, word)
	}
}

// marked is the field that a word announces, and what is left of the word.
func marked(word string) (field, rest string) {
	for _, m := range marks {
		for _, w := range m.words {
			if rest, ok := strings.CutPrefix(word, w); ok {
				return m.field, strings.TrimLeft(rest, ":：")
			}
		}
	}
	return "", word
}

// dueOn is the day to come that a word names, 0 if it names none.
func (sc *scene) dueOn(ctx context.Context, word string) community.Date {
	for _, end := range []string{"完成", "办结", "落实", "报结"} {
		word = strings.TrimSuffix(word, end)
	}
	if !strings.ContainsAny(word, "0123456789一二两三四五六七八九十今明后周底末") {
		return 0
	}
	if d := sc.dueWithin(ctx, word); d != 0 {
		return d
	}
	d, err := sc.deadlineIn(ctx, word, sc.today())
	if err != nil || d < sc.today() {
		return 0
	}
	return d
}
