package community

import "slices"

// Action is something that needs a right: work with records, and the steps of
// a matter's life cycle. The words are stored with every step.
type Action string

// The actions. Each is checked where it is done, for the unit it concerns.
const (
	Report      Action = "report"       // add a record
	CorrectOwn  Action = "correct_own"  // correct or withdraw one's own record
	CorrectAny  Action = "correct_any"  // correct or withdraw anybody's
	Read        Action = "read"         // see records, digests, ledgers
	Invite      Action = "invite"       // bring in people below
	BindGroup   Action = "bind_group"   // tie a group chat to a unit
	SetSchedule Action = "set_schedule" // change when digests come
	Manage      Action = "manage"       // people, organisation, guides
	Draft       Action = "draft"        // bulletins, and what is worth telling in them

	Take     Action = "take"      // 我来办
	Assign   Action = "assign"    // 交办, 转办: name who has to act, and until when
	Fix      Action = "fix"       // 整改: an issue is mended, a dispute settled
	Close    Action = "close"     // 销号, 归档
	Return   Action = "return"    // 退回
	Extend   Action = "extend"    // 延期
	Escalate Action = "escalate"  // 督办, 上报
	Reopen   Action = "reopen"    // 重开, 反复
	Review   Action = "review"    // 回头看: closed for good
	Urge     Action = "urge"      // 催办
	Accept   Action = "accept"    // 受理
	Mediate  Action = "mediate"   // 调解
	Fail     Action = "fail"      // 调解不成功
	Transfer Action = "transfer"  // 移交 a dispute to a named body
	FollowUp Action = "follow_up" // 回访

	Plan     Action = "plan"     // 布置: set a task, open a campaign
	Progress Action = "progress" // 进展 of a task
	Revoke   Action = "revoke"   // 撤销 a task
	Instruct Action = "instruct" // 批示
	LogVisit Action = "visit"    // 走访记录
	Tick     Action = "tick"     // a checklist's item is done, or is not after all

	ScoreSelf   Action = "score_self"   // 自查: score an indicator of one's own community, name evidence, open the gap
	ScoreVerify Action = "score_verify" // 核查
	ScoreAssess Action = "score_assess" // 考核

	// Correct is what the audit calls a state that a correction or a withdrawal
	// changed: no step, and no right of its own.
	Correct Action = "correct"
	// Import is what the audit calls a task that a newer list changed.
	Import Action = "import"
)

// Actions lists all actions in the order of the table.
func Actions() []Action {
	return []Action{
		Report, CorrectOwn, CorrectAny, Read, Invite, BindGroup, SetSchedule, Manage, Draft,
		Take, Assign, Fix, Close, Return, Extend, Escalate, Reopen, Review, Urge,
		Accept, Mediate, Fail, Transfer, FollowUp,
		Plan, Progress, Revoke, Instruct, LogVisit, Tick,
		ScoreSelf, ScoreVerify, ScoreAssess,
	}
}

// Reach is how far a role's right goes.
type Reach int

// The reaches. Own is what somebody reported, answers for, or may take because
// nobody does yet; Below is everything in the subtree of the role's unit.
const (
	No Reach = iota
	Own
	Below
)

const (
	no    = No
	own   = Own
	below = Below
)

// rights is the whole table of who may do what, within their own subtree. Its
// columns are the roles in the order of Roles.
var rights = map[Action][9]Reach{
	//            grid   staff  lead   street county city   task   leader admin
	Report:      {below, below, below, below, below, below, no, no, below},
	CorrectOwn:  {below, below, below, below, below, below, no, no, below},
	CorrectAny:  {no, no, below, no, no, no, no, no, below},
	Read:        {below, below, below, below, below, below, below, below, below},
	Invite:      {no, no, below, below, below, below, no, no, below},
	BindGroup:   {no, no, below, below, below, below, no, no, below},
	SetSchedule: {no, no, below, below, below, below, no, no, below},
	Manage:      {no, no, no, no, no, no, no, no, below},
	Draft:       {no, no, below, below, below, below, below, no, below},

	Take:     {own, own, below, below, below, below, no, no, below},
	Assign:   {no, no, below, below, below, below, no, no, below},
	Fix:      {own, own, below, below, below, below, no, no, below},
	Close:    {below, below, below, below, below, below, no, no, below},
	Return:   {below, below, below, below, below, below, no, no, below},
	Extend:   {own, own, below, below, below, below, no, no, below},
	Escalate: {own, own, below, below, below, below, no, no, below},
	Reopen:   {own, below, below, below, below, below, no, no, below},
	Review:   {no, below, below, below, below, below, no, no, below},
	Urge:     {no, below, below, below, below, below, no, below, below},

	Accept:   {own, below, below, below, below, below, no, no, below},
	Mediate:  {own, below, below, below, below, below, no, no, below},
	Fail:     {own, own, below, below, below, below, no, no, below},
	Transfer: {no, below, below, below, below, below, no, no, below},
	FollowUp: {own, below, below, below, below, below, no, no, below},

	Plan:     {no, no, below, below, below, below, no, no, below},
	Progress: {own, own, below, below, below, below, no, no, below},
	Revoke:   {no, no, no, below, below, below, no, no, below},
	Instruct: {no, no, no, no, no, no, no, below, no},
	LogVisit: {no, no, no, no, no, no, no, below, no},
	Tick:     {no, below, below, below, below, below, no, no, below},

	ScoreSelf:   {no, below, below, no, no, no, no, no, below},
	ScoreVerify: {no, no, no, below, below, below, no, no, below},
	ScoreAssess: {no, no, no, no, below, below, no, no, below},
}

