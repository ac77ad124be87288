package reading

import (
	"gridmate/community"
	"gridmate/reading/weigh"
)

// choice is a decision that is settled together with others: the role of a
// quantity, or whether something is said without a number.
type choice struct {
	quantity *quantity
	said     int // index in facts.unnumbered when there is no quantity
	options  verdict
}

// Bounds of how far settling looks beyond the likeliest of every choice.
const (
	doubt      = 3 * weigh.Scale // losses from here on are not looked at
	discord    = 4 * weigh.Scale // the price of figures that do not fit the outcome
	settings   = 96              // how many ways to choose are tried,
	fewChoices = 12              // fewer where there are more choices than these
)

// settle decides the figures, and for patrols and issues the outcome with them:
// of all likely ways to take the numbers and words, the one in which they fit
// together best. 已整改 says fixed, so a number that may or may not be what was
// mended is.
func (b *builder) settle(kind community.Kind) {
	if kind != community.KindPatrol && kind != community.KindIssue {
		b.doc.assign(kind, b.group)
		b.facts = b.doc.sum(kind, b.group)
		return
	}
	s := b.settling(kind)
	s.try(0, 0)
	s.take(s.kept)
	b.facts = s.facts()
	b.came = s.came
}

// settling weighs every choice for itself.
func (b *builder) settling(kind community.Kind) *settling {
	d := b.doc
	rules := d.byRules(kind, b.group)
	choices := d.assign(kind, b.group)
	for i, s := range rules.unnumbered() {
		choices = append(choices, choice{said: i, options: d.decide(headSaid(s.what), b.shown, yes(*s.hit != nil))})
	}
	outcomes := d.decide(headOutcome(kind), b.shown, string(d.outcomeByRules(kind, b.group, rules)))
	return &settling{builder: b, kind: kind, quantities: live(b.group), choices: choices, outcomes: outcomes, best: -1, picked: make([]int, len(choices))}
}

// byRules are the figures by the rules alone.
func (d *doc) byRules(kind community.Kind, group []*clause) *facts {
	d.eachQuantity(group, func(w window) string { return w.proposal(kind) })
	return d.sum(kind, group)
}

// outcomeByRules is what came of a patrol or issue by the rules alone.
func (d *doc) outcomeByRules(kind community.Kind, group []*clause, f *facts) community.Outcome {
	b := &builder{doc: d, group: group, facts: f, draft: Draft{Spans: map[string][]Span{}}}
	found, fixed := b.findings()
	o, _ := d.outcomeOf(kind, group, f, found, fixed)
	return o
}

// settling looks for the choices that fit together.
type settling struct {
	*builder
	kind       community.Kind
	quantities []*quantity
	choices    []choice
	outcomes   verdict
	picked     []int // the option taken for each choice
	effort     int
	best       int // loss of what is kept, -1 for nothing yet
	kept       []int
	came       string
	each       func(w way, outcome string, loss int) // only for teaching: told of every way
}

// try takes every likely option for choice i and those after it.
func (s *settling) try(i, loss int) {
	if s.effort >= settings*fewChoices || s.best >= 0 && loss >= s.best {
		return
	}
	if i < len(s.choices) {
		for k, o := range s.choices[i].options {
			if o.loss < doubt {
				s.picked[i] = k
				s.try(i+1, loss+o.loss)
			}
		}
		return
	}
	s.effort += max(fewChoices, len(s.choices))
	s.take(s.picked)
	f := s.facts()
	probe := &builder{doc: s.doc, group: s.group, facts: f, draft: Draft{Spans: map[string][]Span{}}}
	found, fixed := probe.findings()
	way := way{s.quantities, f, found, fixed}
	var shown []int32 // what the way shows, whatever came of it; when first needed
	for _, o := range s.outcomes {
		if o.loss >= doubt {
			continue
		}
		if s.each != nil {
			s.each(way, o.class, loss+o.loss)
			continue
		}
		total := loss + o.loss
		if !fits(o.class, found, fixed) {
			total += discord
		}
		if s.best >= 0 && total >= s.best {
			continue
		}
		if shown == nil {
			shown = s.doc.lookAt(way)
		}
		if total += s.doc.odd(way, o.class, shown); s.best < 0 || total < s.best {
			s.best, s.came = total, o.class
			s.kept = append(s.kept[:0], s.picked...)
		}
	}
}

// take gives every quantity the role that was picked.
func (s *settling) take(picked []int) {
	for i, c := range s.choices {
		if c.quantity != nil {
			c.quantity.role = said(c.options[picked[i]].class)
		}
	}
	copy(s.picked, picked)
}

// facts adds up what was picked.
func (s *settling) facts() *facts {
	f := s.doc.sum(s.kind, s.group)
	for i, c := range s.choices {
		if c.quantity == nil {
			f.unnumbered()[c.said].set(c.options[s.picked[i]].class == "yes", s.group)
		}
	}
	return f
}

// fits reports whether an outcome can go with these figures.
func fits(outcome string, found, fixed *int) bool {
	if found == nil {
		return outcome == nothing || outcome == "fixed"
	}
	switch {
	case *found == 0:
		return outcome == "clear"
	case fixed == nil || *fixed == 0:
		return outcome == "open" || outcome == "reported"
	case *fixed < *found:
		return outcome == "partial"
	}
	return outcome == "fixed"
}
