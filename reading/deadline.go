package reading

import (
	"strings"

	"gridmate/community"
	"gridmate/hanzi"
)

// limited reports whether the words before byte i set a limit: 限, 务必, 要求.
func (d *doc) limited(i int) bool {
	b := d.before(i, 8)
	return hasAnySuffix(b, "限", "限期", "限于", "限时", "务必", "务必于", "务必在", "要求", "要求在", "要求于", "责令", "责令其", "责令于", "责令在", "须在", "须于", "需在", "需于", "期限", "期限为", "时限", "截止", "截止到", "截止日期", "整改期限", "承诺", "承诺在", "承诺于", "答应", "答应在", "保证", "保证在", "约定", "约定在", "约定于", "要求其", "要求其在", "限其", "限其在", "限令", "限定", "限期到", "限", "期限到", "期限至", "完成时限", "整改时限", "期限:", "时限:", "截止:", "承诺:", "限到", "定于", "最迟", "最晚", "最晚到", "限整改", "限改", "给到", "宽限到", "宽限至") != ""
}

// dateRoles decides which dates are the report's, a deadline, an appointment
// or those of an earlier act.
func (d *doc) dateRoles(today community.Date) {
	for k := range d.dates {
		e := &d.dates[k]
		if e.day == 0 {
			continue
		}
		e.role = d.roleOf(*e, today)
	}
}

func (d *doc) roleOf(e dateExpr, today community.Date) dateRole {
	rest := strings.TrimPrefix(d.text[e.span.end:], " ")
	before := d.before(e.span.start, 6)
	by := hasAnyPrefix(rest, "前", "之前", "以前", "内", "底前", "中午前", "下午前", "下班前", "晚前", "前后") != "" && hasAnyPrefix(rest, "前往", "前去", "前来", "前后", "内部", "内容", "内务") == ""
	switch {
	case hasAnySuffix(before, "每", "每个", "每到", "每逢") != "":
		return roleEarlier // 每周六见: no day of this report
	case by || d.limited(e.span.start), (e.future || e.ahead(today)) && !strings.HasSuffix(before, "拖到") && dueThen(rest):
		return roleDeadline
	case e.future, e.soon(today):
		return roleLater
	case hasAnySuffix(before, "约", "约好", "约到", "约了", "约在", "定在", "改到", "推到", "推迟到", "延到", "说好", "下次", "等", "待", "争取", "预计", "计划", "拟", "答应", "放到") != "":
		return roleLater
	case hasAnyPrefix(rest, "再", "继续", "上午再", "下午再", "晚上再", "接着调", "将", "会来", "来修", "来人修", "来处理", "上门修", "还要", "二次调", "能修", "修好", "能好", "才能", "可修", "到货", "上午来", "下午来", "来换", "换", "给答复", "答复", "回复", "付清", "还清", "到账前", "给钱", "打款") != "":
		return roleLater
	case hasAnySuffix(before, "回访", "回访了", "复查", "复查了", "回头看", "跟踪", "对", "针对", "还是", "关于") != "" && strings.Contains(clip(rest, 12), "的"), hasAnySuffix(before, "回访", "回访了", "复查", "复查了") != "":
		return roleEarlier
	case earlierAct(rest):
		return roleEarlier
	case hasAnyPrefix(rest, "起", "开始", "以来", "至今") != "":
		return roleEarlier
	}
	return roleReport
}

// dueThen reports whether something is to be done by the day before rest: 月底结清.
func dueThen(rest string) bool {
	return hasAnyPrefix(rest, "结清", "付清", "还清", "交清", "发清", "打钱", "打款", "付款", "兑现", "到期", "销号", "拆完", "清完", "改完", "搬完", "清空", "完成", "整改完") != ""
}

// soon reports whether the next such day is near and the last a year ago.
func (e dateExpr) soon(today community.Date) bool {
	return e.forward != 0 && e.day < today-300 && today < e.forward && e.forward < today+60
}

// clip returns the first n runes of s up to a punctuation mark.
func clip(s string, n int) string {
	for i, r := range s {
		if n == 0 || strings.ContainsRune(",。;!?\n", r) {
			return s[:i]
		}
		n--
	}
	return s
}

