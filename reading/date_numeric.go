package reading

import (
	"strings"
	"time"
	"unicode/utf8"

	"gridmate/community"
	"gridmate/hanzi"
)

// numericDate reads 2026年11月20日, 2026-11-20, 11月20日, 11/20, 20日, 上月20号.
func (d *doc) numericDate(i int, today community.Date) (dateExpr, bool) {
	s := d.text[i:]
	month, skip := monthPrefix(s)
	if skip > 0 {
		n, size := plainNumber(s[skip:])
		if u := dayUnit(s[skip+size:]); size > 0 && u > 0 {
			if day := dayOf(today.AddMonths(month), n); day != 0 {
				return dateExpr{span: span{i, i + skip + size + u}, day: day, forward: day, future: today < day}, true
			}
		}
		return dateExpr{}, false
	}
	if i > 0 && strings.ContainsRune(numerals+"千万", lastRune(d.text[:i])) {
		return dateExpr{}, false
	}
	a, size := plainNumber(s)
	if size == 0 {
		return dateExpr{}, false
	}
	if strings.HasPrefix(s, "廿") && a > 20 && dayUnit(s[size:]) == 0 && d.marks[i+size]&unitStarts == 0 {
		day := lastSuchDay(a, today) // 廿二晚
		return dateExpr{span: span{i, i + size}, day: day, forward: nextSuchDay(a, today)}, day != 0
	}
	if y, rest := yearOf(a, s[size:]); y > 0 {
		return d.fullDate(i, size, y, s[size:], rest)
	}
	return d.shortDate(i, a, size, s[size:], today)
}

// plainNumber reads an exact Arabic or Chinese number.
func plainNumber(s string) (int, int) {
	if s == "" {
		return 0, 0
	}
	if isDigit(s[0]) {
		n, j := 0, 0
		for j < len(s) && isDigit(s[j]) && j < 9 {
			n, j = n*10+int(s[j]-'0'), j+1
		}
		return n, j
	}
	r, w := runeAt(s, 0)
	if r == '廿' {
		if n, size := plainNumber(s[w:]); size == len("一") && n < 10 {
			return 20 + n, w + size
		}
		return 20, w
	}
	if !strings.ContainsRune("一二三四五六七八九十〇零", r) {
		return 0, 0
	}
	if n, size := hanzi.ScanNumber(s); size > 0 && !n.Approx {
		return n.Value, size
	}
	return 0, 0
}

func monthPrefix(s string) (int, int) {
	for _, p := range []struct {
		word  string
		month int
	}{{"上个月", -1}, {"上月", -1}, {"本月", 0}, {"这个月", 0}, {"这月", 0}, {"当月", 0}, {"下个月", 1}, {"下月", 1}} {
		if strings.HasPrefix(s, p.word) {
			return p.month, len(p.word)
		}
	}
	return 0, 0
}

// dayUnit returns the size of 日 or 号 unless 号楼, 号院, 日均 follow.
func dayUnit(s string) int {
	if strings.HasPrefix(s, "日") && hasAnyPrefix(s, "日均", "日内", "日报", "日游") == "" {
		return len("日")
	}
	if strings.HasPrefix(s, "号") && hasAnyPrefix(s, "号楼", "号院", "号网格", "号单元", "号门", "号线", "号栋", "号商", "号店", "号铺", "号房", "号车", "号桌", "号电梯", "号井", "号地块", "号点", "号文", "号格", "号机", "号厅", "号摊", "号街", "号厂", "号库", "号公", "号灯", "号住", "号业", "号居", "号路", "号铁", "号桥", "号渠", "号塘", "号棚", "号船", "号泊", "号码", "号站", "号岗", "号闸", "号沟", "号坝") == "" {
		return len("号")
	}
	return 0
}

// yearOf recognises a year of four digits, or two before 年, with its mark.
func yearOf(n int, rest string) (int, int) {
	switch {
	case n >= 2000 && n < 2100:
		if w := hasAnyPrefix(rest, "年", "-", "/", "."); w != "" {
			return n, len(w)
		}
	case n >= 20 && n < 40 && strings.HasPrefix(rest, "年"):
		return 2000 + n, len("年")
	case n >= 20200101 && n < 20400101 && dayIn(n/10000, n/100%100, n%100) != 0 && (rest == "" || !isDigit(rest[0])):
		return n, 0
	}
	return 0, 0
}

func (d *doc) fullDate(i, size, y int, s string, skip int) (dateExpr, bool) {
	if y > 9999 {
		day := dayIn(y/10000, y/100%100, y%100)
		return dateExpr{span: span{i, i + size}, day: day, forward: day}, true
	}
	m, msize := plainNumber(s[skip:])
	rest := s[skip+msize:]
	sep := hasAnyPrefix(rest, "月", "-", "/", ".")
	if msize == 0 || sep == "" {
		return dateExpr{}, false
	}
	n, nsize := plainNumber(rest[len(sep):])
	day := dayIn(y, m, n)
	if nsize == 0 || day == 0 {
		return dateExpr{}, false
	}
	end := i + size + skip + msize + len(sep) + nsize
	end += dayUnit(d.text[end:])
	return dateExpr{span: span{i, end}, day: day, forward: day}, true
}

