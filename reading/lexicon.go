package reading

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gridmate/reading/weigh"
)

//go:embed lexicon/*.txt
var embedded embed.FS

// layer is one file of the lexicon. Within a layer the longest word wins and
// words do not overlap; layers do not disturb one another.
type layer uint8

const (
	layerKind      layer = iota // kind.txt: what speaks for a kind of record
	layerPatrol                 // patrol.txt: categories of patrols and issues
	layerDispute                // dispute.txt: categories of disputes
	layerEvent                  // event.txt: categories of events
	layerVerb                   // verb.txt: finding, mending, handing out, taking part
	layerResult                 // result.txt: what came of it
	layerAgree                  // agree.txt: in what form parties agreed
	layerNoun                   // noun.txt: what is counted
	layerUnit                   // unit.txt: classifiers
	layerNone                   // none.txt: plans, questions, instructions, thanks
	layerDate                   // date.txt: days and parts of days
	layerPlace                  // place.txt: where things are
	layerIdiom                  // idiom.txt: words that only look like numbers
	layerActs                   // acts.txt: what people do about things
	layerOccasions              // occasions.txt: service events and what happens at them
	layerThings
	layerScenes
	layerPeople
	layerQuarrels
	layers
)

var layerNames = [layers]string{"kind", "patrol", "dispute", "event", "verb", "result", "agree", "noun", "unit", "none", "date", "place", "idiom", "acts", "occasions", "things", "scenes", "people", "quarrels"}

// sense is what a word of a layer stands for: the section it is listed in.
type sense struct {
	layer  layer
	tag    string // first word of the section's header
	attr   string // second word, if any
	weight int    // the number in the header, 0 if there is none
	key    uint64 // of the feature that the section is
	last   uint64 // of the feature that it is in the last clause
}

// entry is a word with its sense.
type entry struct {
	word  string
	sense *sense
}

// lexicon finds words by their first two runes.
type lexicon struct {
	entries []entry            // those that begin alike together, longer ones first
	at      map[uint64]stretch // by key
}

// hit is a word found in a text.
type hit struct {
	span
	*sense
}

// loadLexicon reads every layer's file from dir of files. A file it does not
// know, an unreadable header or a word outside a section is an error with file
// and line.
func loadLexicon(files fs.FS, dir string) (*lexicon, error) {
	lx := &lexicon{}
	for l, name := range layerNames {
		data, err := fs.ReadFile(files, path.Join(dir, name+".txt"))
		if err != nil {
			return nil, fmt.Errorf("reading lexicon: %w", err)
		}
		if err := lx.parse(layer(l), string(data)); err != nil {
			return nil, fmt.Errorf("lexicon %s.txt: %w", name, err)
		}
	}
	lx.index()
	return lx, nil
}

// stretch is a run of entries.
type stretch struct{ from, to int32 }

// index puts the entries in order.
func (lx *lexicon) index() {
	type keyed struct {
		entry
		key uint64
	}
	list := make([]keyed, len(lx.entries))
	for i, e := range lx.entries {
		list[i] = keyed{e, key(e.word)}
	}
	slices.SortStableFunc(list, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(len(b.word), len(a.word)))
	})
	lx.entries, lx.at = make([]entry, len(list)), make(map[uint64]stretch, len(list)/2)
	for i, e := range list {
		lx.entries[i] = e.entry
		s, ok := lx.at[e.key]
		if !ok {
			s.from = int32(i)
		}
		s.to = int32(i + 1)
		lx.at[e.key] = s
	}
}

// starting returns the words with this key.
func (lx *lexicon) starting(key uint64) []entry {
	s := lx.at[key]
	return lx.entries[s.from:s.to]
}

func (lx *lexicon) parse(l layer, data string) error {
	var current *sense
	n := 0
	for line := range strings.Lines(data) {
		n++
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		if line == "" {
			continue
		}
		if line[0] == '[' {
			s, err := parseHeader(l, line)
			if err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
			current = s
			continue
		}
		if current == nil {
			return fmt.Errorf("line %d: word before the first [section]", n)
		}
		for w := range strings.FieldsSeq(line) {
			lx.entries = append(lx.entries, entry{strings.ReplaceAll(w, "_", " "), current})
		}
	}
	return nil
}

func newSense(l layer, tag, attr string, weight int) *sense {
	s := &sense{layer: l, tag: tag, attr: attr, weight: weight}
	s.key, s.last = weigh.Key(s.feature()), weigh.Key(s.feature()+"$")
	return s
}

// feature names the section as a feature for the weights.
func (s *sense) feature() string { return "#" + layerNames[s.layer] + ":" + s.tag + "/" + s.attr }

// parseHeader reads [tag], [tag 3], [tag attr] or [tag attr 3].
func parseHeader(l layer, line string) (*sense, error) {
	body, ok := strings.CutSuffix(strings.TrimSpace(line[1:]), "]")
	fields := strings.Fields(body)
	if !ok || len(fields) == 0 || len(fields) > 3 {
		return nil, fmt.Errorf("header %q is not [tag], [tag attribute] or [tag attribute number]", line)
	}
	attr, weight := "", 0
	for _, f := range fields[1:] {
		if v, err := strconv.Atoi(f); err == nil {
			weight = v
			continue
		}
		attr = f
	}
	return newSense(l, fields[0], attr, weight), nil
}

// key joins the first two runes; a word of one rune has only the first.
func key(s string) uint64 {
	a, w := utf8.DecodeRuneInString(s)
	if w >= len(s) {
		return uint64(a) << 32
	}
	b, _ := utf8.DecodeRuneInString(s[w:])
	return uint64(a)<<32 | uint64(b)
}

// match appends what the lexicon knows in text to hits, by layer.
func (lx *lexicon) match(text string, hits *[layers][]hit) {
	var ends [layers]int
	for i, r := range text {
		two := key(text[i:])
		lx.matchAt(text, i, lx.starting(two), hits, &ends)
		if one := uint64(r) << 32; one != two {
			lx.matchAt(text, i, lx.starting(one), hits, &ends)
		}
	}
}

func (lx *lexicon) matchAt(text string, at int, entries []entry, hits *[layers][]hit, ends *[layers]int) {
	for _, e := range entries {
		l := e.sense.layer
		if at < ends[l] && !sameSpan(hits[l], at, len(e.word)) || !strings.HasPrefix(text[at:], e.word) {
			continue
		}
		hits[l] = append(hits[l], hit{span{at, at + len(e.word)}, e.sense})
		ends[l] = at + len(e.word)
	}
}

func sameSpan(hits []hit, at, size int) bool {
	last := hits[len(hits)-1]
	return last.start == at && last.end == at+size
}
