package digest

import (
	"fmt"
	"strings"

	"gridmate/community"
	"gridmate/locale"
)

// How much a digest names before it says "and more": the first 250
// characters are enough to act, all of it stays one short message.
const (
	maxOverdue  = 3
	maxDue      = 2
	maxQuiet    = 8
	maxDueNext  = 3
	maxCounts   = 5
	maxChanges  = 5
	maxUnits    = 3
	wide        = 12 // lines of units above which tables are cut short
	placeRunes  = 8
	ownerRunes  = 6
	placesRunes = 12
)

// Text says a digest: the headline, what somebody has to act on, the totals
// against the period before, then what the level reads on top (DOMAIN §5).
// An empty digest is one line.
func Text(d Digest, p locale.Printer) string {
	w := writer{p: p, d: d}
	if d.Empty() {
		return w.zero()
	}
	w.say(w.headline())
	w.exceptions()
	w.totals()
	w.corrections()
	if d.Period != community.Day {
		w.rates()
		w.breakdown()
	}
	w.byUnit()
	return strings.Join(w.lines, "\n")
}

// writer collects the lines of one digest.
type writer struct {
	p     locale.Printer
	d     Digest
	lines []string
}

func (w *writer) say(line string) { w.lines = append(w.lines, line) }

func (w *writer) text(id string, args ...any) string { return w.p.Text("digest."+id, args...) }

func (w *writer) zero() string {
	var left []string
	if n := w.d.Issues.Open; n > 0 {
		left = append(left, w.text("empty_open", "N", n))
	}
	if n := len(w.d.Detail.Reviews); n > 0 {
		left = append(left, w.text("empty_reviews", "N", n))
	}
	if len(left) == 0 {
		return w.text("empty", "Headline", w.headline())
	}
	return w.text("empty_but", "Headline", w.headline(), "List", strings.Join(left, w.text("separator")))
}

func (w *writer) headline() string {
	id, typ := "headline", ""
	if t := w.d.Detail.Type; t != community.NoType {
		id, typ = "headline_type", w.p.Text("type."+string(t))
	}
	return w.text(id, "Unit", w.units(), "Type", typ, "Period", w.p.Text("period."+string(w.d.Period)), "Dates", w.dates())
}

func (w *writer) units() string {
	names := w.d.Detail.Names
	list := strings.Join(names[:min(len(names), maxUnits)], w.text("separator"))
	if len(names) > maxUnits {
		return w.text("units_more", "List", list, "N", len(names))
	}
	return list
}

func (w *writer) dates() string {
	span := w.d.Span()
	switch w.d.Period {
	case community.Week:
		return w.text("range", "From", dateText(w.p, span.From), "To", dateText(w.p, span.To))
	case community.Month:
		y, m, _ := span.From.Civil()
		return w.text("month", "Year", y, "Month", int(m))
	default:
		return dayText(w.p, span.From)
	}
}

func dateText(p locale.Printer, d community.Date) string {
	_, m, day := d.Civil()
	return p.Text("digest.date", "Month", int(m), "Day", day)
}

func dayText(p locale.Printer, d community.Date) string {
	_, m, day := d.Civil()
	weekday := p.Text(fmt.Sprintf("weekday.%d", int(d.Weekday())))
	return p.Text("digest.date_weekday", "Month", int(m), "Day", day, "Weekday", weekday)
}

// exceptions are what somebody has to act on, and the units without records
// as a neutral list: in the order of their codes, nobody is ranked.
func (w *writer) exceptions() {
	d := w.d.Detail
	if len(d.Critical) > 0 {
		w.say(w.text("critical", "N", len(d.Critical), "List", w.list(len(d.Critical), maxOverdue, func(i int) string {
			return w.item(d.Critical[i])
		})))
	}
	if len(d.Overdue) == 0 && len(d.DisputesDue) == 0 && len(d.TasksDue) == 0 {
		w.say(w.text("no_overdue"))
	}
	if len(d.Overdue) > 0 {
		w.say(w.text("overdue", "N", len(d.Overdue), "List", w.list(len(d.Overdue), maxOverdue, func(i int) string {
			return w.item(d.Overdue[i])
		})))
	}
	if len(d.DisputesDue) > 0 {
		w.say(w.text("disputes_due", "N", len(d.DisputesDue), "List", w.list(len(d.DisputesDue), maxDue, func(i int) string {
			return w.item(d.DisputesDue[i])
		})))
	}
	if len(d.TasksDue) > 0 {
		w.say(w.text("tasks_due", "N", len(d.TasksDue), "List", w.list(len(d.TasksDue), maxDue, func(i int) string {
			return w.item(d.TasksDue[i])
		})))
	}
	if len(d.Reviews) > 0 {
		w.say(w.text("reviews", "N", len(d.Reviews), "List", w.list(len(d.Reviews), maxDue, func(i int) string {
			return w.review(d.Reviews[i])
		})))
	}
	if len(d.Quiet) > 0 {
		w.say(w.text("silent", "N", len(d.Quiet), "List", w.list(len(d.Quiet), maxQuiet, func(i int) string {
			return short(d.Quiet[i], placeRunes)
		})))
	}
}

// list joins the first of n parts and says if there are more.
func (w *writer) list(n, most int, part func(int) string) string {
	parts := make([]string, 0, min(n, most))
	for i := range min(n, most) {
		parts = append(parts, part(i))
	}
	list := strings.Join(parts, w.text("separator"))
	if n > most {
		return w.text("more", "List", list)
	}
	return list
}

func (w *writer) item(i community.Item) string {
	on := w.d.Detail.AsOf
	args := []any{
		"Number", int64(i.Number), "Place", w.place(i), "Owner", short(i.Owner, ownerRunes),
		"Days", int(on - i.Deadline), "Date", dateText(w.p, i.Deadline),
	}
	switch {
	case overdue(i, on) && grave(i):
		return tidy(w.text("item_grave", args...))
	case overdue(i, on):
		return tidy(w.text("item_over", args...))
	}
	return tidy(w.text("item_due", args...))
}

// review is what is to be looked at again, and on which day.
func (w *writer) review(i community.Item) string {
	return tidy(w.text("review_"+string(i.Kind), "Number", int64(i.Number), "Place", w.place(i),
		"Owner", short(i.Owner, ownerRunes), "Date", dateText(w.p, i.Deadline)))
}

func (w *writer) place(i community.Item) string {
	switch {
	case i.Place != "":
		return short(i.Place, placeRunes)
	case i.Category == "": // of what nobody may read here
		return ""
	}
	return categoryText(w.p, i.Kind, i.Category)
}

// tidy takes out the double spaces that an empty place leaves.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// short cuts a text to so many characters.
func short(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}

// categoryText is the word for a category: issues share the patrols' words.
func categoryText(p locale.Printer, k community.Kind, c community.Category) string {
	if k == community.KindIssue {
		k = community.KindPatrol
	}
	return p.Text(string(k) + "_category." + string(c))
}