// shortDate reads what has no year: 11月20日, 11.20, 11/20, 20日.
func (d *doc) shortDate(i, a, size int, s string, today community.Date) (dateExpr, bool) {
	if u := dayUnit(s); u > 0 && a >= 1 && a <= 31 && !numbered(d.text[:i]) {
		day := lastSuchDay(a, today)
		return dateExpr{span: span{i, i + size + u}, day: day, forward: nextSuchDay(a, today)}, day != 0
	}
	sep := hasAnyPrefix(s, "月份", "月", "/", ".", "-")
	if sep == "" || a < 1 || a > 12 {
		return dateExpr{}, false
	}
	n, nsize := plainNumber(s[len(sep):])
	if nsize == 0 {
		return d.monthDate(i, a, size, sep, today)
	}
	end := i + size + len(sep) + nsize
	year, month, _ := today.Civil()
	day := dayIn(year, a, n)
	if sep == "-" && dayUnit(d.text[end:]) > 0 && a < n && a != int(month) && a != int(month+10)%12+1 {
		return dateExpr{}, false // 12-13日 of this month, see bareStart
	}
	if day == 0 || sep[0] < 0x80 && !d.bareDate(i, end, sep, s[len(sep):]) {
		return dateExpr{}, false
	}
	end += dayUnit(d.text[end:])
	past, next := nearest(day, today)
	return dateExpr{span: span{i, end}, day: past, forward: next}, true
}

// numbered reports whether a number after s is an ordinal: 台账2号, 工单12号.
func numbered(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("行满连账题单第案区楼院路街巷线店铺门摊车桌井灯柱杆桩位机库段组队室厅房池泵炉闸梯箱栋幢", r)
}

// bareDate says whether 11.20 or 11/20 can be a date: not a measure, not a list.
func (d *doc) bareDate(i, end int, sep, n string) bool {
	if len(n) > 0 && !isDigit(n[0]) || i > 0 && strings.Contains(".-/", d.text[i-1:i]) && !d.endsDate(i-1) {
		return false
	}
	if end < len(d.text) && (isDigit(d.text[end]) || 'a' <= d.text[end] && d.text[end] <= 'z' || d.text[end] == '%' || d.text[end] == '-' && sep != "." || d.marks[end]&unitStarts != 0 && dayUnit(d.text[end:]) == 0) {
		return false
	}
	if sep == "-" && hasAnyPrefix(d.text[end:], "网", "格", "号", "栋", "幢", "#", "单元", "楼") != "" && dayUnit(d.text[end:]) == 0 {
		return false
	}
	next := d.after(end, 1)
	return next != "万" && next != "亿" && next != "千" && next != "百" && next != "#" && (hasAnyPrefix(d.text[end:], "网格", "号楼") == "" || strings.HasPrefix(d.text[end:], "网格员"))
}

// endsDate reports whether a date ends at byte i: what follows may end its range.
func (d *doc) endsDate(i int) bool {
	n := len(d.dates)
	return n > 0 && d.dates[n-1].span.end == i
}

func lastSuchDay(n int, today community.Date) community.Date {
	for k := range 3 {
		if day := dayOf(today.AddMonths(-k), n); day != 0 && day <= today {
			return day
		}
	}
	return 0
}

func nextSuchDay(n int, today community.Date) community.Date {
	for k := range 3 {
		if day := dayOf(today.AddMonths(k), n); day >= today {
			return day
		}
	}
	return 0
}

// nearest returns the last and the next such day of a year, by that of today's.
func nearest(day, today community.Date) (past, next community.Date) {
	year, month, n := day.Civil()
	if today < day {
		return community.NewDate(year-1, month, n), day
	}
	if day == today {
		return day, day
	}
	return day, community.NewDate(year+1, month, n)
}

// monthDate reads 10月, 10月份, 11月上旬, 11月底.
func (d *doc) monthDate(i, m, size int, sep string, today community.Date) (dateExpr, bool) {
	if !strings.HasPrefix(sep, "月") {
		return dateExpr{}, false
	}
	year, month, _ := today.Civil()
	if time.Month(m) > month {
		year--
	}
	from := community.NewDate(year, time.Month(m), 1)
	e := dateExpr{span: span{i, i + size + len(sep)}}.within(from, d.text, today)
	if e.forward < today {
		e.forward = nextYear(e.forward)
	}
	return e, true
}

// within narrows a month that starts at from by 上旬, 初, 底 and the like.
func (e dateExpr) within(from community.Date, text string, today community.Date) dateExpr {
	last := from.AddMonths(1) - 1
	rest := text[e.span.end:]
	e.day, e.end, e.forward = from, last, last
	switch w := hasAnyPrefix(rest, "上旬", "中旬", "下旬", "月初", "初", "底", "末"); w {
	case "上旬", "初":
		e.end, e.span.end = from+9, e.span.end+len(w)
	case "中旬":
		e.day, e.end, e.span.end = from+10, from+19, e.span.end+len(w)
	case "下旬":
		e.day, e.span.end = from+20, e.span.end+len(w)
	case "底", "末":
		e.day, e.end, e.span.end = last, 0, e.span.end+len(w)
	}
	if today < e.end {
		e.end = today
	}
	return e
}
