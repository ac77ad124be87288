package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Issue finds the bulletin of a unit about some days and a topic, or begins it:
// with the number that is wanted or, for 0, with the next of the unit and year.
// The same days and topic keep their number unless another is wanted.
func (t *Tx) Issue(ctx context.Context, b community.Bulletin) (community.Bulletin, error) {
	row, err := t.q.SameBulletin(ctx, query.SameBulletinParams{
		Unit: int64(b.Unit), Year: int64(b.Year), First: int64(b.Span.From), Last: int64(b.Span.To), Topic: b.Topic,
	})
	if err == nil {
		was, err := bulletinOf(row)
		if err != nil || b.Number == 0 || b.Number == was.Number {
			return was, err
		}
		was.Number = b.Number
		return was, t.SaveBulletin(ctx, was)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return b, t.fail("find bulletin", err)
	}
	if b.Number == 0 {
		last, err := t.q.LastBulletin(ctx, query.LastBulletinParams{Unit: int64(b.Unit), Year: int64(b.Year)})
		if err != nil {
			return b, t.fail("number bulletin", err)
		}
		b.Number = int(last) + 1
	}
	edits, err := json.Marshal(b.Edits)
	if err != nil {
		return b, err
	}
	b.ID, err = t.q.AddBulletin(ctx, query.AddBulletinParams{
		Unit: int64(b.Unit), Year: int64(b.Year), Number: int64(b.Number), First: int64(b.Span.From), Last: int64(b.Span.To),
		Topic: b.Topic, Body: edits, Updated: t.db.now(),
	})
	return b, t.fail("add bulletin", err)
}

// Bulletin finds an issue; a NotFound refusal "bulletin_unknown" otherwise.
func (t *Tx) Bulletin(ctx context.Context, id int64) (community.Bulletin, error) {
	row, err := t.q.FindBulletin(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return community.Bulletin{}, unknown("bulletin_unknown")
	}
	if err != nil {
		return community.Bulletin{}, t.fail(fmt.Sprintf("find bulletin %d", id), err)
	}
	return bulletinOf(row)
}

// Bulletins lists the issues of a unit that were worked on last.
func (t *Tx) Bulletins(ctx context.Context, unit community.UnitID, most int) ([]community.Bulletin, error) {
	rows, err := t.q.BulletinsOf(ctx, query.BulletinsOfParams{Unit: int64(unit), Most: int64(most)})
	if err != nil {
		return nil, t.fail("list bulletins", err)
	}
	list := make([]community.Bulletin, len(rows))
	for i, row := range rows {
		if list[i], err = bulletinOf(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// SaveBulletin stores number and edits.
func (t *Tx) SaveBulletin(ctx context.Context, b community.Bulletin) error {
	edits, err := json.Marshal(b.Edits)
	if err != nil {
		return err
	}
	n, err := t.q.SaveBulletin(ctx, query.SaveBulletinParams{Number: int64(b.Number), Body: edits, Updated: t.db.now(), ID: b.ID})
	if err == nil && n == 0 {
		return unknown("bulletin_unknown")
	}
	return t.fail(fmt.Sprintf("save bulletin %d", b.ID), err)
}

func bulletinOf(r query.Bulletin) (community.Bulletin, error) {
	b := community.Bulletin{
		ID: r.ID, Unit: community.UnitID(r.Unit), Year: int(r.Year), Number: int(r.Number), Topic: r.Topic,
		Span: community.Span{From: community.Date(r.First), To: community.Date(r.Last)},
	}
	if err := json.Unmarshal(r.Body, &b.Edits); err != nil {
		return b, fmt.Errorf("storage: edits of bulletin %d: %w", r.ID, err)
	}
	return b, nil
}

// SetHighlight marks a record as worth telling, or not, and returns whether
// that changed anything.
func (t *Tx) SetHighlight(ctx context.Context, n community.Number, by community.PersonID, on bool) (changed bool, err error) {
	was, err := t.q.FindHighlight(ctx, int64(n))
	if err != nil || (was > 0) == on {
		return false, t.fail(fmt.Sprintf("find highlight %d", n), err)
	}
	if on {
		err = t.q.AddHighlight(ctx, query.AddHighlightParams{Record: int64(n), Person: int64(by), At: t.db.now()})
	} else {
		_, err = t.q.DropHighlight(ctx, int64(n))
	}
	return true, t.fail(fmt.Sprintf("set highlight %d", n), err)
}

// Highlights lists the records of a unit and all below it in these days that
// are marked as worth telling, withdrawn ones excepted.
func (t *Tx) Highlights(ctx context.Context, unit community.UnitID, span community.Span) ([]community.Number, error) {
	rows, err := t.q.Highlights(ctx, query.HighlightsParams{First: int64(span.From), Last: int64(span.To)})
	if err != nil {
		return nil, t.fail("list highlights", err)
	}
	var list []community.Number
	for _, r := range rows {
		if t.Org().Within(community.UnitID(r.Unit), unit) {
			list = append(list, community.Number(r.Number))
		}
	}
	return list, nil
}
