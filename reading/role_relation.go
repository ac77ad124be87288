package reading

import (
	"strings"
	"unicode/utf8"
)

// relations compares the number with those around it: of 19栋…3栋…修复1栋…2栋
// the last two are parts of the second.
func (w window) relations(s *sink) {
	q, n := w.q, len(w.all)
	s.tag("of=", string(rune('0'+min(n, 6))))
	s.tag("nth=", string(rune('0'+min(w.at, 4))))
	if n > 1 && q == w.top {
		s.tag("largest")
	}
	if w.at > 0 {
		p := w.all[w.at-1]
		s.tag("before", order(q, p))
		s.tag("before", order(q, p), p.unit, q.unit, w.carry)
		gap := between(w.d.text[p.end:q.start])
		s.tag("gap", gap)
		s.tag("gap", gap, w.carry, ":", p.unit, ",", q.unit)
	}
	if w.at+1 < n {
		p := w.all[w.at+1]
		s.tag("after", order(q, p))
		s.tag("after", order(q, p), q.unit, p.unit)
	}
	if w.sums(w.at) {
		s.tag("sum")
	}
	if w.sums(w.at - 1) {
		s.tag("first part of ", w.carry)
	}
	if w.sums(w.at - 2) {
		s.tag("second part of ", w.all[w.at-2].role)
	}
}

// between tells how two numbers are joined: by what, and with how much between.
func between(gap string) string {
	by := ""
	for _, w := range []string{"\n", ";", "。", ",", "、", "和", "及", "与", "跟", "+", "对", " "} {
		if strings.Contains(gap, w) {
			by = w
			break
		}
	}
	switch n := utf8.RuneCountInString(gap); {
	case n <= 3:
		return by + "near"
	case n <= 6:
		return by + "by"
	case n <= 12:
		return by + "off"
	}
	return by + "far"
}

// largest returns the one number that is larger than all others, nil if there
// is none.
func largest(all []*quantity) *quantity {
	var top *quantity
	only := false
	for _, q := range all {
		switch {
		case top == nil || q.value > top.value:
			top, only = q, true
		case q.value == top.value:
			only = false
		}
	}
	if !only {
		return nil
	}
	return top
}

// sums reports whether the two numbers after the one at i add up to it.
func (w window) sums(i int) bool {
	return i >= 0 && i+2 < len(w.all) && w.all[i+1].value+w.all[i+2].value == w.all[i].value
}

func order(a, b *quantity) string {
	switch {
	case a.value < b.value:
		return "<"
	case a.value > b.value:
		return ">"
	}
	return "="
}

// neighbours lists what the clauses say that stand before and after the
// quantity's own, when no other number is nearer to them.
func (w window) neighbours(s *sink) {
	if w.before != nil {
		w.d.eachTag(w.before, func(x *sense, _ span) { s.tag("before=", layerNames[x.layer], x.tag, x.attr) })
	}
	if w.after == nil {
		return
	}
	w.d.eachTag(w.after, func(x *sense, _ span) { s.tag("after=", layerNames[x.layer], x.tag, x.attr) })
	for n := 1; n <= 2; n++ {
		s.tag("after=", w.d.after(w.after.start, n))
	}
}
