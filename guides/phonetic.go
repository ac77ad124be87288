package guides

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// phonetic reads characters. Syllables have no tone and write ü as u, so that
// lv, lü and lu, which people type for one another, are one.
type phonetic struct {
	args  pinyin.Args
	cache map[rune]string
	words map[rune][]reading // overrides by first character, longest first
}

func newPhonetic(overrides []reading) *phonetic {
	p := &phonetic{args: pinyin.NewArgs(), cache: map[rune]string{}, words: map[rune][]reading{}}
	for _, r := range overrides {
		first := []rune(r.word)[0]
		p.words[first] = append(p.words[first], r)
	}
	return p
}

var umlauts = strings.NewReplacer("ü", "u", "v", "u", "u:", "u")

func plainU(s string) string { return umlauts.Replace(s) }

// syllables reads a text; what is no Chinese character stands for itself.
func (p *phonetic) syllables(text []rune) []string {
	out := make([]string, 0, len(text))
	for i := 0; i < len(text); {
		if r, found := p.override(text[i:]); found {
			out = append(out, r.syllables...)
			i += len(r.syllables)
			continue
		}
		out = append(out, p.syllable(text[i]))
		i++
	}
	return out
}

// plain reads a text character by character, without the overrides, as some
// people type it.
func (p *phonetic) plain(text []rune) []string {
	out := make([]string, len(text))
	for i, c := range text {
		out[i] = p.syllable(c)
	}
	return out
}

func (p *phonetic) syllable(c rune) string {
	if s, known := p.cache[c]; known {
		return s
	}
	if s := pinyin.SinglePinyin(c, p.args); len(s) > 0 {
		return plainU(s[0])
	}
	return string(c)
}

// learn keeps the readings of a text's characters at hand. Not for use while
// others read.
func (p *phonetic) learn(text []rune) {
	for _, c := range text {
		if _, known := p.cache[c]; !known {
			p.cache[c] = p.syllable(c)
		}
	}
}

func (p *phonetic) override(text []rune) (reading, bool) {
	var best reading
	for _, r := range p.words[text[0]] {
		if len(r.syllables) > len(best.syllables) && len(r.syllables) <= len(text) &&
			string(text[:len(r.syllables)]) == r.word {
			best = r
		}
	}
	return best, best.word != ""
}

// initials are the first letters of syllables.
func initials(syllables []string) string {
	var b strings.Builder
	for _, s := range syllables {
		for _, r := range s {
			b.WriteRune(r)
			break
		}
	}
	return b.String()
}

// alike folds what speakers mix up: zh and z, ch and c, sh and s, n and l at
// the start, ng and n at the end.
func alike(syllable string) string {
	s := syllable
	if len(s) > 1 && s[1] == 'h' {
		s = s[:1] + s[2:]
	}
	if len(s) > 1 && s[0] == 'n' {
		s = "l" + s[1:]
	}
	return strings.TrimSuffix(s, "g")
}
