package reading

import "gridmate/reading/weigh"

// headWay is whether a way to take figures and outcome makes sense as a whole:
// 发现11，办9，报2 are not twenty-two findings.
const headWay = "way"

// way is one way to take all the numbers of a patrol or issue.
type way struct {
	all          []*quantity // with the roles they have in it
	facts        *facts
	found, fixed *int
}

// sensible is from where on the weights find a way sensible.
const sensible = 3 * weigh.Scale

// lookAt returns the scores of what a way shows, whatever came of it.
func (d *doc) lookAt(w way) []int32 {
	d.scratch.keys = d.scratch.keys[:0]
	w.features(&d.scratch)
	return d.scores(d.scratch.each())
}

// odd is the price of a way with an outcome: nothing for a sensible one. Shown
// is what lookAt returned for the way.
func (d *doc) odd(w way, outcome string, shown []int32) int {
	h := d.weights.Head(headWay)
	if len(h.Names) == 0 {
		return 0
	}
	d.scratch.keys = d.scratch.keys[:0]
	w.with(&d.scratch, outcome)
	d.own = d.weights.AppendOf(d.own[:0], h, shown, d.scratch.keys...)
	return max(0, sensible-int(d.own[1]-d.own[0]))
}

// with lists how the outcome goes with the way.
func (w way) with(s *sink, outcome string) {
	s.tag("way:", outcome, ",", w.relation())
	s.tag("words:", outcome, ",", said3(w.facts))
}

// features lists what a way looks like as a whole.
func (w way) features(s *sink) {
	s.tag("relation,words:", w.relation(), ",", said3(w.facts))
	n := 0
	for i, q := range w.all {
		if q.role == "found" || q.role == "both" {
			n++
		}
		if i > 0 {
			p := w.all[i-1]
			s.tag("pair:", p.role, ">", q.role)
			s.tag("pair:", p.role, order(q, p), q.role, ":", p.unit, ",", q.unit)
		}
		if k := w.parts(i); k > 0 {
			s.tag("sum:", q.role)
			for _, part := range w.all[i+1 : i+1+k] {
				s.tag("sum:", q.role, "=", part.role)
			}
		}
		if i > 1 && w.all[i-1].value+q.value == w.all[i-2].value {
			s.tag("split:", w.all[i-2].role, "=", w.all[i-1].role, "+", q.role)
		}
		if i > 0 {
			s.tag("largest first:", w.all[0].role, order(q, w.all[0]), q.role)
		}
	}
	s.tag("finds:", string(rune('0'+min(n, 4))))
	s.tag("finds,words:", string(rune('0'+min(n, 4))), said3(w.facts))
	s.tag("finds,numbers:", string(rune('0'+min(n, 4))), ",", string(rune('0'+min(len(w.all), 6))))
}

// mostParts is of how many parts a number can be the sum.
const mostParts = 8

// parts is how many of the numbers after the one at i, at least two, add up to
// it; 0 if they do not.
func (w way) parts(i int) int {
	sum := 0
	for k, q := range w.all[i+1 : min(i+1+mostParts, len(w.all))] {
		if sum += q.value; sum >= w.all[i].value {
			if sum == w.all[i].value && k > 0 {
				return k + 1
			}
			return 0
		}
	}
	return 0
}

// relation is how what was found, mended and left lie to one another.
func (w way) relation() string {
	switch {
	case w.found == nil && w.fixed == nil:
		return "no figures"
	case w.found == nil:
		return "only fixed"
	case *w.found == 0:
		return "none"
	}
	left := 0
	for _, f := range []*figure{w.facts.open, w.facts.reported} {
		if f != nil {
			left += f.value
		}
	}
	fixed := 0
	if w.fixed != nil {
		fixed = *w.fixed
	}
	r := "part"
	switch fixed {
	case 0:
		r = "open"
	case *w.found:
		r = "all"
	}
	switch {
	case left == 0:
		return r
	case fixed+left == *w.found:
		return r + ", rest told"
	}
	return r + ", does not add up"
}

// said3 is what is said without a number.
func said3(f *facts) string {
	b := [3]byte{'-', '-', '-'}
	for i, s := range f.unnumbered() {
		if *s.hit != nil {
			b[i] = 'x'
		}
	}
	return string(b[:])
}
