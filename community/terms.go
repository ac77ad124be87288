package community

import (
	"fmt"
	"strconv"
	"strings"
)

// Term is how long somebody has: days, or days of work.
type Term struct {
	Days int
	Work bool
}

// String is the term as the setting has it: 7, or 5w for days of work.
func (t Term) String() string {
	if t.Work {
		return strconv.Itoa(t.Days) + "w"
	}
	return strconv.Itoa(t.Days)
}

// Terms are how long matters may take unless somebody names a day.
type Terms struct {
	General, Major, Critical Term // issues by level
	Dispute                  Term
}

// DefaultTerms are those of the trade: a week, three days, a day, a month.
func DefaultTerms() Terms {
	return Terms{General: Term{Days: 7}, Major: Term{Days: 3}, Critical: Term{Days: 1}, Dispute: Term{Days: 30}}
}

// maxTerm is the longest term in days.
const maxTerm = 365

// ParseTerms reads general=7,major=3,critical=1,dispute=30 in any order; what
// is left out stays as it is by default. 5w is five days of work.
func ParseTerms(s string) (Terms, error) {
	t := DefaultTerms()
	of := map[string]*Term{"general": &t.General, "major": &t.Major, "critical": &t.Critical, "dispute": &t.Dispute}
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		days, work := strings.CutSuffix(strings.TrimSpace(value), "w")
		n, err := strconv.Atoi(days)
		to, known := of[strings.TrimSpace(name)]
		if !known || err != nil || n < 1 || n > maxTerm {
			return Terms{}, fmt.Errorf("%q is not a term such as general=7 or major=2w, 1 to %d days", part, maxTerm)
		}
		*to = Term{Days: n, Work: work}
	}
	return t, nil
}

// Clockwork is what deadlines are counted with. The zero one has the default
// terms and knows weekends only.
type Clockwork struct {
	Terms    Terms
	Calendar Calendar
}

// Works reports whether a deadline may be counted in days of work, for which
// the calendar has to be known.
func (t Terms) Works() bool {
	return t.General.Work || t.Major.Work || t.Critical.Work || t.Dispute.Work
}

// Due is the day by which a matter that begins on a day is to be done: the
// same day where its words want that.
func (c Clockwork) Due(r Record, from Date) Date {
	t := c.Terms
	if t == (Terms{}) {
		t = DefaultTerms()
	}
	term := t.General
	switch {
	case r.Kind == KindDispute:
		term = t.Dispute
	case r.Kind == KindTask:
		term = Term{Days: taskDays}
	case r.Level == LevelMajor:
		term = t.Major
	case r.Level == LevelCritical:
		term = t.Critical
	}
	if r.Kind == KindIssue && onceWords.MatchString(r.Text) {
		return from
	}
	if term.Work {
		return c.Calendar.AddWorkdays(from, term.Days)
	}
	return from + Date(term.Days)
}
