package main

import (
	"slices"
	"time"

	"gridmate/community"
)

// counted is what one digest counts.
type counted struct {
	records                                   int
	patrols, found, fixed, visited            int
	disputes, success, failed, mediating, due int
	events, participants, handbooks           int
	issues, closed, open, overdue             int
	onTime, onTimeOf                          int
	silent                                    int
}

// recount counts a unit's span one record after the other, in the words of
// the domain and with nothing of the program that makes digests.
func (m *month) recount(s cityState, unit community.UnitID, span community.Span, today community.Date) counted {
	zone := shanghai(m.t)
	var c counted
	begin, end, on := span.From.In(zone), (span.To + 1).In(zone), min(today, span.To+1)
	var told []community.UnitID // units with a record in the span
	for _, it := range s.matters {
		if !it.Withdrawn.IsZero() || !s.org.Within(it.Unit, unit) {
			continue
		}
		if span.Has(it.Date) {
			c.records++
			told = append(told, it.Unit)
			c.report(it.Record)
		}
		if it.Kind == community.KindIssue || it.Kind == community.KindDispute {
			c.way(it.Record, span, begin, end, on, zone)
		}
	}
	below := community.Village
	if u, _ := s.org.Unit(unit); u.Level == community.Village {
		below = community.Grid
	}
	for _, u := range s.org.Below(unit, below) {
		if !slices.ContainsFunc(told, func(id community.UnitID) bool { return s.org.Within(id, u.ID) }) {
			c.silent++
		}
	}
	return c
}

func or(n *int, none int) int {
	if n == nil {
		return none
	}
	return *n
}

// report counts a record of the span by what it says.
func (c *counted) report(r community.Record) {
	switch r.Kind {
	case community.KindPatrol, community.KindIssue:
		if r.Kind == community.KindPatrol {
			c.patrols++
		} else {
			c.issues++
		}
		c.found, c.fixed, c.visited = c.found+or(r.Found, 0), c.fixed+or(r.Fixed, 0), c.visited+or(r.Visited, 0)
	case community.KindEvent:
		c.events++
		c.participants, c.handbooks = c.participants+or(r.Participants, 0), c.handbooks+or(r.Handbooks, 0)
	case community.KindDispute:
		cases := or(r.Cases, 1)
		c.disputes += cases
		switch r.Status {
		case community.Success, community.FollowedUp, community.Closed:
			c.success += or(r.Resolved, cases)
		case community.Failure:
			c.success += or(r.Resolved, 0)
			c.failed += cases - or(r.Resolved, 0)
		default:
			c.success += or(r.Resolved, 0)
		}
	}
}

// way counts a problem or dispute by how far it had come when the span ended.
func (c *counted) way(r community.Record, span community.Span, begin, end time.Time, on community.Date, zone *time.Location) {
	open := r.Date <= span.To && (r.ClosedAt.IsZero() || !r.ClosedAt.Before(end))
	closed := !r.ClosedAt.IsZero() && !r.ClosedAt.Before(begin) && r.ClosedAt.Before(end)
	late := open && r.Deadline < on
	if r.Kind == community.KindDispute {
		if open {
			c.mediating += max(or(r.Cases, 1)-or(r.Resolved, 0), 1)
		}
		if late {
			c.due++
		}
		return
	}
	if open {
		c.open++
	}
	if late {
		c.overdue++
	}
	if closed {
		c.closed++
		if community.DateOf(r.ClosedAt.In(zone)) <= r.Deadline {
			c.onTime++
		}
	}
	if closed || late {
		c.onTimeOf++
	}
}
