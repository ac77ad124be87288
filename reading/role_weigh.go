package reading

import "gridmate/community"

// around is how many characters on either side of a quantity are looked at.
const around = 12

// weighRole weighs the rules' proposal against what stands around the quantity.
func (d *doc) weighRole(kind community.Kind, w window) verdict {
	rule := w.proposal(kind)
	if rule == "none" {
		rule = ""
	}
	d.scratch.keys = d.scratch.keys[:0]
	w.features(&d.scratch)
	return d.decide(headRole(kind), d.scores(d.scratch.each()), rule)
}

// features lists what stands around a quantity.
func (w window) features(s *sink) {
	q, d := w.q, w.d
	s.tag("unit=", q.unit)
	s.tag("word=", q.word)
	s.tag("noun=", q.noun, "/", q.attr)
	s.tag("size=", size(q.value))
	s.tag("carry=", w.carry)
	s.tag("unit,carry=", q.unit, ",", w.carry)
	if w.last {
		s.tag("last")
	}
	if w.c.limited {
		s.tag("limited")
	}
	w.side(s, "<", w.left)
	w.side(s, ">", w.right)
	w.near(s)
	if q.start == w.c.start {
		s.tag("opens")
	}
	w.relations(s)
	w.neighbours(s)
	d.eachTag(w.c, func(x *sense, at span) {
		switch {
		case at.start >= w.left.start && at.end <= w.left.end:
			s.tag("left=", layerNames[x.layer], x.tag, x.attr)
		case at.start >= w.right.start && at.end <= w.right.end:
			s.tag("right=", layerNames[x.layer], x.tag, x.attr)
		default:
			s.tag("clause=", layerNames[x.layer], x.tag, x.attr)
		}
	})
}

// size tells how large a number is, roughly.
func size(n int) string {
	switch {
	case n <= 2:
		return string(rune('0' + n))
	case n < 10:
		return "few"
	case n < 100:
		return "tens"
	case n < 1000:
		return "hundreds"
	}
	return "many"
}

// side lists single characters and pairs on one side of the quantity.
func (w window) side(s *sink, mark string, at span) {
	text := w.d.text[at.start:at.end]
	if mark == "<" {
		text = lastRunes(text, around)
	} else {
		text = clip(text, around)
	}
	prev := 0
	for i, r := range text {
		size := len(string(r))
		s.tag(mark, text[i:i+size])
		if i > 0 {
			s.tag(mark, text[prev:i+size])
		}
		prev = i
	}
}

// near lists the one to three characters that touch the quantity.
func (w window) near(s *sink) {
	for n := 1; n <= 3; n++ {
		s.tag("<", string(rune('0'+n)), lastRunes(w.d.text[w.c.start:w.q.start], n))
		s.tag(">", string(rune('0'+n)), clip(w.d.text[min(w.q.end, w.c.end):w.c.end], n))
	}
}

// lastRunes returns the last n characters of s.
func lastRunes(s string, n int) string {
	d := doc{text: s}
	return d.before(len(s), n)
}

// eachTag visits the lexicon's words in a clause.
func (d *doc) eachTag(c *clause, visit func(*sense, span)) {
	for l, hits := range c.hits {
		if l := layer(l); l == layerDate || l == layerIdiom || l == layerUnit {
			continue
		}
		for k := range hits {
			visit(hits[k].sense, hits[k].span)
		}
	}
}
