package bulletin

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gridmate/community"
	"gridmate/export"
)

// The parts of a bulletin, in their order; the goals follow patrols as
// GoalPart of each type.
const (
	TitlePart    = "title" // for Texts only
	LeadPart     = "lead"
	PatrolPart   = "patrols"
	goalsPart    = "goals" // a heading of its own, nothing to edit
	DisputePart  = "disputes"
	IssuePart    = "issues"
	ExamplesPart = "examples"
	NextPart     = "next"
)

// GoalPart is the part about a type of community.
func GoalPart(t community.CommunityType) string { return "goal." + string(t) }

// Parts lists what people can write in their own words.
func Parts() []string {
	list := []string{LeadPart, PatrolPart}
	for _, t := range community.Types() {
		list = append(list, GoalPart(t))
	}
	return append(list, DisputePart, IssuePart, NextPart)
}

// Text is the paragraph without what opens it.
func (p Paragraph) Text() string {
	var b strings.Builder
	for _, r := range p.Runs[p.head:] {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Texts are the title and all paragraphs by part.
func (b Bulletin) Texts() map[string]string {
	all := map[string]string{TitlePart: strings.Join(b.Title, " / ")}
	for _, p := range b.Body {
		all[p.ID] = p.Text()
	}
	return all
}

// Doubts is how many places no record supports.
func (b Bulletin) Doubts() (n int) {
	for _, p := range b.Body {
		for _, r := range p.Runs {
			if r.Look == Doubt {
				n++
			}
		}
	}
	return n
}

// rewrite puts people's words into the paragraphs that they wrote anew.
func (w *writer) rewrite(said map[string]string) {
	for i := range w.body {
		p := &w.body[i]
		words := strings.TrimSpace(said[p.ID])
		if words == "" || p.ID == goalsPart || p.ID == ExamplesPart {
			continue
		}
		w.mentioned = nil
		p.Runs = append(slices.Clone(p.Runs[:p.head]), w.checked(words)...)
		p.figures = w.mentioned
		p.rated = w.rated
		w.rated = false
	}
}

// quantity is a number of something that bulletins count. What numbers else,
// like 3网格, 11月 or 12345, is nobody's sum.
var quantity = regexp.MustCompile(`(\d+(?:\.\d+)?[万亿]?余?)(人次|次|处|户|人|项|件|起|场|份|个|名|元|%)`)

// checked marks the quantities in people's words that no figure of the records
// equals, and notes the records of those that do.
func (w *writer) checked(words string) []Run {
	var runs []Run
	last := 0
	for _, at := range quantity.FindAllStringSubmatchIndex(words, -1) {
		if w.supports(words[at[2]:at[3]], words[at[4]:at[5]]) {
			continue
		}
		runs = append(runs, Run{Text: words[last:at[1]]}, Run{Text: w.text("doubt"), Look: Doubt})
		last = at[1]
	}
	if last < len(words) {
		runs = append(runs, Run{Text: words[last:]})
	}
	return runs
}

// supports looks for a figure of that size and unit and cites it.
func (w *writer) supports(number, unit string) bool {
	if unit == "%" {
		percent, ok := w.percent()
		w.rated = w.rated || ok && strconv.Itoa(percent) == number
		return ok && strconv.Itoa(percent) == number
	}
	for _, k := range w.sum.Keys() {
		f := w.sum.Of(k)
		if (number == strconv.Itoa(f.N) || number == w.number(f)) && w.counts(k.Code, unit) {
			w.figure(k)
			return true
		}
	}
	return false
}

// counts reports whether a figure is counted in a unit.
func (w *writer) counts(c export.Code, unit string) bool {
	switch {
	case unit == "个" || unit == "名":
		return true
	case c == export.Amount || unit == "元":
		return c == export.Amount && unit == "元"
	case c == export.Persons:
		return unit == "人"
	case unit == "起":
		unit = "件"
	}
	return slices.Contains(strings.Split(w.p.Text("export.unit."+string(c)), "/"), unit)
}

// percent is 调解成功率, rounded; false without a case that ended.
func (w *writer) percent() (int, bool) {
	success, ended := w.sum.N(export.Success), w.sum.N(export.Success)+w.sum.N(export.Failed)
	if ended == 0 {
		return 0, false
	}
	return (200*success + ended) / (2 * ended), true
}
