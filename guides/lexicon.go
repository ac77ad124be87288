package guides

import (
	"bytes"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Lexicon is what the search knows beyond the guides: the everyday words and
// situations that mean a matter, the words that only wrap a question, the
// matters that others handle, and how characters are read. It is data; the
// files are described in lexicon/README.md.
type Lexicon struct {
	fillers  []filler
	generic  []string // 申请, 办理, …: words that fit every matter
	groups   map[string][]string
	cues     []cueLine       // key: the guide's slug
	slugs    map[string]bool // of the guides with cues
	others   []cueLine       // key: the department in charge
	readings []reading
	shapes   []string // characters that are mistaken for one another
}

// filler is a phrase that carries no matter, with the section it asks for.
type filler struct {
	text string
	asks SectionKind
}

// cueLine is one line of cues for a slug or a department. Each cue is a list
// of parts that must all occur; each part is a list of words any of which may.
type cueLine struct {
	key    string
	weight float32
	cues   [][]part
}

type part struct {
	words  []string
	absent bool // must not occur
}

// reading overrides the pinyin of a word.
type reading struct {
	word      string
	syllables []string
}

//go:embed lexicon/*.csv
var lexiconFiles embed.FS

// BuiltinLexicon returns the lexicon that comes with the program.
func BuiltinLexicon() (Lexicon, error) {
	var x Lexicon
	x.groups, x.slugs = map[string][]string{}, map[string]bool{}
	for _, f := range []struct {
		name  string
		width int
		take  func([]string) error
	}{
		{"groups.csv", 2, x.takeGroup},
		{"fillers.csv", 2, x.takeFiller},
		{"cues.csv", 3, func(row []string) error { x.slugs[row[0]] = true; return x.takeCues(&x.cues, row) }},
		{"others.csv", 3, func(row []string) error { return x.takeCues(&x.others, row) }},
		{"readings.csv", 2, x.takeReading},
		{"shapes.csv", 1, x.takeShape},
	} {
		if err := readLexicon("lexicon/"+f.name, f.width, f.take); err != nil {
			return Lexicon{}, err
		}
	}
	return x, nil
}

// readLexicon hands the rows after the header to take; lines starting with #
// are comments.
func readLexicon(name string, width int, take func([]string) error) error {
	text, err := lexiconFiles.ReadFile(name)
	if err != nil {
		return err
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comment, r.FieldsPerRecord = '#', width
	for first := true; ; first = false {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if first {
			continue
		}
		if err := take(row); err != nil {
			line, _ := r.FieldPos(0)
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
}

func (x *Lexicon) takeGroup(row []string) error {
	x.groups[row[0]] = append(x.groups[row[0]], strings.Split(row[1], "|")...)
	return nil
}

func (x *Lexicon) takeFiller(row []string) error {
	for _, w := range strings.Split(row[1], "|") {
		if row[0] == "generic" {
			x.generic = append(x.generic, w)
			continue
		}
		x.fillers = append(x.fillers, filler{text: w, asks: SectionKind(row[0])})
	}
	return nil
}

func (x *Lexicon) takeReading(row []string) error {
	syllables := strings.Fields(row[1])
	if len(syllables) != utf8.RuneCountInString(row[0]) {
		return fmt.Errorf("%s has not one syllable a character", row[0])
	}
	for i, s := range syllables {
		syllables[i] = plainU(s)
	}
	x.readings = append(x.readings, reading{row[0], syllables})
	return nil
}

func (x *Lexicon) takeShape(row []string) error {
	x.shapes = append(x.shapes, row[0])
	return nil
}

func (x *Lexicon) takeCues(to *[]cueLine, row []string) error {
	weight, err := strconv.ParseFloat(row[1], 32)
	if err != nil {
		return err
	}
	line := cueLine{key: row[0], weight: float32(weight)}
	for _, cue := range strings.Split(row[2], "|") {
		var parts []part
		for _, p := range strings.Split(cue, "+") {
			parsed, err := x.parsePart(p)
			if err != nil {
				return err
			}
			parts = append(parts, parsed)
		}
		if parts[0].absent {
			return fmt.Errorf("cue %q starts with what must be absent", cue)
		}
		line.cues = append(line.cues, parts)
	}
	*to = append(*to, line)
	return nil
}

// parsePart reads "word", "word/word", "@group" or one of them after "!".
func (x *Lexicon) parsePart(s string) (part, error) {
	var p part
	s, p.absent = strings.CutPrefix(s, "!")
	for _, w := range strings.Split(s, "/") {
		name, isGroup := strings.CutPrefix(w, "@")
		switch {
		case w == "":
			return p, fmt.Errorf("empty word in %q", s)
		case !isGroup:
			p.words = append(p.words, w)
		case len(x.groups[name]) == 0:
			return p, fmt.Errorf("no group %q", name)
		default:
			p.words = append(p.words, x.groups[name]...)
		}
	}
	return p, nil
}
