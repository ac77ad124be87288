package guides

import (
	"cmp"
	"slices"
)

// characters scores a query of Chinese characters.
func (s *scratch) characters(q query) {
	s.contained(q.text)
	for _, core := range variants(q) {
		s.whole(core)
		s.within(core, len(core) < len(q.core))
	}
	s.overlap(q.core)
	if !s.exact() && len(q.bare) > 0 {
		s.similar(q)
	}
	if s.best() < floor {
		s.vote()
	}
}

// exact reports whether the query is a name already, so that no error of
// typing need be looked for.
func (s *scratch) exact() bool {
	return slices.ContainsFunc(s.touched, func(d int32) bool { return s.match[d] == Exact })
}

// variants are the forms in which a query may be a name.
func variants(q query) [][]rune {
	if len(q.bare) == 0 {
		return nil
	}
	out := [][]rune{q.text}
	for _, v := range [][]rune{q.core, q.bare} {
		if len(v) > 0 && !slices.ContainsFunc(out, func(o []rune) bool { return slices.Equal(o, v) }) {
			out = append(out, v)
		}
	}
	return out
}

// Shares of a word's weight that count.
const (
	insideLonger = 0.25 // the word stands inside a longer known word
	saidAlready  = 0.2  // its characters spoke for the same document before
	saidToo      = 0.5  // something heavier spoke for the document too
)

// What is added to evidence.
const (
	// lateWord is what a word gains towards the end of a query: first comes
	// what happened, then what is wanted.
	lateWord = 0.3
	// together is what a combination has before a single word of its weight.
	together = 0.3
)

// contained scores the known words and combinations in a text.
func (s *scratch) contained(text []rune) {
	ix := s.ix
	s.found = ix.words.scan(text, s.found[:0])
	for _, sp := range s.found {
		mask := maskOf(sp)
		share := float32(1)
		if s.insideLonger(sp) {
			share = insideLonger
		}
		for _, m := range ix.meanings[sp.word] {
			if m.term < 0 {
				if share == 1 || sp.to-sp.from > 1 {
					s.parts[m.combo] |= 1 << m.part
				}
				continue
			}
			t := ix.terms[m.term]
			weight := t.weight + perCharacter*float32(min(t.runes, 10)) + lateWord*float32(sp.to)/float32(len(text))
			s.evidence = append(s.evidence, evidence{t.doc, share * weight, mask})
		}
	}
	for id, parts := range s.parts {
		c := ix.combined[id]
		if parts&c.need == c.need && parts&c.not == 0 {
			s.evidence = append(s.evidence, evidence{c.doc, c.weight + together, combination})
		}
	}
	s.weigh()
}

// combination stands in a mask for all combinations of words: a second one
// for the same document only repeats.
const combination = 1 << 63

func maskOf(sp span) uint64 {
	return (1<<uint(sp.to-sp.from) - 1) << uint(sp.from)
}

// insideLonger reports whether a longer term spans a word, or a longer word
// cuts into it: 领养 in 领养老金.
func (s *scratch) insideLonger(sp span) bool {
	for _, o := range s.found {
		if o.to-o.from <= sp.to-sp.from || o.to <= sp.from || o.from >= sp.to {
			continue
		}
		spans := o.from <= sp.from && o.to >= sp.to
		if !spans || s.isStrong(o.word) {
			return true
		}
	}
	return false
}

func (s *scratch) isStrong(word int32) bool {
	for _, m := range s.ix.meanings[word] {
		if m.term >= 0 && s.ix.terms[m.term].weight >= strongCue {
			return true
		}
	}
	return false
}

// weigh adds up evidence, the heaviest first; what only repeats counts little.
func (s *scratch) weigh() {
	slices.SortFunc(s.evidence, func(a, b evidence) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.doc, b.doc), cmp.Compare(a.mask, b.mask))
	})
	for _, e := range s.evidence {
		w := e.weight
		switch {
		case w <= 0 || s.covered[e.doc] == 0:
		case e.mask&^s.covered[e.doc] == 0:
			w *= saidAlready
		default:
			w *= saidToo
		}
		s.add(e.doc, w, Words)
		s.covered[e.doc] |= e.mask
	}
}

// Scores for a query that is a term.
const (
	wholeName = 6.0
	wholeCue  = 3.0
)

func (s *scratch) whole(core []rune) {
	text := string(core)
	for _, x := range s.ix.characters.find(text) {
		t := s.ix.terms[s.ix.characters.forms[x.form].term]
		switch {
		case x.start > 0 || len(t.text) != len(text):
		case t.rank >= byStrong:
			s.add(t.doc, wholeName, Exact)
		default:
			s.add(t.doc, wholeCue, Words)
		}
	}
}

// Scores for a query that is a part of a term.
const (
	partBase   = 2.0
	partLength = 1.5 // times the share of the term that was typed
	partPrefix = 0.6
	partOfName = 2.0 // on top for three characters and more of a name
	partOfCue  = 0.5 // least share of a cue that must be typed
	cuePart    = 0.8 // taken off for cues
	othersPart = 0.6 // and for matters of others
)

// within takes the terms that contain the query; of a query without its
// generic words only names.
func (s *scratch) within(core []rune, onlyNames bool) {
	n := len(core)
	if n < 2 || n > 30 {
		return
	}
	s.parted = s.parted[:0]
	for _, x := range s.ix.characters.find(string(core)) {
		t := s.ix.terms[s.ix.characters.forms[x.form].term]
		share := float32(n) / float32(t.runes)
		if share == 1 || t.rank <= byStrong && (share < partOfCue || onlyNames) {
			continue
		}
		to := partBase + partLength*share
		if x.start == 0 {
			to += partPrefix
		}
		if t.rank <= byStrong {
			to -= cuePart
		}
		if int(t.doc) >= len(s.ix.guides) {
			to -= othersPart
		}
		s.raise(t.doc, to, Partial)
		if n >= 3 && t.rank >= byAlias && !slices.Contains(s.parted, t.doc) {
			s.parted = append(s.parted, t.doc)
		}
	}
	for _, d := range s.parted {
		s.add(d, partOfName, Partial)
	}
}

// Scores for sharing pairs of characters.
const (
	overlapFull = 3.0
	overlapFrom = 0.5 // share of the query's weight from which it counts
	bodyShare   = 0.25

	overlapLikely = 0.6 // share from which long names are compared
)

// overlap compares pairs of characters, rare pairs first of all. A single
// pair says too little.
func (s *scratch) overlap(core []rune) {
	s.likely = s.likely[:0]
	if len(core) < 3 {
		return
	}
	var total float32
	s.gramDocs = s.gramDocs[:0]
	for i := 0; i+1 < len(core); i++ {
		p := s.ix.grams[pair(core[i], core[i+1])]
		if p == nil {
			total += s.ix.rarest()
			continue
		}
		total += p.idf
		for _, d := range p.names {
			s.count(d, p.idf)
		}
		for _, d := range p.bodies {
			s.count(d, p.idf*bodyShare)
		}
	}
	for _, d := range s.gramDocs {
		share := min(s.gram[d]/total, 1)
		s.gram[d] = 0
		if share >= overlapLikely {
			s.likely = append(s.likely, d)
		}
		switch {
		case share >= overlapFrom:
			s.raise(d, overlapFull*share*share, Words)
			s.add(d, share, Words)
		case s.seen[d]:
			s.add(d, share, Words)
		}
	}
}

func (s *scratch) count(doc int32, by float32) {
	if s.gram[doc] == 0 {
		s.gramDocs = append(s.gramDocs, doc)
	}
	s.gram[doc] += by
}
