package reading

import (
	"cmp"
	"slices"
	"unicode"

	"gridmate/community"
	"gridmate/hanzi"
)

// Correction is a report whose category people corrected.
type Correction struct {
	Kind community.Kind
	Text string             // as typed, masked
	To   community.Category // what it is
}

// Suggestion is a wording that people corrected more than once in the same
// way, and how many reports it stands in.
type Suggestion struct {
	Word
	Reports int
}

// Bounds of what is suggested.
const (
	minReports  = 2
	shortest    = 2
	longest     = 6
	suggestions = 10
)

// Suggest lists wordings that reports corrected to the same category have in
// common, and that the Reader does not take for that category yet: the most
// frequent first, the longer before the shorter, none that is part of another.
func (r *Reader) Suggest(corrections []Correction) []Suggestion {
	seen := map[Word]map[string]bool{}
	for _, c := range corrections {
		if c.Kind == community.KindIssue {
			c.Kind = community.KindPatrol
		}
		text := hanzi.Fold(c.Text)
		for _, gram := range grams(text) {
			w := Word{Kind: c.Kind, Text: gram, Category: c.To}
			if seen[w] == nil {
				seen[w] = map[string]bool{}
			}
			seen[w][text] = true
		}
	}
	var list []Suggestion
	for w, texts := range seen {
		if len(texts) >= minReports && !r.knows(w) && !disputed(seen, w) {
			list = append(list, Suggestion{Word: w, Reports: len(texts)})
		}
	}
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(b.Reports-a.Reports, len(b.Text)-len(a.Text), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Kind, b.Kind))
	})
	return maximal(list)
}

// grams are the runs of two to six Chinese characters in a text.
func grams(text string) []string {
	var found []string
	runes := []rune(text)
	for i := range runes {
		for j := i; j < len(runes) && j < i+longest && unicode.Is(unicode.Han, runes[j]); j++ {
			if j-i+1 >= shortest {
				found = append(found, string(runes[i:j+1]))
			}
		}
	}
	return found
}

// knows reports whether a wording is in the lexicon, in whatever sense: a
// common word such as 网格 or 发现 says nothing about a category.
func (r *Reader) knows(w Word) bool {
	for _, e := range r.lexicon.starting(key(w.Text)) {
		if e.word == w.Text {
			return true
		}
	}
	return false
}

// disputed reports whether the wording was corrected to another category too.
func disputed(seen map[Word]map[string]bool, w Word) bool {
	for _, c := range community.Categories(w.Kind) {
		other := w
		other.Category = c
		if c != w.Category && len(seen[other]) > 0 {
			return true
		}
	}
	return false
}

// maximal keeps what is not part of a wording before it that stands for the
// same category.
func maximal(list []Suggestion) []Suggestion {
	var kept []Suggestion
	for _, s := range list {
		within := slices.ContainsFunc(kept, func(k Suggestion) bool {
			return k.Kind == s.Kind && k.Category == s.Category && overlap(k.Text, s.Text)
		})
		if !within {
			kept = append(kept, s)
		}
		if len(kept) == suggestions {
			break
		}
	}
	return kept
}

// overlap reports whether two wordings share a pair of characters.
func overlap(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for i := 1; i < len(x); i++ {
		for j := 1; j < len(y); j++ {
			if x[i-1] == y[j-1] && x[i] == y[j] {
				return true
			}
		}
	}
	return false
}
