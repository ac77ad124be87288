package hanzi

import (
	"strings"
	"unicode"
)

// Simplify returns s with traditional characters replaced by simplified ones,
// rune for rune. What needs context is decided by a list of words (乾坤 stays,
// 乾淨 becomes 干净). Bytes that are not UTF-8 become U+FFFD each, unless
// nothing changes: then s itself is returned.
func Simplify(s string) string {
	if !mayChange(s, isHan) {
		return s
	}
	return convert(s, func(r rune) rune { return r })
}

// Fold returns s as it is compared: full-width forms half-width, letters
// small, characters simplified, every kind of space a plain one, rune for
// rune. Line breaks stay, and a text without anything to fold comes back as
// it is.
func Fold(s string) string {
	if !mayChange(s, needsFold) {
		return s
	}
	return convert(s, narrow)
}

func mayChange(s string, may func(rune) bool) bool {
	for _, r := range s {
		if may(r) {
			return true
		}
	}
	return false
}

func isHan(r rune) bool { return r >= 0x3400 && simplified().char(r) != r }

func needsFold(r rune) bool { return narrow(r) != r || isHan(r) }

func convert(s string, each func(rune) rune) string {
	t := simplified()
	rs := []rune(s)
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(rs); i++ {
		if p := t.phraseIn(rs, i); p != nil {
			for _, r := range p.to {
				b.WriteRune(r)
			}
			i += len(p.from) - 1
			continue
		}
		b.WriteRune(t.char(each(rs[i])))
	}
	return b.String()
}

// phraseIn asks for exceptions only where there may be one.
func (t *table) phraseIn(rs []rune, i int) *phrase {
	if rs[i] < 0x3400 {
		return nil
	}
	return t.phraseAt(rs, i)
}

// narrow folds width, case and spaces of one rune.
func narrow(r rune) rune {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r >= 0xFF01 && r <= 0xFF5E:
		return narrow(r - 0xFEE0)
	case r >= 0x3400 && r <= 0x9FFF:
		return r
	case r == 0x3000 || r == 0xA0 || r >= 0x2000 && r <= 0x200A:
		return ' '
	}
	return unicode.ToLower(r)
}
