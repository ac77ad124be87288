package hanzi

import "unicode/utf8"

// scanArabic reads digits with thousands commas, a fraction and units.
func scanArabic(s string) (Number, int) {
	v, size := scanDigits(s)
	frac, fsize := scanFraction(s[size:])
	u, w := utf8.DecodeRuneInString(s[size+fsize:])
	scale := unit(u)
	if scale == 0 && size > 0 {
		scale = latin(s[size+fsize:])
	}
	if scale < 10 {
		return finish(Number{Value: v}, s, size)
	}
	size += fsize + w
	n := Number{Value: v*scale + scaled(frac, scale)}
	if n.Value > maxNumber {
		return n, size
	}
	if fsize > 0 {
		return finish(n, s, size)
	}
	return arabicRest(n, s, size, scale)
}

// latin returns the value of w (万) or k (千) at the start of s, which no other
// letter may follow.
func latin(s string) int {
	if len(s) > 1 && (s[1] >= 'a' && s[1] <= 'z' || s[1] >= '0' && s[1] <= '9') {
		return 0
	}
	switch {
	case s != "" && s[0] == 'w':
		return 10000
	case s != "" && s[0] == 'k':
		return 1000
	}
	return 0
}

// arabicRest reads what follows a unit: 2万3, 1万2千, 3千5百.
func arabicRest(n Number, s string, size, scale int) (Number, int) {
	if size >= len(s) || digit(firstRune(s[size:])) < 1 {
		return finish(n, s, size)
	}
	v, dsize := scanDigits(s[size:])
	if dsize == 0 {
		v, dsize = digit(firstRune(s[size:])), utf8.RuneLen(firstRune(s[size:]))
	}
	u, w := utf8.DecodeRuneInString(s[size+dsize:])
	switch low := unit(u); {
	case low >= 10 && low < scale && v*low < scale:
		return arabicRest(Number{Value: n.Value + v*low}, s, size+dsize+w, low)
	case dsize == 1 && scale >= 100 && low == 0:
		return finish(Number{Value: n.Value + v*scale/10}, s, size+dsize)
	}
	return finish(n, s, size)
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// scanDigits reads digits, with commas between groups of three.
func scanDigits(s string) (v, size int) {
	for size < len(s) {
		c := s[size]
		switch {
		case '0' <= c && c <= '9':
			if v < maxNumber {
				v = v*10 + int(c-'0')
			}
			size++
		case c == ',' && size > 0 && size <= 12 && group(s[size+1:]):
			v = v*1000 + int(s[size+1]-'0')*100 + int(s[size+2]-'0')*10 + int(s[size+3]-'0')
			size += 4
		default:
			return v, size
		}
	}
	return v, size
}

// group reports whether s starts with exactly three digits.
func group(s string) bool {
	n := 0
	for n < len(s) && n < 4 && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n == 3
}

// scanFraction reads .6 or .65 and returns its digits.
func scanFraction(s string) (digits string, size int) {
	if s == "" || s[0] != '.' {
		return "", 0
	}
	n := 1
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	if n == 1 {
		return "", 0
	}
	return s[1:n], n
}

// scaled returns 0.digits × scale, cut to an integer.
func scaled(digits string, scale int) int {
	sum := 0
	for i := 0; i < len(digits) && scale >= 10; i++ {
		scale /= 10
		sum += int(digits[i]-'0') * scale
	}
	return sum
}
