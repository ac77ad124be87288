package reading

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gridmate/community"
	"gridmate/hanzi"
)

// Word is a wording that a deployment has adopted: whoever writes it about
// that kind of matter means that category.
type Word struct {
	Kind     community.Kind     `json:"kind"`
	Text     string             `json:"text"`
	Category community.Category `json:"category"`
}

// adoptedWeight makes an adopted word speak louder than any built-in one:
// people have said what it means here.
const adoptedWeight = 12

// longest wording that can be adopted, in characters.
const maxWord = 12

// NewWord checks a wording: two to twelve characters, a category of its kind.
func NewWord(w Word) (Word, error) {
	w.Text = hanzi.Fold(strings.TrimSpace(w.Text))
	if w.Kind == community.KindIssue {
		w.Kind = community.KindPatrol // they share their categories
	}
	if n := utf8.RuneCountInString(w.Text); n < 2 || n > maxWord {
		return Word{}, community.Refuse(community.Invalid, "word_length", "Max", maxWord)
	}
	if !w.Kind.Has(w.Category) {
		return Word{}, community.Refuse(community.Invalid, "category", "Category", string(w.Category))
	}
	return w, nil
}

// With returns a Reader that knows these wordings too. The Reader itself does
// not change.
func (r *Reader) With(words []Word) (*Reader, error) {
	lx := &lexicon{entries: slices.Clone(r.lexicon.entries)}
	for _, w := range words {
		w, err := NewWord(w)
		if err != nil {
			return nil, fmt.Errorf("adopted word %q: %w", w.Text, err)
		}
		lx.entries = append(lx.entries, entry{w.Text, newSense(categoryLayer(w.Kind), string(w.Category), "problem", adoptedWeight)})
	}
	lx.index()
	return &Reader{lexicon: lx, weights: r.weights}, nil
}
