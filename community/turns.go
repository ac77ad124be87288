package community

import (
	"slices"
	"time"
)

// turn is a rule of the life cycle: from which states an action leads where,
// whether it needs words, and what else it changes.
type turn struct {
	from   []Status
	to     Status // "" stays where it is
	reason bool
	act    func(*Matter, deed) error
}

var (
	taskOpen    = []Status{Open, Assigned, Rectifying, Escalated}
	issueOpen   = []Status{Open, Assigned, Rectifying, Escalated}
	disputeOpen = []Status{Registered, Accepted, Mediating, Escalated}
)

// turns is the life cycle of issues, of disputes (DOMAIN, records) and of tasks.
var turns = map[Kind]map[Action]turn{
	KindIssue: {
		Take:     {from: issueOpen, to: Rectifying, act: take},
		Assign:   {from: issueOpen, to: Assigned, act: assign},
		Fix:      {from: issueOpen, to: FixedState, act: fix},
		Close:    {from: []Status{FixedState}, to: Closed, act: closeIssue},
		Return:   {from: []Status{FixedState}, to: Rectifying, reason: true, act: giveBack},
		Extend:   {from: issueOpen, reason: true, act: extend},
		Escalate: {from: append(slices.Clone(issueOpen), FixedState), to: Escalated, reason: true, act: escalate},
		Reopen:   {from: []Status{Closed}, to: Open, reason: true, act: reopenIssue},
		Review:   {from: []Status{Closed}, act: review},
		Urge:     {from: append(slices.Clone(issueOpen), FixedState)},
		Instruct: {from: append(slices.Clone(issueOpen), FixedState), reason: true},
	},
	KindDispute: {
		Take:     {from: disputeOpen, to: Mediating, act: take},
		Assign:   {from: disputeOpen, act: assignDispute},
		Accept:   {from: []Status{Registered}, to: Accepted, act: accept},
		Mediate:  {from: []Status{Registered, Accepted, Escalated}, to: Mediating},
		Fix:      {from: disputeOpen, to: Success, act: settle},
		Fail:     {from: disputeOpen, to: Failure, reason: true, act: end(OutcomeFail)},
		Extend:   {from: disputeOpen, reason: true, act: extend},
		Escalate: {from: append(slices.Clone(disputeOpen), Failure), to: Escalated, reason: true, act: escalateDispute},
		Transfer: {from: append(slices.Clone(disputeOpen), Failure), to: Transferred, reason: true, act: transfer},
		FollowUp: {from: []Status{Success, FollowedUp}, to: FollowedUp, act: followUp},
		Close:    {from: []Status{FollowedUp}, to: Closed, act: archive},
		Reopen:   {from: []Status{Success, FollowedUp}, to: Mediating, reason: true, act: reopenDispute},
		Urge:     {from: disputeOpen},
		Instruct: {from: append(slices.Clone(disputeOpen), Failure, Success), reason: true},
	},
	KindTask: {
		Take:     {from: taskOpen, to: Rectifying, act: take},
		Assign:   {from: taskOpen, to: Assigned, act: assignTask},
		Progress: {from: taskOpen, to: Rectifying, reason: true, act: progress},
		Fix:      {from: taskOpen, to: FixedState, act: finishTask},
		Close:    {from: []Status{FixedState}, to: Closed, act: closeTask},
		Return:   {from: []Status{FixedState}, to: Rectifying, reason: true, act: resumeTask},
		Extend:   {from: taskOpen, reason: true, act: extend},
		Escalate: {from: append(slices.Clone(taskOpen), FixedState), to: Escalated, reason: true, act: escalate},
		Reopen:   {from: []Status{Closed}, to: Rectifying, reason: true, act: reopenTask},
		Urge:     {from: append(slices.Clone(taskOpen), FixedState)},
		Revoke:   {from: append(slices.Clone(taskOpen), FixedState), reason: true, act: revokeTask},
		Instruct: {from: append(slices.Clone(taskOpen), FixedState), reason: true},
	},
}

// Leads is the table of states for one action of a kind: where from, where to.
// An empty to stays.
func Leads(k Kind, a Action) (from []Status, to Status) {
	t := turns[k][a]
	return slices.Clone(t.from), t.to
}

func take(m *Matter, d deed) error {
	m.Owner, m.OwnerUnit = d.by.ID, d.by.unitFor(m.Unit, d.org)
	return nil
}

// unitFor is the unit in whose name somebody acts on what lies in a unit.
func (p Person) unitFor(unit UnitID, org *Org) UnitID {
	for _, g := range p.Grants {
		if g.Unit != 0 && (org.Within(unit, g.Unit) || org.Within(g.Unit, unit)) {
			return g.Unit
		}
	}
	return unit
}

// assign names who has to act. Nobody can hand work to a unit that does not
// lie below them.
func assign(m *Matter, d deed) error {
	if d.OwnerUnit == 0 && d.Owner == 0 {
		return Refuse(Invalid, "step_owner", "Number", int64(m.Number))
	}
	if !d.by.May(Assign, d.OwnerUnit, d.org) {
		return Refuse(Denied, "step_outside", "Number", int64(m.Number))
	}
	m.Owner, m.OwnerUnit = d.Owner, d.OwnerUnit
	switch {
	case d.Deadline != 0 && d.Deadline < d.today:
		return Refuse(Invalid, "step_past", "Date", d.Deadline.String())
	case d.Deadline != 0:
		m.Deadline = d.Deadline
	case m.Deadline < d.today:
		m.Deadline = d.due(m)
	}
	return nil
}