// earlierAct recognises 昨天报的…, 上周发现的…: a date of what came before.
func earlierAct(rest string) bool {
	s := clip(rest, 10)
	k := strings.Index(s, "的")
	if k <= 0 || clip(rest[k+len("的"):], 1) == "" {
		return false // 周五说和的: nothing follows that it belongs to
	}
	return containsAny(s[:k], "报", "反映", "发现", "交办", "下发", "登记", "反馈", "投诉", "提", "受理", "移交", "派", "下达", "说", "排查出", "查出", "转来", "挂账", "立案", "录入", "举报", "查", "检查出")
}

// deadlineExpr is a limit without a calendar date: 三天内, 24小时内, 限期7天.
type deadlineExpr struct {
	span
	days int // from the day of the report, -1 none
	work bool
}

// findLimits recognises limits as a number of days and claims them.
func (d *doc) findLimits() []deadlineExpr {
	var out []deadlineExpr
	for i := 0; i < len(d.text); {
		r, w := runeAt(d.text, i)
		if r != '今' && r != '半' && r != '两' && !startsDate(r) {
			i += w
			continue
		}
		if e, ok := d.limitAt(i); ok && d.claim(e.span) {
			out = append(out, e)
			i = e.end
			continue
		}
		i += w
	}
	return out
}

func (d *doc) limitAt(i int) (deadlineExpr, bool) {
	if d.claimed[i] || i > 0 && isDigit(d.text[i-1]) {
		return deadlineExpr{}, false
	}
	s := d.text[i:]
	if w := hasAnyPrefix(s, "当天内", "当日内", "今日内", "今天内", "当天下班前", "今日下班前"); w != "" {
		return deadlineExpr{span: span{i, i + len(w)}}, true
	}
	if w := hasAnyPrefix(s, "半个月内", "半月内"); w != "" {
		return deadlineExpr{span: span{i, i + len(w)}, days: 15}, true
	}
	n, size := hanzi.ScanNumber(s)
	if size == 0 || n.Approx || n.Value == 0 || n.Value > 400 {
		return deadlineExpr{}, false
	}
	rest := s[size:]
	for _, u := range []struct {
		word string
		per  int
		work bool
	}{{"个工作日", 1, true}, {"工作日", 1, true}, {"个自然日", 1, false}, {"天", 1, false}, {"日", 1, false}, {"小时", 0, false}, {"个小时", 0, false}, {"个星期", 7, false}, {"周", 7, false}, {"个月", 30, false}, {"个礼拜", 7, false}} {
		if !strings.HasPrefix(rest, u.word) {
			continue
		}
		if u.word == "日" && d.dayOfMonth(i, n.Value, rest[len(u.word):]) {
			return deadlineExpr{}, false
		}
		in := hasAnyPrefix(rest[len(u.word):], "之内", "以内", "内")
		if in == "" && hasAnySuffix(d.before(i, 3), "给", "给了", "给足", "宽限", "宽限了") != "" {
			in = hasAnyPrefix(rest[len(u.word):], "时间", "的时间", "期限", "限期", "工夫")
		}
		if in == "" && hasAnyPrefix(rest[len(u.word):], "前", "之前", "以前") != "" {
			return deadlineExpr{}, false
		}
		if in == "" && !d.limited(i) && !strings.HasSuffix(d.before(i, 2), "限") && !strings.HasSuffix(d.before(i, 3), "限期") {
			return deadlineExpr{}, false
		}
		days := n.Value * u.per
		if u.per == 0 {
			days = (n.Value + 23) / 24
		}
		return deadlineExpr{span: span{i, i + size + len(u.word) + len(in)}, days: days, work: u.work}, true
	}
	return deadlineExpr{}, false
}

// dayOfMonth reports whether the n in 限26日 is a day that is to come this
// month, not a number of days.
func (d *doc) dayOfMonth(i, n int, rest string) bool {
	_, _, today := d.today.Civil()
	return n > today && n <= 31 && d.before(i, 1) == "限" && hasAnyPrefix(rest, "内", "之内", "以内") == ""
}

// day returns the last day of the limit, counted from base.
func (e deadlineExpr) day(base community.Date) community.Date {
	if !e.work {
		return base + community.Date(e.days)
	}
	for n := e.days; n > 0; {
		base++
		if weekday(base) < 6 {
			n--
		}
	}
	return base
}
