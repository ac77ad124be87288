package reading

import (
	"strings"
	"time"
	"unicode/utf8"

	"gridmate/hanzi"
)

// dateExpr is a day, a range or a part of a day that the text names.
type dateExpr struct {
	span
	day     Date   // zero when only a part of the day is named
	end     Date   // last day of a range
	part    string // morning, noon, afternoon, evening, early
	hour    int    // hour at which the part begins
	future  bool   // 明天, 下周三: can be a deadline, not the day of a report
	forward Date   // the next such day, when it is read as a deadline
	role    dateRole
}

type dateRole uint8

const (
	roleReport   dateRole = iota // the day of what is reported
	roleDeadline                 // the day by which
	roleEarlier                  // belongs to an act before
	roleLater                    // an appointment
)

// findDates recognises every date expression and claims its bytes.
func (d *doc) findDates(today Date, hour int) {
	for i := 0; i < len(d.text); {
		r, w := runeAt(d.text, i)
		if !d.claimed[i] && (startsDate(r) || d.marks[i]&dateStarts != 0) {
			if e, ok := d.dateAt(i, today); ok && d.claim(e.span) {
				d.dates = append(d.dates, e)
				i = e.last()
				continue
			}
		}
		i += w
	}
	d.joinRanges()
	d.joinParts()
	d.dateRoles(today)
}

// startsDate is a quick look at the first rune of what may be a date.
func startsDate(r rune) bool {
	switch r {
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '廿', '〇', '零',
		'周', '星', '礼', '上', '下', '本', '这', '当', '月':
		return true
	}
	return false
}

func (e dateExpr) last() int { return e.span.end }

// dateAt reads one expression at byte i.
func (d *doc) dateAt(i int, today Date) (dateExpr, bool) {
	for _, read := range []func(int, Date) (dateExpr, bool){d.numericDate, d.weekdayDate, d.relativeDate, d.periodDate} {
		if e, ok := read(i, today); ok {
			return e, true
		}
	}
	return dateExpr{}, false
}

