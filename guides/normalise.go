package guides

import (
	"slices"
	"strings"
	"unicode"

	"gridmate/hanzi"
)

// maxQuery is how many characters of a query are looked at: as many as the
// bits of a mask, less one.
const maxQuery = 63

// query is what somebody typed, taken apart.
type query struct {
	text []rune      // folded, without spaces and marks
	core []rune      // text without fillers
	bare []rune      // core without generic words at its ends
	asks SectionKind // the section asked for, if any
	han  bool        // has Chinese characters
}

// fold makes a text comparable and drops all but letters, digits and
// characters.
func fold(s string) []rune {
	var out []rune
	for _, r := range hanzi.Fold(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, r)
		}
	}
	return out
}

// normaliser strips what wraps a question.
type normaliser struct {
	fillers *trie
	asks    []SectionKind // by filler
	generic []string      // longest first

	wrapping map[string]bool // fillers and generic words
}

func newNormaliser(x Lexicon) *normaliser {
	n := &normaliser{fillers: newTrie(), generic: slices.Clone(x.generic), wrapping: map[string]bool{}}
	for _, w := range x.generic {
		n.wrapping[w] = true
	}
	for _, f := range x.fillers {
		n.wrapping[f.text] = true
		if id := n.fillers.add(f.text); int(id) == len(n.asks) {
			n.asks = append(n.asks, f.asks)
		}
	}
	slices.SortFunc(n.generic, func(a, b string) int { return len(b) - len(a) })
	return n
}

func (n *normaliser) parse(s string) query {
	if len(s) > 8*maxQuery {
		s = strings.ToValidUTF8(s[:8*maxQuery], "")
	}
	text := fold(s)
	if len(text) > maxQuery {
		text = text[:maxQuery]
	}
	q := query{text: text, han: slices.ContainsFunc(text, isHan)}
	q.core, q.asks = n.strip(text)
	q.bare = n.trim(q.core)
	return q
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// strip removes fillers, the longest first at each place, and tells which
// section the last of them that asks for one asked for.
func (n *normaliser) strip(text []rune) ([]rune, SectionKind) {
	found := n.fillers.scan(text, nil)
	var (
		core []rune
		asks SectionKind
	)
	for i := 0; i < len(text); {
		end := i
		for _, s := range found {
			if s.from == i && s.to > end {
				end = s.to
				if a := n.asks[s.word]; a != anySection {
					asks = a
				}
			}
		}
		if end > i {
			i = end
			continue
		}
		core = append(core, text[i])
		i++
	}
	return core, asks
}

// anySection marks fillers that ask for no section.
const anySection SectionKind = "-"

// wraps reports whether a word only wraps a question.
func (n *normaliser) wraps(word string) bool { return n.wrapping[word] }

// trim takes generic words off both ends of a core.
func (n *normaliser) trim(core []rune) []rune {
	s := string(core)
	for again := true; again; {
		again = false
		for _, w := range n.generic {
			if t := strings.TrimSuffix(strings.TrimPrefix(s, w), w); t != s {
				s, again = t, true
			}
		}
	}
	return []rune(s)
}
