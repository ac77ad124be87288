package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

// noon is when the tests take place; nothing reads the real clock.
var noon = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

// today is noon's day.
var today = community.DateOf(noon)

// bundle is a database of its own with a small organisation and one worker.
type bundle struct {
	*storage.DB
	t      testing.TB
	worker community.Person
	grid   community.UnitID
}

func newBundle(t testing.TB, opts ...storage.Option) *bundle {
	t.Helper()
	b := &bundle{t: t, DB: open(t, filepath.Join(t.TempDir(), "test.db"), opts...)}
	b.settleIn()
	return b
}

// settleIn imports the organisation and the worker.
func (b *bundle) settleIn() {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		if _, err := tx.SaveUnits(ctx, smallCity()); err != nil {
			return err
		}
		grid, _ := tx.Org().ByCode("BH-01")
		b.grid = grid.ID
		if _, err := tx.SavePeople(ctx, []storage.PersonRow{person(1, community.RoleGrid, grid.ID)}); err != nil {
			return err
		}
		var err error
		b.worker, _, err = tx.PersonByUser(ctx, 1)
		return err
	})
}

func open(t testing.TB, path string, opts ...storage.Option) *storage.DB {
	t.Helper()
	clock := storage.WithClock(func() time.Time { return noon })
	db, err := storage.Open(t.Context(), path, append([]storage.Option{clock}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// do runs f in a transaction that has to commit.
func (b *bundle) do(f func(context.Context, *storage.Tx) error) {
	b.t.Helper()
	if err := b.InTx(b.t.Context(), f); err != nil {
		b.t.Fatal(err)
	}
}

// look runs f in a view that has to work.
func (b *bundle) look(f func(context.Context, *storage.Tx) error) {
	b.t.Helper()
	if err := b.View(b.t.Context(), f); err != nil {
		b.t.Fatal(err)
	}
}

// accept stores updates that carry these numbers as their JSON.
func (b *bundle) accept(ids ...int64) {
	b.t.Helper()
	if _, err := b.Accept(b.t.Context(), raws(ids...)); err != nil {
		b.t.Fatal(err)
	}
}

// work handles everything that waits and returns how many there were.
func (b *bundle) work(each func(context.Context, *storage.Tx, chat.Raw) ([]chat.Reply, error)) int {
	b.t.Helper()
	n, err := b.Work(b.t.Context(), 1000, each)
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

// add stores a record as a report does.
func (b *bundle) add(r community.Record) community.Record {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
		r, err = tx.AddRecord(ctx, r)
		return err
	})
	return r
}

// queue stores replies and returns the ids of what is pending afterwards.
func (b *bundle) queue(replies ...chat.Reply) []int64 {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *storage.Tx) error { return tx.Queue(ctx, replies) })
	return ids(b.pending())
}

func (b *bundle) pending() []chat.Outgoing {
	b.t.Helper()
	pending, err := b.Pending(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return pending
}

func (b *bundle) settle(receipts ...chat.Receipt) {
	b.t.Helper()
	if err := b.Settle(b.t.Context(), receipts); err != nil {
		b.t.Fatal(err)
	}
}

// number asks the file itself, as another program would.
func (b *bundle) number(question string) (n int) {
	b.t.Helper()
	handle, err := sql.Open("sqlite", b.Path())
	if err != nil {
		b.t.Fatal(err)
	}
	err = handle.QueryRowContext(b.t.Context(), question).Scan(&n)
	if err := errors.Join(err, handle.Close()); err != nil {
		b.t.Fatal(err)
	}
	return n
}

// patrol is a valid patrol of the bundle's worker.
func (b *bundle) patrol() community.Record {
	return b.valid(community.Record{Kind: community.KindPatrol, Category: community.Fire})
}

func (b *bundle) valid(r community.Record) community.Record {
	b.t.Helper()
	if r.Unit == 0 {
		r.Unit = b.grid
	}
	r.Reporter, r.Via, r.Created = b.worker.ID, community.ViaCommand, noon
	valid, err := community.NewRecord(r, today)
	if err != nil {
		b.t.Fatal(err)
	}
	return valid
}

func smallCity() []storage.UnitRow {
	return []storage.UnitRow{
		unit("BH-01", community.Grid, "1网格", "BH"),
		unit("BH-02", community.Grid, "2网格", "BH"),
		unit("BH", community.Village, "滨河社区", "JT"),
		unit("DF", community.Village, "东风社区", "JT"),
		unit("JT", community.County, "金台区", ""),
	}
}

func unit(code string, level community.Level, name, parent string) storage.UnitRow {
	return storage.UnitRow{Unit: community.Unit{Code: code, Level: level, Name: name}, ParentCode: parent}
}

func person(user int64, role community.Role, unit community.UnitID) storage.PersonRow {
	return storage.PersonRow{
		User: user, Name: fmt.Sprintf("网格员%d", user), Grant: community.Grant{Role: role, Unit: unit},
	}
}

func raws(ids ...int64) []chat.Raw {
	list := make([]chat.Raw, len(ids))
	for i, id := range ids {
		list[i] = chat.Raw{UpdateID: id, ReceivedAt: noon, JSON: fmt.Appendf(nil, `{"update_id":%d}`, id)}
	}
	return list
}

func ids(list []chat.Outgoing) []int64 {
	out := make([]int64, len(list))
	for i, o := range list {
		out[i] = o.ID
	}
	return out
}

func send(room int64, text string) chat.Reply {
	return chat.Reply{Verb: chat.Send, Chat: room, Text: text}
}

func number(n int) *int { return &n }
