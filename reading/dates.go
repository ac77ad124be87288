package reading

import (
	"strconv"
	"strings"

	"gridmate/community"
)

// dateExpr is a day, a range or a part of a day that the text names.
type dateExpr struct {
	span
	day     community.Date // zero when only a part of the day is named
	end     community.Date // last day of a range
	part    string         // morning, noon, afternoon, evening, early
	hour    int            // hour at which the part begins
	future  bool           // 明天, 下周三: can be a deadline, not the day of a report
	forward community.Date // the next such day, when it is read as a deadline
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
func (d *doc) findDates(today community.Date) {
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
		'周', '星', '礼', '上', '下', '本', '这', '当', '月', '年', '双', '国', '消', '宪', '教', '建', '儿', '劳', '妇', '植', '元':
		return true
	}
	return false
}

func (e dateExpr) last() int { return e.span.end }

// dateAt reads one expression at byte i.
func (d *doc) dateAt(i int, today community.Date) (dateExpr, bool) {
	for _, read := range []func(int, community.Date) (dateExpr, bool){d.feastDate, d.numericDate, d.weekdayDate, d.relativeDate, d.periodDate} {
		if e, ok := read(i, today); ok {
			return e, true
		}
	}
	return dateExpr{}, false
}

// joinRanges makes one expression of 11月1日至5日.
func (d *doc) joinRanges() {
	out := d.dates[:0]
	for _, e := range d.dates {
		d.bareStart(&e)
		if n := len(out); n > 0 && out[n-1].day != 0 && e.day != 0 && e.end == 0 {
			gap := d.text[out[n-1].span.end:e.span.start]
			if e.day == out[n-1].day+1 && hasAnyPrefix(gap, "和", "、", "及", "跟") == gap {
				gap = "至"
			}
			switch strings.TrimSpace(gap) {
			case "至", "到", "-", "~", "—", "——", "--", "起到", "起至", "开始到", "开始至", "一直到":
				d.claim(span{out[n-1].span.end, e.span.start})
				out[n-1].span.end = e.span.end
				out[n-1].end = sameMonth(out[n-1].day, e, d.text[e.span.start:e.span.end])
				out[n-1].forward = e.forward
				if e.day < out[n-1].day {
					out[n-1].end = e.forward
				}
				continue
			}
		}
		out = append(out, e)
	}
	d.dates = out
}

// bareStart gives a day without a month the start of its range: 19-21日, 14、15日.
func (d *doc) bareStart(e *dateExpr) {
	words := d.text[e.span.start:e.span.end]
	if e.day == 0 || e.end != 0 || hasAnySuffix(words, "日", "号") == "" || strings.ContainsAny(words, "月年周昨今前上") {
		return
	}
	sep := hasAnySuffix(d.text[:e.span.start], "-", "~", "—", "至", "到", "、", "和")
	at := e.span.start - len(sep)
	from := at
	for from > 0 && at-from < 2 && isDigit(d.text[from-1]) && !d.claimed[from-1] {
		from--
	}
	first, err := strconv.Atoi(d.text[from:at])
	_, _, last := e.day.Civil()
	if sep == "" || err != nil || first < 1 || first >= last || (sep == "、" || sep == "和") && first+1 < last || from > 0 && (isDigit(d.text[from-1]) || strings.ContainsAny(d.text[from-1:from], ".-/")) {
		return
	}
	d.claim(span{from, e.span.start})
	e.span.start, e.end, e.day = from, e.day, e.day-community.Date(last-first)
}

// sameMonth reads the end of 9月12日—14日 in the month of its start, that of
// 上上周二到周四 in its week.
func sameMonth(from community.Date, e dateExpr, words string) community.Date {
	if hasAnyPrefix(words, "周", "星期", "礼拜") != "" && e.day != 0 {
		if n := weekday(e.day) - weekday(from); n > 0 {
			return from + community.Date(n)
		}
	}
	_, _, first := from.Civil()
	_, _, last := e.day.Civil()
	if strings.ContainsAny(words, "月年周-/.") || containsAny(words, "星期", "礼拜", "天") || last < first {
		return e.day
	}
	return from + community.Date(last-first)
}

// joinParts gives a part of the day to the date it follows: 周五晚上.
func (d *doc) joinParts() {
	out := d.dates[:0]
	for _, e := range d.dates {
		n := len(out)
		if n > 0 && e.day == 0 && out[n-1].day != 0 && out[n-1].part == "" && e.span.start-out[n-1].span.end <= 1 {
			out[n-1].span.end, out[n-1].part, out[n-1].hour = e.span.end, e.part, e.hour
			continue
		}
		out = append(out, e)
	}
	d.dates = out
}
