package community

import (
	"cmp"
	"slices"
)

// Duty is an open dispute or issue as reminders see it.
type Duty struct {
	Item
	AssignedUnit UnitID // the unit that it was given to; 0 if it was not
	Desk         UnitID // the unit that it was escalated to by hand; 0 if it was not
	Acknowledged bool   // somebody said of this deadline that they see to it
	Review       Date   // of a finished one: it is to be looked at again on this day
}

// ReviewDuty is what reminders see of a finished matter that is to be looked
// at again: 回访 of a dispute by whoever settled it, 回头看 of an issue.
func (m Matter) ReviewDuty() Duty {
	return Duty{
		Item: Item{
			Number: m.Number, Kind: m.Kind, Unit: m.Unit, Category: m.Category, Place: PlaceName(m.Building, m.Place),
			Date: m.Date, Deadline: m.Review, Status: m.Status, Level: m.Level, Reporter: m.Reporter, Assignee: m.Fixer, ClosedAt: m.ClosedAt,
		},
		Review: m.Review,
	}
}

// Stage says how near a duty's deadline is.
type Stage string

// The stages at which somebody is reminded.
const (
	DueSoon Stage = "soon"  // the last day of work before the deadline
	DueNow  Stage = "today" // the deadline's own day
	PastDue Stage = "overdue"
	Again   Stage = "review" // 回头看 or 回访 is due
)

// againDays is after how many days a review that nobody made is told of again.
const againDays = 7

// Critical reports whether a duty is one that pushes make exceptions for.
func (d Duty) Critical() bool {
	return d.Kind == KindIssue && d.Level == LevelCritical && d.Review == 0
}

// StageOn is the stage that a duty has reached on a day, and for an overdue
// one how many day-steps ago its deadline was. Not ok if nobody is to be
// reminded: days off count for nothing, except for critical duties.
func (d Duty) StageOn(day Date, c Calendar) (stage Stage, step int, ok bool) {
	if d.Review != 0 {
		return Again, 0, d.againOn(day, c)
	}
	if d.Deadline == 0 || d.Acknowledged || !d.ClosedAt.IsZero() {
		return "", 0, false
	}
	works := func(on Date) bool { return d.Critical() || c.Workday(on) }
	if !works(day) {
		return "", 0, false
	}
	if day < d.Deadline {
		next := day + 1
		for next < d.Deadline && !works(next) {
			next++
		}
		return DueSoon, 0, next == d.Deadline
	}
	if day == d.Deadline {
		return DueNow, 0, true
	}
	for on := d.Deadline + 1; on <= day; on++ {
		if works(on) {
			step++
		}
	}
	return PastDue, step, true
}

// againOn reports whether a review is told of: on its day, or the first workday
// after it, and every week from then on.
func (d Duty) againOn(day Date, c Calendar) bool {
	first := d.Review
	for first < day && !c.Workday(first) {
		first++
	}
	return c.Workday(day) && day >= first && (day-first)%againDays == 0
}

// Notice is one line of a reminder.
type Notice struct {
	Duty
	Stage  Stage
	Step   int    // day-steps since the deadline of what is overdue
	Behalf string // whom the reader stands in for; empty for their own
}

// Reminder is what one person is reminded of on a day, in one message.
type Reminder struct {
	To      Person
	Notices []Notice
}

// Reminders says who is reminded of what on a day: of what is due whoever has
// to act, of what is overdue one level further up with every day-step, until
// there is no level left. With only, critical duties alone. Each list begins with
// what is critical, then what is due longest.
func (r Roster) Reminders(duties []Duty, day Date, c Calendar, only bool) []Reminder {
	lists := map[PersonID][]Notice{}
	for _, d := range duties {
		stage, step, ok := d.StageOn(day, c)
		if !ok || only && !d.Critical() {
			continue
		}
		for _, to := range r.readers(d, stage, step) {
			n := Notice{Duty: d, Stage: stage, Step: step, Behalf: to.behalf}
			lists[to.ID] = append(lists[to.ID], n)
		}
	}
	var all []Reminder
	for id, notices := range lists {
		slices.SortFunc(notices, func(a, b Notice) int {
			return cmp.Or(first(b.Critical())-first(a.Critical()), cmp.Compare(a.Deadline, b.Deadline), cmp.Compare(a.Number, b.Number))
		})
		all = append(all, Reminder{To: r.people[id], Notices: notices})
	}
	slices.SortFunc(all, func(a, b Reminder) int { return cmp.Compare(a.To.ID, b.To.ID) })
	return all
}

func first(is bool) int {
	if is {
		return 1
	}
	return 0
}

// readers are the people a duty's notice goes to, each once. What is critical
// leaves nobody whom it has come to: whoever has to act, their lead and every
// level above it hear of it each day until somebody has said that they see to it.
func (r Roster) readers(d Duty, stage Stage, step int) []reader {
	switch {
	case d.Critical():
		told := r.actors(d)
		for n := 1; n <= max(1, step); n++ {
			told = append(told, r.above(d, n)...)
		}
		return once(told)
	case stage == PastDue:
		return r.above(d, step)
	}
	return r.actors(d)
}

// once leaves the first of those who are told in several places.
func once(told []reader) (list []reader) {
	for _, to := range told {
		if !slices.ContainsFunc(list, func(have reader) bool { return have.ID == to.ID }) {
			list = append(list, to)
		}
	}
	return list
}

// actors are whoever has to act: the assignee, else the lead of the unit that
// it was given to, else the reporter; the unit's lead for what waits to be
// signed off and for work that nobody is left to do.
func (r Roster) actors(d Duty) []reader {
	if d.Status == FixedState || d.Review != 0 && d.Kind == KindIssue {
		return r.leads(d.Unit, 0)
	}
	if d.Assignee == 0 && d.AssignedUnit != 0 {
		return r.leads(d.AssignedUnit, 0)
	}
	id := cmp.Or(d.Assignee, d.Reporter)
	if p := r.people[id]; d.Assignee != 0 && p.Known() || p.May(Report, d.Unit, r.org) {
		if to, ok := r.reach(p); ok {
			return []reader{to}
		}
	}
	return r.leads(d.Unit, 0)
}

// above are the people of the level that an overdue duty has come to. It
// begins with the community's lead, or where somebody has escalated it to.
func (r Roster) above(d Duty, step int) []reader {
	chain := r.chain(cmp.Or(d.AssignedUnit, d.Unit))
	from := max(0, slices.Index(chain, d.Desk))
	if from+step > len(chain) {
		return nil
	}
	return r.leads(chain[0], from+step-1)
}
