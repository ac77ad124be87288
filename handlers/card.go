package handlers

import (
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

// mark sets ❓ behind what the reading guessed.
func mark(e entry, text string, fields ...string) string {
	if text != "" && e.guessed(fields...) {
		return text + "❓"
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
