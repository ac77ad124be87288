package reading

import (
	"strings"
	"unicode/utf8"
)

// maxClause bounds a clause in bytes: nobody speaks two hundred characters
// without a pause, and what is done per clause may look at all of it.
const maxClause = 600

// segment cuts the text into clauses and deals the hits out to them.
func (d *doc) segment() {
	start := 0
	for i := 0; i < len(d.text); {
		r, w := utf8.DecodeRuneInString(d.text[i:])
		if stop := d.stopAt(i, r, w); stop != 0 {
			d.addClause(start, i, stop)
			start = i + w
		} else if i-start >= maxClause && !d.claimed[i] && !isDigit(d.text[i]) && !d.claimed[i-1] {
			d.addClause(start, i, ',')
			start = i
		}
		i += w
	}
	d.addClause(start, len(d.text), '.')
	d.deal()
}

func (d *doc) addClause(start, end int, stop byte) {
	for start < end && d.text[start] == ' ' {
		start++
	}
	if start < end {
		d.clauses = append(d.clauses, clause{span: span{start, end}, stop: stop})
		return
	}
	if n := len(d.clauses); n > 0 && (stop == '\n' || stop == '.' || stop == '?') && d.clauses[n-1].stop != '?' {
		d.clauses[n-1].stop = stop
	}
}

// stopAt returns the kind of boundary at byte i, 0 for none.
func (d *doc) stopAt(i int, r rune, w int) byte {
	switch r {
	case '。', '!', '…':
		return '.'
	case '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨':
		return ';'
	case '1', '2', '3', '4', '5', '6', '7', '8', '9':
		if d.listMark(i) {
			return ';'
		}
	case ';':
		return ';'
	case '?':
		return '?'
	case '\n', '\r':
		return '\n'
	case ',':
		if i > 0 && isDigit(d.text[i-1]) && i+1 < len(d.text) && isDigit(d.text[i+1]) && d.claimed[i] {
			return 0
		}
		return ','
	case '(', ')', '—', '"', '“', '”', '|', '/', '\t', '→', '【', '】', '[', ']', '·', '~':
		if d.claimed[i] {
			return 0
		}
		return ','
	case ':':
		return d.colon(i, w)
	case '.':
		if i > 0 && !isDigit(d.text[i-1]) {
			return '.'
		}
	case ' ':
		return d.space(i)
	}
	return 0
}

// listMark reports whether the digit at byte i numbers an item: 1.巡查 2、走访.
func (d *doc) listMark(i int) bool {
	if i > 0 && !strings.ContainsRune(" ,;:\n。", lastRune(d.text[:i])) {
		return false
	}
	w := hasAnyPrefix(d.text[i+1:], ".", "、", ")")
	if w == "" {
		return false
	}
	r, _ := runeAt(d.text, i+1+len(w))
	return isHan(r) && !strings.ContainsRune(numerals, r)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// colon separates unless it stands inside a number or label: 隐患:3处.
func (d *doc) colon(i, w int) byte {
	at := i + w + len(hasAnyPrefix(d.text[i+w:], "大约", "约", "近", "共计", "共"))
	if at < len(d.text) && isDigit(d.text[at]) && !d.listMark(at) {
		return 0
	}
	return ','
}

// space separates words, not a number from what it counts: 发现 3 处.
func (d *doc) space(i int) byte {
	if d.claimed[i] || i == 0 || i+1 >= len(d.text) {
		return 0
	}
	next, prev := d.text[i+1], d.text[i-1]
	switch {
	case next == ' ':
		return 0
	case isDigit(prev) && !d.claimed[i-1]:
		if d.marks[i+1]&unitStarts != 0 {
			return 0
		}
	case (isDigit(next) || numeralAt(d.text, i+1)) && !d.claimed[i+1]:
		if d.marks[i]&unitEnds == 0 {
			return 0
		}
	}
	return ','
}

// numeralAt reports whether a Chinese number with a digit starts at byte i.
func numeralAt(s string, i int) bool {
	r, _ := runeAt(s, i)
	return strings.ContainsRune("一二两三四五六七八九十百", r)
}

// deal gives every clause its part of the hits; both are in order.
func (d *doc) deal() {
	for l := range d.hits {
		rest := d.hits[l]
		for k := range d.clauses {
			c := &d.clauses[k]
			n := 0
			for n < len(rest) && rest[n].start < c.end {
				n++
			}
			lo := 0
			for lo < n && rest[lo].start < c.start {
				lo++
			}
			hi := n
			for hi > lo && rest[hi-1].end > c.end {
				hi-- // a word over a boundary belongs to neither side
			}
			c.hits[l], rest = rest[lo:hi], rest[n:]
		}
	}
}

// dealQuants gives every clause its quantities.
func (d *doc) dealQuants() {
	rest := d.quants
	for k := range d.clauses {
		c := &d.clauses[k]
		n := 0
		for n < len(rest) && rest[n].start < c.end {
			n++
		}
		c.quants, rest = rest[:n], rest[n:]
		d.multiply(c)
	}
}

// multiply reads 鞋柜、婴儿车各2个 and 手册、折页各发50份: as many of each thing that
// is listed before.
func (d *doc) multiply(c *clause) {
	from := c.start
	for k := range c.quants {
		q := &c.quants[k]
		s := d.text[from:q.start]
		if from = q.end; (q.unit == "thing" || q.unit == "print") && hasAnySuffix(s, "各", "各有", "各坏", "各缺", "各发", "各发放", "各送", "各印") != "" {
			q.value *= thingsIn(s)
		}
	}
}

// thingsIn counts what a list like 手册、折页和海报 names.
func thingsIn(s string) int {
	n := 1
	for _, w := range []string{"、", "和", "及", "与"} {
		n += strings.Count(s, w)
	}
	return n
}

// dealDates gives every clause its dates and notes which set a deadline.
func (d *doc) dealDates() {
	dates, limits := d.dates, d.limits
	for k := range d.clauses {
		c := &d.clauses[k]
		n := 0
		for n < len(dates) && dates[n].span.start < c.end {
			c.limited = c.limited || dates[n].role == roleDeadline
			n++
		}
		c.dates, dates = dates[:n], dates[n:]
		for len(limits) > 0 && limits[0].start < c.end {
			c.limited, limits = true, limits[1:]
		}
	}
}

// has reports whether the clause has a hit of the layer with one of the tags.
func (c *clause) has(l layer, tags ...string) bool { return c.find(l, tags...) != nil }

func (c *clause) find(l layer, tags ...string) *hit {
	for i := range c.hits[l] {
		for _, t := range tags {
			if c.hits[l][i].tag == t {
				return &c.hits[l][i]
			}
		}
	}
	return nil
}
