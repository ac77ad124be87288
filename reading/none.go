package reading

import (
	"slices"
	"strings"
)

// Reasons why a clause reports nothing.
const (
	deadAsk       = "ask"
	deadPlan      = "plan"
	deadOrder     = "order"
	deadUnmade    = "unmade"
	deadThanks    = "thanks"
	deadForward   = "forward"
	deadCondition = "condition"
	deadLog       = "log"
	deadRetract   = "retract"
	deadRumour    = "rumour"
)

// judge marks the clauses that report nothing, and all of them when the
// message as a whole is a question, an order, a notice or a chat log.
func (d *doc) judge(hour int) {
	for k := range d.clauses {
		c := &d.clauses[k]
		c.dead = d.deadReason(c, hour)
	}
	d.spreadPlans()
	if d.retracted() {
		d.kill(deadRetract)
		return
	}
	if d.chatLog() {
		d.kill(deadLog)
		return
	}
	if d.forwarded() {
		d.kill(deadForward)
		return
	}
	if len(d.clauses) > 0 && d.heading(&d.clauses[0]) {
		d.kill(deadPlan)
		return
	}
	if d.onlyOrders() {
		d.kill(deadOrder)
		return
	}
	if len(d.clauses) > 0 && d.clauses[0].dead == deadOrder && !d.reported() {
		d.kill(deadOrder)
	}
}

// retracted reports whether the message takes back what was sent: 发错了, 别乱写.
func (d *doc) retracted() bool {
	return slices.ContainsFunc(d.hits[layerNone], func(h hit) bool { return h.tag == "retract" })
}

// onlyOrders reports whether somebody is told to do something and nothing else
// in the message is an act, a figure or a place.
func (d *doc) onlyOrders() bool {
	orders := 0
	for k := range d.clauses {
		c := &d.clauses[k]
		if c.dead == deadOrder {
			orders++
		}
		if c.dead != "" {
			continue
		}
		if len(c.quants) > 0 || d.past(c) || d.clearIn(c) != nil || c.has(layerVerb, "fix") {
			return false
		}
	}
	return orders > 0 && len(d.grids)+len(d.builds) == 0
}

// spreadPlans lets a plan reach over the clauses that continue its sentence:
// 明早八点半，消防演练.
func (d *doc) spreadPlans() {
	for k := 1; k < len(d.clauses); k++ {
		prev, c := &d.clauses[k-1], &d.clauses[k]
		if prev.dead == deadCondition && c.dead == "" && c.start-prev.end <= 3 && !d.past(c) && strings.Contains(clip(d.text[c.start:c.end], 6), "就") {
			c.dead = deadCondition // 如果下雪,咱们就去扫雪
			continue
		}
		if prev.dead == deadPlan && prev.stop == ',' && c.dead == "" && k < 4 && len(c.quants) == 0 && !d.past(c) && d.clearIn(c) == nil && d.clauses[0].dead == deadPlan {
			c.dead = deadPlan
		}
	}
}

// heading reports whether a clause announces a list of plans or rules.
func (d *doc) heading(c *clause) bool {
	if head := clip(d.text, 12); c.start == 0 && containsAny(head, "计划:", "安排:", "打算:", "待办:") {
		return true
	}
	return c.len() <= 30 && hasAnySuffix(d.text[c.start:c.end], "计划", "安排", "打算", "预告", "职责", "要求", "须知", "制度", "提示", "清单", "流程", "待办") != "" && strings.HasPrefix(d.text[c.end:], ":")
}

func (d *doc) kill(reason string) {
	for k := range d.clauses {
		if d.clauses[k].dead == "" {
			d.clauses[k].dead = reason
		}
	}
}

