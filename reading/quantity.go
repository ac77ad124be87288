package reading

import (
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
}

// findQuantities recognises numbers outside dates, grids, buildings and idioms.
func (d *doc) findQuantities() {
	units := d.hits[layerUnit]
	for i := 0; i < len(d.text); {
		_, w := runeAt(d.text, i)
		if d.claimed[i] {
			i += w
			continue
		}
		n, size := hanzi.ScanNumber(d.text[i:])
		if size == 0 {
			i += w
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
		q.unit, q.word = "thing", "个"
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

// counts drops numbers that are part of a name: a digit string of a code, a
// room, an ordinal.
func (d *doc) counts(q quantity) bool {
	if q.value > 1<<31 {
		return false
	}
	before := d.before(q.start, 2)
	if hasAnySuffix(before, "第", "#", "№") != "" {
		return false
	}
	if n := len(before); n > 0 && (before[n-1] >= 'a' && before[n-1] <= 'z' || before[n-1] == '-' || before[n-1] == '.') && isDigit(d.text[q.start]) {
		return false
	}
	if q.unit == "" && hasAnyPrefix(d.text[q.end:], "-", ":", ".", "号", "室", "单元", "#") != "" {
		return false
	}
	return !(q.end < len(d.text) && d.text[q.end] >= 'a' && d.text[q.end] <= 'z' && q.unit == "")
}
