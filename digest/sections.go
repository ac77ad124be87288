package digest

import (
	"fmt"
	"slices"
	"strings"

	"gridmate/community"
)

func (w *writer) totals() {
	t, before := w.d.Totals, w.d.Previous
	w.say(w.text("patrols", "N", t.Patrols, "Change", w.delta(t.Patrols, before.Patrols),
		"Found", t.Found, "Fixed", t.Fixed, "Visited", t.Visited))
	w.say(w.text("disputes", "N", t.Disputes.Registered, "Change", w.delta(t.Disputes.Registered, before.Disputes.Registered),
		"Success", t.Disputes.Success, "Failed", t.Disputes.Failed, "Open", t.Disputes.Open))
	w.say(w.text("events", "N", t.Events, "Change", w.delta(t.Events, before.Events),
		"Participants", t.Participants, "Handbooks", t.Handbooks))
	w.say(w.text("issues", "N", t.Issues.Opened, "Change", w.delta(t.Issues.Opened, before.Issues.Opened),
		"Closed", t.Issues.Closed, "Open", t.Issues.Open, "Overdue", t.Issues.Overdue))
	if n := w.d.Detail.Tasks; n > 0 {
		w.say(w.text("tasks", "N", n, "Overdue", len(w.d.Detail.TasksDue)))
	}
}

func (w *writer) delta(now, before int) string {
	switch {
	case now > before:
		return w.text("up", "N", now-before)
	case now < before:
		return w.text("down", "N", before-now)
	default:
		return w.text("same")
	}
}

// corrections are the late records and what changed in the digest before.
func (w *writer) corrections() {
	if w.d.Late > 0 {
		w.say(w.text("late", "N", w.d.Late))
	}
	d := w.d.Detail
	n := len(d.Changes)
	if len(d.Withdrawn) > 0 {
		n++
	}
	if n == 0 {
		return
	}
	w.say(w.text("changes", "List", w.list(n, maxChanges+1, func(i int) string {
		if i < len(d.Changes) {
			c := d.Changes[i]
			return w.text("changed", "What", w.p.Text("digest_figure."+c.Code), "From", c.From, "To", c.To)
		}
		return w.text("withdrawn", "List", w.list(len(d.Withdrawn), maxCounts, func(i int) string {
			return fmt.Sprintf("#%d", d.Withdrawn[i])
		}))
	})))
}

// rates are never shown without what they are a part of.
func (w *writer) rates() {
	var parts []string
	for _, rate := range []struct {
		id string
		Rate
	}{{"on_time", w.d.Detail.OnTime}, {"settled", w.d.Detail.Settled}} {
		if rate.Of > 0 {
			parts = append(parts, w.text(rate.id, "Percent", rate.Percent(), "Part", rate.Part, "Of", rate.Of))
		}
	}
	if len(parts) > 0 {
		w.say(strings.Join(parts, w.text("separator")))
	}
}

// breakdown is what the longer periods add: a community's week by type and
// category with what is due next and what recurs, a month's dispute table and
// the year so far.
func (w *writer) breakdown() {
	d := w.d.Detail
	local := len(d.Rows) == 0
	if local && w.d.Period == community.Week {
		w.counts("by_type", nil, d.Types, len(d.Types), func(c Count) string { return w.p.Text("type." + c.Code) })
		for _, kind := range community.Kinds() {
			w.categories(kind, maxCounts)
		}
		if len(d.DueNext) > 0 {
			w.say(w.text("due_next", "N", len(d.DueNext), "List", w.list(len(d.DueNext), maxDueNext, func(i int) string {
				return w.item(d.DueNext[i])
			})))
		}
	}
	if local && len(d.Recurring) > 0 {
		w.say(w.text("recurring", "List", w.list(len(d.Recurring), maxDueNext, func(i int) string { return w.recurring(d.Recurring[i]) })))
	}
	if w.d.Period == community.Month {
		w.categories(community.KindDispute, w.room(len(d.Categories[community.KindDispute])))
		w.yearToDate()
	}
}

// room is how much of a long list a digest has room for: with the lines of
// many units the lists are cut short.
func (w *writer) room(n int) int {
	if w.crowded() {
		return min(n, maxCounts)
	}
	return n
}

func (w *writer) crowded() bool { return len(w.d.Detail.Rows) > wide }

func (w *writer) categories(kind community.Kind, most int) {
	w.counts("by_category", []any{"Kind", w.p.Text("kind." + string(kind))}, w.d.Detail.Categories[kind], most, func(c Count) string {
		return categoryText(w.p, kind, community.Category(c.Code))
	})
}

// counts says a line of words with their numbers, nothing without any.
func (w *writer) counts(id string, args []any, counts []Count, most int, word func(Count) string) {
	if len(counts) == 0 {
		return
	}
	list := w.list(len(counts), most, func(i int) string {
		return w.text("count", "What", word(counts[i]), "N", counts[i].N)
	})
	w.say(w.text(id, append(args, "List", list)...))
}

func (w *writer) recurring(r Recurring) string {
	return w.text("recurring_place", "Place", short(r.Place, placesRunes), "Category", categoryText(w.p, r.Kind, r.Category), "N", r.N)
}

// yearly are the figures that a crowded digest keeps of the year.
var yearly = []string{"patrol", "dispute", "event", "issue"}

func (w *writer) yearToDate() {
	var counts []Count
	for _, c := range figures(w.d.Detail.Year) {
		if c.N > 0 && (!w.crowded() || slices.Contains(yearly, c.Code)) {
			counts = append(counts, c)
		}
	}
	w.counts("year", nil, counts, len(counts), func(c Count) string { return w.p.Text("digest_figure." + c.Code) })
}

// byUnit is a line for each unit below; a street's day names only those with
// something overdue. Units with nothing to tell are in the list of the silent.
func (w *writer) byUnit() {
	rows := w.d.Detail.Rows
	if w.d.Period == community.Day && len(w.d.Detail.Names) == 1 {
		var over []Count
		for _, r := range rows {
			if r.Issues.Overdue > 0 {
				over = append(over, Count{Code: short(r.Unit.Label(), placeRunes), N: r.Issues.Overdue})
			}
		}
		w.counts("overdue_by", nil, over, maxRows, func(c Count) string { return c.Code })
		return
	}
	if len(rows) == 0 {
		return
	}
	w.say(w.text("rows"))
	for _, r := range rows {
		if r.Patrols+r.Disputes.Registered+r.Events+r.Issues.Opened+r.Issues.Overdue == 0 {
			continue
		}
		w.say(w.text("row", "Unit", short(r.Unit.Label(), placeRunes), "Patrols", r.Patrols, "Disputes", r.Disputes.Registered,
			"Events", r.Events, "Issues", r.Issues.Opened, "Overdue", r.Issues.Overdue))
	}
}