// numericDate reads 2026年11月20日, 2026-11-20, 11月20日, 11/20, 20日, 上月20号.
func (d *doc) numericDate(i int, today Date) (dateExpr, bool) {
	s := d.text[i:]
	month, skip := monthPrefix(s)
	if skip > 0 {
		n, size := plainNumber(s[skip:])
		if u := dayUnit(s[skip+size:]); size > 0 && u > 0 {
			m := today.Time(time.UTC).AddDate(0, 0, 1-today.Day).AddDate(0, month, 0)
			if valid(m.Year(), int(m.Month()), n) {
				day := Date{m.Year(), m.Month(), n}
				return dateExpr{span: span{i, i + skip + size + u}, day: day, forward: day, future: today.Before(day)}, true
			}
		}
		return dateExpr{}, false
	}
	if i > 0 && isDigit(d.text[i-1]) {
		return dateExpr{}, false
	}
	a, size := plainNumber(s)
	if size == 0 {
		return dateExpr{}, false
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
	r, _ := runeAt(s, 0)
	if !strings.ContainsRune("一二三四五六七八九十廿〇零", r) {
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
	if strings.HasPrefix(s, "号") && hasAnyPrefix(s, "号楼", "号院", "号网格", "号单元", "号门", "号线", "号栋", "号商", "号店", "号铺", "号房", "号车", "号桌", "号电梯", "号井", "号地", "号点", "号文", "号格", "号机", "号厅", "号摊", "号街", "号厂", "号库", "号公", "号灯", "号住", "号业", "号居") == "" {
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
	case n >= 20200101 && n < 20400101 && valid(n/10000, n/100%100, n%100) && (rest == "" || !isDigit(rest[0])):
		return n, 0
	}
	return 0, 0
}

func (d *doc) fullDate(i, size, y int, s string, skip int) (dateExpr, bool) {
	if y > 9999 {
		day := Date{y / 10000, time.Month(y / 100 % 100), y % 100}
		return dateExpr{span: span{i, i + size}, day: day, forward: day}, true
	}
	m, msize := plainNumber(s[skip:])
	rest := s[skip+msize:]
	sep := hasAnyPrefix(rest, "月", "-", "/", ".")
	if msize == 0 || sep == "" {
		return dateExpr{}, false
	}
	n, nsize := plainNumber(rest[len(sep):])
	if nsize == 0 || !valid(y, m, n) {
		return dateExpr{}, false
	}
	end := i + size + skip + msize + len(sep) + nsize
	end += dayUnit(d.text[end:])
	day := Date{y, time.Month(m), n}
	return dateExpr{span: span{i, end}, day: day, forward: day}, true
}

// shortDate reads what has no year: 11月20日, 11.20, 11/20, 20日.
func (d *doc) shortDate(i, a, size int, s string, today Date) (dateExpr, bool) {
	if u := dayUnit(s); u > 0 && a >= 1 && a <= 31 && !numbered(d.text[:i]) {
		day := lastSuchDay(a, today)
		return dateExpr{span: span{i, i + size + u}, day: day, forward: nextSuchDay(a, today)}, !day.IsZero()
	}
	sep := hasAnyPrefix(s, "月份", "月", "/", ".", "-")
	if sep == "" || a < 1 || a > 12 {
		return dateExpr{}, false
	}
	n, nsize := plainNumber(s[len(sep):])
	if nsize == 0 {
		return d.monthDate(i, a, size, s, sep, today)
	}
	end := i + size + len(sep) + nsize
	if !valid(today.Year, a, n) || sep[0] < 0x80 && !d.bareDate(i, end, sep, s[len(sep):]) {
		return dateExpr{}, false
	}
	end += dayUnit(d.text[end:])
	past, next := nearest(a, n, today)
	return dateExpr{span: span{i, end}, day: past, forward: next}, true
}

// numbered reports whether a number after s is an ordinal: 台账2号, 工单12号.
func numbered(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("账题单第案区楼院路街巷线店铺门摊车桌井灯柱杆桩位机库段组队室厅房池泵炉闸梯箱栋幢", r)
}

// bareDate says whether 11.20 or 11/20 can be a date: not a measure, not a list.
func (d *doc) bareDate(i, end int, sep, n string) bool {
	if len(n) > 0 && !isDigit(n[0]) || i > 0 && strings.Contains(".-/", d.text[i-1:i]) {
		return false
	}
	if end < len(d.text) && (isDigit(d.text[end]) || d.text[end] == '%' || d.text[end] == '-' && sep != "." || d.marks[end]&unitStarts != 0 && dayUnit(d.text[end:]) == 0) {
		return false
	}
	if sep == "-" && hasAnyPrefix(d.text[end:], "网", "格", "号", "栋", "幢", "#", "单元", "楼") != "" && dayUnit(d.text[end:]) == 0 {
		return false
	}
	next := d.after(end, 1)
	return next != "万" && next != "亿" && next != "#" && hasAnyPrefix(d.text[end:], "网格", "号楼") == ""
}

func lastSuchDay(n int, today Date) Date {
	for k := 0; k < 3; k++ {
		m := today.Time(time.UTC).AddDate(0, 0, 1-today.Day).AddDate(0, -k, 0)
		day := Date{m.Year(), m.Month(), n}
		if valid(m.Year(), int(m.Month()), n) && !today.Before(day) {
			return day
		}
	}
	return Date{}
}

func nextSuchDay(n int, today Date) Date {
	for k := 0; k < 3; k++ {
		m := today.Time(time.UTC).AddDate(0, 0, 1-today.Day).AddDate(0, k, 0)
		day := Date{m.Year(), m.Month(), n}
		if valid(m.Year(), int(m.Month()), n) && !day.Before(today) {
			return day
		}
	}
	return Date{}
}

// nearest returns the last and the next such day of a month.
func nearest(m, n int, today Date) (past, next Date) {
	day := Date{today.Year, time.Month(m), n}
	if today.Before(day) {
		return Date{today.Year - 1, time.Month(m), n}, day
	}
	if day == today {
		return day, day
	}
	return day, Date{today.Year + 1, time.Month(m), n}
}

// monthDate reads 10月, 10月份, 11月上旬, 11月底.
func (d *doc) monthDate(i, m, size int, s, sep string, today Date) (dateExpr, bool) {
	if !strings.HasPrefix(sep, "月") {
		return dateExpr{}, false
	}
	y := today.Year
	if time.Month(m) > today.Month {
		y--
	}
	from := Date{y, time.Month(m), 1}
	e := dateExpr{span: span{i, i + size + len(sep)}}
	return e.within(from, d.text, today), true
}

// within narrows a month that starts at from by 上旬, 初, 底 and the like.
func (e dateExpr) within(from Date, text string, today Date) dateExpr {
	last := DateOf(from.Time(time.UTC).AddDate(0, 1, -1))
	rest := text[e.span.end:]
	e.day, e.end, e.forward = from, last, last
	switch w := hasAnyPrefix(rest, "上旬", "中旬", "下旬", "月初", "初", "底", "末"); w {
	case "上旬", "初":
		e.end, e.span.end = from.Add(9), e.span.end+len(w)
	case "中旬":
		e.day, e.end, e.span.end = from.Add(10), from.Add(19), e.span.end+len(w)
	case "下旬":
		e.day, e.span.end = from.Add(20), e.span.end+len(w)
	case "底", "末":
		e.day, e.end, e.span.end = last, Date{}, e.span.end+len(w)
	}
	if today.Before(e.end) {
		e.end = today
	}
	return e
}

var weekPrefixes = []struct {
	word  string
	weeks int
	bare  bool
}{
	{"上上个", -2, false}, {"上上", -2, false}, {"上个", -1, false}, {"上", -1, false}, {"本", 0, false}, {"这个", 0, false},
	{"这", 0, false}, {"下下", 2, false}, {"下个", 1, false}, {"下", 1, false}, {"", 0, true},
}

// weekdayDate reads 周三, 上周四, 这个星期五, 下礼拜一, 周末, 上周末.
func (d *doc) weekdayDate(i int, today Date) (dateExpr, bool) {
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
		monday := today.Add(1 - today.weekday()).Add(7 * p.weeks)
		if strings.HasPrefix(s[at:], "末") {
			if p.bare {
				monday = today.Add(1 - today.weekday()).Add(-7)
			}
			return dateExpr{span: span{i, i + at + len("末")}, day: monday.Add(5), end: monday.Add(6), forward: today.Add(7 - today.weekday()), future: p.weeks > 0}, true
		}
		n, size := weekdayNumber(s[at:])
		if n == 0 {
			return d.wholeWeek(i, at, monday, p.weeks, p.bare, today)
		}
		return weekdayExpr(span{i, i + at + size}, n, monday, p.weeks, p.bare, today), true
	}
	return dateExpr{}, false
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

func weekdayExpr(s span, n int, monday Date, weeks int, bare bool, today Date) dateExpr {
	e := dateExpr{span: s, day: monday.Add(n - 1)}
	if bare {
		back := (today.weekday()-n+6)%7 + 1
		e.day = today.Add(-back)
		e.forward = e.day.Add(7)
		if n == today.weekday() {
			e.forward = today
		}
		return e
	}
	e.forward = e.day
	e.future = weeks > 0 || today.Before(e.day)
	return e
}

// wholeWeek reads 上周, 本周, 这周, 下周 without a day.
func (d *doc) wholeWeek(i, at int, monday Date, weeks int, bare bool, today Date) (dateExpr, bool) {
	if bare || hasAnyPrefix(d.text[i+at:], "年", "边", "围", "岁", "转", "期", "报", "例会") != "" {
		return dateExpr{}, false
	}
	e := dateExpr{span: span{i, i + at}, day: monday, end: monday.Add(6), forward: monday.Add(6), future: weeks > 0}
	if weeks == 0 {
		e.end = today
		if e.day == e.end {
			e.end = Date{}
		}
	}
	return e, true
}

// relativeDate reads the words of date.txt.
func (d *doc) relativeDate(i int, today Date) (dateExpr, bool) {
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
		e.day = today.Add(h.weight)
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
func (d *doc) periodDate(i int, today Date) (dateExpr, bool) {
	s := d.text[i:]
	first := today.Add(1 - today.Day)
	if month, size := monthPrefix(s); size > 0 {
		from := DateOf(first.Time(time.UTC).AddDate(0, month, 0))
		e := dateExpr{span: span{i, i + size}, future: month > 0}
		return e.within(from, d.text, today), true
	}
	if w := hasAnyPrefix(s, "月底", "月末"); w != "" {
		last := DateOf(first.Time(time.UTC).AddDate(0, 1, -1))
		return dateExpr{span: span{i, i + len(w)}, day: last, forward: last, future: today.Before(last)}, true
	}
	n, size := plainNumber(s)
	if size == 0 || i > 0 && isDigit(d.text[i-1]) {
		return dateExpr{}, false
	}
	if w := hasAnyPrefix(s[size:], "天前", "天以前", "天之前"); w != "" && n < 100 && !d.limited(i) {
		return dateExpr{span: span{i, i + size + len(w)}, day: today.Add(-n)}, true
	}
	return dateExpr{}, false
}

// joinRanges makes one expression of 11月1日至5日.
func (d *doc) joinRanges() {
	out := d.dates[:0]
	for _, e := range d.dates {
		if n := len(out); n > 0 && !out[n-1].day.IsZero() && !e.day.IsZero() && e.end.IsZero() {
			gap := d.text[out[n-1].span.end:e.span.start]
			switch strings.TrimSpace(gap) {
			case "至", "到", "-", "~", "—", "——", "--":
				d.claim(span{out[n-1].span.end, e.span.start})
				out[n-1].span.end = e.span.end
				out[n-1].end = e.day
				out[n-1].forward = e.forward
				if e.day.Before(out[n-1].day) {
					out[n-1].end = e.forward
				}
				continue
			}
		}
		out = append(out, e)
	}
	d.dates = out
}

// joinParts gives a part of the day to the date it follows: 周五晚上.
func (d *doc) joinParts() {
	out := d.dates[:0]
	for _, e := range d.dates {
		n := len(out)
		if n > 0 && e.day.IsZero() && !out[n-1].day.IsZero() && out[n-1].part == "" && e.span.start-out[n-1].span.end <= 1 {
			out[n-1].span.end, out[n-1].part, out[n-1].hour = e.span.end, e.part, e.hour
			continue
		}
		out = append(out, e)
	}
	d.dates = out
}
