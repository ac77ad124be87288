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
	dueWord = regexp.MustCompile(`^(.+?(?:前|内|底|末))(?:完成|办结|落实|报结)?$`)
)

// taskLine takes a line apart at its spaces and marks. What is neither a mark
// nor behind one is the title.
func (sc *scene) taskLine(ctx context.Context, text string) taskLine {
	var (
		line  taskLine
		title []string
		field string
	)
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("，,；;。", r) }) {
		if m := ledBy.FindStringSubmatch(word); m != nil {
			line.lead = m[1]
			continue
		}
		if next, rest := marked(word); next != "" && (next != "deadline" || rest == "" || sc.dueOn(ctx, rest) != 0) {
			if field, word = next, rest; word == "" {
				continue
			}
		}
		if m := dueWord.FindStringSubmatch(word); field != "deadline" && m != nil && line.deadline == 0 {
			if d := sc.dueOn(ctx, m[1]); d != 0 {
				line.deadline, field = d, ""
				continue
			}
		}
		switch field {
		case "lead":
			line.lead, field = word, ""
		case "partners":
			for _, name := range community.SplitNames(word) {
				if !slices.Contains(line.partners, name) {
					line.partners = append(line.partners, name)
				}
			}
		case "deadline":
			if line.deadline, field = sc.dueOn(ctx, word), ""; line.deadline == 0 {
				title = append(title, word)
			}
		default:
			title = append(title, word)
		}
	}
	line.title = strings.Join(title, " ")
	return line
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
	d, err := sc.deadlineIn(ctx, word, sc.today())
	if err != nil || d < sc.today() {
		return 0
	}
	return d
}
