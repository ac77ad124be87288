package community

import (
	"slices"
	"time"
)

const (
	reviewDays    = 30 // 回头看 after an issue was closed
	maxExtensions = 2
)

// followDays are the days after a dispute was settled on which to call again.
var followDays = []int{7, 30}

// Do takes a step: the matter as it is afterwards, and the events to keep,
// several where a step walks past states. at is the moment in the deployment's
// zone. A refusal is Denied without the right, Conflict if the matter is not
// in a state for it or has changed since the person saw it, Invalid if
// something is missing.
func (m Matter) Do(s Step, by Person, org *Org, at time.Time) (Matter, []Event, error) {
	t, err := m.turnFor(s, by, org)
	if err != nil {
		return m, nil, err
	}
	d := deed{Step: s, by: by, org: org, at: at, today: DateOf(at)}
	n := m
	if t.to != "" {
		n.Status = t.to
	}
	if t.reason && s.Why == "" {
		return m, nil, Refuse(Invalid, "step_reason", "Number", int64(m.Number), "Action", string(s.Action))
	}
	if t.act != nil {
		if err := t.act(&n, d); err != nil {
			return m, nil, err
		}
	}
	n.Revision++
	return n, m.events(n, d), nil
}

// Steps lists what the person may do to the matter now, in the order that
// buttons show it.
func (m Matter) Steps(by Person, org *Org, today Date) []Action {
	var may []Action
	for _, a := range stepOrder {
		if _, err := m.turnFor(Step{Action: a, Seen: Unseen}, by, org); err != nil {
			continue
		}
		final := !m.Reviewed.IsZero() && (a == Review || a == Reopen)
		if final || a == Review && today < m.Review || a == Extend && m.Extensions >= maxExtensions ||
			a == Close && m.ownWork(by, org) || a == Take && m.Owner == by.ID {
			continue
		}
		may = append(may, a)
	}
	return may
}

var stepOrder = []Action{
	Take, Accept, Mediate, Progress, Fix, Close, Return, Fail, FollowUp, Assign, Extend, Escalate, Transfer, Urge, Review, Reopen,
	Instruct, Revoke,
}

// Allows refuses a step that no words could make possible now: for want of the
// right, or of the state.
func (m Matter) Allows(s Step, by Person, org *Org) error {
	_, err := m.turnFor(s, by, org)
	return err
}

// turnFor finds the rule for a step: the right first, so that nobody learns
// the state of what is not theirs.
func (m Matter) turnFor(s Step, by Person, org *Org) (turn, error) {
	stale := s.Seen != Unseen && s.Seen != m.Revision
	if !by.MayStep(s.Action, m, org) && !(stale && by.MayStep(Read, m, org)) {
		return turn{}, Refuse(Denied, "step_denied", "Number", int64(m.Number), "Action", string(s.Action))
	}
	if stale {
		return turn{}, Refuse(Conflict, "step_stale", "Number", int64(m.Number))
	}
	t, ok := turns[m.Kind][s.Action]
	if !ok || !m.Withdrawn.IsZero() || !slices.Contains(t.from, m.Status) {
		status := m.Status
		if !m.Withdrawn.IsZero() {
			status = Withdrawn
		}
		return turn{}, Refuse(Conflict, "step_state", "Number", int64(m.Number), "Action", string(s.Action), "Status", string(status))
	}
	return t, nil
}

// ownWork reports whether closing would be the fixer's own signature without a
// lead role.
func (m Matter) ownWork(by Person, org *Org) bool {
	if m.Kind == KindTask {
		return m.ownTask(by, org)
	}
	return m.Kind == KindIssue && m.Fixer == by.ID && !by.May(Assign, m.Unit, org)
}

// deed is a step that is being done.
type deed struct {
	Step
	by    Person
	org   *Org
	at    time.Time
	today Date
}

// events are the rows of a step: one, or one for every state that it walks
// past. The last one carries what changed.
func (m Matter) events(n Matter, d deed) []Event {
	var list []Event
	from := m.Status
	if m.Kind == KindDispute {
		for _, via := range between(m.Status, n.Status) {
			list = append(list, Event{
				Number: m.Number, Action: entering[via], By: d.by.ID, At: d.at, From: from, To: via,
			})
			from = via
		}
	}
	e := Event{Number: m.Number, Action: d.Action, By: d.by.ID, At: d.at, From: from, To: n.State(), Why: d.Why}
	switch d.Action {
	case Assign, Take:
		e.Owner, e.Unit = n.Owner, n.OwnerUnit
	case Escalate:
		e.Unit = n.Desk
	}
	if n.Deadline != m.Deadline {
		e.Was, e.Due = m.Deadline, n.Deadline
	}
	return append(list, e)
}

var entering = map[Status]Action{Accepted: Accept, Mediating: Mediate, Success: Fix, Failure: Fail, Transferred: Transfer}

// between lists the states that a dispute walks past on its way.
func between(from, to Status) []Status {
	way := []Status{Registered, Accepted, Mediating}
	i := slices.Index(way, from)
	if i < 0 {
		return nil
	}
	if end := slices.Index(way, to); end >= 0 {
		return way[min(i+1, max(end, i+1)):max(end, i+1)]
	}
	return way[i+1:]
}

// Walked is the way of a matter that was reported with its outcome: what would
// have been recorded had each step been told as it was done. A settled dispute
// is to be followed up like any other; what was mended on the spot is done with.
func (r Record) Walked(zone *time.Location) (Matter, []Event) {
	m := Matter{Record: r}
	event := func(a Action, from, to Status) Event {
		return Event{Number: r.Number, Action: a, By: r.Reporter, At: r.Created, From: from, To: to}
	}
	switch {
	case r.Kind == KindIssue && r.Status == Closed:
		m.Course = Course{Revision: 1, Fixer: r.Reporter, FixedAt: r.Created, Closer: r.Reporter}
		return m, []Event{event(Close, Open, Closed)} // 即查即改
	case r.Kind != KindDispute || r.Status == Registered:
		return m, nil
	}
	var list []Event
	from := Registered
	for _, via := range append(slices.Clone(between(Registered, r.Status)), r.Status) {
		list = append(list, event(entering[via], from, via))
		from = via
	}
	m.Revision = 1
	if r.Status == Success {
		m.Fixer, m.FixedAt = r.Reporter, r.Created
		m.Review = DateOf(r.Created.In(zone)) + Date(followDays[0])
	}
	return m, list
}
