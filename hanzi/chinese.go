package hanzi

import "unicode/utf8"

// chinese is the state of reading a number written with characters.
type chinese struct {
	total   int // in whole 万 and 亿
	section int // below 万
	last    int // the digit waiting for its unit, -1 for none
	scale   int // the last unit
	zero    bool
	units   bool
	approx  bool
	spare   int // the second digit of 三五 and 二三十
}

// scanChinese reads 十二, 两百五十, 两万三, 二〇二六, 百余, 三五, 二三十.
func scanChinese(s string) (Number, int) {
	if v, size := positional(s); size > 0 {
		return finish(Number{Value: v}, s, size)
	}
	if v, size := contracted(s); size > 0 {
		return finish(Number{Value: v}, s, size)
	}
	if v, size := roughly(s); size > 0 {
		return finish(Number{Value: v, Approx: true}, s, size)
	}
	c := chinese{last: -1}
	size := 0
	for n := 0; size < len(s) && n < maxDigits; n++ {
		r, w := utf8.DecodeRuneInString(s[size:])
		if !c.take(r, s[size+w:], size == 0) {
			break
		}
		size += w
	}
	if size == 0 {
		return Number{}, 0
	}
	return finish(Number{Value: c.value(), Approx: c.approx}, s, size)
}

// maxDigits bounds a number in characters, so that scanning takes constant time.
const maxDigits = 20

// positional reads three or more digits in a row, or any with 〇 in them.
func positional(s string) (v, size int) {
	digits, round := 0, false
	for size < len(s) && digits < maxDigits {
		r, w := utf8.DecodeRuneInString(s[size:])
		d := digit(r)
		if d < 0 || r == '两' || r < 0x80 {
			break
		}
		if v < maxNumber {
			v = v*10 + d
		}
		round = round || r == '〇' || r == '零'
		size += w
		digits++
	}
	if digits > 2 && unit(firstRune(s[size:])) == 0 || digits > 1 && round && unit(firstRune(s[size:])) == 0 {
		return v, size
	}
	return 0, 0
}

// contracted reads 廿, 卅 and 廿二.
func contracted(s string) (v, size int) {
	r, w := utf8.DecodeRuneInString(s)
	if r != '廿' && r != '卅' {
		return 0, 0
	}
	v = 20 + 10*index("廿卅", r)
	if r, rw := utf8.DecodeRuneInString(s[w:]); r >= 0x80 && digit(r) > 0 {
		return v + digit(r), w + rw
	}
	return v, w
}

// roughly reads 百把, 千把 and 百十: about a hundred, a thousand.
func roughly(s string) (v, size int) {
	r, w := utf8.DecodeRuneInString(s)
	next, nw := utf8.DecodeRuneInString(s[w:])
	if v = unit(r); v >= 100 && (next == '把' || next == '十' && v == 100) {
		return v, w + nw
	}
	return 0, 0
}

// take adds one rune and reports whether it belongs to the number.
func (c *chinese) take(r rune, rest string, first bool) bool {
	if d := digit(r); d >= 0 && r >= 0x80 {
		return c.takeDigit(d)
	}
	u := unit(r)
	switch {
	case u == 0 || c.total+c.section > maxNumber:
		return false
	case first && u >= 100:
		return c.bare(u, rest)
	case u >= 10000:
		return c.takeMyriad(u)
	}
	return c.takeUnit(u)
}

func (c *chinese) takeDigit(d int) bool {
	switch {
	case d == 0:
		if c.last > 0 {
			return false
		}
		c.zero, c.last = true, max(c.last, 0)
		return true
	case c.last > 0 && (d == c.last+1 || d == c.last+2) && !c.approx:
		c.approx, c.spare = true, d
		return true
	case c.last > 0:
		return false
	}
	c.last = d
	return true
}

// bare accepts 百, 千, 万 without a digit only as 百余, 千多, 百五十.
func (c *chinese) bare(u int, rest string) bool {
	r, w := utf8.DecodeRuneInString(rest)
	if r != '余' && r != '多' && !(u == 100 && digit(r) > 0 && r >= 0x80 && firstRune(rest[w:]) == '十') {
		return false
	}
	c.section, c.scale, c.units = u, u, true
	return true
}

func (c *chinese) takeUnit(u int) bool {
	if c.units && u >= c.scale && c.scale < 10000 {
		return false
	}
	d := c.last
	if d <= 0 {
		if u != 10 || c.units && !c.zero && c.scale != 100 {
			return false
		}
		d = 1
	}
	c.section += d * u
	c.last, c.scale, c.zero, c.units = -1, u, false, true
	return true
}

func (c *chinese) takeMyriad(u int) bool {
	v := c.section + max(c.last, 0)
	if v == 0 || c.total > 0 && (u >= 100000000 || c.total < 100000000) {
		return false
	}
	c.total += v * u
	c.section, c.last, c.scale, c.zero, c.units = 0, -1, u, false, true
	return true
}

// value adds a last digit: 两万三 is 23000, 一百零五 is 105, 十二 is 12.
func (c *chinese) value() int {
	v := c.total + c.section
	if c.last <= 0 {
		return v
	}
	if c.units && c.scale >= 100 && !c.zero && !c.approx {
		return v + c.last*c.scale/10
	}
	return v + c.last
}
