package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Matter finds a record and how far it has come; a NotFound refusal
// "record_unknown" if there is no such record.
func (t *Tx) Matter(ctx context.Context, n community.Number) (community.Matter, error) {
	r, err := t.Record(ctx, n)
	if err != nil {
		return community.Matter{}, err
	}
	course, err := t.Course(ctx, n)
	return community.Matter{Record: r, Course: course}, err
}

// Course is how far a record has come; the zero one if nobody took a step.
func (t *Tx) Course(ctx context.Context, n community.Number) (community.Course, error) {
	row, err := t.q.FindCourse(ctx, int64(n))
	if errors.Is(err, sql.ErrNoRows) {
		return community.Course{}, nil
	}
	return courseOf(row), t.fail(fmt.Sprintf("find the course of record %d", n), err)
}

// Matters adds to records how far each has come.
func (t *Tx) Matters(ctx context.Context, records []community.Record) ([]community.Matter, error) {
	matters := make([]community.Matter, len(records))
	places := make(map[int64]int, len(records))
	for i, r := range records {
		matters[i].Record, places[int64(r.Number)] = r, i
	}
	for from := 0; from < len(records); from += page {
		var numbers []int64
		for _, r := range records[from:min(from+page, len(records))] {
			numbers = append(numbers, int64(r.Number))
		}
		rows, err := t.q.CoursesOf(ctx, numbers)
		if err != nil {
			return nil, t.fail("read courses", err)
		}
		for _, row := range rows {
			matters[places[row.Record]].Course = courseOf(row)
		}
	}
	return matters, nil
}

// SaveMatter stores a record and how far it has come together with the events
// that led there.
func (t *Tx) SaveMatter(ctx context.Context, m community.Matter, events []community.Event) error {
	if err := t.saveRecord(ctx, m.Record); err != nil {
		return err
	}
	partners, err := partnersText(m.Partners)
	if err != nil {
		return t.fail(fmt.Sprintf("write the partners of record %d", m.Number), err)
	}
	err = t.q.SaveCourse(ctx, query.SaveCourseParams{
		Record: int64(m.Number), Revision: int64(m.Revision), Owner: ref(m.Owner), OwnerUnit: ref(m.OwnerUnit),
		Desk: ref(m.Desk), Body: m.Body, Measure: m.Measure, Fixer: ref(m.Fixer), FixedAt: millis(m.FixedAt),
		Closer: ref(m.Closer), First: int64(m.First), Extensions: int64(m.Extensions), Review: int64(m.Review),
		Visits: int64(m.Visits), Reviewed: millis(m.Reviewed), Percent: int64(m.Percent), Partners: partners,
	})
	if err != nil {
		return t.fail(fmt.Sprintf("save the course of record %d", m.Number), err)
	}
	return t.AddEvents(ctx, events)
}

func courseOf(r query.Course) community.Course {
	return community.Course{
		Revision: int(r.Revision), Owner: deref[community.PersonID](r.Owner),
		OwnerUnit: deref[community.UnitID](r.OwnerUnit), Desk: deref[community.UnitID](r.Desk),
		Body: r.Body, Measure: r.Measure, Fixer: deref[community.PersonID](r.Fixer), FixedAt: timeOf(r.FixedAt),
		Closer: deref[community.PersonID](r.Closer), First: community.Date(r.First), Extensions: int(r.Extensions),
		Review: community.Date(r.Review), Visits: int(r.Visits), Reviewed: timeOf(r.Reviewed),
		Percent: int(r.Percent), Partners: partnersOf(r.Partners),
	}
}

// SamePlace lists the issues of a category at a place, dated since a day,
// withdrawn ones excepted, in number order.
func (t *Tx) SamePlace(ctx context.Context, r community.Record, since community.Date) ([]community.Number, error) {
	rows, err := t.q.SamePlace(ctx, query.SamePlaceParams{
		Unit: int64(r.Unit), Category: string(r.Category), Since: int64(since), Building: r.Building, Place: r.Place,
	})
	if err != nil {
		return nil, t.fail("find issues of a place", err)
	}
	numbers := make([]community.Number, len(rows))
	for i, n := range rows {
		numbers[i] = community.Number(n)
	}
	return numbers, nil
}

// Owned lists the open records that were given to somebody, or to one of these
// units and to nobody in it, newest first.
func (t *Tx) Owned(ctx context.Context, owner community.PersonID, units []community.UnitID) ([]community.Record, error) {
	ids := make([]*int64, len(units))
	for i, u := range units {
		ids[i] = ref(u)
	}
	numbers, err := t.q.OwnedOpen(ctx, query.OwnedOpenParams{Owner: ref(owner), Units: ids})
	if err != nil {
		return nil, t.fail(fmt.Sprintf("read what person %d owns", owner), err)
	}
	slices.SortFunc(numbers, func(a, b int64) int { return int(b - a) })
	return t.all(ctx, t.numbered(numbers))
}

// ToReview lists what is to be looked at again by a day, 回头看 of issues and
// 回访 of disputes, what is due longest first.
func (t *Tx) ToReview(ctx context.Context, until community.Date) ([]community.Matter, error) {
	numbers, err := t.q.ToReview(ctx, int64(until))
	if err != nil {
		return nil, t.fail("read what is to be reviewed", err)
	}
	records, err := t.all(ctx, t.numbered(numbers))
	if err != nil {
		return nil, err
	}
	matters, err := t.Matters(ctx, records)
	slices.SortFunc(matters, func(a, b community.Matter) int {
		return cmp.Or(cmp.Compare(a.Review, b.Review), cmp.Compare(a.Number, b.Number))
	})
	return matters, err
}

// all reads every page.
func (t *Tx) all(ctx context.Context, next pages) ([]community.Record, error) {
	var found []community.Record
	for {
		rows, err := next(ctx)
		if err != nil || len(rows) == 0 {
			return found, err
		}
		records, err := t.complete(ctx, rows)
		if err != nil {
			return nil, err
		}
		found = append(found, records...)
	}
}
