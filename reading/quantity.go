package reading

import (
	"strings"

	"gridmate/hanzi"
)

// quantity is a number with its classifier and the role it plays.
type quantity struct {
	span
	number span
	value  int
	approx bool
	unit   string // tag of unit.txt, "" for a bare number
	word   string // the classifier itself
	role   string // set by roles: found, fixed, visited, people, print, …
	noun   string // tag of the noun that is counted
	attr   string
	title  span // the words that name printed matter
	pair   bool // 俩, 仨
}

// findQuantities recognises numbers outside dates, grids, buildings and idioms.
func (d *doc) findQuantities() {
	units := d.hits[layerUnit]
	for i := 0; i < len(d.text); {
		_, w := runeAt(d.text, i)
		if d.claimed[i] || isDigit(d.text[i]) && d.listMark(i) {
			i += w
			continue
		}
		n, size := hanzi.ScanNumber(d.text[i:])
		if size == 0 {
			i += w
			continue
		}
		if w := d.clock(i, i+size, n.Value); w > 0 && !n.Approx {
			d.claim(span{i, i + size + w})
			i += size + w
			continue
		}
		q := quantity{span: span{i, i + size}, number: span{i, i + size}, value: n.Value, approx: n.Approx}
		units = d.attachUnit(&q, n, units)
		if d.counts(q) {
			d.quants = append(d.quants, q)
		}
		i = q.end
	}
}

// attachUnit extends q over its classifier.
func (d *doc) attachUnit(q *quantity, n hanzi.Number, units []hit) []hit {
	if n.Pair {
		q.unit, q.word, q.pair = "thing", "个", true
		return units
	}
	at := q.end
	if at < len(d.text) && d.text[at] == ' ' {
		at++
	}
	for len(units) > 0 && units[0].start < at {
		units = units[1:]
	}
	if len(units) > 0 && units[0].start == at {
		u := units[0]
		if u.tag == "neutral" {
			return units
		}
		if len(units) > 1 && units[1].span == u.span && units[1].tag == "money" && (d.moneyBefore(q.start) || q.value >= 1000 && q.value%100 == 0) {
			u = units[1]
		}
		q.unit, q.word, q.end = u.tag, d.text[u.start:u.end], u.end
		d.afterUnit(q)
	}
	return units
}

// afterUnit reads what may follow a classifier: 人次, 3个多, 万元 already in it.
func (d *doc) afterUnit(q *quantity) {
	if w := hasAnyPrefix(d.text[q.end:], "余", "多", "左右", "上下"); w != "" {
		q.approx = true
	}
	if q.unit == "money" {
		switch hasAnyPrefix(q.word, "万", "千", "百") {
		case "万":
			q.value *= 10000
		case "千":
			q.value *= 1000
		case "百":
			q.value *= 100
		}
	}
}

// onePiece reports whether 一块 is a piece, not "together": 补了一块, 缺一块.
func (d *doc) onePiece(h hit) bool {
	return d.text[h.start:h.end] == "一块" && hasAnySuffix(d.text[:h.start], "了", "缺", "少", "差", "掉", "换", "补", "坏", "碎", "断", "裂", "丢", "破", "倒", "拆", "有", "剩") != ""
}

// counts drops numbers that are part of a name: a digit string of a code, a
// room, an ordinal.
func (d *doc) counts(q quantity) bool {
	if q.value > 1<<31 || q.unit == "" && d.hotline(q) || d.notOne(q) {
		return false
	}
	if q.unit == "case" && d.text[q.start:q.end] == "一起" && d.together(q) {
		return false
	}
	before := d.before(q.start, 2)
	if hasAnySuffix(before, "第", "#", "№") != "" {
		return false
	}
	if q.unit == "" && q.value >= 100 && isDigit(d.text[q.start]) && hasAnySuffix(before, "楼", "层", "单元", "栋", "幢", "座", "梯") != "" {
		return false // 六楼603
	}
	if n := len(before); n > 0 && (before[n-1] >= 'a' && before[n-1] <= 'z' || before[n-1] == '-' || before[n-1] == '.') && isDigit(d.text[q.start]) {
		return false
	}
	if q.unit == "" && hasAnyPrefix(d.text[q.end:], "-", ":", ".", "号", "室", "单元", "#") != "" {
		return false
	}
	return !(q.end < len(d.text) && d.text[q.end] >= 'a' && d.text[q.end] <= 'z' && q.unit == "")
}