// Reach is how far the role's right to do it goes.
func (r Role) Reach(a Action) Reach {
	if i := slices.Index(Roles(), r); i >= 0 {
		return rights[a][i]
	}
	return No
}

// May reports whether the role has the right at all.
func (r Role) May(a Action) bool { return r.Reach(a) != No }

// May reports whether the person may do it in that unit.
func (p Person) May(a Action, unit UnitID, org *Org) bool {
	return slices.ContainsFunc(p.Grants, func(g Grant) bool {
		return g.Role.Reach(a) == Below && org.Within(unit, g.Unit)
	})
}

// worker are the steps of those who do the work. Whoever was given a matter
// may do them, even from another unit than the one it lies in; all others need
// the unit itself.
var worker = []Action{Read, Take, Fix, Extend, Escalate, Accept, Mediate, Fail, FollowUp, Progress}

// setter are the steps of whoever set a task, as long as its unit is theirs;
// partner are those of the units that help with it.
var (
	setter  = []Action{Read, Close, Return, Reopen, Urge, Revoke}
	partner = []Action{Read, Progress}
)

// MayStep reports whether the person may do it to that matter. Its state is
// another question: see Matter.Do.
func (p Person) MayStep(a Action, m Matter, org *Org) bool {
	return slices.ContainsFunc(p.Grants, func(g Grant) bool {
		if m.setBy(p, g, org) && slices.Contains(setter, a) {
			return true
		}
		reach := g.Role.Reach(a)
		if reach == No || g.Role == RoleTask && m.Type != g.Type {
			return false
		}
		if m.Owner == p.ID && slices.Contains(worker, a) || m.Reporter == p.ID && a == Read && m.Kind != KindTask {
			return true
		}
		within := org.Within(m.Unit, g.Unit) || m.helps(g.Unit, org) && slices.Contains(partner, a) ||
			m.OwnerUnit != 0 && org.Within(m.OwnerUnit, g.Unit) && slices.Contains(worker, a)
		return within && (reach == Below || m.Owner == 0 || m.Reporter == p.ID || m.Owner == p.ID)
	})
}

// Scopes lists the units in which the person may do it, in the order of their
// grants, each once.
func (p Person) Scopes(a Action) []UnitID {
	var units []UnitID
	for _, g := range p.Grants {
		if g.Role.May(a) && !slices.Contains(units, g.Unit) {
			units = append(units, g.Unit)
		}
	}
	return units
}

// Touches reports whether the person may do it in a unit, above it or below it:
// a group of the unit has them among it and sees its figures anyway.
func (p Person) Touches(a Action, unit UnitID, org *Org) bool {
	return slices.ContainsFunc(p.Scopes(a), func(scope UnitID) bool {
		return org.Within(unit, scope) || org.Within(scope, unit)
	})
}

// Oversees reports whether the person is an administrator of the whole
// deployment: those who keep the program running.
func (p Person) Oversees(org *Org) bool {
	return slices.ContainsFunc(p.Grants, func(g Grant) bool {
		u, found := org.Unit(g.Unit)
		return g.Role == RoleAdmin && (!found || u.Parent == 0)
	})
}

// MayGrant reports whether the person may give that role in that unit: to
// people below themselves, and admins to anybody.
func (p Person) MayGrant(role Role, unit UnitID, org *Org) bool {
	return slices.ContainsFunc(p.Grants, func(g Grant) bool {
		if g.Role == RoleAdmin {
			return org.Within(unit, g.Unit)
		}
		return g.Role.May(Invite) && org.Within(unit, g.Unit) && slices.Index(Roles(), role) < slices.Index(Roles(), g.Role)
	})
}

// ReadsOnly is the one type of community that the person may read: that of a
// task group, for somebody who has no other role that reads.
func (p Person) ReadsOnly() CommunityType {
	only := NoType
	for _, g := range p.Grants {
		if g.Role != RoleTask && g.Role.May(Read) {
			return NoType
		}
		if g.Role == RoleTask {
			only = g.Type
		}
	}
	return only
}
