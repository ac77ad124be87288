package reading

import (
	"strings"

	"gridmate/community"
)

// collect gives every quantity of the live clauses a role and adds them up.
func (d *doc) collect(kind community.Kind, group []*clause) *facts {
	f := &facts{}
	carry := ""
	for _, c := range group {
		if c.dead != "" {
			continue
		}
		for k := range c.quants {
			w := d.window(c, k)
			w.carry = carry
			q := w.q
			q.role = w.role(kind)
			carry = q.role
			f.take(q)
		}
		d.unnumbered(kind, c, f)
	}
	f.total(d, group)
	return f
}

func (d *doc) window(c *clause, k int) window {
	w := window{d: d, c: c, q: &c.quants[k], left: span{c.start, c.quants[k].start}, right: span{c.quants[k].end, c.end}, last: k == len(c.quants)-1}
	if k > 0 {
		w.left.start = c.quants[k-1].end
	}
	if !w.last {
		w.right.end = c.quants[k+1].start
	}
	return w
}

func (f *facts) take(q *quantity) {
	switch q.role {
	case "found":
		f.found = f.found.add(*q)
	case "fixed":
		f.fixed = f.fixed.add(*q)
	case "both":
		f.found, f.fixed = f.found.add(*q), f.fixed.add(*q)
	case "open":
		f.open = f.open.add(*q)
	case "reported":
		f.reported = f.reported.add(*q)
	case "visited":
		f.visited = f.visited.add(*q)
	case "people":
		f.people = f.people.add(*q)
	case "persons":
		f.persons = f.persons.add(*q)
	case "cases":
		f.cases = f.cases.add(*q)
	case "resolved":
		f.resolved = f.resolved.add(*q)
	case "print":
		f.prints = append(f.prints, *q)
	case "money":
		f.money = append(f.money, *q)
	}
}

// role decides what a quantity counts.
func (w window) role(kind community.Kind) string {
	switch w.q.unit {
	case "other":
		return ""
	case "money":
		return "money"
	}
	n := w.noun()
	if n != nil {
		w.q.noun, w.q.attr = n.tag, n.attr
	}
	if r := w.handout(n); r != "" {
		return r
	}
	switch {
	case w.q.unit == "people", w.q.unit == "thing" && w.q.word == "个" && n != nil && n.tag == "people" && (n.start >= w.q.end && n.start-w.q.end <= 15 || kind == community.KindEvent && w.q.start-n.end <= 6):
		return w.peopleRole(kind)
	case w.q.unit == "house":
		return w.houseRole(kind)
	}
	if kind == community.KindDispute {
		return w.caseRole()
	}
	if w.q.unit == "" {
		return w.bareRole(kind, n)
	}
	return w.thingRole(kind, n)
}

// handout recognises printed matter and what is handed out but is none.
func (w window) handout(n *hit) string {
	printUnit := w.q.unit == "print"
	give := w.in(w.left, true, layerVerb, "give")
	switch {
	case !printUnit && w.q.unit != "" && w.q.word != "个" && w.q.word != "余":
		return ""
	case n != nil && n.tag == "print" && printUnit && strings.HasSuffix(w.d.text[:w.q.start], "各"):
		w.each()
		return "print"
	case n != nil && n.tag == "print" && (printUnit || w.q.unit == "" && n.end <= w.q.start):
		return "print"
	case n != nil && n.tag == "nonprint" && (printUnit || give != nil):
		return "none"
	case !printUnit:
		return ""
	case w.wrong() != nil && give == nil:
		return ""
	case give != nil:
		return "print"
	case w.carry == "print":
		return "print"
	}
	return ""
}

