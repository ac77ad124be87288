package handlers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// describe is a record in two to four lines: what, where and when; the
// figures; what is left. Fields that the reading is unsure of carry a mark.
func (sc *scene) describe(e entry) string {
	r := e.Record
	if !sc.private() && r.Delicate() {
		return chat.Bold(sc.say.Text("kind."+string(r.Kind))) + "\n" + sc.say.Text("card.private")
	}
	lines := []string{strings.Join(compact(
		mark(e, chat.Bold(sc.say.Text("kind."+string(r.Kind))), "kind"),
		sc.where(e),
		sc.when(e),
	), " · ")}
	lines = append(lines, strings.Join(compact(append(sc.figures(e), sc.levelText(r))...), " · "))
	lines = append(lines, sc.handouts(r))
	if r.Kind == community.KindIssue && r.Text != "" && r.Via != community.ViaPatrol {
		lines = append(lines, clip(r.Text, textShown))
	}
	return strings.Join(compact(lines...), "\n")
}

// levelText is how grave an issue is, where that is worth a word.
func (sc *scene) levelText(r community.Record) string {
	if r.Kind != community.KindIssue || r.Level == "" || r.Level == community.LevelGeneral {
		return ""
	}
	return sc.say.Text("issue_level." + string(r.Level))
}

const textShown = 60 // characters of the typed text on a card

func (sc *scene) where(e entry) string {
	r := e.Record
	var parts []string
	switch {
	case r.Unit == 0:
		parts = append(parts, gridNames(r.Grids))
	case strings.Contains(r.Grids, ","):
		parts = append(parts, gridNames(r.Grids))
	default:
		parts = append(parts, sc.unitName(r.Unit))
	}
	if r.Building != "" {
		parts = append(parts, sc.say.Text("card.building", "Building", r.Building))
	}
	parts = append(parts, r.Place)
	return mark(e, strings.Join(compact(parts...), " "), "grid", "building", "place")
}

// gridNames turns "1,2" into 1、2网格.
func gridNames(grids string) string {
	return gridName(strings.ReplaceAll(grids, ",", "、"))
}

func (sc *scene) when(e entry) string {
	r := e.Record
	if r.Date == 0 {
		return ""
	}
	text := sc.dateText(r.Date)
	if r.DateEnd != 0 {
		text += "–" + sc.dateText(r.DateEnd)
	}
	if r.Part != "" {
		text += sc.say.Text("part." + r.Part)
	}
	return mark(e, text, "date", "date_end")
}

// dateText is a day as people say it: 今天, 昨天, else month and day.
func (sc *scene) dateText(d community.Date) string {
	switch sc.today() - d {
	case 0:
		return sc.say.Text("date.today")
	case 1:
		return sc.say.Text("date.yesterday")
	}
	_, m, n := d.Civil()
	return sc.say.Text("date.day", "Month", int(m), "Day", n,
		"Weekday", sc.say.Text("weekday."+strconv.Itoa(int(d.Weekday()))))
}

// figures are the parts of a record's second line, in the order of its kind.
func (sc *scene) figures(e entry) []string {
	r := e.Record
	var parts []string
	if r.Category != community.General || r.Found == nil || *r.Found != 0 {
		parts = append(parts, mark(e, sc.categoryName(r.Kind, r.Category), "category"))
	}
	count := func(name string, n *int) {
		if n != nil {
			parts = append(parts, mark(e, sc.say.Text("card."+name, "N", *n), name))
		}
	}
	switch {
	case r.Found == nil || r.Kind == community.KindIssue && *r.Found == 1:
		count("fixed", r.Fixed)
	case *r.Found == 0:
		parts = append(parts, mark(e, sc.say.Text("card.clear"), "found"))
	default:
		count("found", r.Found)
		count("fixed", r.Fixed)
	}
	count("visited", r.Visited)
	count("participants", r.Participants)
	count("handbooks", r.Handbooks)
	count("cases", r.Cases)
	count("resolved", r.Resolved)
	if r.Outcome != "" && r.Kind != community.KindEvent && r.Kind != community.KindPatrol {
		parts = append(parts, mark(e, sc.say.Text("outcome."+string(r.Outcome)), "outcome"))
	}
	if r.Agreement != "" {
		parts = append(parts, mark(e, sc.say.Text("agreement."+string(r.Agreement)), "agreement"))
	}
	count("amount", r.Amount)
	if r.Deadline != 0 && r.Kind == community.KindIssue {
		parts = append(parts, mark(e, sc.say.Text("card.deadline", "Date", sc.dateText(r.Deadline)), "deadline"))
	}
	return parts
}

func (sc *scene) categoryName(k community.Kind, c community.Category) string {
	if c == "" {
		return ""
	}
	if k == community.KindIssue {
		k = community.KindPatrol
	}
	return sc.say.Text(string(k) + "_category." + string(c))
}

// handouts lists printed matter by title, when there is more than a total.
func (sc *scene) handouts(r community.Record) string {
	var parts []string
	for _, m := range r.Materials {
		if m.Title != "" && len(r.Materials) > 1 {
			parts = append(parts, fmt.Sprintf("%s %d", m.Title, m.Quantity))
		}
	}
	return strings.Join(parts, "，")
}

// mark sets ❓ behind what the reading guessed.
func mark(e entry, text string, fields ...string) string {
	if text == "" {
		return ""
	}
	for _, u := range e.Unsure {
		if slices.Contains(fields, u.Field) {
			return text + "❓"
		}
	}
	return text
}

func compact(parts ...string) []string {
	return slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" })
}

// clip shortens a text to n characters on one line.
func clip(s string, n int) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:n-1]) + "…"
}
