package chat

import (
	"strings"
	"unicode"
)

// Marks around bold text. They are control characters, which Clean removes
// from everything people type, so nobody can forge them.
const (
	BoldStart = "\x02"
	BoldEnd   = "\x03"
)

// Bold marks s as bold. A bold run does not cross a line end.
func Bold(s string) string { return BoldStart + s + BoldEnd }

// Plain removes the marks.
func Plain(s string) string { return unmark.Replace(s) }

var unmark = strings.NewReplacer(BoldStart, "", BoldEnd, "")

// Clean makes typed text safe to keep: valid UTF-8 without control characters
// (line ends and tabs stay), without bidirectional overrides, trimmed.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s))
}