func (w window) peopleRole(kind community.Kind) string {
	switch kind {
	case community.KindEvent:
		return "people"
	case community.KindDispute:
		return "persons"
	}
	if w.in(w.left, true, layerVerb, "join") != nil && w.in(w.left, true, layerVerb, "fix") == nil {
		return "people"
	}
	if w.fix(w.left) != nil || w.last && w.fix(w.right) != nil && w.in(w.left, true, layerVerb, "visit") == nil {
		return "both"
	}
	if n := w.noun(); n != nil && n.tag == "people" && helper(w.d.text[n.start:n.end]) || hasAnySuffix(w.d.text[w.c.start:w.q.start], "队", "组", "小组", "一行") != "" {
		return "people"
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
	return "visited"
}

// helper reports whether a word names those who do the work.
func helper(s string) bool {
	return containsAny(s, "巡逻队", "队伍", "小组", "工作组", "巡防队", "突击队", "服务队", "志愿者", "网格员", "党员", "民警", "队员", "工作人员", "干部", "社工", "楼长", "楼栋长", "巡逻员", "职工", "代表", "骨干")
}

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
	case w.in(w.left, true, layerVerb, "visit") == nil && w.wrongIn(w.left) && w.in(w.left, true, layerVerb, "among") == nil:
		if w.last && w.fix(w.right) != nil {
			return "both"
		}
		return "found"
	case w.fix(w.right) != nil && (w.in(w.left, true, layerVerb, "among") != nil || w.left.len() < 4 && w.carry == "found"):
		return "fixed"
	case w.c.limited && w.left.len() < 4 && w.carry == "fixed":
		return "open"
	case w.soon(layerResult, "open", "neg", "bad") && w.left.len() < 12:
		return w.foundOrOpen()
	case w.left.len() < 4 && w.c.start != 0 && w.defectSoon():
		return "found"
	case w.soon(layerResult, "clear") && w.left.len() < 12 && w.carry != "visited":
		return w.looked(kind)
	case w.soon(layerResult, "clear") && w.left.len() < 12:
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
	return "visited"
}

