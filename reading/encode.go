package reading

import (
	"encoding/json"
	"strings"

	"gridmate/community"
)

// line is one object of the output of `gridmate read`; nil is null.
type line struct {
	ID           *json.RawMessage    `json:"id,omitempty"`
	Text         string              `json:"text"`
	Kind         community.Kind      `json:"kind"`
	Date         *string             `json:"date"`
	DateEnd      *string             `json:"date_end"`
	DateExpr     *string             `json:"date_expr"`
	Grid         *string             `json:"grid"`
	Building     *string             `json:"building"`
	Found        *int                `json:"found"`
	Fixed        *int                `json:"fixed"`
	Participants *int                `json:"participants"`
	Handbooks    *int                `json:"handbooks"`
	Visited      *int                `json:"visited"`
	Cases        *int                `json:"cases"`
	Resolved     *int                `json:"resolved"`
	Category     *community.Category `json:"category"`
	Outcome      *string             `json:"outcome"`
	Agreement    *string             `json:"agreement"`
	Amount       *int                `json:"amount"`
	Deadline     *string             `json:"deadline"`
	More         []line              `json:"more,omitempty"`
}

// JSON returns the reading as one object with the fields of the `gridmate read`
// command: absent values are null, further drafts stand in "more", id is kept
// as it came and left out when nil.
func (r Reading) JSON(id *json.RawMessage) ([]byte, error) {
	out := line{Kind: community.KindNone}
	if len(r.Drafts) > 0 {
		out = r.Drafts[0].line()
		for _, d := range r.Drafts[1:] {
			out.More = append(out.More, d.line())
		}
	}
	out.ID, out.Text = id, r.Text
	return json.Marshal(out)
}

func (d Draft) line() line {
	l := line{
		Text: d.Text, Kind: d.Kind,
		Date: optional(d.Date.String()), DateEnd: optional(d.DateEnd.String()), DateExpr: optional(d.DateExpr),
		Grid: optional(strings.Join(d.Grids, ",")), Building: optional(d.Building),
		Found: d.Found, Fixed: d.Fixed, Participants: d.Participants, Handbooks: d.Handbooks, Visited: d.Visited,
		Cases: d.Cases, Resolved: d.Resolved, Amount: d.Amount,
		Outcome: optional(string(d.Outcome)), Agreement: optional(string(d.Agreement)), Deadline: optional(d.Deadline.String()),
	}
	if d.Category != "" {
		l.Category = &d.Category
	}
	return l
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
