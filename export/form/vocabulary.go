package form

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"gridmate/community"
	"gridmate/hanzi"
)

// builtin is the list of words that comes with the program. Whoever keeps the
// words needs no more than a spreadsheet: see its head.
//
//go:embed data/headings.csv
var builtin []byte

// Word is a wording of headings and what it means.
type Word struct {
	Text  string           // as people write it
	Field string           // what it means: a field, or one of the classes below
	Kinds []community.Kind // only in tables about these; none for all
}

// Classes of words that are no field of a record and no figure.
const (
	classSkip    = "skip"         // may stand beside others and says nothing
	classSoft    = "soft"         // the same, but in lists of records only: 活动情况 is no number
	classList    = "list"         // in the title: one row a record
	classTotals  = "totals"       // in the title: figures
	classYear    = "year"         // from 1 January on
	classNoun    = "noun"         // says what kind of table it is
	classNote    = "note"         // may stand in brackets and says nothing
	classUnit    = "measure_word" // may stand in brackets: a number is asked for
	classPrivate = "private"      // personal data: not kept, and not to be asked for
	classBlank   = "blank"        // left to people: remarks, signatures
	classSum     = "sum"          // a total; beside a figure it says nothing
	classOf      = "category:"
	classOnly    = "only:" // in the title: the table is about this category alone
)

// Vocabulary is what headings mean. It can be shared.
type Vocabulary struct {
	words map[rune][]Word // by first character, folded
}

// Builtin is the vocabulary that comes with the program, with more words over
// it.
func Builtin(more ...Word) (*Vocabulary, error) {
	words, err := ParseWords(bytes.NewReader(builtin))
	if err != nil {
		return nil, fmt.Errorf("words of headings: %w", err)
	}
	v := &Vocabulary{words: map[rune][]Word{}}
	for _, w := range slices.Concat(words, more) {
		w.Text = fold(w.Text)
		if w.Text != "" {
			first := []rune(w.Text)[0]
			v.words[first] = append(v.words[first], w)
		}
	}
	return v, nil
}

// ParseWords reads a list of words: field,kind,words, one field a line, words
// and kinds with | between. Lines that begin with # are remarks.
func ParseWords(in io.Reader) ([]Word, error) {
	r := csv.NewReader(in)
	r.Comment, r.FieldsPerRecord, r.TrimLeadingSpace = '#', -1, true
	var words []Word
	for head := true; ; head = false {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return words, nil
		}
		if err != nil {
			return nil, err
		}
		if head {
			continue
		}
		line, _ := r.FieldPos(0)
		if len(cells) != 3 {
			return nil, fmt.Errorf("line %d has %d cells: it must have field,kind,words", line, len(cells))
		}
		more, reason := NewWords(cells[0], cells[1], cells[2])
		if reason != "" {
			return nil, fmt.Errorf("line %d: %s", line, reason)
		}
		words = append(words, more...)
	}
}

// NewWords checks one line of a list of words. The reason says what is wrong
// with it, for the one who made the file.
func NewWords(field, kinds, texts string) (words []Word, reason string) {
	field = strings.TrimSpace(field)
	w := Word{Field: field}
	for k := range strings.SplitSeq(kinds, "|") {
		kind := community.Kind(strings.TrimSpace(k))
		switch {
		case kind == "":
		case !slices.Contains(community.Kinds(), kind):
			return nil, fmt.Sprintf("unknown kind %q: use patrol, dispute, event, issue or nothing", k)
		default:
			w.Kinds = append(w.Kinds, kind)
		}
	}
	if reason := w.wrongField(); reason != "" {
		return nil, reason
	}
	for text := range strings.SplitSeq(texts, "|") {
		if text = strings.TrimSpace(text); text != "" {
			w.Text = text
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return nil, "no words: write them with | between"
	}
	return words, ""
}

func (w Word) wrongField() string {
	category, ok := strings.CutPrefix(w.Field, classOf)
	if !ok {
		category, ok = strings.CutPrefix(w.Field, classOnly)
	}
	switch {
	case ok && len(w.Kinds) == 0:
		return fmt.Sprintf("%s needs the kinds that have this category", w.Field)
	case ok:
		for _, k := range w.Kinds {
			if !k.Has(community.Category(category)) {
				return fmt.Sprintf("%s is no category of %s", category, k)
			}
		}
	case w.Field == classNoun && len(w.Kinds) != 1:
		return "noun needs the one kind that it speaks of"
	case !known(w.Field):
		return fmt.Sprintf("unknown field %q", w.Field)
	}
	return ""
}

func known(field string) bool {
	_, item := items[field]
	_, figure := figures[field]
	return item || figure || slices.Contains([]string{
		classSkip, classSoft, classYear, classNoun, classNote, classUnit, classPrivate, classBlank, classSum, classList, classTotals,
	}, field)
}

// fold makes wordings comparable: width, case, traditional characters, spaces
// and marks do not count.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' {
			return r
		}
		return -1
	}, hanzi.Fold(s))
}
