package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// AddRecord stores a record and returns it with its number, which is never
// used again, and for an issue its running number in the community and year.
func (t *Tx) AddRecord(ctx context.Context, r community.Record) (community.Record, error) {
	if r.Created.IsZero() {
		r.Created = t.db.options.now()
	}
	if r.Kind == community.KindIssue {
		if err := t.number(ctx, &r); err != nil {
			return community.Record{}, err
		}
	}
	t.now.Record++
	r.Number = community.Number(t.now.Record)
	if err := t.q.AddRecord(ctx, newRow(r)); err != nil {
		return community.Record{}, t.fail(fmt.Sprintf("add record in unit %d", r.Unit), err)
	}
	if err := t.tag(ctx, r); err != nil {
		return community.Record{}, err
	}
	return r, t.addMaterials(ctx, r)
}

// number gives an issue the next running number of its community and year.
func (t *Tx) number(ctx context.Context, r *community.Record) error {
	year, _, _ := r.Date.Civil()
	last, err := t.q.NextLedger(ctx, query.NextLedgerParams{Unit: int64(t.villageOf(r.Unit)), Year: int64(year)})
	r.Ledger = int(last)
	return t.fail(fmt.Sprintf("number an issue in unit %d", r.Unit), err)
}

func (t *Tx) addMaterials(ctx context.Context, r community.Record) error {
	for i, m := range r.Materials {
		err := t.q.AddMaterial(ctx, query.AddMaterialParams{
			Record: int64(r.Number), Place: int64(i), Title: m.Title, Kind: m.Kind,
			Quantity: int64(m.Quantity), Approximate: flag(m.Approximate),
		})
		if err != nil {
			return t.fail(fmt.Sprintf("add materials of record %d", r.Number), err)
		}
	}
	return nil
}

// Record finds a record; a NotFound refusal "record_unknown" otherwise, or
// "record_lost" if it may have been made after the copy that was restored.
func (t *Tx) Record(ctx context.Context, n community.Number) (community.Record, error) {
	row, err := t.q.FindRecord(ctx, int64(n))
	if errors.Is(err, sql.ErrNoRows) {
		return community.Record{}, t.missing(ctx, n)
	}
	if err != nil {
		return community.Record{}, t.fail(fmt.Sprintf("find record %d", n), err)
	}
	records, err := t.complete(ctx, []query.Record{row})
	if err != nil {
		return community.Record{}, err
	}
	return records[0], nil
}

// SaveRecord stores a changed record together with its history. An issue that
// moved to another community or year gets a running number there. A changed
// state goes into the audit chain. A NotFound refusal "record_unknown" if there
// is no such record.
func (t *Tx) SaveRecord(ctx context.Context, r community.Record, changes []community.Change) error {
	old, err := t.Record(ctx, r.Number)
	if err != nil {
		return err
	}
	if r.Kind == community.KindIssue && !t.sameLedger(old, r) {
		if err := t.number(ctx, &r); err != nil {
			return err
		}
	}
	if err := t.saveRecord(ctx, r); err != nil {
		return err
	}
	if err := t.retag(ctx, old, r); err != nil {
		return err
	}
	if e, ok := changed(old, r, changes); ok {
		if err := t.AddEvents(ctx, []community.Event{e}); err != nil {
			return err
		}
	}
	return t.addChanges(ctx, r.Number, changes)
}

func (t *Tx) saveRecord(ctx context.Context, r community.Record) error {
	if err := t.q.UpdateRecord(ctx, changedRow(r)); err != nil {
		return t.fail(fmt.Sprintf("save record %d", r.Number), err)
	}
	if err := t.q.DropMaterials(ctx, int64(r.Number)); err != nil {
		return t.fail(fmt.Sprintf("drop materials of record %d", r.Number), err)
	}
	return t.addMaterials(ctx, r)
}

func (t *Tx) sameLedger(a, b community.Record) bool {
	was, _, _ := a.Date.Civil()
	becomes, _, _ := b.Date.Civil()
	return a.Kind == b.Kind && was == becomes && t.villageOf(a.Unit) == t.villageOf(b.Unit)
}

// RecordsOf lists the records that a message reported, in number order.
func (t *Tx) RecordsOf(ctx context.Context, chat int64, message int) ([]community.Record, error) {
	rows, err := t.q.RecordsOfMessage(ctx, query.RecordsOfMessageParams{Chat: chat, Message: int64(message)})
	if err != nil {
		return nil, t.fail(fmt.Sprintf("find records of message %d", message), err)
	}
	return t.complete(ctx, rows)
}

// complete makes records of rows, with their materials.
func (t *Tx) complete(ctx context.Context, rows []query.Record) ([]community.Record, error) {
	records := make([]community.Record, len(rows))
	places := map[int64]int{}
	var events []int64
	for i, r := range rows {
		records[i] = recordOf(r)
		if records[i].Kind == community.KindEvent {
			places[r.Number] = i
			events = append(events, r.Number)
		}
	}
	if len(events) == 0 {
		return records, nil
	}
	materials, err := t.q.MaterialsOf(ctx, events)
	if err != nil {
		return nil, t.fail("read materials", err)
	}
	for _, m := range materials {
		r := &records[places[m.Record]]
		r.Materials = append(r.Materials, community.Material{
			Title: m.Title, Kind: m.Kind, Quantity: int(m.Quantity), Approximate: m.Approximate == 1,
		})
	}
	return records, nil
}
