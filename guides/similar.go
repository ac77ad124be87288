package guides

import (
	"slices"
	"strings"
)

// Scores for what was typed with an error. The whole query being a name but
// for the error says more than words found in it.
const (
	soundsSame  = 4.4 // every syllable the same
	soundsAlike = 3.6 // after folding what speakers mix up
	oneWrong    = 3.4 // one character wrong
	wholeQuery  = 2.0 // on top for names of four characters and more
	partSounds  = 2.6 // the sounds of a part
)

// similar looks for terms that sound like the query or differ in one
// character.
func (s *scratch) similar(q query) {
	for _, core := range variants(q) {
		syllables := s.ix.sounds.syllables(core)
		s.soundsLike(core, syllables, 2)
		s.soundsWithin(core, syllables)
		s.oneEdit(core)
	}
	s.longNames(q.core)
	syllables := s.ix.sounds.syllables(q.core)
	for from := range q.core {
		for to := from + 3; to <= min(len(q.core), from+maxAlike); to++ {
			if to-from < len(q.core) {
				s.soundsLike(q.core[from:to], syllables[from:to], 3)
			}
		}
	}
}

// soundsLike takes terms of the same sounds as a stretch of the query; least
// is how short the stretch may be, two only if it is the whole.
func (s *scratch) soundsLike(stretch []rune, syllables []string, least int) {
	if len(stretch) < least || len(stretch) > maxAlike {
		return
	}
	for _, h := range s.ix.alike.find(hashAlike(syllables)) {
		t := s.ix.terms[h.term]
		if !shareOne(stretch, t.text) {
			continue
		}
		to := float32(soundsAlike)
		if slices.Equal(s.ix.sounds.syllables([]rune(t.text)), syllables) {
			to = soundsSame
		}
		if least == 2 && t.runes >= 4 {
			to += wholeQuery
		}
		if t.rank == byCue {
			to--
		}
		s.raise(t.doc, to+perCharacter*float32(min(t.runes, 8)), Similar)
	}
}

// shareOne asks for one right character: 大家 sounds like 打架 and is not it.
func shareOne(typed []rune, term string) bool {
	return strings.ContainsAny(term, string(typed))
}

// soundsWithin takes terms that contain the sounds of the query.
func (s *scratch) soundsWithin(core []rune, syllables []string) {
	if len(core) < 3 || len(core) > maxAlike {
		return
	}
	joined := strings.Join(syllables, "")
	for _, x := range s.ix.pinyin.find(joined) {
		f := s.ix.pinyin.forms[x.form]
		t := s.ix.terms[f.term]
		if t.rank < byStrong || !shareOne(core, t.text) || !s.endsPart(x, t, joined, len(syllables)) {
			continue
		}
		s.raise(t.doc, partSounds+partLength*float32(len(syllables))/float32(t.runes), Similar)
	}
}

// endsPart reports whether a match in the pinyin of a term ends with a
// syllable, n syllables after it began.
func (s *scratch) endsPart(x suffix, t term, q string, n int) bool {
	syllables := s.ix.sounds.syllables([]rune(t.text))
	end := int(x.part) + n
	return end <= len(syllables) && strings.Join(syllables[x.part:end], "") == q
}

// oneEdit takes names of up to eight characters that are one character away:
// one too many, one too few, one wrong, two swapped. In a name of three a
// wrong one must look or sound like the right one, or stand in the middle.
func (s *scratch) oneEdit(core []rune) {
	if len(core) < 2 || len(core) > maxOneOff+1 {
		return
	}
	for i := -1; i < len(core); i++ {
		s.takeEdits(core, hashWithout(core, i))
	}
	if len(core) <= 3 {
		s.swapped(core)
	}
}

func (s *scratch) takeEdits(core []rune, hash uint64) {
	for _, h := range s.ix.oneOff.find(hash) {
		t := s.ix.terms[h.term]
		name := []rune(t.text)
		if withinOneEdit(core, name) && s.plausible(core, name) {
			s.raiseEdited(t)
		}
	}
}

func (s *scratch) raiseEdited(t term) {
	to := oneWrong + perCharacter*float32(min(t.runes, 12))
	if t.runes >= 4 {
		to += wholeQuery
	}
	if t.rank == byCue {
		to--
	}
	s.raise(t.doc, to, Similar)
}

// plausible asks of short names that the error is one that people make.
func (s *scratch) plausible(core, name []rune) bool {
	if len(name) > 3 {
		return true
	}
	if len(core) != len(name) {
		return false
	}
	for i := range name {
		if core[i] != name[i] {
			return i == 1 || strings.ContainsRune(s.ix.shapes[name[i]], core[i]) ||
				alike(s.ix.sounds.syllable(core[i])) == alike(s.ix.sounds.syllable(name[i])) ||
				i+1 < len(name) && core[i] == name[i+1]
		}
	}
	return true
}

// longNames compares the query with the longer names of the guides that have
// most of its pairs of characters.
func (s *scratch) longNames(core []rune) {
	if len(core) <= maxOneOff {
		return
	}
	for _, d := range s.likely {
		for _, id := range s.ix.byDoc[d] {
			t := s.ix.terms[id]
			if t.runes > maxOneOff && t.runes >= len(core)-1 && t.runes <= len(core)+1 && withinOneEdit(core, []rune(t.text)) {
				s.raiseEdited(t)
				s.add(d, wholeQuery, Similar)
			}
		}
	}
}

// swapped takes two neighbouring characters the other way round.
func (s *scratch) swapped(core []rune) {
	for i := 0; i+1 < len(core); i++ {
		other := append([]rune{}, core...)
		other[i], other[i+1] = other[i+1], other[i]
		for _, x := range s.ix.characters.find(string(other)) {
			t := s.ix.terms[s.ix.characters.forms[x.form].term]
			if x.start == 0 && t.rank >= byStrong && t.runes == len(core) {
				s.raise(t.doc, oneWrong, Similar)
			}
		}
	}
}

// withinOneEdit reports whether a is b with at most one character added,
// left out or replaced, or two neighbours swapped.
func withinOneEdit(a, b []rune) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 2 && len(b) == 2 {
		return a[0] == b[1] && a[1] == b[0]
	}
	return len(a) <= 1 && len(b) <= 1
}
