package reading

import (
	"gridmate/community"
)

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
		case h.tag == "report" && f.report == nil && !d.negated(c, h) && !d.toldOwner(c, h):
			f.report = h
		}
	}
	if f.last != nil && len(c.quants) == 0 && f.report != nil && f.report.start >= c.start && c.find(layerVerb, "fix") == nil {
		f.reported = f.reported.add(*f.last) // 路灯不亮1盏，已报修
		f.last = nil
	}
	if f.allFixed == nil {
		f.allFixed = d.settledBy(c)
	}
	if f.finding == nil && d.clearIn(c) == nil {
		f.finding = d.findingIn(kind, c)
	}
}

// toldOwner reports whether those were told who must mend it themselves:
// 通知户主3天内拆 hands nothing over.
func (d *doc) toldOwner(c *clause, h *hit) bool {
	return hasAnyPrefix(d.text[h.start:], "通知", "告知", "告诉") != "" &&
		hasAnyPrefix(d.text[h.end:c.end], "户主", "房主", "房东", "店主", "摊主", "车主", "商户", "租户", "当事人", "老板", "其", "他", "她") != ""
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
