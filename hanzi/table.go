package hanzi

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed simplified.txt
var simplifiedData string

// table holds the simplified form of every traditional character of the basic
// plane in pages of 256, zero where there is none.
type table struct {
	pages   [256]*[256]rune
	phrases map[rune][]phrase
}

// phrase is an exception: in these words a character converts differently.
type phrase struct{ from, to []rune }

var simplified = sync.OnceValue(func() *table { return parseTable(simplifiedData) })

func parseTable(data string) *table {
	t := &table{phrases: map[rune][]phrase{}}
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if from, to, ok := strings.Cut(line, " = "); ok {
			p := phrase{[]rune(from), []rune(to)}
			t.phrases[p.from[0]] = append(t.phrases[p.from[0]], p)
			continue
		}
		to, from, _ := strings.Cut(line, " ")
		for _, r := range from {
			t.set(r, []rune(to)[0])
		}
	}
	return t
}

func (t *table) set(from, to rune) {
	if from > 0xFFFF {
		return
	}
	page := &t.pages[from>>8]
	if *page == nil {
		*page = new([256]rune)
	}
	(*page)[from&0xFF] = to
}

// char returns the simplified form of r, or r.
func (t *table) char(r rune) rune {
	if r < 0x3400 || r > 0xFFFF {
		return r
	}
	if page := t.pages[r>>8]; page != nil && page[r&0xFF] != 0 {
		return page[r&0xFF]
	}
	return r
}

// phraseAt returns the longest exception that starts at rs[i], or nil.
func (t *table) phraseAt(rs []rune, i int) *phrase {
	var best *phrase
	for k := range t.phrases[rs[i]] {
		p := &t.phrases[rs[i]][k]
		if hasPrefix(rs[i:], p.from) && (best == nil || len(p.from) > len(best.from)) {
			best = p
		}
	}
	return best
}

func hasPrefix(rs, prefix []rune) bool {
	if len(rs) < len(prefix) {
		return false
	}
	for i, r := range prefix {
		if rs[i] != r {
			return false
		}
	}
	return true
}
