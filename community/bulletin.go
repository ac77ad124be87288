package community

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bulletin is one issue of a unit's bulletin: which one it is, and what people
// changed in the draft that the records make.
type Bulletin struct {
	ID     int64
	Unit   UnitID
	Year   int
	Number int // runs per unit and year
	Span   Span
	Topic  string
	Edits
}

// Edits are what people changed in a draft, and what it said when it was made
// last.
type Edits struct {
	Type    CommunityType     `json:"type,omitempty"`    // of a task group, which tells of nothing else
	Title   []string          `json:"title,omitempty"`   // two phrases in place of the drafted ones
	Said    map[string]string `json:"said,omitempty"`    // by part: what somebody wrote in its place
	Left    []Number          `json:"left,omitempty"`    // highlights that are left out
	Drafted map[string]string `json:"drafted,omitempty"` // by part: the text as it stands
	Doubts  int               `json:"doubts,omitempty"`  // places in it that no record supports
}

// BulletinFact is the fact (see storage.Tx.Meta) that keeps whom a unit's
// bulletins go to: "report" (呈), "copy" (送), "publish" (发), or their "issuer".
func BulletinFact(unit UnitID, list string) string { return fmt.Sprintf("bulletin.%d.%s", unit, list) }

// Limits of what is written into a bulletin, in characters.
const (
	MaxParagraph = 1500
	MaxPhrase    = 20
	MaxExamples  = 6
)

// Write puts somebody's words in the place of a part; no words bring back what
// the records say.
func (b *Bulletin) Write(part, words string) error {
	words = strings.Join(strings.Fields(words), " ")
	if utf8.RuneCountInString(words) > MaxParagraph {
		return Refuse(Invalid, "bulletin_long", "Limit", MaxParagraph)
	}
	if b.Said == nil {
		b.Said = map[string]string{}
	}
	if words == "" {
		delete(b.Said, part)
		return nil
	}
	b.Said[part] = words
	return nil
}

// Entitle sets the title: one or two phrases with / or a space between them.
func (b *Bulletin) Entitle(words string) error {
	phrases := strings.FieldsFunc(words, func(r rune) bool { return r == '/' || r == '／' || r == ' ' || r == '\n' || r == '　' })
	if len(phrases) == 0 || len(phrases) > 2 {
		return Refuse(Invalid, "bulletin_title")
	}
	for _, p := range phrases {
		if utf8.RuneCountInString(p) > MaxPhrase {
			return Refuse(Invalid, "bulletin_phrase", "Limit", MaxPhrase)
		}
	}
	b.Title = phrases
	return nil
}

// Leave leaves a highlight out of the examples, or takes it back in.
func (b *Bulletin) Leave(n Number, out bool) {
	var left []Number
	for _, l := range b.Left {
		if l != n {
			left = append(left, l)
		}
	}
	if out {
		left = append(left, n)
	}
	b.Left = left
}
