package reading

import (
	"strings"

	"gridmate/community"
)

func (w window) peopleRole(kind community.Kind) string {
	switch kind {
	case community.KindEvent:
		if strings.HasPrefix(w.carry, "people") && w.siblings() {
			return "people+"
		}
		return "people"
	case community.KindDispute:
		return "persons"
	}
	if w.in(w.left, true, layerVerb, "join") != nil && w.in(w.left, true, layerVerb, "fix") == nil {
		return "people"
	}
	if w.helpers() && w.in(w.left, true, layerVerb, "visit") == nil {
		return "people"
	}
	if w.fix(w.left) != nil || w.last && w.fix(w.right) != nil && w.in(w.left, true, layerVerb, "visit") == nil {
		return "both"
	}
	if w.in(w.left, true, layerVerb, "found") != nil && w.wrong() != nil {
		return "found"
	}
	if w.in(w.right, false, layerVerb, "join") != nil {
		return "people"
	}
	if w.q.value == 0 {
		return ""
	}
	if w.in(w.left, true, layerVerb, "visit") == nil && w.in(w.left, true, layerNoun, "house") == nil && w.defect() {
		return "found"
	}
	if w.q.word == "人次" && w.in(w.left, true, layerVerb, "serve") != nil {
		return "people"
	}
	return w.looked(kind)
}

// looked counts people and households as visited where somebody went to see
// them; in an issue only with a verb that says so.
func (w window) looked(kind community.Kind) string {
	if kind == community.KindIssue && w.in(w.left, true, layerVerb, "visit") == nil {
		return ""
	}
	if w.amongVisited() && w.siblings() {
		return "visited+"
	}
	return "visited"
}

// amongVisited reports whether what was counted before is those visited.
func (w window) amongVisited() bool { return w.carry == "visited" || w.carry == "visited+" }

// helpers reports whether the quantity counts those who do the work.
func (w window) helpers() bool {
	n := w.noun()
	return helper(w.d.before(w.q.start, 4)) || n != nil && n.tag == "people" && helper(w.d.text[n.start:n.end]) || hasAnySuffix(w.d.text[w.c.start:w.q.start], "队", "组", "小组", "一行") != ""
}

// helper reports whether a word names those who do the work.
func helper(s string) bool {
	return containsAny(s, "巡逻队", "队伍", "小组", "工作组", "巡防队", "突击队", "服务队", "志愿者", "网格员", "党员", "民警", "队员", "工作人员", "干部", "社工", "楼长", "楼栋长", "巡逻员", "职工", "代表", "骨干")
}
