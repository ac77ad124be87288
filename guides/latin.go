package guides

import (
	"strings"

	"gridmate/hanzi"
)

// Scores for pinyin.
const (
	pinyinWhole   = 8.0
	pinyinPrefix  = 5.0
	pinyinInside  = 3.6
	initialsWhole = 7.0
	initialsStart = 3.4
	initialsPart  = 2.6
	pinyinOneOff  = 3.0
	cueLess       = 2.5 // taken off where the term is only a cue
	strongLess    = 1.2 // and where it is a strong one
)

// latin scores a query in pinyin, whole or initials, also mixed with
// characters. If the whole says nothing, its last words are left out one by
// one: "dibao zenme ban".
func (s *scratch) latin(q query, raw string) {
	if q.han {
		if s.best() < floor {
			s.letters(plainU(strings.Join(s.ix.sounds.syllables(q.bare), "")))
		}
		return
	}
	words := strings.FieldsFunc(hanzi.Fold(raw), func(r rune) bool { return !isLatin(r) && !isDigit(r) || r == ' ' })
	for n := len(words); n > 0; n-- {
		s.letters(plainU(string(fold(strings.Join(words[:n], "")))))
		if s.best() >= floor {
			return
		}
	}
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// Least letters for each way of matching.
const (
	leastWhole  = 2
	leastPrefix = 3
	leastInside = 4
	leastOneOff = 6
	mostLetters = 80
)

func (s *scratch) letters(q string) {
	if len(q) < leastWhole || len(q) > mostLetters {
		return
	}
	s.pinyinMatches(q)
	s.initialsMatches(q)
	if s.best() < floor && len(q) >= leastOneOff {
		s.pinyinErrors(q)
	}
}

func (s *scratch) pinyinMatches(q string) {
	for _, x := range s.ix.pinyin.find(q) {
		f := s.ix.pinyin.forms[x.form]
		t := s.ix.terms[f.term]
		full := len(f.text)
		share := float32(len(q)) / float32(full)
		less := lessFor(t)
		switch {
		case x.start == 0 && len(q) == full:
			s.raise(t.doc, pinyinWhole-less, Exact)
		case x.start == 0 && len(q) >= leastPrefix:
			s.raise(t.doc, pinyinPrefix+share-less, Partial)
		case len(q) >= leastInside:
			s.raise(t.doc, pinyinInside+share-less/2, Partial)
		}
	}
}

func (s *scratch) initialsMatches(q string) {
	for _, x := range s.ix.initials.find(q) {
		f := s.ix.initials.forms[x.form]
		t := s.ix.terms[f.term]
		full := len(f.text)
		share := float32(len(q)) / float32(full)
		less := lessFor(t)
		switch {
		case t.rank <= byStrong && len(q) < leastPrefix:
		case x.start == 0 && len(q) == full:
			s.raise(t.doc, initialsWhole-less, Exact)
		case t.rank <= byStrong:
		case x.start == 0 && len(q) >= leastPrefix:
			s.raise(t.doc, initialsStart+share, Partial)
		case len(q) >= leastPrefix:
			s.raise(t.doc, initialsPart+share, Partial)
		}
	}
}

func lessFor(t term) float32 {
	switch t.rank {
	case byCue:
		return cueLess
	case byStrong:
		return strongLess
	case byAlias:
		return 0.1
	default:
		return 0
	}
}

// pinyinErrors takes names and aliases whose pinyin is one letter away.
func (s *scratch) pinyinErrors(q string) {
	typed := []rune(q)
	for _, f := range s.ix.pinyin.forms {
		t := s.ix.terms[f.term]
		if t.rank < byStrong || len(f.text) < len(q)-1 || len(f.text) > len(q)+1 {
			continue
		}
		if withinOneEdit(typed, []rune(f.text)) {
			s.raise(t.doc, pinyinOneOff, Similar)
		}
	}
}
