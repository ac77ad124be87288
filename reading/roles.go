package reading

import (
	"strings"
	"unicode/utf8"

	"gridmate/hanzi"
)

// facts are the figures of a group of clauses, before they become a draft.
type facts struct {
	found, fixed, open, reported, visited, people, cases, resolved *figure
	prints                                                         []quantity
	money                                                          []quantity
	persons                                                        *figure // in a dispute
	allFixed                                                       *hit
	finding                                                        *hit // something wrong without a number
	clear                                                          *hit
	report                                                         *hit
	last                                                           *quantity // the finding that the next clause may be about
}

// figure is a number with the words that gave it.
type figure struct {
	value  int
	approx bool
	spans  []span
}

func (f *figure) add(q quantity) *figure {
	if f == nil {
		f = &figure{}
	}
	f.value += q.value
	f.approx = f.approx || q.approx
	f.spans = append(f.spans, q.span)
	return f
}

// window is what stands around a quantity: the words between its neighbours.
type window struct {
	d           *doc
	c           *clause
	q           *quantity
	left, right span
	last        bool // no quantity follows in the clause
	carry       string
	all         []*quantity // of the report, at is where q stands among them
	at          int
	top         *quantity // the largest of them
	before      *clause   // where nothing is counted between it and q
	after       *clause
}

// in returns the first or, with last, the last hit of the layer within s that
// has one of the tags.
func (w window) in(s span, last bool, l layer, tags ...string) *hit {
	var found *hit
	for i := range w.c.hits[l] {
		h := &w.c.hits[l][i]
		if h.start < s.start || h.end > s.end || !hasTag(h.tag, tags) {
			continue
		}
		if found = h; !last {
			return found
		}
	}
	return found
}

func hasTag(tag string, tags []string) bool {
	for _, t := range tags {
		if t == tag {
			return true
		}
	}
	return false
}

// noun is what the quantity counts: the nearest noun after it, else before it.
func (w window) noun() *hit {
	if n := w.in(w.right, false, layerNoun, nounTags...); n != nil && n.start-w.q.end <= 24 && !strings.Contains(w.d.text[w.q.end:n.start], "、") {
		return n
	}
	return w.in(w.left, true, layerNoun, nounTags...)
}

var nounTags = []string{"print", "nonprint", "people", "house", "problem", "place"}

// wrong returns a word for something wrong next to the quantity.
func (w window) wrong() *hit {
	for _, s := range []span{w.left, w.right} {
		if h := w.in(s, true, layerNoun, "problem"); h != nil {
			return h
		}
		if h := w.d.brokenIn(w.c); h != nil && h.end > s.start && h.start < s.end {
			return h
		}
		if h := w.in(s, true, layerKind, "issue"); h != nil && h.attr == "defect" {
			return h
		}
		for i := range w.c.hits[layerPatrol] {
			h := &w.c.hits[layerPatrol][i]
			if h.start >= s.start && h.end <= s.end && h.attr == "problem" {
				return h
			}
		}
	}
	return nil
}

// fix returns a mending verb in s that was done, not demanded.
func (w window) fix(s span) *hit {
	var found *hit
	for i := range w.c.hits[layerVerb] {
		h := &w.c.hits[layerVerb][i]
		if h.tag == "fix" && h.start >= s.start && h.end <= s.end && w.d.done(w.c, h) {
			found = h
		}
	}
	return found
}

// done reports whether a mending verb says that it was done: not 待整改, not
// 联系物业维修, but 已整改, 督促清理完毕.
func (d *doc) done(c *clause, h *hit) bool {
	after := d.text[h.end:c.end]
	before := d.text[c.start:h.start]
	if hasAnyPrefix(after, "不", "没", "未", "难", "中") != "" {
		return false
	}
	if rest, ok := strings.CutPrefix(after, "了"); ok && hasAnyPrefix(rest, "不", "没", "也", "几", "好几", "又", "还", "多次") != "" {
		return false
	}
	if d.ordered(c, h) {
		return false
	}
	if c.limited && !strings.Contains(before, "已") {
		return false
	}
	if hasAnySuffix(before, "已", "已经", "已全部", "均已", "都", "全部", "当场", "现场", "当天", "当日", "全", "立即", "随即", "及时", "马上", "已当场", "已现场", "已及时", "逐一", "协助", "顺手", "随手", "即时", "已帮", "帮", "已安排", "已组织", "当即", "即刻", "并") != "" && !d.demanded(c, h, "要求", "责令", "请", "未", "没", "需", "须", "限", "不", "待") {
		return true
	}
	if h.len() == len("修") && !d.loneVerb(c, h) {
		return false
	}
	finished := hasAnyPrefix(after, "了", "完", "好", "掉", "毕", "到位", "干净", "走", "到位", "妥", "成功", "恢复") != "" ||
		hasAnySuffix(d.text[h.start:h.end], "完", "好", "掉", "走", "净", "了", "毕", "销号", "办结", "闭环", "完成", "搞定") != ""
	if finished {
		return !d.demanded(c, h, "未", "没", "没有", "尚未", "还没", "需", "须", "限", "不", "待", "要求", "前", "责令", "承诺", "答应", "无法", "没人", "请", "希望", "望", "等", "尽快", "不能", "未能", "才能", "争取", "会", "计划")
	}
	for i := range c.hits[layerResult] {
		r := &c.hits[layerResult][i]
		if r.start > h.start {
			break
		}
		if r.tag == "neg" || r.tag == "open" || r.tag == "near" && h.start-r.end <= 6 {
			return false
		}
		if r.tag == "open" && r.end > h.start {
			return false
		}
	}
	for i := range c.hits[layerVerb] {
		if r := &c.hits[layerVerb][i]; r.tag == "report" && r.end <= h.start {
			return false
		}
	}
	return true
}

