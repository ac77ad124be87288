package digest

import (
	"strings"

	"gridmate/community"
	"gridmate/locale"
)

// WithAsked puts what became of a leader's instructions right below the
// headline of their digest.
func WithAsked(text string, s community.AskedSum, p locale.Printer) string {
	line := p.Text("digest.asked", "N", s.Last, "Date", dateText(p, s.Date), "Closed", s.LastClosed)
	if s.Earlier > 0 {
		line += p.Text("digest.asked_earlier", "N", s.Earlier)
	}
	head, rest, _ := strings.Cut(text, "\n")
	return strings.TrimRight(head+"\n"+line+"\n"+rest, "\n")
}
