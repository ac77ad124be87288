package reading

import (
	"slices"
	"strings"

	"gridmate/community"
)

// evidence is what speaks for each kind in a group of clauses.
type evidence struct {
	best    [4]int // patrol, dispute, event, issue: the strongest word
	act     [4]*hit
	first   [4]*hit
	problem *hit
	deadAct bool
	ledger  bool // 销号, 台账
	asked   bool // 反映, 请求, 报修: somebody wants something done
	strife  *hit // what parties at odds do: 气得, 不依, 抢地方
	party   bool // somebody who can be at odds is named
}

var kindOrder = [4]community.Kind{community.KindPatrol, community.KindDispute, community.KindEvent, community.KindIssue}

func kindIndex(tag string) int {
	for i, k := range kindOrder {
		if string(k) == tag {
			return i
		}
	}
	return -1
}

// weigh collects the evidence of the live clauses.
func (d *doc) weigh(group []*clause) evidence {
	var e evidence
	for _, c := range group {
		for i := range c.hits[layerKind] {
			h := &c.hits[layerKind][i]
			if c.dead != "" {
				e.deadAct = e.deadAct || h.attr == "act" && h.tag != "issue" && (h.tag != "dispute" || c.dead == deadAsk || c.dead == deadPlan && h.weight > 5)
				continue
			}
			if !d.onlyTopic(c, h) {
				e.take(h)
			}
		}
		if c.dead == "" && hasAnyPrefix(d.text[c.start:c.end], "请", "求", "望", "盼", "麻烦", "恳请", "急需", "需要", "需") != "" {
			e.asked, e.best[issue] = true, max(e.best[issue], 4)
		}
		e.asked = e.asked || slices.ContainsFunc(c.dates, func(x dateExpr) bool { return x.role == roleEarlier })
		if c.dead == "" && e.act[patrol] == nil {
			e.act[patrol] = d.looksAt(c)
		}
		if c.dead == "" && d.clearIn(c) == nil && e.problem == nil {
			e.problem = d.findingIn(community.KindPatrol, c)
		}
	}
	return e
}

// onlyTopic reports whether an act is just what something is about: 巡查照片,
// 培训通知. A form's heading with a colon is not.
func (d *doc) onlyTopic(c *clause, h *hit) bool {
	if h.attr != "act" || h.tag == "issue" {
		return false
	}
	if h.tag == "patrol" && d.loiters(c, h) {
		return true
	}
	if (h.tag == "patrol" || h.tag == "event") && hasAnyPrefix(d.text[c.start:c.end], "建议", "希望", "盼", "请求", "恳请") != "" {
		return true // 建议派出所加强巡逻
	}
	at := h.end + len(hasAnyPrefix(d.text[h.end:c.end], "活动的", "活动", "工作", "用的", "的"))
	for i := range c.hits[layerNone] {
		n := &c.hits[layerNone][i]
		if n.tag == "topic" && (n.start == at || n.start == h.end) && !strings.HasPrefix(d.text[n.end:], ":") {
			return true
		}
	}
	return false
}

// loiters reports whether those who walk about are what was noticed:
// 可疑人员转悠.
func (d *doc) loiters(c *clause, h *hit) bool {
	for i := range c.hits[layerPatrol] {
		if p := &c.hits[layerPatrol][i]; p.tag == "security" && p.attr == "problem" && p.end <= h.start && h.start-p.end <= 9 {
			return hasAnyPrefix(d.text[h.start:], "转悠", "溜达", "走动", "转圈", "逛", "蹲守") != ""
		}
	}
	return false
}

// looksAt recognises a bare 查 or 看 that opens a clause before what was looked
// at: 查消防, 看了燃气.
func (d *doc) looksAt(c *clause) *hit {
	for i := range c.hits[layerVerb] {
		h := &c.hits[layerVerb][i]
		if h.tag != "visit" || h.len() > 3 {
			continue
		}
		at := h.end + len(hasAnyPrefix(d.text[h.end:], "了", "完", "一下", "看"))
		for k := range c.hits[layerPatrol] {
			if p := &c.hits[layerPatrol][k]; p.start >= at && p.start-at <= 12 && (h.start == c.start || d.claimed[h.start-1] || d.text[h.start-1] == ' ') {
				return h
			}
		}
	}
	return nil
}

func (e *evidence) take(h *hit) {
	if h.attr == "strife" {
		e.strife = h
		if e.first[dispute] == nil {
			e.first[dispute] = h
		}
		return
	}
	e.party = e.party || h.tag == "party"
	k := kindIndex(h.tag)
	if k < 0 {
		return
	}
	if e.first[k] == nil || h.weight > e.best[k] {
		e.first[k] = h
	}
	e.best[k] = max(e.best[k], h.weight)
	if h.attr == "act" && (e.act[k] == nil || h.weight > e.act[k].weight) {
		e.act[k] = h
	}
	e.asked = e.asked || k == issue && h.attr == ""
	e.ledger = e.ledger || k == 3 && h.attr == "act"
}