func (d *doc) deadReason(c *clause, hour int) string {
	past := d.past(c)
	order := 0
	reason := ""
	for i := range c.hits[layerNone] {
		h := &c.hits[layerNone][i]
		switch h.tag {
		case "ask":
			if d.asks(c, h) {
				return deadAsk
			}
		case "plan":
			if !past || h.weight > 1 || h.start == c.start {
				reason = deadPlan
			}
		case "order":
			order += h.weight
		case "unmade":
			reason = deadUnmade
		case "condition":
			if h.start == c.start {
				reason = deadCondition
			}
		case "rumour":
			reason = deadRumour
		case "thanks":
			if h.len() > 3 && h.start == c.start && hasAnyPrefix(d.text[h.start:], "感谢", "谢谢", "多谢", "辛苦", "恭喜", "祝贺", "祝") != "" {
				reason = deadThanks
			}
		}
	}
	if reason == "" && d.notActed(c) {
		reason = deadUnmade
	}
	if reason == "" && !past && d.willAct(c) {
		reason = deadPlan
	}
	switch {
	case c.stop == '?', c.stop != ',' && d.yesNo(c):
		return deadAsk
	case reason != "":
		return reason
	case c.start == 0 && hasAnyPrefix(d.text, "要求", "务必", "必须", "严格", "抓好", "加强") != "" && len(c.quants) == 0, order >= 3, order >= 2 && !past:
		return deadOrder
	case d.futureOnly(c, hour) && !past:
		return deadPlan
	}
	return ""
}

// yesNo reports whether a clause ends in a question without a mark: 做好了没有.
func (d *doc) yesNo(c *clause) bool {
	s := d.text[c.start:c.end]
	return hasAnySuffix(s, "没有呢", "了没有", "好没有", "了吗", "要不", "行不", "好不") != "" || strings.HasSuffix(s, "没") && hasAnySuffix(s, "都没", "也没", "啥没", "还没") == ""
}

// notActed recognises an act that is denied: 不去巡查, 还没走访, 取消演练.
func (d *doc) notActed(c *clause) bool {
	for i := range c.hits[layerKind] {
		h := &c.hits[layerKind][i]
		if h.attr != "act" || h.tag == "issue" || h.tag == "dispute" {
			continue
		}
		if hasAnySuffix(d.text[c.start:h.start], "不", "没", "未", "没有", "不用", "不去", "没去", "取消", "暂停", "停止", "推迟", "还没", "尚未", "不再", "没能", "没法", "无法", "无需", "不必", "未能", "没空", "来不及", "没来得及", "不搞", "没搞", "不开展", "未开展", "没开展", "没有开展", "没组织", "未组织", "没进行", "不组织") != "" &&
			hasAnyPrefix(d.text[h.end:c.end], "出", "到", "见") == "" {
			return true
		}
	}
	return false
}

// willAct recognises 要 before an act: 这个月要排查出租房.
func (d *doc) willAct(c *clause) bool {
	for i := range c.hits[layerKind] {
		h := &c.hits[layerKind][i]
		if h.attr != "act" || h.tag == "issue" {
			continue
		}
		before := d.text[c.start:h.start]
		if strings.HasPrefix(before, "等") && strings.Contains(before, "了") {
			return true
		}
		if hasAnySuffix(before, "要", "要去", "要搞", "要做", "要开展", "得去", "要组织", "要对", "将", "拟", "该") != "" && hasAnySuffix(before, "需要", "主要", "重要", "不要", "只要", "想要", "即将", "麻将", "应该", "需要") == "" {
			return true
		}
	}
	return false
}

// past reports whether the clause says that something was done.
func (d *doc) past(c *clause) bool {
	s := d.text[c.start:c.end]
	if containsAny(s, "已", "完成", "完毕", "发现", "昨", "刚才", "刚刚") {
		return true
	}
	i := strings.Index(s, "了")
	return i > 0 && hasAnyPrefix(s[i:], "了解", "了吗", "了没") == "" && !containsAny(s, "要", "准备", "打算")
}

// asks drops words that only look like questions: 没什么问题, 谁也不让.
func (d *doc) asks(c *clause, h *hit) bool {
	for i := range c.hits[layerResult] {
		r := &c.hits[layerResult][i]
		if r.start <= h.start && r.end >= h.end {
			return false
		}
	}
	word, rest := d.text[h.start:h.end], d.text[h.end:c.end]
	if strings.HasPrefix(word, "几") && word != "几点" && word != "几号" {
		return (rest == "" || hasAnyPrefix(rest, "了", "呢", "啊", "来着") != "") && hasAnySuffix(d.text[c.start:h.start], "好", "十", "百", "有", "了", "清", "没") == ""
	}
	switch word {
	case "吗":
		return rest == "" || strings.HasPrefix(rest, ",")
	case "谁":
		return hasAnyPrefix(rest, "也", "都", "家") == ""
	case "什么", "啥", "怎么", "咋", "哪里", "多少":
		return hasAnyPrefix(rest, "都", "也", "事没", "的") == "" && hasAnySuffix(d.text[c.start:h.start], "没", "没有", "无", "不") == ""
	}
	return true
}

