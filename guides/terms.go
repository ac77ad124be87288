package guides

import (
	"slices"
	"strings"
	"unicode/utf8"
)

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
