package handlers

import (
	"slices"
	"strings"

	"gridmate/community"
)

// figures are the parts of a record's second line, in the order of its kind.
// What one of them says no other repeats.
func (sc *scene) figures(e entry) []string {
	r, l := e.Record, figureLine{sc: sc, e: e}
	if visits := r.Kind == community.KindPatrol && r.Category == community.Visit && r.Visited != nil; visits && !e.guessed("category") {
		l.count("visited", r.Visited)
		r.Visited = nil
	} else if r.Category != community.General || r.Found == nil || *r.Found != 0 {
		l.say(sc.categoryName(r.Kind, r.Category), "category")
	}
	l.results(r)
	l.count("visited", r.Visited)
	l.count("participants", r.Participants)
	l.count(about("handbooks", slices.ContainsFunc(r.Materials, func(m community.Material) bool { return m.Approximate })), r.Handbooks)
	if r.Agreement != "" {
		l.say(sc.say.Text("agreement."+string(r.Agreement)), "agreement")
	}
	l.count("amount", r.Amount)
	if r.Kind == community.KindIssue && r.Deadline != 0 && r.Outcome != community.OutcomeFixed {
		l.say(sc.say.Text("card.deadline", "Date", sc.dateText(r.Deadline)), "deadline")
	}
	return l.parts
}

// figureLine collects the parts of a line.
type figureLine struct {
	sc    *scene
	e     entry
	parts []string
}

// say adds a part that stands for the fields.
func (l *figureLine) say(text string, fields ...string) {
	l.parts = append(l.parts, mark(l.e, text, fields...))
}

// count adds a number with its unit, if it was stated.
func (l *figureLine) count(name string, n *int) {
	if n != nil {
		field, _, _ := strings.Cut(name, "_")
		l.say(l.sc.say.Text("card."+name, "N", *n), field)
	}
}

// results are what there was and what came of it. The outcome is left out where
// the two figures tell it; of a single problem or case it is all there is to tell.
func (l *figureLine) results(r community.Record) {
	there, done, n, m := "found", "fixed", r.Found, r.Fixed
	if r.Kind == community.KindDispute {
		there, done, n, m = "cases", "resolved", r.Cases, r.Resolved
	}
	lives := r.Kind.Lives() && r.Outcome != ""
	single := lives && (n == nil || *n == 1) && (m == nil || *m <= 1)
	fields := []string{"outcome"}
	switch {
	case single:
		fields = append(fields, there, done)
	case n != nil && *n == 0 && there == "found":
		l.say(l.sc.say.Text("card.clear"), there)
	default:
		l.count(there, n)
		l.count(done, m)
	}
	if lives && (single || l.e.guessed("outcome") || !told(r.Outcome, n, m)) {
		l.say(l.sc.say.Text("outcome."+string(r.Outcome)), fields...)
	}
}

// told reports whether two figures, how many there were and how many of them
// are done, tell an outcome.
func told(o community.Outcome, there, done *int) bool {
	if done == nil {
		return false
	}
	switch all := there == nil || *there == *done; o {
	case community.OutcomeFixed, community.OutcomeSuccess:
		return all
	case community.OutcomePartial:
		return !all
	case community.OutcomeOpen, community.OutcomeOngoing:
		return *done == 0
	}
	return false
}

// about is the id of a figure's text, or that of one that is not exact.
func about(name string, approximate bool) string {
	if approximate {
		return name + "_about"
	}
	return name
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
			parts = append(parts, sc.say.Text("card."+about("material", m.Approximate), "Title", m.Title, "N", m.Quantity))
		}
	}
	return joinWith(parts, sc.say.Text("join.comma"))
}
