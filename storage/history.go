package storage

import (
	"context"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

func (t *Tx) addChanges(ctx context.Context, n community.Number, changes []community.Change) error {
	for _, c := range changes {
		err := t.q.AddChange(ctx, query.AddChangeParams{
			Record: int64(n), Field: c.Field, Was: c.From, Becomes: c.To, Person: ref(c.By), At: millis(c.At), Why: c.Why,
		})
		if err != nil {
			return t.fail(fmt.Sprintf("add changes of record %d", n), err)
		}
	}
	return nil
}

// Changes lists what was corrected, oldest first.
func (t *Tx) Changes(ctx context.Context, n community.Number) ([]community.Change, error) {
	rows, err := t.q.Changes(ctx, int64(n))
	if err != nil {
		return nil, t.fail(fmt.Sprintf("read changes of record %d", n), err)
	}
	changes := make([]community.Change, len(rows))
	for i, r := range rows {
		changes[i] = community.Change{
			Number: n, Field: r.Field, From: r.Was, To: r.Becomes,
			By: deref[community.PersonID](r.Person), At: timeOf(r.At), Why: r.Why,
		}
	}
	return changes, nil
}

// Attach adds a photo or a place; the same one twice is kept once.
func (t *Tx) Attach(ctx context.Context, a community.Attachment) error {
	err := t.q.AddAttachment(ctx, query.AddAttachmentParams{
		Record: int64(a.Number), Message: int64(a.Message), Album: a.Album, File: a.File, Lat: a.Lat, Lon: a.Lon,
		After: flag(a.After),
	})
	return t.fail(fmt.Sprintf("attach to record %d", a.Number), err)
}

// AlbumRecords lists the records that photos of an album hang on, in number
// order.
func (t *Tx) AlbumRecords(ctx context.Context, album string) ([]community.Number, error) {
	rows, err := t.q.AlbumRecords(ctx, album)
	if err != nil {
		return nil, t.fail("find an album's records", err)
	}
	numbers := make([]community.Number, len(rows))
	for i, n := range rows {
		numbers[i] = community.Number(n)
	}
	return numbers, nil
}

// Attachments lists what was attached, oldest first.
func (t *Tx) Attachments(ctx context.Context, n community.Number) ([]community.Attachment, error) {
	rows, err := t.q.Attachments(ctx, int64(n))
	if err != nil {
		return nil, t.fail(fmt.Sprintf("read attachments of record %d", n), err)
	}
	list := make([]community.Attachment, len(rows))
	for i, r := range rows {
		list[i] = community.Attachment{
			Number: n, Message: int(r.Message), Album: r.Album, File: r.File, Lat: r.Lat, Lon: r.Lon, After: r.After == 1,
		}
	}
	return list, nil
}