// foundIn returns a verb of finding in s; a bare 有 needs something wrong.
func (w window) foundIn(s span) *hit {
	h := w.in(s, true, layerVerb, "found")
	if h != nil && h.len() <= len("有") && w.wrong() == nil {
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
func (w window) soon(l layer, tags ...string) bool {
	h := w.in(w.right, false, l, tags...)
	return h != nil && h.start-w.q.end <= 6
}

// foundOrOpen reads 2家没装报警器 as a finding and 3户未整改 as one left over.
func (w window) foundOrOpen() string {
	for i := range w.c.hits[layerVerb] {
		if h := &w.c.hits[layerVerb][i]; h.tag == "fix" && h.start >= w.right.start && h.start-w.right.start <= 12 {
			return "open"
		}
	}
	if w.soon(layerResult, "open") && !w.defect() {
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
	if w.left.len() <= 6 && w.soon(layerResult, "success") {
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

// bareRole reads a number without a classifier: 折页300, 参加50, 隐患0, 整改2.
func (w window) bareRole(kind community.Kind, n *hit) string {
	if kind == community.KindEvent {
		if n != nil && n.tag == "people" && n.end <= w.q.start || w.in(w.left, true, layerVerb, "join", "come", "serve") != nil && w.q.start-w.left.start < 24 {
			return "people"
		}
		return ""
	}
	if w.left.len() == 0 {
		return ""
	}
	return w.thingRole(kind, n)
}

// thingRole reads counts of findings.
func (w window) thingRole(kind community.Kind, n *hit) string {
	if kind == community.KindEvent {
		if w.q.word == "个" && !w.q.pair && (n == nil || n.tag != "place") && w.in(w.left, true, layerVerb, "serve") != nil && w.in(w.right, false, layerVerb, "give") == nil && w.right.len() < 6 {
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
	if n != nil && n.tag == "house" && n.start >= w.q.end && n.start-w.q.end <= 15 && (w.in(w.left, true, layerVerb, "visit") != nil || w.in(w.right, true, layerVerb, "visit") != nil) && w.fix(w.left) == nil {
		return "visited"
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
	case w.in(w.left, true, layerVerb, "among") != nil:
		return ""
	case n != nil && n.tag == "place" && wrong == nil:
		return ""
	case w.left.len() < 4 && w.soon(layerResult, "neg", "bad") && w.in(w.right, false, layerVerb, "fix") == nil:
		return "found"
	case (found != nil || wrong != nil) && w.last && w.fix(w.right) != nil:
		return "both"
	case found != nil, wrong != nil:
		return "found"
	case w.carry == "found", w.in(w.left, true, layerVerb, "total") != nil && (n == nil || n.tag == "problem") && w.in(w.left, true, layerVerb, "visit") == nil && w.c.start > 0:
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

// unnumbered notes what a clause says without a number.
func (d *doc) unnumbered(kind community.Kind, c *clause, f *facts) {
	if f.clear == nil {
		f.clear = d.clearIn(c)
	}
	for i := range c.hits[layerVerb] {
		h := &c.hits[layerVerb][i]
		switch {
		case h.tag == "fix" && d.done(c, h) && f.allFixed == nil:
			f.allFixed = h
		case h.tag == "report" && f.report == nil && !d.negated(c, h):
			f.report = h
		}
	}
	if f.allFixed == nil {
		f.allFixed = d.settledBy(c)
	}
	if f.finding == nil && d.clearIn(c) == nil {
		f.finding = d.findingIn(kind, c)
	}
}

// clearIn returns the words that say nothing is wrong.
func (d *doc) clearIn(c *clause) *hit {
	for i := range c.hits[layerResult] {
		h := &c.hits[layerResult][i]
		if h.tag == "clear" && hasAnySuffix(d.text[c.start:h.start], "恢复", "清理", "打扫", "不", "未", "搞", "扫", "清扫", "收拾", "非", "清", "整理", "擦", "冲洗", "基本", "不太", "保持", "确保", "保障", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "异常", "不够", "冲") == "" {
			return h
		}
	}
	if h := d.nothingWrong(c); h != nil {
		return h
	}
	return d.lacksNothing(c)
}

// lacksNothing reads a clause such as 无未成年人 after another as "all is well",
// unless what is missing ought to be there: 无人管, 无护栏.
func (d *doc) lacksNothing(c *clause) *hit {
	s := d.text[c.start:c.end]
	w := hasAnyPrefix(s, "没有发现", "未发现", "未见", "没有", "无")
	if w == "" || c.start == 0 || len(c.quants) > 0 || len(s) > 36 {
		return nil
	}
	if hasAnyPrefix(s[len(w):], "人", "法", "证", "照", "护", "警", "围", "防", "灯", "水", "电", "气", "网", "信号", "盖", "灭火", "消防", "标", "监", "遮", "压", "果", "效", "谈", "达", "结", "进展", "解", "钱", "能", "力", "安装", "装", "熄火", "报警", "办", "按", "及时", "整", "处", "清", "签", "写") != "" {
		return nil
	}
	return &hit{span{c.start, c.end}, clearSense}
}

// nothingWrong recognises a denial before any word for something wrong:
// 没有违规, 无飞线, 未见堆物.
func (d *doc) nothingWrong(c *clause) *hit {
	for _, l := range []layer{layerPatrol, layerNoun, layerKind} {
		for i := range c.hits[l] {
			h := &c.hits[l][i]
			if l == layerPatrol && h.attr != "problem" || l == layerNoun && h.tag != "problem" || l == layerKind && h.attr != "defect" {
				continue
			}
			before := d.text[c.start:h.start]
			if hasAnySuffix(before, "没有", "未发现", "没发现", "未见", "没见", "无", "不存在", "未查出", "没查出", "未查到", "没查到", "未发生", "没发生", "无任何", "没有任何", "零", "未出现", "没出现", "没有发现", "无明显", "没看到", "未存在", "没有看到", "无新增", "无安全", "没安全", "没啥", "没什么", "无消防", "没有明显", "无室内", "无电动车", "无电瓶车", "没有新的", "无新的") != "" && hasAnySuffix(before, "人", "并") == "" {
				return &hit{span{h.start, h.end}, clearSense}
			}
		}
	}
	return nil
}

var clearSense = &sense{layer: layerResult, tag: "clear"}

// findingIn returns a word for something wrong.
func (d *doc) findingIn(kind community.Kind, c *clause) *hit {
	for i := range c.hits[layerPatrol] {
		if h := &c.hits[layerPatrol][i]; h.attr == "problem" {
			return h
		}
	}
	if h := d.brokenIn(c); h != nil {
		return h
	}
	for i := range c.hits[layerKind] {
		if h := &c.hits[layerKind][i]; h.tag == "issue" && (kind == community.KindIssue || h.attr == "defect") {
			return h
		}
	}
	if v := c.find(layerVerb, "found"); v != nil && c.find(layerNoun, "problem") != nil {
		return c.find(layerNoun, "problem")
	}
	return nil
}

// total settles figures that depend on one another.
func (f *facts) total(d *doc, group []*clause) {
	f.found = settleFound(f.found, group)
	f.visited = settleVisited(d, f.visited, group)
	f.people = settlePeople(d, f.people, group)
	if f.cases != nil && len(f.cases.spans) > 1 {
		f.cases = settleRole(group, "cases")
	}
	if f.cases != nil && f.resolved != nil && f.cases.value < f.resolved.value {
		f.cases.value = f.resolved.value
	}
}

// settleFound keeps a total when its parts follow: 隐患3处：堆物2处、飞线1处.
func settleFound(f *figure, group []*clause) *figure {
	if f == nil || len(f.spans) < 2 {
		return f
	}
	total, parts := (*quantity)(nil), 0
	for _, c := range group {
		for k := range c.quants {
			q := &c.quants[k]
			if q.role != "found" && q.role != "both" {
				continue
			}
			if total == nil && q.noun == "problem" {
				total = q
				continue
			}
			parts += q.value
		}
	}
	if total != nil && parts <= total.value {
		return &figure{value: total.value, approx: total.approx, spans: []span{total.span}}
	}
	return f
}

// settleVisited keeps the households when people are counted beside them, and
// adds up what is listed side by side.
func settleVisited(d *doc, f *figure, group []*clause) *figure {
	if f == nil || len(f.spans) < 2 {
		return f
	}
	var first *quantity
	sum := &figure{}
	for _, c := range group {
		for k := range c.quants {
			q := &c.quants[k]
			if q.role != "visited" {
				continue
			}
			switch {
			case first == nil:
				first = q
			case q.unit != first.unit || !siblings(d.text[sum.spans[len(sum.spans)-1].end:q.start]):
				continue
			}
			sum = sum.add(*q)
		}
	}
	return sum
}

// siblings reports whether two counts stand side by side: 残疾人5户、低保8户.
func siblings(gap string) bool {
	return (strings.Contains(gap, "、") || strings.Contains(gap, "和")) && !strings.ContainsAny(gap, ",.;。\n")
}

// settlePeople takes the stated total, else the largest figure.
func settlePeople(d *doc, f *figure, group []*clause) *figure {
	if f == nil || len(f.spans) < 2 {
		return f
	}
	var best *quantity
	for _, c := range group {
		for k := range c.quants {
			q := &c.quants[k]
			if q.role != "people" {
				continue
			}
			if hasAnySuffix(d.text[c.start:q.start], "共", "共计", "合计", "总计", "累计", "一共", "共有") != "" {
				best = q
				return &figure{value: q.value, approx: q.approx, spans: []span{q.span}}
			}
			if best == nil || q.value > best.value {
				best = q
			}
		}
	}
	return &figure{value: best.value, approx: best.approx, spans: []span{best.span}}
}

func settleRole(group []*clause, role string) *figure {
	for _, c := range group {
		for k := range c.quants {
			if q := &c.quants[k]; q.role == role {
				return (*figure)(nil).add(*q)
			}
		}
	}
	return nil
}

// each multiplies 手册、折页各50份 by the kinds that stand before it.
func (w window) each() {
	n := 0
	for i := range w.c.hits[layerNoun] {
		h := &w.c.hits[layerNoun][i]
		if h.tag == "print" && h.start >= w.left.start && h.end <= w.left.end {
			n++
		}
	}
	if w.q.each == 0 {
		w.q.each = max(n, 1)
		w.q.value *= w.q.each
	}
}

// sum reports whether a bare number is money: 赔了6500, 工资23万.
func (w window) sum() bool {
	return w.q.value >= 10 && w.d.moneyBefore(w.q.start) || w.q.value >= 2000 && strings.HasSuffix(w.d.text[:w.q.end], "万")
}