// hotline reports whether a bare number is one that everybody knows. Short ones
// count after what is handed out or paid: 折页120, 退了120.
func (d *doc) hotline(q quantity) bool {
	switch q.value {
	case 12318, 12319, 12388, 95598, 12345, 12333, 12348, 12315, 96110, 12301, 12328, 12350, 12369, 12371, 12378, 12393:
		return true
	case 315, 618, 110, 114, 119, 120, 122:
		return isDigit(d.text[q.start]) && !d.moneyBefore(q.start) && !d.printBefore(q.start)
	}
	return false
}

// printBefore reports whether printed matter is named right before byte i.
func (d *doc) printBefore(i int) bool {
	for _, h := range d.hits[layerNoun] {
		if h.start >= i {
			break
		}
		if h.tag == "print" && h.end <= i && i-h.end <= len("各") {
			return true
		}
	}
	return false
}

// notOne recognises that not even one is counted: 没漏一家, 一根也没烧.
func (d *doc) notOne(q quantity) bool {
	return q.value == 1 && q.unit != "" && !isDigit(d.text[q.start]) && (hasAnySuffix(d.text[:q.start], "没", "没有", "没漏", "没落", "没少", "未", "不剩", "没剩") != "" ||
		hasAnyPrefix(d.text[q.end:], "也没", "都没", "不剩", "不落", "也不", "都不") != "")
}

// clock reports whether a number before 点 or 时 is an hour: 9点, 晚8点半.
func (d *doc) clock(i, end, value int) int {
	if value > 24 {
		return 0
	}
	w := hasAnyPrefix(d.text[end:], "点钟", "点半", "点多", "点", "时")
	if w == "" || hasAnyPrefix(d.text[end+len(w):], "位", "击", "心", "餐", "名", "赞", "评", "歌", "长", "间", "候", "期") != "" {
		return 0
	}
	if w == "时" && hasAnyPrefix(d.text[end+len(w):], "许", "左右", "至", "到", "-", "分") == "" && (i == 0 || !d.claimed[i-1]) {
		return 0
	}
	return len(w)
}

// together reports whether 一起 means "together", not "one case".
func (d *doc) together(q quantity) bool {
	if hasAnySuffix(d.text[:q.start], "成", "另", "解", "处", "理", "生", "到", "出", "纷", "盾", "功", "有", "现", "止", "获", "调", "了", "制", "查", "访", "架", "报", "件", "事") != "" {
		return d.marks[q.start]&actEnds == 0 && hasAnySuffix(d.text[:q.start], "了") != "" && d.actAt(q.end)
	}
	return q.start > 0 && !strings.ContainsAny(d.before(q.start, 1), ",。;: \n") || d.actAt(q.end)
}

// actAt reports whether an act that several can do begins at byte i.
func (d *doc) actAt(i int) bool {
	return hasAnyPrefix(d.text[i:], "巡", "走访", "入户", "检查", "去", "来", "参加", "做", "包", "吃", "学", "开展", "到", "上门", "看", "清理", "动手", "努力", "打扫", "发", "在", "对", "把", "给") != ""
}

// moneyBefore reports whether a number before 块 is a sum of money.
func (d *doc) moneyBefore(i int) bool {
	return containsAny(d.before(i, 8), "赔", "付", "给", "退", "欠", "要", "费", "款", "钱", "元", "价", "金", "工资", "借", "还", "补", "出", "收", "罚", "花", "索", "掏", "垫", "转了", "返", "报价")
}
