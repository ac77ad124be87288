// Package export holds what the files that people hand on have in common: the
// scope and days of a file, where its records come from, and the sums that
// equal the digest of the same days. The files themselves are made by the
// packages below it: book (Excel), bulletin (Word) and chart (PNG).
package export

import (
	"context"
	"time"

	"gridmate/community"
)

// Frame is the scope and the days that a file covers.
type Frame struct {
	Org  *community.Org
	Unit community.Unit          // with everything below it
	Type community.CommunityType // nothing but what belongs to it; NoType is everything
	// Group says that a group will read it: what is private is a number there.
	Group bool
	Span  community.Span
	Now   time.Time
	Zone  *time.Location
}

// Source is where the records of a file come from. It visits records of the
// frame's unit and of all below it, in the order of their numbers; withdrawn
// ones may be among them. An error from visit ends the reading.
type Source interface {
	// Records visits what is dated within the frame's days.
	Records(ctx context.Context, visit func(community.Record) error) error
	// Carried visits the disputes and issues that are dated before the
	// frame's days and were not finished when they began.
	Carried(ctx context.Context, visit func(community.Record) error) error
	// Course is how far a dispute or an issue has come.
	Course(ctx context.Context, r community.Record) (community.Course, error)
	// Person is a person's name, nothing for nobody.
	Person(ctx context.Context, id community.PersonID) (string, error)
}

// Has reports whether a record is of the frame's type.
func (f Frame) Has(r community.Record) bool { return f.Type == community.NoType || r.Type == f.Type }

// Shown is a record as those who get the file may read it. Of what is private a
// group reads that there is something.
func (f Frame) Shown(r community.Record, private string) community.Record {
	if !f.Group || !r.Delicate() {
		return r
	}
	r.Sensitive = true // whatever its words say from now on
	r.Text, r.Title, r.Building, r.Place, r.Agreement = private, "", "", "", ""
	r.Reporter, r.Persons, r.Amount, r.Materials = 0, nil, nil, nil
	return r
}

// Today is the day it is in the deployment's zone.
func (f Frame) Today() community.Date { return community.DateOf(f.Now.In(f.Zone)) }

// AsOf is the day at whose start the figures are judged: the day after the
// span, or today while it is running. What is overdue was due before it.
func (f Frame) AsOf() community.Date { return min(f.Today(), f.Span.To+1) }

// Day is the day of a moment in the deployment's zone; none for no moment.
func (f Frame) Day(t time.Time) community.Date {
	if t.IsZero() {
		return 0
	}
	return community.DateOf(t.In(f.Zone))
}

// Open reports whether a dispute or an issue was there and not finished when
// the span ended.
func (f Frame) Open(r community.Record) bool {
	return r.Date <= f.Span.To && (r.ClosedAt.IsZero() || f.Day(r.ClosedAt) > f.Span.To)
}

// Closed reports whether a dispute or an issue was finished within the span.
func (f Frame) Closed(r community.Record) bool {
	return !r.ClosedAt.IsZero() && f.Span.Has(f.Day(r.ClosedAt))
}

// Overdue reports whether what was open at the span's end was past its deadline.
func (f Frame) Overdue(r community.Record) bool {
	return f.Open(r) && r.Deadline != 0 && r.Deadline < f.AsOf()
}

// OpenCases is how many cases of a dispute that was open at the span's end
// were left. One that was finished since counts as one: how many were left
// then is not kept.
func (f Frame) OpenCases(r community.Record) int {
	if !r.ClosedAt.IsZero() || r.Cases == nil {
		return 1
	}
	if r.Resolved == nil {
		return *r.Cases
	}
	return *r.Cases - *r.Resolved
}

// Carry visits everything that a file of the frame shows, what was carried
// over first; withdrawn records are left out.
func (f Frame) Carry(ctx context.Context, from Source, visit func(community.Record) error) error {
	standing := func(r community.Record) error {
		if !r.Withdrawn.IsZero() || !f.Has(r) {
			return nil
		}
		return visit(r)
	}
	if err := from.Carried(ctx, standing); err != nil {
		return err
	}
	return from.Records(ctx, standing)
}
