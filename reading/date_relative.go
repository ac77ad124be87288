package reading

import (
	"strings"
	"time"

	"gridmate/community"
)

// relativeDate reads the words of date.txt.
func (d *doc) relativeDate(i int, today community.Date) (dateExpr, bool) {
	hits := d.hits[layerDate]
	for len(hits) > 0 && hits[0].start < i {
		hits = hits[1:]
	}
	d.hits[layerDate] = hits
	if len(hits) == 0 || hits[0].start != i {
		return dateExpr{}, false
	}
	h := hits[0]
	e := dateExpr{span: h.span}
	switch h.tag {
	case "day", "both":
		if !d.dayWord(h) {
			return dateExpr{}, false
		}
		e.day = today + community.Date(h.weight)
		e.forward, e.future = e.day, h.weight > 0
		if h.tag == "both" {
			e.part, e.hour = partOf(d.text[h.start:h.end])
		}
	case "part":
		e.part, e.hour = h.attr, h.weight
	default:
		return dateExpr{}, false
	}
	return e, true
}

// dayWord rejects single characters inside other words: 今年, 明白, 昨.
func (d *doc) dayWord(h hit) bool {
	if h.len() > len("今") {
		return true
	}
	next, _ := runeAt(d.text+" ", h.end)
	if next == '早' || next == '晚' || next == '夜' || next == '晨' || next == '午' {
		return true
	}
	if d.text[h.start:h.end] == "刚" {
		return (h.start == 0 || d.text[h.start-1] < 0x80) && strings.ContainsRune("从巡查走检去接调转到", next)
	}
	return (d.text[h.start:h.end] == "昨" || d.text[h.start:h.end] == "今") && (h.start == 0 || d.text[h.start-1] < 0x80) && strings.ContainsRune("巡查走调入检去开组在网发0123456789", next)
}

func partOf(word string) (string, int) {
	switch {
	case containsAny(word, "早", "晨", "上午"):
		return "morning", 6
	case containsAny(word, "晚", "夜"):
		return "evening", 18
	case strings.Contains(word, "下午"):
		return "afternoon", 14
	}
	return "noon", 12
}

// periodDate reads 三天前, 上个月, 本月, 月底, 国庆.
func (d *doc) periodDate(i int, today community.Date) (dateExpr, bool) {
	s := d.text[i:]
	if month, size := monthPrefix(s); size > 0 && hasAnyPrefix(s[size:], "第") == "" {
		from := today.AddMonths(month)
		e := dateExpr{span: span{i, i + size}, future: month > 0}
		return e.within(from, d.text, today), true
	}
	if w := hasAnyPrefix(s, "月底", "月末"); w != "" {
		last := today.AddMonths(1) - 1
		return dateExpr{span: span{i, i + len(w)}, day: last, forward: last, future: today < last}, true
	}
	if w := hasAnyPrefix(s, "年底", "年末"); w != "" {
		year, _, _ := today.Civil()
		last := community.NewDate(year, time.December, 31)
		return dateExpr{span: span{i, i + len(w)}, day: last, forward: last, future: today < last}, true
	}
	n, size := plainNumber(s)
	if size == 0 || i > 0 && isDigit(d.text[i-1]) {
		return dateExpr{}, false
	}
	if w := hasAnyPrefix(s[size:], "天前", "天以前", "天之前"); w != "" && n < 100 && !d.limited(i) {
		return dateExpr{span: span{i, i + size + len(w)}, day: today - community.Date(n)}, true
	}
	return dateExpr{}, false
}