// ordered reports whether somebody was told to do it and it is not said that
// they did: 让物业三天弄好; but 叫人搬了, 督促清理完毕.
func (d *doc) ordered(c *clause, h *hit) bool {
	if !containsAny(d.text[c.start:h.start], "让", "叫", "喊", "请", "通知", "要求", "责令") {
		return false
	}
	if hasAnyPrefix(d.text[h.end:c.end], "了", "完毕", "到位") != "" || strings.HasSuffix(d.text[h.start:h.end], "了") {
		return false
	}
	if _, size := hanzi.ScanNumber(d.text[h.end:]); size > 0 && !c.limited {
		return false // 叫住户搬走三处: so many were
	}
	return !containsAny(d.text[c.start:h.start], "已")
}

// loneVerb reports whether a verb of one character says that something was
// done: 拆了, 都换, 给拔了; not 装修, 补贴.
func (d *doc) loneVerb(c *clause, h *hit) bool {
	after := d.text[h.end:c.end]
	return hasAnyPrefix(after, "了", "掉", "完", "好", "走", "开", "除", "净", "下", "到", "回", "上", "起", "离") != "" ||
		hasAnySuffix(d.text[c.start:h.start], "已", "给", "都", "全", "当场", "现场", "均", "帮", "立即", "随手", "顺手") != "" ||
		after == "" && h.start == c.start
}

// settledBy recognises 已 with any verb: 已抽, 均已关停.
func (d *doc) settledBy(c *clause) *hit {
	s := d.text[c.start:c.end]
	if h := d.finishedBy(c, s); h != nil {
		return h
	}
	w := hasAnyPrefix(s, "已经", "均已", "都已", "现已", "全部已", "已全部", "已当场", "当场已", "已")
	if w == "" || len(s)-len(w) < 3 || len(s)-len(w) > 24 {
		return nil
	}
	if c.has(layerVerb, "report", "neutral") || c.has(layerResult, "neg", "open", "ongoing", "transferred") || len(c.quants) > 0 || containsAny(s, "登记", "贴", "张贴", "提醒", "告", "设", "放", "警", "记录", "巡查", "入户", "走访", "检查", "拍照", "发", "录", "列入", "安排", "下达", "约", "拉") {
		return nil
	}
	return &hit{span{c.start, c.end}, settledSense}
}

// finishedBy recognises a verb with a complement of result at the end of a
// clause that follows another: 扶起来了, 给盖上了; not 掉下来了, 堵住了.
func (d *doc) finishedBy(c *clause, s string) *hit {
	if c.start == 0 || len(s) > 24 || !strings.HasSuffix(s, "了") {
		return nil
	}
	w := hasAnySuffix(s, "下来了", "起来了", "回去了", "进去了", "出去了", "上了", "走了", "掉了", "好了", "完了", "开了", "净了", "通了", "平了", "齐了", "回了", "下了")
	if w == "" || w == s || c.has(layerVerb, "report", "neutral") || c.has(layerResult, "neg", "open", "ongoing", "transferred", "fail") {
		return nil
	}
	verb, _ := utf8.DecodeLastRuneInString(s[:len(s)-len(w)])
	if strings.ContainsRune(damage+"跑逃晕摔死滑跌飞吹天人事早变恢电", verb) {
		return nil
	}
	return &hit{span{c.end - len(w) - utf8.RuneLen(verb), c.end}, settledSense}
}

var settledSense = &sense{layer: layerVerb, tag: "fix"}

// demanded reports whether one of words stands shortly before the verb.
func (d *doc) demanded(c *clause, h *hit, words ...string) bool {
	lo, near := max(c.start, h.start-18), max(c.start, h.start-6)
	for _, w := range words {
		if len(w) > 3 && strings.Contains(d.text[lo:h.start], w) || len(w) <= 3 && strings.Contains(d.text[near:h.start], w) {
			return true
		}
	}
	return false
}
