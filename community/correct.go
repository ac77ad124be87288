package community

import (
	"fmt"
	"strconv"
	"time"
)

// Corrected is the record with what wanted says of it. Where it came from, who
// reported it and when stay; the status follows a changed outcome, and the
// deadline a changed date or level, unless wanted names another.
func (c Clockwork) Corrected(r, wanted Record, today Date, now time.Time) (Record, error) {
	w := wanted
	w.Number, w.Reporter, w.Via, w.Chat, w.Message = r.Number, r.Reporter, r.Via, r.Chat, r.Message
	w.Created, w.From, w.Ledger, w.Withdrawn = r.Created, r.From, r.Ledger, r.Withdrawn
	w.Source = r.Source
	if w.Category != r.Category {
		w.Type = NoType
	}
	if w.Deadline == r.Deadline && (w.Date != r.Date || w.Level != r.Level) {
		w.Deadline = 0
	}
	n, err := c.NewRecord(w, max(today, r.Date))
	if err != nil {
		return Record{}, err
	}
	if n.Outcome == r.Outcome || r.underWay() {
		n.Status, n.ClosedAt = r.Status, r.ClosedAt
		return n, nil
	}
	n.ClosedAt = time.Time{}
	if n.Finished() {
		n.ClosedAt = now
	}
	return n, nil
}

// underWay reports whether steps have moved the record on since it was
// reported: a correction does not stand in for the steps that are left.
func (r Record) underWay() bool { return r.Status != r.firstStatus() && r.Kind != KindPatrol }

// Differences lists the fields that differ, by their exported names. Texts of
// values are those of exports: codes, dates as YYYY-MM-DD, empty for absent.
func Differences(old, now Record) []Change {
	var changes []Change
	before, after := old.fields(), now.fields()
	for i, f := range before {
		if f.value != after[i].value {
			changes = append(changes, Change{Number: old.Number, Field: f.name, From: f.value, To: after[i].value})
		}
	}
	return changes
}

type namedValue struct{ name, value string }

func (r Record) fields() []namedValue {
	return []namedValue{
		{"unit", strconv.FormatInt(int64(r.Unit), 10)}, {"grid", r.Grids}, {"building", r.Building},
		{"place", r.Place}, {"date", r.Date.String()}, {"date_end", r.DateEnd.String()}, {"part", r.Part},
		{"category", string(r.Category)}, {"type", string(r.Type)}, {"outcome", string(r.Outcome)},
		{"found", optional(r.Found)}, {"fixed", optional(r.Fixed)}, {"visited", optional(r.Visited)},
		{"participants", optional(r.Participants)}, {"handbooks", optional(r.Handbooks)},
		{"cases", optional(r.Cases)}, {"resolved", optional(r.Resolved)}, {"persons", optional(r.Persons)},
		{"amount", optional(r.Amount)}, {"agreement", string(r.Agreement)},
		{"materials", materialsText(r.Materials)}, {"title", r.Title}, {"level", string(r.Level)},
		{"deadline", r.Deadline.String()}, {"status", string(r.Status)}, {"text", r.Text},
	}
}

func optional(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func materialsText(list []Material) string {
	if len(list) == 0 {
		return ""
	}
	return fmt.Sprint(list)
}
