package export

import (
	"encoding/json"
	"fmt"

	"gridmate/community"
)

// IssueErrand is the kind of chat.Errand that carries an Issue.
const IssueErrand = "bulletin"

// IssuePress is what a button says that begins the bulletin of a unit and some
// days.
func IssuePress(unit community.UnitID, s community.Span) string {
	return fmt.Sprintf("z:n:%d:%d:%d", unit, s.From, s.To)
}

// Issue is a bulletin to be drafted anew: the body of an errand.
type Issue struct {
	ID   int64 `json:"id"`
	File bool  `json:"file,omitempty"` // send the document, too
	Anew bool  `json:"anew,omitempty"` // show its card in a new message
	// Change tells changes apart: one that comes while another is being drafted
	// is drafted after it.
	Change int64 `json:"change,omitempty"`
}

// Encode is the issue as an errand carries it.
func (i Issue) Encode() []byte {
	body, _ := json.Marshal(i) // numbers: never fails
	return body
}

// ParseIssue reads an errand's body.
func ParseIssue(body []byte) (i Issue, err error) {
	err = json.Unmarshal(body, &i)
	return i, err
}
