package bulletin

import (
	"slices"
	"strings"

	"gridmate/community"
	"gridmate/export"
)

// all is a figure of every type and category.
func all(c export.Code) export.Key { return export.Key{Code: c} }

// maxKinds is how many categories one sentence names.
const maxKinds = 5

// lead says the period, the unit and how much there is to tell.
func (w *writer) lead() {
	head := w.text("lead", "From", w.date(w.frame.Span.From), "To", w.date(w.frame.Span.To), "Unit", w.frame.Unit.Name)
	done := w.clauses(
		part{"patrols", all(export.Patrols)}, part{"registered", all(export.Registered)},
		part{"events", all(export.Events)}, part{"opened", all(export.Opened)},
	)
	runs := w.finish([]Run{{Text: head}}, []string{done}, "nothing")
	w.add(LeadPart, 0, append(runs, Run{Text: w.text("follows")}))
}

func (w *writer) patrols() {
	what := w.clauses(
		part{"did_patrols", all(export.Patrols)}, part{"visited", all(export.Visited)},
		part{"found", all(export.PatrolFound)}, part{"fixed", all(export.PatrolFixed)},
	)
	kinds := ""
	if list := w.kinds(community.KindPatrol, export.PatrolFound, "found"); list != "" {
		kinds = w.text("found_kinds", "List", list)
	}
	w.section(PatrolPart, what, kinds)
}

// goals is 二是 with its four paragraphs, one for each type of community.
func (w *writer) goals() {
	at := len(w.body)
	w.add(goalsPart, 2, w.opening(goalsPart))
	said := false
	for _, typ := range community.Types() {
		sentence := w.goal(typ)
		said = said || sentence != ""
		opening := []Run{{Text: w.text("goal." + string(typ)), Look: Goal}}
		w.add(GoalPart(typ), 1, w.finish(opening, []string{sentence}, "no_goal"))
	}
	if !said {
		w.body[at].Runs = append(w.body[at].Runs, Run{Text: w.text("doubt"), Look: Doubt})
	}
}

func (w *writer) goal(typ community.CommunityType) string {
	of := func(c export.Code) export.Key { return export.Key{Code: c, Type: typ} }
	return w.clauses(
		part{"did_patrols", of(export.Patrols)}, part{"visited", of(export.Visited)}, part{"found", of(export.PatrolFound)},
		part{"fixed", of(export.PatrolFixed)}, part{"closed", of(export.Closed)}, part{"success", of(export.Success)},
		part{"did_events", of(export.Events)}, part{"participants", of(export.Participants)},
		part{"handbooks", of(export.Handbooks)},
	)
}

func (w *writer) disputes() {
	what := w.clauses(
		part{"registered", all(export.Registered)}, part{"success", all(export.Success)},
		part{"failed", all(export.Failed)}, part{"open_cases", all(export.OpenCases)},
	)
	kinds, rate := "", ""
	if list := w.kinds(community.KindDispute, export.Registered, "registered"); list != "" {
		kinds = w.text("dispute_kinds", "List", list)
	}
	if percent, ok := w.percent(); ok {
		w.rated = true
		rate = w.text("rate", "Percent", percent, "Part", w.figure(all(export.Success)), "Of", w.sum.N(export.Success)+w.sum.N(export.Failed))
	}
	w.section(DisputePart, what, rate, kinds)
}

// issues tells the ledger and, where issues state findings of their own, what
// was found in all.
func (w *writer) issues() {
	what := w.clauses(
		part{"opened", all(export.Opened)}, part{"closed", all(export.Closed)},
		part{"open", all(export.Open)}, part{"overdue", all(export.Overdue)},
	)
	together := ""
	if w.sum.N(export.Found) != w.sum.N(export.PatrolFound) {
		together = w.text("together", "List", w.clauses(part{"found", all(export.Found)}, part{"fixed", all(export.Fixed)}))
	}
	w.section(IssuePart, what, together)
}

// examples tells records in the words in which they were reported.
func (w *writer) examples(records []community.Record) {
	if len(records) == 0 {
		return
	}
	runs := []Run{{Text: w.text("examples"), Look: Opening}}
	var numbers []community.Number
	for _, r := range records {
		text := strings.TrimRight(strings.Join(strings.Fields(r.Text), " "), "。；;.")
		runs = append(runs, Run{Text: w.text("example", "Day", w.date(r.Date), "Where", w.frame.Village(r)+w.frame.Grid(r), "Text", text)})
		numbers = append(numbers, r.Number)
	}
	w.add(ExamplesPart, 1, runs).numbers = numbers
}

// next is what only people can say.
func (w *writer) next() {
	w.add(NextPart, 1, []Run{{Text: w.text("next")}, {Text: w.text("doubt"), Look: Doubt}})
}

// largest lists the categories with a share in a figure, the largest first.
func (w *writer) largest(kind community.Kind, code export.Code) []community.Category {
	n := func(c community.Category) int { return w.sum.Of(export.Key{Code: code, Category: c}).N }
	list := slices.DeleteFunc(community.Categories(kind), func(c community.Category) bool { return n(c) == 0 })
	slices.SortStableFunc(list, func(a, b community.Category) int { return n(b) - n(a) })
	return list[:min(len(list), maxKinds)]
}

// title is two phrases of equal length for the two sorts of work that there is
// most of.
func (w *writer) title(said []string) []string {
	if len(said) > 0 {
		return said
	}
	codes := []export.Code{export.Patrols, export.Registered, export.Events, export.Opened}
	records := func(c export.Code) int { return w.sum.Of(all(c)).Records }
	codes = slices.DeleteFunc(codes, func(c export.Code) bool { return records(c) == 0 })
	slices.SortStableFunc(codes, func(a, b export.Code) int { return records(b) - records(a) })
	switch len(codes) {
	case 0:
		return []string{w.text("title.none", "Unit", w.frame.Unit.Name) + w.text("doubt")}
	case 1:
		return []string{w.text("title." + string(codes[0])), w.text("title.fallback")}
	}
	return []string{w.text("title." + string(codes[0])), w.text("title." + string(codes[1]))}
}
