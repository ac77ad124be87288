package reading

import (
	"strings"
	"unicode/utf8"

	"gridmate/community"
)

var weekPrefixes = []struct {
	word  string
	weeks int
	bare  bool
}{
	{"上上个", -2, false}, {"上上", -2, false}, {"上个", -1, false}, {"上", -1, false}, {"本", 0, false}, {"这个", 0, false},
	{"这", 0, false}, {"下下", 2, false}, {"下个", 1, false}, {"下", 1, false}, {"", 0, true},
}

// weekdayDate reads 周三, 上周四, 这个星期五, 下礼拜一, 周末, 上周末.
func (d *doc) weekdayDate(i int, today community.Date) (dateExpr, bool) {
	s := d.text[i:]
	for _, p := range weekPrefixes {
		if !strings.HasPrefix(s, p.word) {
			continue
		}
		w := hasAnyPrefix(s[len(p.word):], "星期", "礼拜", "周")
		if w == "" {
			continue
		}
		at := len(p.word) + len(w)
		monday := today - community.Date(weekday(today)-1-7*p.weeks)
		if strings.HasPrefix(s[at:], "末") {
			if p.bare {
				monday = today - community.Date(weekday(today)+6)
			}
			return dateExpr{span: span{i, i + at + len("末")}, day: monday + 5, end: monday + 6, forward: today + community.Date(7-weekday(today)), future: p.weeks > 0}, true
		}
		n, size := weekdayNumber(s[at:])
		if n > 0 && d.perWeek(i, i+at+size) {
			return dateExpr{}, false
		}
		if n == 0 {
			return d.wholeWeek(i, at, monday, p.weeks, p.bare, today)
		}
		return weekdayExpr(span{i, i + at + size}, n, monday, p.weeks, p.bare, today), true
	}
	return dateExpr{}, false
}

// perWeek recognises how often something is done: 一周三次, 每周四天.
func (d *doc) perWeek(start, end int) bool {
	return hasAnySuffix(d.text[:start], "一", "每", "两", "几") != "" && hasAnyPrefix(d.text[end:], "天", "次", "回", "趟", "场", "节", "期", "晚") != ""
}

func weekdayNumber(s string) (int, int) {
	r, w := utf8.DecodeRuneInString(s)
	if k := strings.IndexRune("一二三四五六日", r); k >= 0 && r != utf8.RuneError && w > 1 {
		return k/3 + 1, w
	}
	if r == '天' {
		return 7, w
	}
	if r >= '1' && r <= '7' && (len(s) == 1 || !isDigit(s[1])) {
		return int(r - '0'), w
	}
	return 0, 0
}

func weekdayExpr(s span, n int, monday community.Date, weeks int, bare bool, today community.Date) dateExpr {
	e := dateExpr{span: s, day: monday + community.Date(n) - 1}
	if bare {
		back := (weekday(today)-n+6)%7 + 1
		e.day = today - community.Date(back)
		e.forward = e.day + 7
		if n == weekday(today) {
			e.forward = today
		}
		return e
	}
	e.forward = e.day
	e.future = weeks > 0 || today < e.day
	return e
}

// wholeWeek reads 上周, 本周, 这周, 下周 without a day.
func (d *doc) wholeWeek(i, at int, monday community.Date, weeks int, bare bool, today community.Date) (dateExpr, bool) {
	if bare || hasAnyPrefix(d.text[i+at:], "年", "边", "围", "岁", "转", "期", "报", "例会") != "" {
		return dateExpr{}, false
	}
	e := dateExpr{span: span{i, i + at}, day: monday, end: monday + 6, forward: monday + 6, future: weeks > 0}
	if weeks == 0 {
		e.end = today
		if e.day == e.end {
			e.end = 0
		}
	}
	return e, true
}
