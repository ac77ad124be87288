package export

import (
	"cmp"
	"maps"
	"slices"

	"gridmate/community"
	"gridmate/digest"
)

// Code names a figure, as the digest's JSON does.
type Code string

// The figures. Persons and Amount are no part of a digest.
const (
	Patrols      Code = "patrols"
	Found        Code = "found"
	Fixed        Code = "fixed"
	Visited      Code = "visited"
	Registered   Code = "registered" // dispute cases
	Success      Code = "success"
	Failed       Code = "failed"
	OpenCases    Code = "open_cases"
	Persons      Code = "persons" // people in disputes
	Amount       Code = "amount"  // of disputes, in yuan
	Events       Code = "events"
	Participants Code = "participants"
	Handbooks    Code = "handbooks"
	Opened       Code = "opened" // issues
	Closed       Code = "closed"
	Open         Code = "open"
	Overdue      Code = "overdue"
	PatrolFound  Code = "patrol_found" // Found and Fixed without what issues state
	PatrolFixed  Code = "patrol_fixed"
)

// Key selects a figure of everything, of one community type or of one
// category; not of a type and a category at once.
type Key struct {
	Code     Code
	Type     community.CommunityType
	Category community.Category
}

// Cited is how many record numbers a figure keeps.
const Cited = 12

// Figure is a figure and the records that it was counted from.
type Figure struct {
	N           int
	Records     int                // that state a part of it
	Numbers     []community.Number // the first of them, at most Cited
	Approximate bool               // a part of it was reported as about so many
}

// Sum counts records the way a digest does.
type Sum struct {
	frame   Frame
	figures map[Key]*Figure
}

// NewSum starts a sum of no records.
func NewSum(f Frame) *Sum { return &Sum{frame: f, figures: map[Key]*Figure{}} }

// Of is a figure, zero if nothing was counted.
func (s *Sum) Of(k Key) Figure {
	if f := s.figures[k]; f != nil {
		return *f
	}
	return Figure{}
}

// Keys lists the figures that are not zero: those of everything first, then by
// type and by category.
func (s *Sum) Keys() []Key {
	return slices.SortedFunc(maps.Keys(s.figures), func(a, b Key) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Code, b.Code))
	})
}

// N is a figure of everything.
func (s *Sum) N(c Code) int { return s.Of(Key{Code: c}).N }

// Add takes a record in that is dated in the span or was carried over into
// it. Withdrawn records count nothing.
func (s *Sum) Add(r community.Record) {
	if !r.Withdrawn.IsZero() {
		return
	}
	if s.frame.Span.Has(r.Date) {
		s.dated(r)
	}
	switch r.Kind {
	case community.KindIssue:
		s.add(r, Closed, one(s.frame.Closed(r)))
		s.add(r, Open, one(s.frame.Open(r)))
		s.add(r, Overdue, one(s.frame.Overdue(r)))
	case community.KindDispute:
		if s.frame.Open(r) {
			s.add(r, OpenCases, s.frame.OpenCases(r))
		}
	}
}

// dated counts what belongs to the day of the record.
func (s *Sum) dated(r community.Record) {
	c := r.Tally().Counts()
	switch r.Kind {
	case community.KindEvent:
		s.add(r, Events, 1)
		s.add(r, Participants, c.Participants)
		s.add(r, Handbooks, c.Handbooks)
		return
	case community.KindDispute:
		s.add(r, Registered, c.Cases)
		s.add(r, Success, c.Success)
		s.add(r, Failed, c.Failed)
		s.add(r, Persons, value(r.Persons))
		s.add(r, Amount, value(r.Amount))
		return
	case community.KindPatrol:
		s.add(r, Patrols, 1)
		s.add(r, PatrolFound, c.Found)
		s.add(r, PatrolFixed, c.Fixed)
	case community.KindIssue:
		s.add(r, Opened, 1)
	}
	s.add(r, Found, c.Found)
	s.add(r, Fixed, c.Fixed)
	s.add(r, Visited, c.Visited)
}

func (s *Sum) add(r community.Record, code Code, n int) {
	if n == 0 {
		return
	}
	about := code == Handbooks && slices.ContainsFunc(r.Materials, func(m community.Material) bool { return m.Approximate })
	s.count(Key{Code: code}, n, r.Number, about)
	s.count(Key{Code: code, Category: r.Category}, n, r.Number, about)
	if r.Type != community.NoType {
		s.count(Key{Code: code, Type: r.Type}, n, r.Number, about)
	}
}

func (s *Sum) count(k Key, n int, number community.Number, about bool) {
	f := s.figures[k]
	if f == nil {
		f = &Figure{}
		s.figures[k] = f
	}
	f.N += n
	f.Records++
	f.Approximate = f.Approximate || about
	if len(f.Numbers) < Cited {
		f.Numbers = append(f.Numbers, number)
	}
}

// Totals are the figures in the digest's form.
func (s *Sum) Totals() digest.Totals {
	return digest.Totals{
		Patrols: s.N(Patrols), Found: s.N(Found), Fixed: s.N(Fixed), Visited: s.N(Visited),
		Events: s.N(Events), Participants: s.N(Participants), Handbooks: s.N(Handbooks),
		Disputes: digest.Disputes{
			Registered: s.N(Registered), Success: s.N(Success), Failed: s.N(Failed), Open: s.N(OpenCases),
		},
		Issues: digest.Issues{Opened: s.N(Opened), Closed: s.N(Closed), Open: s.N(Open), Overdue: s.N(Overdue)},
	}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func value(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
