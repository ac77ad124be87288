package reading

import (
	"strings"

	"gridmate/community"
)

// What a date can be to a report.
const (
	headDate   = "date"
	dateReport = "report" // the day of what is reported
	dateLimit  = "limit"  // the day by which something is to be done
	dateOther  = "other"  // of an earlier act, an appointment, no day at all
)

// weighDate decides what a date is to a report of the kind.
func (d *doc) weighDate(kind community.Kind, c *clause, e *dateExpr) string {
	rule := d.dateByRules(kind, c, e)
	d.scratch.keys = d.scratch.keys[:0]
	d.dateFeatures(&d.scratch, kind, c, e)
	for _, o := range d.decide(headDate, d.scores(d.scratch.each()), rule) {
		switch {
		case o.class == dateReport && e.future:
		case o.class == dateLimit && (e.forward == 0 || e.forward < d.today):
		default:
			return o.class
		}
	}
	return rule
}

// dateByRules is what a date is by the rules alone.
func (d *doc) dateByRules(kind community.Kind, c *clause, e *dateExpr) string {
	switch {
	case e.role == roleDeadline:
		return dateLimit
	case e.role == roleReport && (e.day != 0 || d.opens(kind, c, e)):
		return dateReport
	}
	return dateOther
}

// opens reports whether a part of the day without a day says when it was:
// 下午巡查…, not 每天早上 or 晚上太黑.
func (d *doc) opens(kind community.Kind, c *clause, e *dateExpr) bool {
	if hasAnySuffix(d.text[:e.span.start], "一", "每", "每天", "天天", "经常", "老是", "半", "整", "总", "到", "的", "一到", "有时", "时", "这", "个") != "" {
		return false
	}
	if kind == community.KindIssue || kind == community.KindDispute {
		return e.span.start == d.clauses[0].start || d.claimed[e.span.start-1]
	}
	return e.span.start-c.start <= 12
}

// dateFeatures lists what stands around a date and what sort of date it is.
func (d *doc) dateFeatures(s *sink, kind community.Kind, c *clause, e *dateExpr) {
	end := min(e.span.end, c.end)
	around := window{d: d, c: c, left: span{c.start, min(e.span.start, end)}, right: span{end, c.end}}
	s.tag("kind=", string(kind))
	s.tag("role=", string(rune('0'+int(e.role))))
	s.tag("kind,role=", string(kind), string(rune('0'+int(e.role))))
	s.tag("when=", when(d.today, e))
	s.tag("kind,when=", string(kind), when(d.today, e))
	if e.part != "" {
		s.tag("part=", e.part)
	}
	if e.ahead(d.today) {
		s.tag("ahead")
	}
	if e.span.start == d.clauses[0].start {
		s.tag("first")
	}
	if c.limited {
		s.tag("limited")
	}
	around.side(s, "<", around.left)
	around.side(s, ">", around.right)
	for n := 1; n <= 3; n++ {
		s.tag("<", string(rune('0'+n)), lastRunes(d.text[:e.span.start], n))
		s.tag(">", string(rune('0'+n)), clip(d.text[end:], n))
	}
	d.eachTag(c, func(x *sense, at span) {
		side := "left="
		if at.start >= end {
			side = "right="
		}
		s.tag(side, layerNames[x.layer], x.tag, x.attr)
	})
}

// ahead reports whether the next such day is nearer than the last.
func (e *dateExpr) ahead(today community.Date) bool {
	return e.day != 0 && e.day < today && today < e.forward && e.forward-today < today-e.day
}

// when tells how a date lies to today.
func when(today community.Date, e *dateExpr) string {
	switch {
	case e.day == 0:
		return "part"
	case e.end != 0 && e.end != e.day:
		return "range"
	case e.future:
		return "future"
	case e.day == today:
		return "today"
	case e.day < today-45:
		return "long ago"
	case e.day < today-7:
		return "weeks ago"
	}
	return "days ago"
}

// feasts are days that people name instead of a date; after the name 那天 or
// 当天 may follow, and where it is needed one of them must.
var feasts = []struct {
	word       string
	month, day int
	named      bool // without 那天 or 当天 it may only be a name
}{
	{"双十一", 11, 11, false}, {"双11", 11, 11, false}, {"双十二", 12, 12, false}, {"双12", 12, 12, false}, {"消防宣传日", 11, 9, true}, {"消防日", 11, 9, true},
	{"宪法日", 12, 4, true}, {"国庆节", 10, 1, true}, {"国庆", 10, 1, true}, {"教师节", 9, 10, true}, {"建军节", 8, 1, true}, {"八一", 8, 1, true}, {"七一", 7, 1, true},
	{"儿童节", 6, 1, true}, {"六一", 6, 1, true}, {"五一", 5, 1, true}, {"劳动节", 5, 1, true}, {"妇女节", 3, 8, true}, {"三八", 3, 8, true}, {"植树节", 3, 12, true}, {"元旦", 1, 1, true},
}

// feastDate reads 双十一, 国庆当天, 消防日那天.
func (d *doc) feastDate(i int, today community.Date) (dateExpr, bool) {
	s := d.text[i:]
	for _, f := range feasts {
		if !strings.HasPrefix(s, f.word) {
			continue
		}
		w := hasAnyPrefix(s[len(f.word):], "那天", "当天", "当日", "那日")
		if f.named && w == "" {
			continue
		}
		year, _, _ := today.Civil()
		past, next := nearest(dayIn(year, f.month, f.day), today)
		return dateExpr{span: span{i, i + len(f.word) + len(w)}, day: past, forward: next}, true
	}
	return dateExpr{}, false
}
