package guides

import "slices"

// Match says how a hit was found, from the surest down.
type Match uint8

// Ways of finding.
const (
	Exact   Match = iota // the query is a name or an alias
	Partial              // the query is a part of one
	Words                // the query has words that mean it
	Similar              // by sound, with an error of one character, or by single words
)

// Hit is a guide that answers a query.
type Hit struct {
	Guide Guide
	Score float64 // comparable within one result only
	Match Match
}

// Result answers a query.
type Result struct {
	Hits []Hit // best first; none = 未收录
	// Asked is the section that the query asked for (要啥材料 → Bring), or "".
	Asked SectionKind
	// Ambiguous: the first hits are equally good, so offer them as a choice.
	Ambiguous bool
	// Line is whom to ask when nothing was found: the national hot-line of
	// the field that the query seems to be about.
	Line Line
}

// floor is the score from which something is an answer.
const floor = 2.0

// Search finds the guides for what somebody typed, at most limit of them
// (limit < 1: all that qualify). It answers nothing rather than something
// that the query does not mean.
func (ix *Index) Search(text string, limit int) Result {
	q := ix.norm.parse(text)
	s := ix.scratch()
	defer s.release()
	if q.han || len(q.text) > 0 && !slices.ContainsFunc(q.text, isLatin) {
		s.characters(q)
	}
	if slices.ContainsFunc(q.text, isLatin) {
		s.latin(q, text)
	}
	return s.result(q, limit)
}

func isLatin(r rune) bool { return r < 0x250 && (r < '0' || r > '9') }

// scratch collects the scores of one search.
type scratch struct {
	ix      *Index
	score   []float32
	match   []Match
	touched []int32
	seen    []bool // parallel to score: is in touched

	found    []span
	parts    map[int32]uint16
	evidence []evidence
	covered  []uint64 // by document: characters already counted
	gram     []float32
	gramDocs []int32
	parted   []int32
	likely   []int32
	ballots  []ballot // by document
}

// evidence is a word or a combination of words that speaks for a document.
type evidence struct {
	doc    int32
	weight float32
	mask   uint64
}

func (ix *Index) scratch() *scratch {
	s, _ := ix.pool.Get().(*scratch)
	if s == nil {
		s = &scratch{
			ix: ix, score: make([]float32, ix.docs), match: make([]Match, ix.docs), seen: make([]bool, ix.docs),
			covered: make([]uint64, ix.docs), gram: make([]float32, ix.docs), ballots: make([]ballot, ix.docs), parts: map[int32]uint16{},
		}
	}
	return s
}

func (s *scratch) release() {
	for _, d := range s.touched {
		s.score[d], s.match[d], s.seen[d], s.covered[d] = 0, 0, false, 0
	}
	s.touched, s.found, s.evidence = s.touched[:0], s.found[:0], s.evidence[:0]
	clear(s.parts)
	s.ix.pool.Put(s)
}

// touch makes sure that a document takes part.
func (s *scratch) touch(doc int32) {
	if !s.seen[doc] {
		s.seen[doc] = true
		s.match[doc] = Similar
		s.touched = append(s.touched, doc)
	}
}

// add raises a score.
func (s *scratch) add(doc int32, by float32, m Match) {
	s.touch(doc)
	s.score[doc] += by
	if m < s.match[doc] {
		s.match[doc] = m
	}
}

// raise lifts a score to at least a value.
func (s *scratch) raise(doc int32, to float32, m Match) {
	s.touch(doc)
	if s.score[doc] < to {
		s.score[doc] = to
		s.match[doc] = m
	}
}

// best is the highest score so far.
func (s *scratch) best() float32 {
	var top float32
	for _, d := range s.touched {
		top = max(top, s.score[d])
	}
	return top
}

// Shares of the best score that a further hit must reach to be shown.
const (
	keep       = 0.25
	keepBeside = 0.6 // where the best is exactly what was typed
)

// least is the score below which nothing is shown beside a better hit.
const least = 0.8

// near is the share of the best score from which a second hit is as good.
const near = 0.93

func (s *scratch) result(q query, limit int) Result {
	r := Result{Asked: q.asks}
	docs := slices.Clone(s.touched)
	slices.SortFunc(docs, func(a, b int32) int {
		switch {
		case s.score[a] != s.score[b]:
			if s.score[a] > s.score[b] {
				return -1
			}
			return 1
		default:
			return int(a - b)
		}
	})
	guides := int32(len(s.ix.guides))
	if len(docs) == 0 || s.score[docs[0]] < floor || docs[0] >= guides {
		r.Line = s.line(docs)
		return r
	}
	lowest := max(least, keep*s.score[docs[0]])
	if s.match[docs[0]] == Exact {
		lowest = keepBeside * s.score[docs[0]]
	}
	for _, d := range docs {
		if limit > 0 && len(r.Hits) == limit || s.score[d] < lowest {
			break
		}
		if d < guides {
			r.Hits = append(r.Hits, Hit{Guide: s.ix.guides[d], Score: float64(s.score[d]), Match: s.match[d]})
		}
	}
	r.Ambiguous = len(r.Hits) > 1 && r.Hits[1].Score >= near*r.Hits[0].Score
	return r
}

// line picks the hot-line of the document that came nearest.
func (s *scratch) line(docs []int32) Line {
	if len(docs) == 0 {
		return LineOf("")
	}
	nearest := int(docs[0])
	if i := nearest - len(s.ix.guides); i >= 0 {
		return LineOf(s.ix.others[i].key)
	}
	return LineOf(s.ix.guides[nearest].Department)
}
