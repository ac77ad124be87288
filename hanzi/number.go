package hanzi

import (
	"strings"
	"unicode/utf8"
)

// Number is a quantity as people write it.
type Number struct {
	Value  int  // the figure that is given: 30余 is 30, 三五个 is 3
	Approx bool // 余, 多, 来, 几, 上百, 三五
	Pair   bool // 俩 or 仨: the classifier 个 is in the word
}

const maxNumber = 1 << 40

// Int reads s, all of it, as a number: 12, １２, 十二, 两百五十, 12.6万, 百余.
func Int(s string) (int, bool) {
	s = Fold(strings.TrimSpace(s))
	n, size := ScanNumber(s)
	return n.Value, size > 0 && size == len(s)
}

// ScanNumber reads the number at the start of s, which is folded text, and
// returns how many bytes it takes, 0 if there is none.
//
// Arabic digits may have thousands commas, a fraction if 万 or 亿 follows, and
// Chinese units (3千, 1.2万, 2万3); Chinese numbers may be formal (壹拾), short
// (两万三 = 23000, 一百五 = 150) or positional (二〇二六). A following 余, 多, 来 or
// 几 belongs to the number and marks it approximate.
func ScanNumber(s string) (Number, int) {
	r, w := utf8.DecodeRuneInString(s)
	switch {
	case r == '俩' || r == '仨':
		return Number{Value: 2 + index("俩仨", r), Pair: true}, w
	case '0' <= r && r <= '9':
		return scanArabic(s)
	case r == '上' || r == '近' || r == '过' || r == '成':
		u, uw := utf8.DecodeRuneInString(s[w:])
		if unit(u) >= 100 && !approxMore(s[w+uw:]) {
			return Number{Value: unit(u), Approx: true}, w + uw
		}
		return Number{}, 0
	}
	return scanChinese(s)
}

func index(set string, r rune) int { return utf8.RuneCountInString(set[:strings.IndexRune(set, r)]) }

// digit returns the value of a Chinese or Arabic digit, -1 for anything else.
func digit(r rune) int {
	if '0' <= r && r <= '9' {
		return int(r - '0')
	}
	switch r {
	case '零', '〇', '○':
		return 0
	case '一', '壹', '幺':
		return 1
	case '二', '两', '贰':
		return 2
	case '三', '叁':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// unit returns the value of 十, 百, 千, 万, 亿 and their formal forms, 0 for
// anything else.
func unit(r rune) int {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	case '万':
		return 10000
	case '亿':
		return 100000000
	}
	return 0
}

func approxMore(s string) bool { return tail(s) > 0 }

// tail returns the size of 余, 多, 来, 几 at the start of s when it makes the
// number before it approximate.
func tail(s string) int {
	r, w := utf8.DecodeRuneInString(s)
	if r == '余' || r == '多' || r == '来' || r == '几' {
		return w
	}
	return 0
}

// finish adds an approximate tail and a 万 or 亿 after it (30余万).
func finish(n Number, s string, size int) (Number, int) {
	w := tail(s[size:])
	if w == 0 {
		return n, size
	}
	r, rw := utf8.DecodeRuneInString(s[size:])
	if r == '来' && (n.Value < 10 || n.Value%10 != 0) || r == '几' && (n.Value%10 != 0 || n.Value == 0) {
		return n, size
	}
	n.Approx = true
	size += rw
	if u, uw := utf8.DecodeRuneInString(s[size:]); unit(u) >= 10000 && n.Value < unit(u) {
		n.Value *= unit(u)
		size += uw
	}
	return n, size
}
