package reading

import (
	"strings"

	"gridmate/community"
)

// outcomeOf decides what came of a patrol or issue from its figures and words.
func (d *doc) outcomeOf(kind community.Kind, group []*clause, f *facts, found, fixed *int) (community.Outcome, *hit) {
	switch {
	case found != nil && *found == 0:
		return community.OutcomeClear, f.clear
	case fixed != nil && found != nil && *fixed > 0 && *fixed < *found:
		return community.OutcomePartial, f.allFixed
	case fixed != nil && *fixed > 0:
		return community.OutcomeFixed, f.allFixed
	case f.report != nil || f.reported != nil:
		return community.OutcomeReported, f.report
	case found != nil || kind == community.KindIssue:
		return community.OutcomeOpen, f.finding
	}
	for _, c := range group {
		if h := c.find(layerResult, "open"); h != nil && kind == community.KindIssue {
			return community.OutcomeOpen, h
		}
	}
	return "", nil
}

// disputeOutcome decides what came of a dispute.
func (d *doc) disputeOutcome(group []*clause, f *facts) (community.Outcome, *hit) {
	last := map[string]*hit{}
	if h := d.appointment(group); h != nil {
		last["ongoing"] = h
	}
	for _, c := range group {
		if c.dead == deadAsk {
			continue
		}
		for i := range c.hits[layerResult] {
			h := &c.hits[layerResult][i]
			if h.tag == "success" && d.negated(c, h) {
				continue
			}
			if last[h.tag] == nil || h.start > last[h.tag].start {
				last[h.tag] = h
			}
		}
	}
	for _, c := range group {
		if h := d.signs(c); h != nil && last["success"] == nil {
			last["success"] = h
		}
	}
	if h := d.paid(group); h != nil && last["success"] == nil && (last["refuse"] == nil || last["refuse"].start < h.start) {
		last["success"] = h
	}
	switch {
	case f.cases != nil && f.resolved != nil && f.resolved.value > 0 && f.resolved.value < f.cases.value:
		return community.OutcomePartial, last["success"]
	case last["fail"] != nil && (last["success"] == nil || last["success"].start < last["fail"].end+12):
		return community.OutcomeFail, last["fail"]
	case last["success"] != nil && (last["ongoing"] == nil || last["ongoing"].start < last["success"].start):
		return community.OutcomeSuccess, last["success"]
	case last["transferred"] != nil:
		return community.OutcomeTransferred, last["transferred"]
	case last["ongoing"] != nil:
		return community.OutcomeOngoing, last["ongoing"]
	case last["success"] != nil:
		return community.OutcomeSuccess, last["success"]
	case last["refuse"] == nil && f.allFixed != nil:
		return community.OutcomeSuccess, f.allFixed
	case last["refuse"] != nil:
		return community.OutcomeFail, last["refuse"]
	}
	return "", nil
}

// paid recognises compensation as the end of a dispute: 定损后赔2600块.
func (d *doc) paid(group []*clause) *hit {
	for _, c := range group {
		for k := range c.quants {
			q := &c.quants[k]
			if d.isMoney(q) && hasAnySuffix(d.before(q.start, 4), "掏", "掏了", "转了", "转账", "打了", "结了", "兑了", "补差价", "赔", "赔了", "赔付", "退", "退还", "付", "付了", "给了", "补了", "补偿了", "补给", "赔给") != "" && !containsAny(d.text[c.start:q.start], "索赔", "要求", "要赔", "不", "拒") {
				return &hit{q.span, successSense}
			}
		}
	}
	return nil
}

// isMoney reports whether q is a sum of money, with or without its unit.
func (d *doc) isMoney(q *quantity) bool {
	return q.role == "money" || q.unit == "money" || q.unit == "" && q.value >= 10 && d.moneyBefore(q.start)
}

var successSense = &sense{layer: layerResult, tag: "success"}

// appointment recognises that the parties will meet again: 约好周五再谈.
func (d *doc) appointment(group []*clause) *hit {
	for _, c := range group {
		for k := range c.dates {
			if e := &c.dates[k]; e.role == roleLater {
				return &hit{e.span, ongoingSense}
			}
		}
	}
	return nil
}

var ongoingSense = &sense{layer: layerResult, tag: "ongoing"}

// negated reports whether a word is taken back by what stands before it.
func (d *doc) negated(c *clause, h *hit) bool {
	for i := range c.hits[layerResult] {
		r := &c.hits[layerResult][i]
		if r.start >= h.start {
			break
		}
		if (r.tag == "neg" || r.tag == "near") && h.start-r.end <= 6 {
			return true
		}
	}
	lo := max(c.start, h.start-6)
	return hasAnySuffix(d.text[lo:h.start], "不", "未", "没", "没有", "拒", "要求", "要", "正在", "需", "待", "不肯", "不愿") != ""
}

// signs recognises 签…协议 and 写…书 with anything short between.
func (d *doc) signs(c *clause) *hit {
	s := d.text[c.start:c.end]
	i := strings.IndexAny(s, "签写立")
	if i < 0 || hasAnySuffix(s[:i], "没", "未", "不", "没有", "待", "拒", "还没", "尚未", "准备", "拟") != "" {
		return nil
	}
	for _, w := range []string{"协议", "书", "字据", "合同"} {
		if k := strings.Index(s[i:], w); k > 0 && k <= 24 {
			return &hit{span{c.start + i, c.start + i + k + len(w)}, writtenSense}
		}
	}
	return nil
}

var writtenSense = &sense{layer: layerAgree, tag: "written"}

// agreementOf reads in what form the parties agreed.
func (d *doc) agreementOf(group []*clause) community.Agreement {
	for _, c := range group {
		if d.signs(c) != nil {
			return community.Written
		}
		for i := range c.hits[layerAgree] {
			h := &c.hits[layerAgree][i]
			switch {
			case h.tag == "oral":
				return community.Oral
			case h.tag == "written" && !d.negated(c, h):
				return community.Written
			}
		}
	}
	return ""
}
