package reading

import (
	"strings"

	"gridmate/community"
)

// bareRole reads a number without a classifier: 折页300, 参加50, 隐患0, 整改2.
func (w window) bareRole(kind community.Kind, n *hit) string {
	if kind == community.KindEvent {
		if n != nil && n.tag == "people" && n.end <= w.q.start || w.in(w.left, true, layerVerb, "join", "come", "serve") != nil && w.q.start-w.left.start < 24 {
			return "people"
		}
		return ""
	}
	if w.left.len() == 0 || w.sum() {
		return ""
	}
	return w.thingRole(kind, n)
}

// thingRole reads counts of findings.
func (w window) thingRole(kind community.Kind, n *hit) string {
	if kind == community.KindEvent {
		if w.q.word == "个" && !w.q.pair && (n == nil || n.tag != "place") && w.in(w.left, true, layerVerb, "serve", "join") != nil && w.in(w.right, false, layerVerb, "give") == nil && w.right.len() < 6 {
			return "people"
		}
		return ""
	}
	if w.in(w.left, true, layerVerb, "rest") != nil {
		return w.restRole()
	}
	if w.listed() {
		return w.carry
	}
	if !w.last && hasAnyPrefix(w.d.text[w.q.end:], "里", "中", "当中") != "" {
		return "" // 十盏里有六盏不着: the whole is no finding
	}
	if n != nil && n.tag == "house" && n.start >= w.q.end && n.start-w.q.end <= 15 && (w.in(w.left, true, layerVerb, "visit") != nil || w.in(w.right, true, layerVerb, "visit") != nil) && w.fix(w.left) == nil {
		return w.looked(kind)
	}
	if n != nil && n.tag == "house" && n.end <= w.q.start && w.q.start-n.end <= 3 && w.in(w.left, true, layerVerb, "visit") != nil && w.wrong() == nil {
		return w.looked(kind)
	}
	found := w.foundIn(w.left)
	if h := w.fix(w.left); h != nil {
		if found != nil && found.start < h.start && w.in(w.left, true, layerVerb, "among") == nil {
			return "both"
		}
		return "fixed"
	}
	if w.in(w.left, true, layerVerb, "fix") != nil || w.in(w.left, true, layerResult, "open") != nil {
		return "open"
	}
	if h := w.in(w.left, true, layerVerb, "report"); h != nil && found == nil && !strings.HasSuffix(w.d.text[:w.q.start], "的") {
		return "reported"
	}
	return w.foundRole(found, n)
}

// listed reports whether the quantity continues a list: 清理A 3处、B 2处.
func (w window) listed() bool {
	if w.carry != "fixed" && w.carry != "found" && w.carry != "both" {
		return false
	}
	s := w.d.text[w.left.start:w.left.end]
	return (strings.Contains(s, "、") || strings.HasPrefix(s, "和")) && w.in(w.left, true, layerVerb, "fix", "found", "report", "rest", "among") == nil
}

func (w window) foundRole(found, n *hit) string {
	wrong := w.wrong()
	if w.in(w.left, true, layerVerb, "among") != nil || found == nil && wrong == nil {
		switch {
		case w.fix(w.right) != nil:
			return "fixed"
		case w.in(w.right, false, layerVerb, "report") != nil:
			return "reported"
		case w.in(w.right, false, layerResult, "open") != nil:
			return "open"
		}
	}
	switch {
	case w.in(w.left, true, layerVerb, "among") != nil && (wrong == nil || w.carry == "found" || w.carry == "both"):
		return ""
	case n != nil && n.tag == "place" && wrong == nil:
		return ""
	case w.left.len() < 4 && w.soon("neg", "bad") && w.in(w.right, false, layerVerb, "fix") == nil:
		return "found"
	case (found != nil || wrong != nil) && w.last && w.fix(w.right) != nil:
		return "both"
	case found != nil, wrong != nil:
		return "found"
	case w.carry == "found", w.in(w.left, true, layerVerb, "total") != nil && strings.Contains("处个条项件起", w.q.word) && (n == nil || n.tag == "problem") && w.in(w.left, true, layerVerb, "visit") == nil && w.c.start > 0:
		return "found"
	}
	return ""
}

// restRole reads 其余2处已上报, 剩余1处限期.
func (w window) restRole() string {
	switch {
	case w.fix(w.left) != nil, w.fix(w.right) != nil:
		return "fixed"
	case w.in(w.right, false, layerVerb, "report") != nil, w.in(w.left, false, layerVerb, "report") != nil:
		return "reported"
	}
	return "open"
}
