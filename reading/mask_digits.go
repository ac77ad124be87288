package reading

import "unicode/utf8"

// digits is an unbroken run of digits in a text.
type digits struct {
	start, end int
	from       int    // start, or where a +86 or ( before it begins
	value      string // in ASCII; an X that ends an identity number included
	chinese    bool
	joined     bool // only spaces or dashes separate it from the run before
	plus       bool // a + stands before it
	dot        bool // a dot stands between it and the run before
}

// longestRun is how many digits of a run are kept: no personal number is
// longer, runs beyond it only need to be known as such.
const longestRun = 40

// digitGroups lists the runs of digits of a text.
func digitGroups(text string) []digits {
	var out []digits
	dot := false
	gap := 0 // runes of separators since the last run, -1 after anything else
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		if r < '0' && !separates(r) {
			gap, i = -1, i+w
			continue
		}
		if d, chinese := digitOf(r); d != 0 {
			g := readDigits(text, i, chinese)
			g.joined = gap > 0 && gap <= 3 && len(out) > 0 && !chinese && !out[len(out)-1].chinese
			g.dot, dot = dot, false
			if !chinese || len(g.value) >= 11 {
				g.prefix(text)
				out = append(out, g)
			}
			gap, i = 0, g.end
			if chinese && len(g.value) < 11 {
				gap = -1
			}
			continue
		}
		if separates(r) && gap >= 0 {
			gap, dot = gap+1, dot || r == '.'
		} else {
			gap = -1
		}
		i += w
	}
	return out
}

func separates(r rune) bool {
	switch r {
	case ' ', '-', '_', '\u00A0', '\u3000', '－', '—', '–', '‐', '‑', '−', ')', '）', '\u200B', '\u200C', '\u200D', '\uFEFF', '\u2009', '\u202F', '\u2002', '\u2003', '.', '\t':
		return true
	}
	return false
}

// digitOf returns the ASCII digit of r, 0 if it is none.
func digitOf(r rune) (byte, bool) {
	switch {
	case '0' <= r && r <= '9':
		return byte(r), false
	case '０' <= r && r <= '９':
		return byte(r-'０') + '0', false
	case r < 0x3007:
		return 0, false
	}
	switch r {
	case '〇', '零':
		return '0', true
	case '一', '幺':
		return '1', true
	case '二':
		return '2', true
	case '三':
		return '3', true
	case '四':
		return '4', true
	case '五':
		return '5', true
	case '六':
		return '6', true
	case '七':
		return '7', true
	case '八':
		return '8', true
	case '九':
		return '9', true
	}
	return 0, false
}

func readDigits(text string, i int, chinese bool) digits {
	g := digits{start: i, from: i, chinese: chinese}
	var b [longestRun]byte
	n := 0
	for i < len(text) {
		r, w := utf8.DecodeRuneInString(text[i:])
		d, c := digitOf(r)
		if d == 0 || c != chinese {
			break
		}
		if n < longestRun {
			b[n] = d
			n++
		}
		i += w
	}
	if r, w := utf8.DecodeRuneInString(text[i:]); r == 'x' || r == 'X' || r == 'Ｘ' || r == 'ｘ' {
		if next, _ := utf8.DecodeRuneInString(text[i+w:]); n < longestRun && !(next < 0x80 && isAlnum(byte(next))) {
			g.end, g.value = i+w, string(b[:n])+"X"
			if n == 17 || n < 17 {
				return g
			}
		}
	}
	g.end, g.value = i, string(b[:n])
	return g
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// prefix extends a run backwards over + and ( that belong to it.
func (g *digits) prefix(text string) {
	r, w := utf8.DecodeLastRuneInString(text[:g.start])
	switch r {
	case '+', '＋':
		g.plus, g.from = true, g.start-w
	case '(', '（':
		g.from = g.start - w
		if p, pw := utf8.DecodeLastRuneInString(text[:g.from]); p == '+' || p == '＋' {
			g.plus, g.from = true, g.from-pw
		}
	}
}
