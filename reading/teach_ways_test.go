package reading

import (
	"slices"
	"testing"

	"gridmate/community"
	"gridmate/reading/weigh"
)

// manyWays bounds how many ways to take a line's figures are taught.
const manyWays = 24

// ways teaches which ways to take the figures of a line make sense as a whole.
// What every number may be for itself is weighed by the other half of the
// lessons, as for a line that nobody has seen.
func (u *teacher) ways(t *testing.T, lines []labelled) {
	var examples []weigh.Example
	for half := range 2 {
		var others []weigh.Example
		for i := range lines {
			if i%2 != half {
				others = append(others, u.of(i)...)
			}
		}
		heads := decisionsOf(headRole(community.KindPatrol), headSaid(""), headOutcome(community.KindPatrol), headOutcome(community.KindIssue))
		pupil := &teacher{reader: &Reader{lexicon: u.reader.lexicon, weights: model(t, weigh.Train(heads, others, options))}}
		for i, l := range lines {
			if i%2 == half && sharing(l.Kind) == "patrol" {
				pupil.way(l)
			}
		}
		examples = append(examples, pupil.examples...)
	}
	u.examples = append(u.examples, examples...)
}

// of returns the examples of line i.
func (u *teacher) of(i int) []weigh.Example {
	from := 0
	if i > 0 {
		from = u.ends[i-1]
	}
	return u.examples[from:u.ends[i]]
}

// way adds the likeliest ways to take the figures of a line, and whether each is
// right.
func (u *teacher) way(l labelled) {
	d, group := u.recognise(l)
	if rule, _ := d.kindOf(group); rule == community.KindNone {
		d.revive(group)
	}
	type seen struct {
		features []string
		right    bool
		loss     int
	}
	var list []seen
	s := (&builder{doc: d, group: group, shown: d.look(group)}).settling(l.Kind)
	x := &explanation{l: l, d: d, group: group}
	s.each = func(w way, outcome string, loss int) {
		shown := &sink{names: map[uint64]string{}}
		w.features(shown)
		w.with(shown, outcome)
		one := seen{loss: loss, right: l.outcomeIs(outcome)}
		for _, k := range shown.each() {
			one.features = append(one.features, shown.names[k])
		}
		for i, said := range w.facts.unnumbered() {
			x.said[i] = *said.hit != nil
		}
		one.right = one.right && x.misfit() >= 0
		list = append(list, one)
	}
	s.try(0, 0)
	slices.SortStableFunc(list, func(a, b seen) int { return a.loss - b.loss })
	for _, one := range list[:min(len(list), manyWays)] {
		u.examples = append(u.examples, weigh.Example{Features: one.features, Answers: map[string]map[string]float64{headWay: {yes(one.right): 1}}})
	}
}

// outcomeIs reports whether an outcome is the line's or one that is also right.
func (l labelled) outcomeIs(class string) bool {
	label := l.Outcome
	if label == "" {
		label = nothing
	}
	return class == label || slices.Contains(l.also("outcome"), class)
}
