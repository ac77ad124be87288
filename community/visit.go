package community

import (
	"strings"
	"time"
	"unicode/utf8"
)

// VisitNote is one 走访 of a leader to a unit that they are linked to.
type VisitNote struct {
	ID        int64
	By        PersonID
	Unit      UnitID
	Date      Date
	Text      string // what they saw, masked
	At        time.Time
	Withdrawn time.Time
}

const visitDays = 31 // back

// NewVisit checks a visit: leaders log their own, where they are linked.
func NewVisit(v VisitNote, by Person, org *Org, today Date) (VisitNote, error) {
	switch {
	case !by.May(LogVisit, v.Unit, org):
		return v, Refuse(Denied, "visit_denied")
	case strings.TrimSpace(v.Text) == "":
		return v, Refuse(Invalid, "visit_usage")
	case utf8.RuneCountInString(v.Text) > maxText:
		return v, Refuse(Invalid, "text_long", "Limit", maxText)
	case v.Date > today:
		return v, Refuse(Invalid, "date_future", "Date", v.Date.String())
	case v.Date < today-visitDays:
		return v, Refuse(Invalid, "date_old", "Date", v.Date.String())
	}
	v.By = by.ID
	return v, nil
}
