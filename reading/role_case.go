package reading

import (
	"strings"
)

func (w window) caseRole() string {
	switch {
	case w.q.unit == "" && w.sum(), w.q.unit == "money":
		return "money"
	case w.q.unit != "case" && w.q.word != "个", w.q.word == "对", w.q.word == "个" && w.d.text[w.q.start:w.q.end] == "个":
		return ""
	case w.q.word == "个" && w.carry == "cases" && !w.q.pair:
	case w.q.word == "个" && (w.q.pair || !containsAny(w.d.text[w.left.start:w.right.end], "纠纷", "矛盾", "案")):
		return ""
	}
	if w.left.len() <= 6 && w.soon("success") {
		return "resolved"
	}
	if r := w.in(w.left, true, layerResult, "success", "fail", "ongoing", "transferred"); r != nil {
		if r.tag == "success" {
			return "resolved"
		}
		return "cases"
	}
	if w.in(w.left, true, layerVerb, "rest") != nil || w.in(w.left, true, layerVerb, "among") != nil {
		return ""
	}
	return "cases"
}

// sum reports whether a bare number is money: 赔了6500, 工资23万.
func (w window) sum() bool {
	return w.q.value >= 10 && w.d.moneyBefore(w.q.start) || w.q.value >= 2000 && strings.Contains(w.d.text[w.q.start:w.q.end], "万")
}
