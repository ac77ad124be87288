package guides

import "math"

// Scores for a query in which no cue is complete: its words vote for the
// guides whose cues they belong to, rare words more than common ones.
const (
	votesNeeded = 2   // different words
	voteScore   = 2.0 // what a guide gets that has enough
	voteLeast   = 4.2 // least weight of its words together
)

// vote lets single words decide where nothing else did.
func (s *scratch) vote() {
	ix := s.ix
	var docs []int32
	for _, sp := range s.found {
		if s.insideAny(sp) {
			continue
		}
		w := ix.votes[sp.word]
		for _, d := range w.docs {
			v := &s.ballots[d]
			if v.words == 0 {
				docs = append(docs, d)
			}
			if mask := maskOf(sp); mask&^v.mask != 0 {
				v.words++
				v.weight += w.weight
				v.mask |= mask
			}
		}
	}
	for _, d := range docs {
		if v := s.ballots[d]; v.words >= votesNeeded && v.weight >= voteLeast {
			s.raise(d, voteScore+v.weight/20, Similar)
		}
		s.ballots[d] = ballot{}
	}
}

// insideAny reports whether a longer known word spans a word.
func (s *scratch) insideAny(sp span) bool {
	for _, o := range s.found {
		if o.from <= sp.from && o.to >= sp.to && o.to-o.from > sp.to-sp.from {
			return true
		}
	}
	return false
}

// ballot is what the words of a query say for a guide.
type ballot struct {
	words  int
	weight float32
	mask   uint64
}

// voter is a word of cues: the guides that it speaks for and how much.
type voter struct {
	docs   []int32
	weight float32
}

// addVotes notes which guides each word of the lexicon belongs to. Single
// characters, numbers and words that only wrap a question do not vote.
func (ix *Index) addVotes() {
	ix.votes = make([]voter, len(ix.meanings))
	for word, list := range ix.meanings {
		v := &ix.votes[word]
		if text := []rune(ix.spelled[word]); len(text) < 2 || !isHan(text[0]) || ix.norm.wraps(ix.spelled[word]) {
			continue
		}
		for _, m := range list {
			doc, counts := ix.speaksFor(m)
			if !counts || int(doc) >= len(ix.guides) {
				continue
			}
			if n := len(v.docs); n == 0 || v.docs[n-1] != doc {
				v.docs = append(v.docs, doc)
			}
		}
		v.weight = float32(math.Log(float64(len(ix.guides)+1) / float64(len(v.docs)+1)))
	}
}

// speaksFor is the document of a cue's word; names and aliases have their own
// weight, and words that must be absent speak for nothing.
func (ix *Index) speaksFor(m meaning) (int32, bool) {
	if m.term >= 0 {
		t := ix.terms[m.term]
		return t.doc, t.rank <= byStrong
	}
	c := ix.combined[m.combo]
	return c.doc, c.not&(1<<m.part) == 0
}
