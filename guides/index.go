package guides

import (
	"math"
	"slices"
	"sync"
)

// Index is the search over a list of guides. It never changes after NewIndex
// and may be used by many goroutines; changed guides need a new index.
type Index struct {
	guides []Guide
	bySlug map[string]int

	norm   *normaliser
	sounds *phonetic
	shapes map[rune]string

	byDoc    [][]int32 // terms by document, names and aliases only
	docs     int       // guides, then one for each line of matters of others
	others   []cueLine // the lines behind the documents after the guides
	terms    []term
	words    *trie       // words of terms and of parts of cues
	meanings [][]meaning // by word
	spelled  []string    // by word
	combined []combined
	votes    []voter // by word

	characters *suffixes // terms by characters, for parts of names
	pinyin     *suffixes // terms by full pinyin
	initials   *suffixes // terms by initials
	alike      *hashes   // terms by sound, folded
	oneOff     *hashes   // names of 3 to 8 characters, whole and with one left out
	grams      map[uint64]*posting

	pool sync.Pool // of *scratch
}

// rank says how much a term belongs to its document.
type rank uint8

const (
	byCue    rank = iota // everyday words of the lexicon
	byStrong             // words of the lexicon that are as good as an alias
	byAlias              // aliases, and names without their usual endings
	byName
)

// term is a text that means a document.
type term struct {
	doc    int32
	rank   rank
	weight float32
	text   string
	runes  int
}

// meaning is what a word of the trie stands for: a term, or a part of a
// combination of words.
type meaning struct {
	term  int32 // -1 if it is a part
	combo int32
	part  int32
}

// combined is a cue of several parts.
type combined struct {
	doc    int32
	weight float32
	need   uint16 // bits of the parts that must occur
	not    uint16 // bits of the parts that must not
}

// posting lists the documents with a pair of characters.
type posting struct {
	names  []int32 // in names, aliases, strong cues
	bodies []int32 // only in the text
	idf    float32
}

// Weights of what a query contains.
const (
	nameWeight   = 3.2
	aliasWeight  = 3.0
	strongCue    = 2.0 // a cue of this weight counts on its own
	perCharacter = 0.12
)

// NewIndex builds the index. Guides and lexicon are not changed and must not
// be changed afterwards.
func NewIndex(list []Guide, x Lexicon) *Index {
	ix := &Index{
		guides: list, bySlug: map[string]int{},
		norm: newNormaliser(x), sounds: newPhonetic(x.readings), shapes: shapeTable(x.shapes),
		others: x.others, docs: len(list) + len(x.others),
		words:      newTrie(),
		byDoc:      make([][]int32, len(list)),
		characters: &suffixes{}, pinyin: &suffixes{}, initials: &suffixes{},
		alike: &hashes{}, oneOff: &hashes{}, grams: map[uint64]*posting{},
	}
	for i, g := range list {
		ix.bySlug[g.Slug] = i
		ix.addGuide(int32(i), g)
	}
	for _, line := range x.cues {
		if i, known := ix.bySlug[line.key]; known {
			ix.addCues(int32(i), line)
		}
	}
	own := ix.ownWords(x)
	for i, line := range x.others {
		ix.addCues(int32(len(list)+i), without(line, own))
	}
	for i := range ix.terms {
		ix.addTerm(i)
	}
	for i, g := range list {
		ix.addBody(int32(i), g)
	}
	ix.addVotes()
	ix.finish()
	return ix
}

func shapeTable(lines []string) map[rune]string {
	out := map[rune]string{}
	for _, line := range lines {
		for _, r := range line {
			out[r] += line
		}
	}
	return out
}

// bodyKinds are the sections whose words say what a matter is about. Papers
// and steps name other matters too often.
var bodyKinds = []SectionKind{What, Who, Questions}

func (ix *Index) addBody(doc int32, g Guide) {
	for _, k := range bodyKinds {
		s, _ := g.Section(k)
		text := fold(Show(s.Body))
		ix.sounds.learn(text)
		ix.addGrams(text, func(p *posting) *[]int32 { return &p.bodies }, doc)
	}
}

func pair(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) }

func (ix *Index) addGrams(text []rune, to func(*posting) *[]int32, doc int32) {
	for i := 0; i+1 < len(text); i++ {
		key := pair(text[i], text[i+1])
		p := ix.grams[key]
		if p == nil {
			p = &posting{}
			ix.grams[key] = p
		}
		list := to(p)
		if n := len(*list); n == 0 || (*list)[n-1] != doc {
			*list = append(*list, doc)
		}
	}
}

// finish sorts the suffixes and weighs pairs of characters by rarity.
func (ix *Index) finish() {
	var sorting sync.WaitGroup
	for _, s := range []*suffixes{ix.characters, ix.pinyin, ix.initials} {
		sorting.Go(s.sort)
	}
	for _, h := range []*hashes{ix.alike, ix.oneOff} {
		sorting.Go(h.sort)
	}
	sorting.Wait()
	for _, p := range ix.grams {
		p.names, p.bodies = slices.Clone(p.names), slices.Clone(p.bodies)
		n := len(p.names) + len(p.bodies)/4
		p.idf = float32(math.Log(1 + float64(len(ix.guides))/float64(n+1)))
	}
}

// rarest is the weight of a pair that no guide has.
func (ix *Index) rarest() float32 { return float32(math.Log(1 + float64(len(ix.guides)))) }
