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
	doubt    = 3 * weigh.Scale // losses from here on are not looked at
	discord  = 4 * weigh.Scale // the price of figures that do not fit the outcome
	settings = 96              // how many ways to choose are tried
)

// settle decides the figures, and for patrols and issues the outcome with them:
// of all likely ways to take the numbers and words, the one in which they fit
// together best. 已整改 says fixed, so a number that may or may not be what was
// mended is.
func (b *builder) settle(kind community.Kind) {
	d := b.doc
	rules := d.byRules(kind, b.group)
	choices := d.assign(kind, b.group)
	if kind != community.KindPatrol && kind != community.KindIssue {
		b.facts = d.sum(kind, b.group)
		return
	}
	for i, s := range rules.unnumbered() {
		choices = append(choices, choice{said: i, options: d.decide(headSaid(s.what), b.shown, yes(*s.hit != nil))})
	}
	outcomes := d.decide(headOutcome(kind), b.shown, string(d.outcomeByRules(kind, b.group, rules)))
	s := settling{builder: b, kind: kind, choices: choices, outcomes: outcomes, best: -1, picked: make([]int, len(choices))}
	s.try(0, 0)
	s.take(s.kept)
	b.facts = s.facts()
	b.came = s.came
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
	kind     community.Kind
	choices  []choice
	outcomes verdict
	picked   []int // the option taken for each choice
	tried    int
	best     int // loss of what is kept, -1 for nothing yet
	kept     []int
	came     string
}

// try takes every likely option for choice i and those after it.
func (s *settling) try(i, loss int) {
	if s.best >= 0 && (loss >= s.best || s.tried >= settings) {
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
	s.tried++
	s.take(s.picked)
	f := s.facts()
	if twice(s.group) {
		loss += discord
	}
	probe := &builder{doc: s.doc, group: s.group, facts: f, draft: Draft{Spans: map[string][]Span{}}}
	found, fixed := probe.findings()
	for _, o := range s.outcomes {
		total := loss + o.loss
		if !fits(o.class, found, fixed) {
			total += discord
		}
		if o.class == nothing && found != nil {
			total += discord // what was found came to something
		}
		if s.best < 0 || total < s.best {
			s.best, s.came = total, o.class
			s.kept = append(s.kept[:0], s.picked...)
		}
	}
}

// twice reports whether a number counts as found together with the parts it is
// made of: 发现11，办9，报2.
func twice(group []*clause) bool {
	all := live(group)
	for i, total := range all {
		if total.role != "found" && total.role != "both" {
			continue
		}
		sum, again := 0, false
		for k, q := range all[i+1:] {
			sum += q.value
			again = again || q.role == "found" || q.role == "both"
			if sum >= total.value {
				if sum == total.value && k > 0 && again {
					return true
				}
				break
			}
		}
	}
	return false
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
	switch {
	case found == nil || *found == 0 && outcome == "clear":
		return (found != nil) == (outcome == "clear") && outcome != "fixed" && outcome != "partial"
	case *found == 0 || outcome == "clear":
		return false
	case fixed == nil || *fixed == 0:
		return outcome == "open" || outcome == "reported"
	case *fixed < *found:
		return outcome == "partial" || outcome == "reported"
	}
	return outcome == "fixed"
}