// due is the day by which a matter that begins again today is to be done.
func (d deed) due(m *Matter) Date { return d.Clockwork.Due(m.Record, d.today) }

// assignDispute names the mediator, which accepts a case.
func assignDispute(m *Matter, d deed) error {
	if m.Status == Registered {
		m.Status = Accepted
	}
	return assign(m, d)
}

func accept(m *Matter, d deed) error {
	m.Deadline = d.due(m)
	return nil
}

func fix(m *Matter, d deed) error {
	m.Fixer, m.FixedAt, m.Outcome = d.by.ID, d.at, OutcomeFixed
	if d.Why != "" {
		m.Measure = d.Why
	}
	if m.Owner == 0 {
		return take(m, d)
	}
	return nil
}

// closeIssue needs a second pair of eyes: somebody other than the fixer, or a
// lead role.
func closeIssue(m *Matter, d deed) error {
	if m.ownWork(d.by, d.org) {
		return Refuse(Denied, "step_own", "Number", int64(m.Number))
	}
	m.Closer, m.ClosedAt, m.Outcome = d.by.ID, d.at, OutcomeFixed
	m.Review = d.today + reviewDays
	return nil
}

func giveBack(m *Matter, _ deed) error {
	if m.Owner == 0 {
		m.Owner = m.Fixer
	}
	m.Fixer, m.FixedAt, m.Outcome = 0, time.Time{}, OutcomeOpen
	return nil
}

func extend(m *Matter, d deed) error {
	switch {
	case m.Extensions >= maxExtensions:
		return Refuse(Conflict, "step_extended", "Number", int64(m.Number), "Limit", maxExtensions)
	case d.Deadline == 0:
		return Refuse(Invalid, "step_date", "Number", int64(m.Number))
	case d.Deadline <= m.Deadline || d.Deadline < d.today:
		return Refuse(Invalid, "step_earlier", "Date", d.Deadline.String(), "Deadline", m.Deadline.String())
	}
	if m.First == 0 {
		m.First = m.Deadline
	}
	m.Deadline, m.Extensions = d.Deadline, m.Extensions+1
	return nil
}

// escalate moves the matter one level up from where it lies: a grid's own to
// the community, what a community works on to the street.
func escalate(m *Matter, d deed) error {
	at := m.Desk
	if at == 0 {
		at = m.Unit
		if v, ok := d.org.At(m.Unit, Village); ok && d.by.worksAt(v.ID) {
			at = v.ID
		}
	}
	u, _ := d.org.Unit(at)
	if _, ok := d.org.Unit(u.Parent); !ok {
		return Refuse(Conflict, "step_top", "Number", int64(m.Number), "Unit", u.Name)
	}
	m.Desk = u.Parent
	return nil
}

func (p Person) worksAt(unit UnitID) bool {
	return slices.ContainsFunc(p.Grants, func(g Grant) bool { return g.Unit == unit })
}

func reopenIssue(m *Matter, d deed) error {
	if !m.Reviewed.IsZero() {
		return Refuse(Conflict, "step_final", "Number", int64(m.Number))
	}
	m.Course = Course{Revision: m.Revision, Owner: m.Owner, OwnerUnit: m.OwnerUnit}
	m.ClosedAt, m.Outcome, m.Deadline = time.Time{}, OutcomeOpen, d.due(m)
	return nil
}

func review(m *Matter, d deed) error {
	if !m.Reviewed.IsZero() {
		return Refuse(Conflict, "step_final", "Number", int64(m.Number))
	}
	if d.today < m.Review {
		return Refuse(Conflict, "step_review", "Number", int64(m.Number), "Date", m.Review.String())
	}
	m.Reviewed, m.Review = d.at, 0
	return nil
}

func settle(m *Matter, d deed) error {
	m.Review, m.Visits = d.today+Date(followDays[0]), 0
	if m.Cases != nil {
		all := *m.Cases
		m.Resolved = &all
	}
	m.Fixer, m.FixedAt = d.by.ID, d.at
	if d.Why != "" {
		m.Measure = d.Why
	}
	return end(OutcomeSuccess)(m, d)
}

// end finishes a dispute with an outcome.
func end(o Outcome) func(*Matter, deed) error {
	return func(m *Matter, d deed) error {
		m.Outcome, m.ClosedAt = o, d.at
		return nil
	}
}

func transfer(m *Matter, d deed) error {
	m.Body = d.Why
	return end(OutcomeTransferred)(m, d)
}

func escalateDispute(m *Matter, d deed) error {
	m.Outcome, m.ClosedAt = OutcomeOngoing, time.Time{}
	return escalate(m, d)
}

func followUp(m *Matter, d deed) error {
	m.Visits++
	m.Review = 0
	if m.Visits < len(followDays) {
		m.Review = DateOf(m.ClosedAt.In(d.at.Location())) + Date(followDays[m.Visits])
	}
	return nil
}

// archive leaves the time of the settlement: that is when the dispute ended.
func archive(m *Matter, d deed) error {
	m.Closer, m.Review = d.by.ID, 0
	return nil
}

func reopenDispute(m *Matter, d deed) error {
	m.Course = Course{Revision: m.Revision, Owner: m.Owner, OwnerUnit: m.OwnerUnit, Desk: m.Desk}
	m.ClosedAt, m.Outcome, m.Deadline, m.Resolved = time.Time{}, OutcomeOngoing, d.due(m), nil
	return nil
}
