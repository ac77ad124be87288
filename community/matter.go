package community

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// Matter is a dispute or an issue on its way from the report to its end: the
// record, and what only the way needs.
type Matter struct {
	Record
	Course
}

// Course is how far a matter has come. It is zero for one that nobody has
// touched since it was reported.
type Course struct {
	Revision   int       // steps done so far; a button carries the one it was drawn for
	Owner      PersonID  // who has to act; 0 while nobody is named
	OwnerUnit  UnitID    // the unit that answers for it; 0 until it is assigned or taken
	Desk       UnitID    // the unit that it was escalated to; 0 if it was not
	Body       string    // outside the organisation: where a dispute was transferred to, who leads a task
	Measure    string    // what was done about it
	Fixer      PersonID  // who said that it is done
	FixedAt    time.Time // when
	Closer     PersonID  // who signed it off
	First      Date      // the deadline before the first extension; 0 without one
	Extensions int
	Review     Date      // 回头看 of an issue, 回访 of a dispute: due on this day; 0 if none is
	Visits     int       // follow-ups made
	Reviewed   time.Time // closed for good; zero before
	Percent    int       // of a task: how much is done
	Partners   []Partner // of a task: who helps whoever answers for it
}

// Step is what somebody wants done to a matter.
type Step struct {
	Action    Action
	Why       string // the words that came with it: a reason, what was done, a body's name
	Owner     PersonID
	OwnerUnit UnitID
	Deadline  Date // of an assignment or an extension; 0 leaves it to the rules
	Percent   int  // of a task, as reported; 0 says nothing of it
	Seen      int  // the revision that the person looked at; Unseen if they typed
	Clockwork Clockwork
}

// Unseen is the Seen of a step that no card led to.
const Unseen = -1

// Event is one change of a matter's state, as it is kept for good.
type Event struct {
	Number   Number
	Action   Action
	By       PersonID
	At       time.Time
	From, To Status
	Why      string
	Owner    PersonID // whom it was given to
	Unit     UnitID   // which unit it was given or escalated to
	Was, Due Date     // the deadline before and after, where the step moved it
}

// Seal is the event's link of the audit chain: the hash of the link before and
// of the event, every field with its length, so that no two events that differ
// are written alike.
func (e Event) Seal(before string) string {
	return seal(
		before, fmt.Sprint(e.Number), string(e.Action), fmt.Sprint(e.By), fmt.Sprint(e.At.UnixMilli()),
		string(e.From), string(e.To), e.Why, fmt.Sprint(e.Owner), fmt.Sprint(e.Unit), e.Was.String(), e.Due.String(),
	)
}

func seal(fields ...string) string {
	h := sha256.New()
	for _, field := range fields {
		_, _ = fmt.Fprintf(h, "%d:%s", len(field), field)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Late reports whether the matter is open and its deadline has passed.
func (m Matter) Late(today Date) bool { return !m.Finished() && m.Deadline != 0 && m.Deadline < today }

// Answers is who has to act: the owner, else whoever reported it; nobody in
// person where a task was set for a unit.
func (m Matter) Answers() PersonID {
	if m.Owner != 0 || m.Kind == KindTask && m.OwnerUnit != 0 {
		return m.Owner
	}
	return m.Reporter
}
