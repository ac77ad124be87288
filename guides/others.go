package guides

import "slices"

// ownWords are the words for matters of others that mean one of these guides
// after all: those that stand in a name, and, for guides that the lexicon
// does not know, those that hold a name. A deployment that adds a guide for
// passports wants it found.
func (ix *Index) ownWords(x Lexicon) map[string]bool {
	others := newTrie()
	var spelled []string
	for _, line := range x.others {
		for _, cue := range line.cues {
			for _, w := range cue[0].words {
				if int(others.add(w)) == len(spelled) {
					spelled = append(spelled, w)
				}
			}
		}
	}
	own := map[string]bool{}
	added := newTrie()
	for _, t := range ix.terms {
		if t.rank < byAlias {
			continue
		}
		for _, sp := range others.scan([]rune(t.text), nil) {
			own[spelled[sp.word]] = true
		}
		if !x.knows(ix.guides[t.doc].Slug) {
			added.add(t.text)
		}
	}
	for _, w := range spelled {
		if len(added.scan([]rune(w), nil)) > 0 {
			own[w] = true
		}
	}
	return own
}

// knows reports whether the lexicon has words for a guide.
func (x Lexicon) knows(slug string) bool { return x.slugs[slug] }

// without drops the single words of a line that are in own.
func without(line cueLine, own map[string]bool) cueLine {
	line.cues = slices.DeleteFunc(slices.Clone(line.cues), func(cue []part) bool {
		return len(cue) == 1 && slices.ContainsFunc(cue[0].words, func(w string) bool { return own[w] })
	})
	return line
}