const (
	patrol = iota
	dispute
	event
	issue
)

// kindOf decides the kind of a group and names the word that decided.
func (d *doc) kindOf(group []*clause) (community.Kind, *hit) {
	e := d.weigh(group)
	if e.deadAct && e.act[patrol] == nil && e.best[dispute] < 5 && e.act[event] == nil && e.problem == nil {
		return community.KindNone, nil
	}
	f := d.byRules(community.KindPatrol, group)
	switch {
	case d.isDispute(e, f, group):
		return community.KindDispute, e.first[dispute]
	case e.act[patrol] != nil && e.act[event] != nil && e.best[patrol] >= 4 && e.best[event] <= 6 && f.found != nil && f.found.value > 0 && (e.problem != nil || f.fixed != nil):
		return community.KindPatrol, e.act[patrol]
	case len(f.prints) > 0 && e.best[patrol] <= 4 && e.first[event] != nil && f.found == nil && e.best[dispute] < 7:
		return community.KindEvent, e.first[event]
	case e.act[event] != nil && (e.act[patrol] == nil || e.best[event] > e.best[patrol] || e.best[event] == e.best[patrol] && e.best[event] == 4) && !d.isMending(e, f):
		return community.KindEvent, e.act[event]
	case e.act[patrol] != nil:
		return community.KindPatrol, e.act[patrol]
	case e.ledger:
		return community.KindIssue, e.act[issue]
	case e.best[event] >= 4 && e.problem == nil:
		return community.KindEvent, e.first[event]
	case e.problem != nil || f.found != nil || f.fixed != nil:
		return d.bareProblem(e, f, group)
	case f.allFixed != nil && (d.topic(group, layerPatrol, 3) != nil || len(d.grids)+len(d.builds) > 0 && d.topic(group, layerPatrol, 1) != nil):
		return d.bareProblem(e, f, group)
	case f.clear != nil && len(d.grids)+len(d.builds) > 0:
		return community.KindPatrol, f.clear
	case len(f.prints) > 0 && (e.first[event] != nil || d.topic(group, layerEvent, 5) != nil):
		return community.KindEvent, e.first[event]
	case e.best[issue] >= 4 && (len(d.grids)+len(d.builds) > 0 || d.topic(group, layerPatrol, 3) != nil):
		return community.KindIssue, e.first[issue]
	}
	if h := d.topic(group, layerDispute, 7); h != nil && d.settled(group) {
		return community.KindDispute, h
	}
	if h := d.topic(group, layerPatrol, 3); h != nil && f.report != nil {
		return community.KindIssue, h
	}
	return d.byTopic(group)
}

// byTopic falls back on what the words are about: a count of people at
// something cultural is an event, an agreement about a dispute's matter a dispute.
func (d *doc) byTopic(group []*clause) (community.Kind, *hit) {
	if h := d.topic(group, layerEvent, 5); h != nil && d.peopleCounted(group) {
		return community.KindEvent, h
	}
	if h := d.registered(group); h != nil {
		return community.KindPatrol, h
	}
	if h := d.topic(group, layerDispute, 6); h != nil && (d.agreed(group) || d.signed(group)) {
		return community.KindDispute, h
	}
	return community.KindNone, nil
}

// signed reports whether the clauses name a form of agreement.
func (d *doc) signed(group []*clause) bool {
	return slices.ContainsFunc(group, func(c *clause) bool { return c.dead == "" && len(c.hits[layerAgree]) > 0 })
}

// registered recognises people or households counted under a group that is
// visited or registered: 流动人口登记13人.
func (d *doc) registered(group []*clause) *hit {
	for _, c := range group {
		for i := range c.hits[layerPatrol] {
			h := &c.hits[layerPatrol][i]
			if c.dead == "" && (h.tag == "floating" || h.tag == "visit") && len(c.quants) > 0 && containsAny(d.text[c.start:c.end], "登记", "采集", "核实", "更新", "录入", "见面", "见了面", "注销", "核对", "谈话", "建档") {
				return h
			}
		}
	}
	return nil
}

// topic returns the first category word of the layer with at least the weight.
func (d *doc) topic(group []*clause, l layer, weight int) *hit {
	for _, c := range group {
		if c.dead != "" {
			continue
		}
		for i := range c.hits[l] {
			if h := &c.hits[l][i]; h.weight >= weight {
				return h
			}
		}
	}
	return nil
}