// futureOnly reports whether the clause is about a day or hour to come.
func (d *doc) futureOnly(c *clause, hour int) bool {
	for k := range c.dates {
		e := &c.dates[k]
		if e.role == roleLater && e.span.start-c.start <= 6 {
			return true
		}
		rest := d.text[min(e.span.end, c.end):c.end]
		if e.role == roleReport && e.hour >= hour && e.hour > 0 && e.day == d.today && d.stated(e) && len(c.quants) == 0 && !d.reported() {
			return true
		}
		if e.role == roleReport && e.hour >= hour && e.hour > 0 && e.day == 0 &&
			hasAnyPrefix(rest, "去", "要", "将", "继续", "再", "到", "准备", "开展", "组织", "开会", "有") != "" && len(c.quants) == 0 && !d.reported() {
			return true
		}
	}
	return false
}

// stated reports whether the text fixes an hour still to come: 今晚7点.
func (d *doc) stated(e *dateExpr) bool {
	return containsAny(clip(d.text[e.span.end:], 5), "点", "时", ":")
}

// reported reports whether the message has figures or results of work done.
// It is asked while clauses are judged, so it is worked out once.
func (d *doc) reported() bool {
	if d.told == nil {
		told := slices.ContainsFunc(d.clauses, d.tells)
		d.told = &told
	}
	return *d.told
}

// tells reports whether a clause says that work was done, or what came of it.
func (d *doc) tells(c clause) bool {
	return d.past(&c) || d.clearIn(&c) != nil || c.find(layerKind, "patrol") != nil && len(c.quants) > 0
}

// forwarded recognises a notice that is passed on.
func (d *doc) forwarded() bool {
	if head := clip(d.text, 16); strings.HasPrefix(head, "【") && containsAny(head, "提醒】", "通知】", "提示】", "预警】", "公告】", "通告】") {
		return true
	}
	n := 0
	for _, h := range d.hits[layerNone] {
		if h.tag != "forward" {
			continue
		}
		if h.start <= 3 && hasAnyPrefix(d.text[h.start:], "转发", "转:", "通知", "紧急通知", "【通知】", "聊天记录", "转自", "公告", "通告", "关于", "温馨提示", "预警", "据悉", "示例", "倒计时", "来源", "http", "特此", "上级", "转)") != "" && !strings.HasPrefix(d.text[h.start:], "通知物业") {
			return true
		}
		n++
	}
	return n >= 3
}

// chatLog recognises two or more lines that begin with a speaker.
func (d *doc) chatLog() bool {
	speakers := 0
	for line := range strings.Lines(d.text) {
		if speaker(strings.TrimSpace(line)) {
			speakers++
		}
	}
	return speakers >= 2
}

// labels are field names of a filled form, which look like speakers.
const labels = "时间日期地点内容网格情况问题整改人数类别结果备注姓名处理巡查发现隐患走访单位社区部位楼栋措施类型事项对象参与参加发放活动主题名称原因调解纠纷当事人进展状态期限金额数量上报记录主要成效其中今天昨天上午下午晚上第一二三四五六七八九十合计小结总结工作"

// speaker reports whether a line begins like one of a chat: 王姐:…, 李明 10:23.
func speaker(line string) bool {
	name, rest, ok := strings.Cut(line, ":")
	if !ok || name == "" || rest == "" && !ok {
		return false
	}
	if f := strings.Fields(name); len(f) >= 2 && len(f[len(f)-1]) <= 2 && isDigit(f[len(f)-1][0]) && len(rest) >= 2 && isDigit(rest[0]) && isDigit(rest[1]) {
		return true
	}
	if len(name) > 15 || len(name) < 6 {
		return false
	}
	for _, r := range name {
		if !isHan(r) || strings.ContainsRune(labels, r) {
			return false
		}
	}
	return true
}
