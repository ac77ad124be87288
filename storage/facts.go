package storage

import (
	"context"
	"time"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// stretch is how many days of facts are read at a time: what a digest holds in
// memory grows with a stretch, not with its period.
const stretch = 7

// Facts visits what counts of every record of these days, withdrawn ones
// excepted, through one covering index, in no particular order.
func (t *Tx) Facts(ctx context.Context, days community.Span, visit func(community.Fact) error) error {
	for first := days.From; first <= days.To; first += stretch {
		last := min(first+stretch-1, days.To)
		rows, err := t.q.Facts(ctx, query.FactsParams{First: int64(first), Last: int64(last)})
		if err != nil {
			return t.fail("read facts", err)
		}
		for _, r := range rows {
			if err := visit(factOf(r.Date, r.Unit, r.Tally)); err != nil {
				return err
			}
		}
	}
	return nil
}

func factOf(date, unit, tally int64) community.Fact {
	return community.Fact{
		Date: community.Date(date), Unit: community.UnitID(unit), Tally: community.Tally(tally),
	}
}

// Late visits records created in [from, to) of days before the given one.
func (t *Tx) Late(
	ctx context.Context, from, to time.Time, before community.Date, visit func(community.Fact) error,
) error {
	rows, err := t.q.LateFacts(ctx, query.LateFactsParams{Since: millis(from), Until: millis(to), Before: int64(before)})
	if err != nil {
		return t.fail("read late facts", err)
	}
	for _, r := range rows {
		if err := visit(factOf(r.Date, r.Unit, r.Tally)); err != nil {
			return err
		}
	}
	return nil
}

// Items visits the disputes, issues and open tasks of days up to and including until that
// were not finished at that moment or were finished at or after since.
func (t *Tx) Items(
	ctx context.Context, until community.Date, since time.Time, visit func(community.Item) error,
) error {
	open, err := t.q.OpenItems(ctx, int64(until))
	if err != nil {
		return t.fail("read open items", err)
	}
	closed, err := t.q.ClosedItems(ctx, query.ClosedItemsParams{Since: millis(since), Until: int64(until)})
	if err != nil {
		return t.fail("read closed items", err)
	}
	for _, r := range open {
		if err := visit(t.itemOf(r)); err != nil {
			return err
		}
	}
	for _, r := range closed {
		if err := visit(t.itemOf(finished(r))); err != nil {
			return err
		}
	}
	return nil
}

// Reviews visits the finished disputes and issues that are to be looked at again
// by a day, which is their deadline. The owner of a 回访 is whoever settled it;
// 回头看 is the lead's.
func (t *Tx) Reviews(ctx context.Context, until community.Date, visit func(community.Item) error) error {
	rows, err := t.q.ReviewItems(ctx, int64(until))
	if err != nil {
		return t.fail("read what is to be looked at again", err)
	}
	for _, r := range rows {
		item := t.itemOf(query.OpenItemsRow{
			Number: r.Number, Kind: r.Kind, Unit: r.Unit, Category: r.Category, Building: r.Building, Place: r.Place,
			Date: r.Date, Deadline: r.Review, Status: r.Status, Level: r.Level, Reporter: r.Reporter, ClosedAt: r.ClosedAt,
			Sensitive: r.Sensitive, Owner: r.Fixer,
		})
		if err := visit(item); err != nil {
			return err
		}
	}
	return nil
}

// finished is a finished item as a row of the open ones: nobody has to act.
func finished(r query.ClosedItemsRow) query.OpenItemsRow {
	return query.OpenItemsRow{
		Number: r.Number, Kind: r.Kind, Unit: r.Unit, Category: r.Category, Building: r.Building, Place: r.Place,
		Date: r.Date, Deadline: r.Deadline, Status: r.Status, Level: r.Level, Cases: r.Cases, Resolved: r.Resolved,
		Reporter: r.Reporter, ClosedAt: r.ClosedAt, Sensitive: r.Sensitive,
	}
}

// ownerOf is who has to act on an item: the person it was given to, else the
// unit, else the body outside the organisation, else whoever reported it.
func (t *Tx) ownerOf(r query.OpenItemsRow) string {
	if r.Owner != nil {
		return t.people.byID[community.PersonID(*r.Owner)].Name
	}
	if u, ok := t.Org().Unit(deref[community.UnitID](r.OwnerUnit)); ok {
		return u.Label()
	}
	if r.Kind == string(community.KindTask) && r.Body != nil && *r.Body != "" {
		return *r.Body
	}
	return t.people.byID[deref[community.PersonID](r.Reporter)].Name
}

func (t *Tx) itemOf(r query.OpenItemsRow) community.Item {
	reporter, place := deref[community.PersonID](r.Reporter), community.PlaceName(r.Building, r.Place)
	if r.Kind == string(community.KindTask) {
		place = r.Title
	}
	return community.Item{
		Number: community.Number(r.Number), Kind: community.Kind(r.Kind), Unit: community.UnitID(r.Unit),
		Category: community.Category(r.Category), Type: community.CommunityType(r.Type), Place: place,
		Date: community.Date(r.Date), Deadline: community.Date(r.Deadline), Status: community.Status(r.Status),
		Level: community.IssueLevel(r.Level), Open: openCases(r), Reporter: reporter,
		Owner: t.ownerOf(r), ClosedAt: timeOf(r.ClosedAt), Sensitive: r.Sensitive == 1, Assignee: deref[community.PersonID](r.Owner),
	}
}

// openCases is how many of an item's cases somebody still has to act on.
func openCases(r query.OpenItemsRow) int {
	if r.ClosedAt != 0 {
		return 0
	}
	if r.Kind != string(community.KindDispute) || r.Cases == nil {
		return 1
	}
	open := int(*r.Cases)
	if r.Resolved != nil {
		open -= int(*r.Resolved)
	}
	return open
}