func (d *doc) peopleCounted(group []*clause) bool {
	for _, c := range group {
		for k := range c.quants {
			if c.dead == "" && c.quants[k].unit == "people" {
				return true
			}
		}
	}
	return false
}

// agreed reports whether the clauses say that parties agreed or failed to.
func (d *doc) agreed(group []*clause) bool {
	for _, c := range group {
		if c.dead == "" && c.has(layerResult, "success", "fail") {
			return true
		}
	}
	return false
}

// isMending recognises that a weak event word only accompanies a finding that
// was put right.
func (d *doc) isMending(e evidence, f *facts) bool {
	return e.best[event] <= 4 && e.problem != nil && f.allFixed != nil && f.people == nil && len(f.prints) == 0
}

// bareProblem is a finding without an act: put right at once it is a patrol,
// otherwise an issue for somebody.
func (d *doc) bareProblem(e evidence, f *facts, group []*clause) (community.Kind, *hit) {
	h := e.problem
	if h != nil && h.layer == layerKind && !d.placed(group) && f.found == nil && f.fixed == nil {
		return community.KindNone, nil
	}
	if h == nil {
		h = e.first[issue]
	}
	if e.asked || f.allFixed != nil && d.byOthers(f.allFixed) {
		return community.KindIssue, h
	}
	if f.fixed != nil || f.allFixed != nil && f.report == nil {
		return community.KindPatrol, f.allFixed
	}
	return community.KindIssue, h
}

// placed reports whether the clauses say where something is, or name a thing
// that a community looks after: without, 手机没电了 is nobody's issue.
func (d *doc) placed(group []*clause) bool {
	if len(d.grids)+len(d.builds) > 0 || d.topic(group, layerPatrol, 1) != nil {
		return true
	}
	for _, c := range group {
		if len(c.hits[layerPlace]) > 0 {
			return true
		}
	}
	return false
}

// byOthers reports whether the clause of h says that those responsible did it.
func (d *doc) byOthers(h *hit) bool {
	if containsAny(d.before(h.start, 14), "联合", "配合", "协助", "会同", "协同", "联系", "通知", "督促", "喊", "叫", "和", "与", "跟", "让") {
		return false
	}
	return containsAny(d.before(h.start, 8), "维保", "物业", "供电", "市政", "公司", "施工队", "师傅", "热力", "自来水", "产权", "维修人员", "城管", "园林", "部门")
}

// isDispute weighs a quarrel against everything else.
func (d *doc) isDispute(e evidence, f *facts, group []*clause) bool {
	switch {
	case d.atOdds(e, f, group):
		return true
	case e.best[dispute] >= 7:
		if e.best[event] >= 6 && e.act[event] != nil && !d.settled(group) {
			return false
		}
		return !(e.act[patrol] != nil && f.clear != nil && !d.settled(group))
	case e.best[dispute] < 5:
		return e.best[dispute] > 0 && e.best[patrol] < 4 && e.best[event] < 4 && d.agreed(group) && e.problem == nil && e.best[issue] < 4
	case e.best[event] <= 6 && e.act[patrol] == nil && len(f.prints) == 0 && f.people == nil && d.topic(group, layerDispute, 8) != nil && d.paid(group) != nil:
		return true
	case d.settled(group) && e.act[patrol] == nil && e.act[event] == nil && e.best[event] <= 4 && d.topic(group, layerDispute, 7) != nil:
		return true
	case d.settled(group):
		return e.act[patrol] == nil && (e.act[event] == nil || e.best[event] < 6)
	}
	return e.act[patrol] == nil && e.act[event] == nil && e.problem == nil
}

// atOdds recognises a quarrel told without any word for one: parties are named
// and what people at odds do, or what one paid the other. An act of patrolling
// or serving weighs more.
func (d *doc) atOdds(e evidence, f *facts, group []*clause) bool {
	if e.act[patrol] != nil && (e.best[patrol] > 4 || e.strife == nil) || len(f.prints) > 0 || f.people != nil && e.act[event] != nil {
		return false
	}
	if e.strife != nil && e.party && (e.act[event] == nil || e.best[event] < 6) {
		return true
	}
	quarrel := e.strife != nil || d.topic(group, layerDispute, 7) != nil
	return quarrel && e.party && d.paid(group) != nil
}

// settled reports whether the clauses say what came of a quarrel.
func (d *doc) settled(group []*clause) bool {
	for _, c := range group {
		if c.has(layerResult, "success", "fail", "transferred", "ongoing") && c.dead != deadPlan {
			return true
		}
		for k := range c.quants {
			if q := &c.quants[k]; q.unit == "money" && containsAny(d.before(q.start, 4), "赔", "退", "补", "付") {
				return true
			}
		}
	}
	return false
}
