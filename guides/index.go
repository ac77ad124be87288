package guides

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gridmate/community"
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
	for i, line := range x.others {
		ix.addCues(int32(len(list)+i), line)
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

func (ix *Index) addGuide(doc int32, g Guide) {
	seen := map[string]bool{}
	add := func(s string, r rank, w float32) {
		text := string(fold(s))
		if text != "" && !seen[text] {
			seen[text] = true
			ix.terms = append(ix.terms, term{doc: doc, rank: r, weight: w, text: text, runes: utf8.RuneCountInString(text)})
		}
	}
	add(g.Name, byName, nameWeight)
	for _, s := range shortNames(g.Name) {
		add(s, byName, aliasWeight)
	}
	for _, a := range g.Aliases {
		add(a, byAlias, aliasWeight)
	}
}

// endings are what official names close with and people leave out.
var endings = []string{"申请", "申领", "办理", "认定", "登记", "出具", "报名", "申领换领补领", "救助供养认定"}

// shortNames are the name without brackets, what stands in them, and each
// without its ending.
func shortNames(name string) []string {
	name = strings.NewReplacer("(", "（", ")", "）").Replace(name)
	outside, rest, bracketed := strings.Cut(name, "（")
	inside, _, _ := strings.Cut(rest, "）")
	var out []string
	for _, s := range []string{outside, inside} {
		if bracketed {
			out = append(out, s)
		}
		for _, e := range endings {
			short, cut := strings.CutSuffix(s, e)
			if cut && utf8.RuneCountInString(short) >= 3 {
				out = append(out, short)
			}
		}
	}
	return out
}

func (ix *Index) addCues(doc int32, line cueLine) {
	for _, cue := range line.cues {
		if len(cue) > 1 {
			ix.addCombined(doc, line.weight, cue)
			continue
		}
		for _, w := range cue[0].words {
			text := string(fold(w))
			r := byCue
			if line.weight >= aliasWeight {
				r = byStrong
			}
			ix.terms = append(ix.terms, term{doc: doc, rank: r, weight: line.weight, text: text, runes: utf8.RuneCountInString(text)})
		}
	}
}

func (ix *Index) addCombined(doc int32, weight float32, cue []part) {
	c := combined{doc: doc, weight: weight}
	id := int32(len(ix.combined))
	for i, p := range cue {
		if p.absent {
			c.not |= 1 << i
		} else {
			c.need |= 1 << i
		}
		for _, w := range p.words {
			ix.mean(string(fold(w)), meaning{term: -1, combo: id, part: int32(i)})
		}
	}
	ix.combined = append(ix.combined, c)
}

func (ix *Index) mean(word string, m meaning) {
	id := int(ix.words.add(word))
	if id == len(ix.meanings) {
		ix.meanings = append(ix.meanings, nil)
		ix.spelled = append(ix.spelled, word)
	}
	ix.meanings[id] = append(ix.meanings[id], m)
}

// addTerm makes a term findable by characters, by sound and with an error; a
// weak one only where a query has it in full.
func (ix *Index) addTerm(id int) {
	t := ix.terms[id]
	text := []rune(t.text)
	ix.mean(t.text, meaning{term: int32(id)})
	if t.weight < strongCue {
		return
	}
	ix.characters.add(int32(id), t.text, runeStarts(t.text))
	ix.sounds.learn(text)
	syllables := ix.sounds.syllables(text)
	ix.addSounds(id, syllables)
	if plain := ix.sounds.plain(text); !slices.Equal(plain, syllables) {
		ix.addSounds(id, plain)
	}
	if t.rank >= byAlias && int(t.doc) < len(ix.guides) {
		ix.byDoc[t.doc] = append(ix.byDoc[t.doc], int32(id))
	}
	if n := len(text); t.rank >= byStrong && n >= 3 && n <= maxOneOff {
		for i := -1; i < n; i++ {
			ix.oneOff.add(hashWithout(text, i), id)
		}
	}
	if int(t.doc) < len(ix.guides) {
		ix.addGrams(text, func(p *posting) *[]int32 { return &p.names }, t.doc)
	}
}

// addSounds makes a term findable by one way of reading it.
func (ix *Index) addSounds(id int, syllables []string) {
	ix.pinyin.add(int32(id), strings.Join(syllables, ""), partStarts(syllables))
	first := initials(syllables)
	ix.initials.add(int32(id), first, runeStarts(first))
	if n := len(syllables); n >= 2 && n <= maxAlike {
		ix.alike.add(hashAlike(syllables), id)
	}
}

// Longest terms, in characters, that are found by sound and with an error.
const (
	maxAlike  = 12
	maxOneOff = 8
)

func runeStarts(s string) []int {
	var out []int
	for i := range s {
		out = append(out, i)
	}
	return out
}

func partStarts(parts []string) []int {
	out := make([]int, 0, len(parts))
	at := 0
	for _, p := range parts {
		out = append(out, at)
		at += len(p)
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

// Guides lists all guides in their own order.
func (ix *Index) Guides() []Guide { return ix.guides }

// BySlug returns a guide, or false.
func (ix *Index) BySlug(slug string) (Guide, bool) {
	i, known := ix.bySlug[slug]
	if !known {
		return Guide{}, false
	}
	return ix.guides[i], true
}

// RelatedTo lists the guides that a guide names as related.
func (ix *Index) RelatedTo(g Guide) []Guide {
	names := g.RelatedNames()
	return ix.where(func(o Guide) bool { return slices.Contains(names, o.Name) })
}

// Departments lists the fields in the order of the guides.
func (ix *Index) Departments() []string {
	var out []string
	seen := map[string]bool{}
	for _, g := range ix.guides {
		if !seen[g.Department] {
			seen[g.Department] = true
			out = append(out, g.Department)
		}
	}
	return out
}

// InDepartment lists the guides of a field.
func (ix *Index) InDepartment(name string) []Guide {
	return ix.where(func(g Guide) bool { return g.Department == name })
}

// OfType lists the guides of one of the four types.
func (ix *Index) OfType(t community.CommunityType) []Guide {
	return ix.where(func(g Guide) bool { return g.Type == t })
}

func (ix *Index) where(keep func(Guide) bool) []Guide {
	var out []Guide
	for _, g := range ix.guides {
		if keep(g) {
			out = append(out, g)
		}
	}
	return out
}
