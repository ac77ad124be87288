// Package weigh scores the classes of a decision by adding up weights of the
// features of a text: multinomial logistic regression over sparse features.
//
// A Model is a folder of plain text, a file a decision and a feature a line,
// that people can read; Train makes one from labelled examples. Pack makes it
// one small run of bytes for the program. The package knows nothing of what the
// features mean.
package weigh

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Scale is what a stored weight of one natural-log unit is multiplied by.
const Scale = 16

// Model holds the weights of several decisions (heads). It is safe for
// concurrent use.
type Model struct {
	heads map[string]Head
	bias  []int32
	said  []saying // while loading
	at    table
}

// Head is a decision: a run of classes.
type Head struct {
	First int
	Names []string
}

type weight struct {
	class uint16
	value int16
}

// Key is the identity of a feature: a run of up to three characters exactly, a
// longer name or a tag, which begins with #, by its hash.
func Key[T ~string | ~[]byte](name T) uint64 {
	if len(name) > 0 && name[0] == '#' || utf8.RuneCountInString(string(name)) > 3 {
		h := uint64(14695981039346656037)
		for i := range len(name) {
			h = (h ^ uint64(name[i])) * 1099511628211
		}
		return h | 1<<63
	}
	var k uint64
	for _, r := range string(name) {
		k = Push(k, r)
	}
	return k
}

// Run is the name of a feature that is a run of characters, empty for others.
func Run(key uint64) string {
	if key>>63 != 0 {
		return ""
	}
	var b strings.Builder
	for shift := 42; shift >= 0; shift -= 21 {
		if r := rune(key >> shift & (1<<21 - 1)); r != 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Push appends a character to the key of a run of at most two characters.
func Push(k uint64, r rune) uint64 { return k<<21 | uint64(r) }

// Load reads a model: every file dir/NAME.txt holds the decision NAME. Its first
// line names the classes with what each has before anything is seen, `classes
// patrol=0 dispute=-3`; every other line is a feature and the weights it adds.
// Lines that begin with "##" are skipped.
func Load(files fs.FS, dir string) (*Model, error) {
	names, err := fs.Glob(files, path.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	m := &Model{heads: map[string]Head{}}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if err := m.parse(strings.TrimSuffix(path.Base(name), ".txt"), string(data)); err != nil {
			return nil, fmt.Errorf("weights %s: %w", name, err)
		}
	}
	features := map[uint64]struct{}{}
	for _, s := range m.said {
		features[s.feature] = struct{}{}
	}
	m.at, m.said = newTable(len(features), m.said), nil
	return m, nil
}

func (m *Model) parse(name, data string) error {
	h := Head{First: len(m.bias)}
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSuffix(line, "\n")
		feature, rest, _ := strings.Cut(line, " ")
		var err error
		switch {
		case line == "" || strings.HasPrefix(line, "##"):
		case len(h.Names) == 0 && feature == "classes":
			err = m.classes(&h, rest)
		case len(h.Names) == 0:
			err = errors.New("the first line does not name the classes")
		default:
			err = m.feature(h, feature, rest)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	m.heads[name] = h
	return nil
}

func (m *Model) classes(h *Head, rest string) error {
	for f := range strings.FieldsSeq(rest) {
		class, v, err := parseWeight(f)
		if err != nil {
			return err
		}
		h.Names = append(h.Names, strings.Clone(class)) // a part of the file would keep all of it
		m.bias = append(m.bias, int32(v))
	}
	return nil
}

func (m *Model) feature(h Head, name, rest string) error {
	k := Key(name)
	for f := range strings.FieldsSeq(rest) {
		class, v, err := parseWeight(f)
		if err != nil {
			return err
		}
		i := slices.Index(h.Names, class)
		if i < 0 {
			return fmt.Errorf("feature %s: there is no class %s", name, class)
		}
		m.said = append(m.said, saying{k, weight{uint16(h.First + i), v}})
	}
	return nil
}

func parseWeight(s string) (string, int16, error) {
	name, value, ok := strings.Cut(s, "=")
	v, err := strconv.ParseInt(value, 10, 16)
	if !ok || err != nil {
		return "", 0, fmt.Errorf("%q is not class=weight", s)
	}
	return name, int16(v), nil
}

// Head returns the classes of a decision, none if the model does not know it.
func (m *Model) Head(name string) Head { return m.heads[name] }

// AppendScores appends to empty dst what the features say together for the
// classes of all decisions; see AppendOf for those of one.
func (m *Model) AppendScores(dst []int32, features []uint64) []int32 {
	scores := append(dst, m.bias...)
	for _, k := range features {
		for _, w := range m.at.of(k) {
			scores[w.class] += int32(w.value)
		}
	}
	return scores
}

// AppendOf appends to empty dst the scores of one decision, with more features.
func (m *Model) AppendOf(dst []int32, h Head, scores []int32, more ...uint64) []int32 {
	own := append(dst, scores[h.First:h.First+len(h.Names)]...)
	for _, k := range more {
		for _, w := range m.at.of(k) {
			if i := int(w.class) - h.First; i >= 0 && i < len(own) {
				own[i] += int32(w.value)
			}
		}
	}
	return own
}

// Weight returns what one feature says for a class of the head, 0 for nothing.
func (m *Model) Weight(h Head, feature uint64, class string) int {
	for _, w := range m.at.of(feature) {
		if i := int(w.class) - h.First; i >= 0 && i < len(h.Names) && h.Names[i] == class {
			return int(w.value)
		}
	}
	return 0
}
