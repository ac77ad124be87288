package reading

import (
	"gridmate/community"
)

func (w window) houseRole(kind community.Kind) string {
	switch {
	case kind == community.KindDispute:
		return ""
	case kind == community.KindEvent:
		if w.in(w.left, true, layerVerb, "visit") != nil || w.in(w.left, true, layerVerb, "serve", "give") != nil {
			return "visited"
		}
		return ""
	case w.in(w.left, true, layerVerb, "rest") != nil:
		return w.restRole()
	case w.in(w.left, true, layerResult, "bad") != nil:
		return "found"
	case w.in(w.left, true, layerVerb, "visit") == nil && w.wrongIn(w.left) && w.in(w.left, true, layerVerb, "among") == nil:
		if w.last && w.fix(w.right) != nil {
			return "both"
		}
		return "found"
	case w.fix(w.right) != nil && (w.in(w.left, true, layerVerb, "among") != nil || w.left.len() < 4 && w.carry == "found"):
		return "fixed"
	case w.c.limited && w.left.len() < 4 && w.carry == "fixed":
		return "open"
	case w.soon("open", "neg", "bad") && w.left.len() < 12:
		return w.foundOrOpen()
	case w.left.len() < 4 && w.c.start != 0 && w.defectSoon():
		return "found"
	case w.soon("clear") && w.left.len() < 12 && !w.amongVisited():
		return w.looked(kind)
	case w.soon("clear") && w.left.len() < 12:
		return ""
	case w.q.value == 0:
		return ""
	case w.fix(w.left) != nil && w.in(w.left, true, layerVerb, "visit") == nil:
		return "fixed"
	case w.foundIn(w.left) != nil && w.in(w.left, true, layerVerb, "visit") == nil:
		return "found"
	case w.in(w.right, false, layerVerb, "found") != nil && w.wrong() != nil:
		return "found"
	case w.in(w.left, true, layerVerb, "visit") == nil && w.in(w.left, true, layerVerb, "among") != nil:
		return ""
	}
	return w.looked(kind)
}

// foundIn returns a verb of finding in s; a bare 有 needs something wrong.
func (w window) foundIn(s span) *hit {
	h := w.in(s, true, layerVerb, "found")
	if h != nil && w.d.text[h.start:h.end] == "有" && w.wrong() == nil {
		return nil
	}
	return h
}

// wrongIn reports whether s names something wrong.
func (w window) wrongIn(s span) bool {
	for i := range w.c.hits[layerPatrol] {
		if h := &w.c.hits[layerPatrol][i]; h.start >= s.start && h.end <= s.end && h.attr == "problem" {
			return true
		}
	}
	h := w.in(s, true, layerKind, "issue")
	return h != nil && h.attr == "defect"
}

// soon reports whether a result stands right after the quantity.
func (w window) soon(tags ...string) bool {
	h := w.in(w.right, false, layerResult, tags...)
	return h != nil && h.start-w.q.end <= 6
}

// foundOrOpen reads 2家没装报警器 as a finding and 3户未整改 as one left over.
func (w window) foundOrOpen() string {
	for i := range w.c.hits[layerVerb] {
		if h := &w.c.hits[layerVerb][i]; h.tag == "fix" && h.start >= w.right.start && h.start-w.right.start <= 12 {
			return "open"
		}
	}
	if w.soon("open") && !w.defect() {
		return "open"
	}
	return "found"
}

// defect reports whether something near the quantity is wrong by itself.
func (w window) defect() bool {
	for i := range w.c.hits[layerPatrol] {
		h := &w.c.hits[layerPatrol][i]
		if h.start >= w.left.start && h.end <= w.right.end && h.attr == "problem" {
			return true
		}
	}
	return false
}

// defectSoon reports whether something wrong stands right after the quantity.
func (w window) defectSoon() bool {
	if hasAnyPrefix(w.d.text[w.q.end:], "里", "中", "当中", "内") != "" {
		return false // 38家里头过期的6具
	}
	for i := range w.c.hits[layerPatrol] {
		h := &w.c.hits[layerPatrol][i]
		if h.start >= w.right.start && h.start-w.right.start <= 6 && h.end <= w.right.end && h.attr == "problem" {
			return true
		}
	}
	for i := range w.c.hits[layerKind] {
		if h := &w.c.hits[layerKind][i]; h.attr == "defect" && h.start >= w.right.start && h.start-w.right.start <= 15 && h.end <= w.right.end {
			return true
		}
	}
	return false
}
