package community

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Where tasks come from.
const (
	SourceList        = "list"        // 任务责任分解表, a file
	SourceChat        = "chat"        // one line in a chat
	SourceInstruction = "instruction" // 批示 of a linked leader
)

// Task is what somebody wants done, before it is a record.
type Task struct {
	Unit     UnitID // where it lies: the unit that answers for it, else whose list it stands on
	Title    string
	Text     string // as typed
	Lead     UnitID // the unit that answers for it; 0 for a body outside the organisation
	Owner    PersonID
	Body     string // that body, a department for instance
	Partners []Partner
	Deadline Date
	Type     CommunityType
	Source   string
	About    Number // what an instruction is about; 0 otherwise
	Chat     int64  // where it was typed, and in which message
	Message  int
}

// Partner is who helps with a task: a unit, or a body outside the organisation.
type Partner struct {
	Unit UnitID // 0 for a body
	Name string // as it was called
}

// taskDays is how long a task may take where nobody says otherwise.
const taskDays = 30

// Limits on what a task may state.
const (
	maxTitle    = 200 // characters
	maxBody     = 60
	maxPartners = 12
	maxAhead    = 3 * 366 // days
)

// Record is the task as a record that is set on a day. The refusal says what
// to change.
func (t Task) Record(by Person, at time.Time) (Record, error) {
	today := DateOf(at)
	switch {
	case strings.TrimSpace(t.Title) == "":
		return Record{}, Refuse(Invalid, "task_title")
	case utf8.RuneCountInString(t.Title) > maxTitle:
		return Record{}, Refuse(Invalid, "task_long", "Limit", maxTitle)
	case utf8.RuneCountInString(t.Body) > maxBody || slices.ContainsFunc(t.Partners, func(p Partner) bool {
		return utf8.RuneCountInString(p.Name) > maxBody
	}):
		return Record{}, Refuse(Invalid, "task_body", "Limit", maxBody)
	case len(t.Partners) > maxPartners:
		return Record{}, Refuse(Invalid, "task_partners", "Limit", maxPartners)
	case t.Deadline == 0:
		return Record{}, Refuse(Invalid, "task_deadline")
	case t.Deadline > today+maxAhead:
		return Record{}, Refuse(Invalid, "task_far", "Date", t.Deadline.String())
	case t.Deadline < today && t.Source != SourceList: // a list may be late already
		return Record{}, Refuse(Invalid, "step_past", "Date", t.Deadline.String())
	}
	return NewRecord(Record{
		Kind: KindTask, Unit: t.Unit, Date: today, Type: t.Type, Title: t.Title, Text: t.Text, Source: t.Source,
		Deadline: t.Deadline, From: t.About, Reporter: by.ID, Via: ViaCommand,
		Chat: t.Chat, Message: t.Message, Created: at,
	}, today)
}

// Set is the stored record as a matter that its unit has been given, with the
// first event of its history.
func (t Task) Set(r Record, by Person, at time.Time) (Matter, Event) {
	m := Matter{Record: r, Course: Course{Revision: 1, Owner: t.Owner, OwnerUnit: t.Lead, Body: t.Body, Partners: t.Partners}}
	m.Status = Assigned
	e := Event{
		Number: r.Number, Action: Plan, By: by.ID, At: at, From: Open, To: Assigned,
		Owner: t.Owner, Unit: t.Lead, Due: r.Deadline, Why: t.Title,
	}
	if t.Source == SourceInstruction {
		e.Action, e.Why = Instruct, t.Text
	}
	return m, e
}

// ownTask reports whether signing the task off would be the signature of
// whoever did it: a lead role is not enough, since tasks come from above. Those
// who set it may, and a lead for a body outside, which cannot say it itself.
func (m Matter) ownTask(by Person, org *Org) bool {
	return m.Fixer == by.ID && m.Reporter != by.ID && (m.Body == "" || !by.May(Assign, m.Unit, org))
}

// ServedBy reports whether the work was given to that person's unit and to
// nobody in it.
func (m Matter) ServedBy(p Person) bool {
	return m.Owner == 0 && m.OwnerUnit != 0 && slices.ContainsFunc(p.Grants, func(g Grant) bool {
		return g.Unit == m.OwnerUnit && g.Role.May(Fix)
	})
}

// Instructed reports whether the matter is what a leader asked for.
func (m Matter) Instructed() bool { return m.Kind == KindTask && m.Source == SourceInstruction }

// setBy reports whether the person set the task, in a role that they still
// have where it lies.
func (m Matter) setBy(p Person, g Grant, org *Org) bool {
	return m.Kind == KindTask && m.Reporter == p.ID && (g.Role.May(Plan) || g.Role.May(Instruct)) && org.Within(m.Unit, g.Unit)
}

// helps reports whether a partner of the task lies within the unit.
func (m Matter) helps(unit UnitID, org *Org) bool {
	return slices.ContainsFunc(m.Partners, func(p Partner) bool { return p.Unit != 0 && org.Within(p.Unit, unit) })
}

func progress(m *Matter, d deed) error {
	if d.Percent < 0 || d.Percent > 100 {
		return Refuse(Invalid, "task_percent", "N", d.Percent)
	}
	if d.Percent > 0 && d.by.MayStep(Fix, *m, d.org) { // a partner's part is not the whole
		m.Percent = d.Percent
	}
	m.Measure = d.Why
	return nil
}

// assignTask gives the task to a unit, in which it lies from then on; whoever
// led it from outside does not any more. An instruction stays where its leader
// is linked. Giving it on is no way to more time: that takes an extension, or
// whoever set it.
func assignTask(m *Matter, d deed) error {
	due := m.Deadline
	sets := m.Reporter == d.by.ID || m.Reporter == 0 && d.by.May(Revoke, m.Unit, d.org)
	if err := assign(m, d); err != nil {
		return err
	}
	switch {
	case d.Deadline == 0:
		m.Deadline = due
	case d.Deadline > due && !sets:
		return Refuse(Invalid, "task_later", "Number", int64(m.Number), "Date", due.String())
	}
	m.Body = ""
	m.Partners = slices.DeleteFunc(slices.Clone(m.Partners), func(p Partner) bool { return p.Unit != 0 && p.Unit == m.OwnerUnit })
	if !m.Instructed() && m.OwnerUnit != 0 {
		m.Unit = m.OwnerUnit
	}
	return nil
}

func finishTask(m *Matter, d deed) error {
	m.Fixer, m.FixedAt, m.Outcome, m.Percent = d.by.ID, d.at, OutcomeDone, 100
	if d.Why != "" {
		m.Measure = d.Why
	}
	return nil
}

// closeTask needs a second pair of eyes, like an issue; nobody looks back at it.
func closeTask(m *Matter, d deed) error {
	if m.ownWork(d.by, d.org) {
		return Refuse(Denied, "task_own", "Number", int64(m.Number))
	}
	m.Closer, m.ClosedAt = d.by.ID, d.at
	return nil
}

func resumeTask(m *Matter, _ deed) error {
	m.Fixer, m.FixedAt, m.Outcome, m.Percent = 0, time.Time{}, OutcomeOpen, min(m.Percent, 99)
	return nil
}

func reopenTask(m *Matter, d deed) error {
	m.Closer, m.ClosedAt = 0, time.Time{}
	if m.Deadline < d.today {
		m.Deadline = d.due(m)
	}
	return resumeTask(m, d)
}

func revokeTask(m *Matter, d deed) error {
	m.Withdrawn = d.at
	return nil
}
