package reading

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gridmate/community"
	"gridmate/reading/weigh"
)

// span is a half-open range of bytes of the normalised text.
type span struct{ start, end int }

func (s span) len() int { return s.end - s.start }

// doc is a text with everything that was recognised in it.
type doc struct {
	text    string // normalised: folded and masked
	hits    [layers][]hit
	claimed []bool // bytes that belong to a date, grid, building or idiom
	marks   []mark // what starts or ends at a byte
	clauses []clause
	dates   []dateExpr
	grids   []placeExpr
	builds  []placeExpr
	limits  []deadlineExpr
	today   community.Date
	hour    int
	quants  []quantity
	runeAt  []int32 // rune offset of every byte, made when first asked for
	told    *bool   // see reported
	weights *weigh.Model
	scratch sink    // for one decision at a time, as are the next two
	said    []int32 // see scores
	own     []int32 // see decide
	seen    sight   // see look
	stand   []sign  // what eachGram puts a sign for
}

// docs keeps the memory of texts that were read for those to come. Nothing of a
// doc that was put back may be kept.
var docs = sync.Pool{New: func() any { return new(doc) }}

// begin makes a doc ready for another text.
func (d *doc) begin(text string, weights *weigh.Model) {
	old := *d
	*d = doc{
		text: text, weights: weights, claimed: zeros(old.claimed, len(text)+1), marks: old.marks, runeAt: old.runeAt[:0],
		clauses: old.clauses[:0], dates: old.dates[:0], grids: old.grids[:0], builds: old.builds[:0], quants: old.quants[:0],
		stand: old.stand[:0], scratch: sink{keys: old.scratch.keys[:0], buf: old.scratch.buf}, said: old.said, own: old.own,
	}
	for l := range old.hits {
		d.hits[l] = old.hits[l][:0]
	}
}

// zeros returns n zero values, in the memory of s if there is room.
func zeros[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// clause is a stretch between punctuation marks.
type clause struct {
	span
	hits    [layers][]hit
	quants  []quantity
	stop    byte // what ended it: ',' '.' ';' '?' '\n' ' '
	dead    string
	limited bool // a deadline stands in it
	dates   []dateExpr
}

// mark is a set of things that start or end at a byte.
type mark uint8

const (
	unitStarts mark = 1 << iota
	unitEnds
	actEnds
	dateStarts
)

// setMarks notes where classifiers start and end and where verbs end.
func (d *doc) setMarks() {
	d.marks = zeros(d.marks, len(d.text)+1)
	for _, h := range d.hits[layerUnit] {
		d.marks[h.start] |= unitStarts
		d.marks[h.end] |= unitEnds
	}
	for _, h := range d.hits[layerDate] {
		d.marks[h.start] |= dateStarts
	}
	for _, l := range []layer{layerKind, layerVerb, layerResult, layerPlace, layerDate, layerIdiom} {
		for _, h := range d.hits[l] {
			if h.len() >= 6 && h.tag != "gridname" {
				d.marks[h.end] |= actEnds
			}
		}
	}
}

// claim marks a span as understood and reports whether it was free.
func (d *doc) claim(s span) bool {
	for i := s.start; i < s.end; i++ {
		if d.claimed[i] {
			return false
		}
	}
	for i := s.start; i < s.end; i++ {
		d.claimed[i] = true
	}
	return true
}

// before returns up to n runes that end at byte i.
func (d *doc) before(i, n int) string {
	j := i
	for ; n > 0 && j > 0; n-- {
		_, w := utf8.DecodeLastRuneInString(d.text[:j])
		j -= w
	}
	return d.text[j:i]
}

// after returns up to n runes from byte i.
func (d *doc) after(i, n int) string {
	j := i
	for ; n > 0 && j < len(d.text); n-- {
		_, w := utf8.DecodeRuneInString(d.text[j:])
		j += w
	}
	return d.text[i:j]
}

func runeAt(s string, i int) (rune, int) { return utf8.DecodeRuneInString(s[i:]) }

func isHan(r rune) bool { return r >= 0x3400 && r <= 0x9FFF || r == '〇' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// hasAnyPrefix returns the first of words that s starts with.
func hasAnyPrefix(s string, words ...string) string {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return w
		}
	}
	return ""
}

// hasAnySuffix returns the first of words that s ends with.
func hasAnySuffix(s string, words ...string) string {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return w
		}
	}
	return ""
}

// containsAny reports whether one of words occurs in s.
func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
