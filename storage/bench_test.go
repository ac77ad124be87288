package storage_test

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

const batch = 256

// BenchmarkAccept stores a getUpdates answer; the figure is for one update.
func BenchmarkAccept(b *testing.B) {
	db := newBundle(b)
	next := updates()
	b.ReportAllocs()
	for n := 0; n < b.N; n += batch {
		if _, err := db.Accept(b.Context(), next(batch)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWork handles what waits with a handler that looks the person up and
// stores a record and a reply; the figure is for one update, without Accept.
func BenchmarkWork(b *testing.B) {
	db := newBundle(b)
	next := updates()
	each := db.recording()
	b.ReportAllocs()
	for n := 0; n < b.N; n += batch {
		b.StopTimer()
		if _, err := db.Accept(b.Context(), next(batch)); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := db.Work(b.Context(), batch, each); err != nil {
			b.Fatal(err)
		}
	}
}

// recording is a handler that looks the person up and stores a record and a reply.
func (b *bundle) recording() storage.Handler {
	patrol := b.patrol()
	return func(ctx context.Context, tx *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
		p, _, err := tx.PersonByUser(ctx, 1)
		if err != nil {
			return nil, err
		}
		r := patrol
		r.Reporter, r.Chat, r.Message = p.ID, 1, int(u.Seq)
		if _, err := tx.AddRecord(ctx, r); err != nil {
			return nil, err
		}
		return []chat.Reply{send(1, "已记录 #1")}, nil
	}
}

// BenchmarkTake takes updates in and handles them, as BenchmarkWork does, while
// what became of the former replies goes along; the figure is for one update.
func BenchmarkTake(b *testing.B) {
	var sent []chat.Receipt
	db := newBundle(b, storage.WithCommit(func(out []chat.Outgoing) {
		sent = nil
		for i, o := range out {
			sent = append(sent, chat.Receipt{ID: o.ID, Chat: 1, Fate: chat.Sent, Message: i + 1})
		}
	}))
	next := updates()
	each := db.recording()
	b.ReportAllocs()
	for n := 0; n < b.N; n += batch {
		receipts, settled := sent, make(chan error, 1)
		go func() { settled <- db.Settle(b.Context(), receipts) }()
		if _, err := db.Take(b.Context(), next(batch), each); err != nil {
			b.Fatal(err)
		}
		if err := <-settled; err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFacts reads the facts of a month, a week and a day out of a million
// records, and beside each the same stretch of the index summed by SQLite.
func BenchmarkFacts(b *testing.B) {
	db, units := millionRecords(b)
	bare := openBare(b, db.Path())
	for _, c := range []struct {
		name string
		days int
	}{{"day", 1}, {"week", 7}, {"month", 31}} {
		b.Run(c.name, func(b *testing.B) {
			span := community.Span{From: today - 60, To: today - 60 + community.Date(c.days) - 1}
			var facts, base time.Duration
			for b.Loop() {
				start := time.Now()
				readFacts(b, db, span, units)
				facts += time.Since(start)
				start = time.Now()
				bareRead(b, bare, span)
				base += time.Since(start)
			}
			b.ReportMetric(float64(facts.Microseconds())/float64(b.N), "µs/digest")
			b.ReportMetric(float64(base.Microseconds())/float64(b.N), "µs/bare")
			b.ReportMetric(float64(facts)/float64(base), "ratio")
		})
	}
}

func updates() func(n int) []chat.Raw {
	const body = `{"update_id":1,"message":{"message_id":1,"from":{"id":1,"is_bot":false,"first_name":"甲"},` +
		`"chat":{"id":1,"type":"private"},"date":1772424000,"text":"/patrol 3网格 楼道堆物 发现2处 已整改1处"}}`
	var id int64
	return func(n int) []chat.Raw {
		list := make([]chat.Raw, n)
		for i := range list {
			id++
			list[i] = chat.Raw{UpdateID: id, ReceivedAt: noon, JSON: []byte(body)}
		}
		return list
	}
}

// millionRecords fills a year of a city with 200 grids, reported through the
// same insert as everything else.
func millionRecords(b *testing.B) (*storage.DB, []community.UnitID) {
	b.Helper()
	const records = 1_000_000
	db := open(b, filepath.Join(b.TempDir(), "million.db"))
	var grids []community.UnitID
	rows := []storage.UnitRow{unit("C", community.Village, "社区", "")}
	for i := range 200 {
		rows = append(rows, unit("C-"+time.Duration(i).String(), community.Grid, "网格", "C"))
	}
	err := db.InTx(b.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.SaveUnits(ctx, rows)
		for _, u := range tx.Org().Below(0, community.Grid) {
			grids = append(grids, u.ID)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < records; n += 10_000 {
		err := db.InTx(b.Context(), func(ctx context.Context, tx *storage.Tx) error {
			for i := range 10_000 {
				r := someRecord(random, grids)
				r.Date = today - 366 + community.Date((n+i)*366/records)
				if _, err := tx.AddRecord(ctx, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return db, grids
}

func someRecord(random *rand.Rand, grids []community.UnitID) community.Record {
	r := community.Record{Unit: grids[random.IntN(len(grids))], Created: noon, ClosedAt: noon}
	switch random.IntN(10) {
	case 0:
		r.Kind, r.Category, r.Status = community.KindDispute, community.Neighbor, community.Success
	case 1:
		r.Kind, r.Category, r.Participants = community.KindEvent, community.Health, number(random.IntN(200))
	default:
		r.Kind, r.Category = community.KindPatrol, community.Fire
		r.Found, r.Fixed, r.Visited = number(random.IntN(5)), number(0), number(random.IntN(30))
	}
	r.Type = community.TypeOf(r.Kind, r.Category)
	return r
}

// readFacts folds facts as a digest does: into totals by unit.
func readFacts(b *testing.B, db *storage.DB, span community.Span, units []community.UnitID) {
	b.Helper()
	found := make(map[community.UnitID]int, len(units))
	err := db.View(b.Context(), func(ctx context.Context, tx *storage.Tx) error {
		return tx.Facts(ctx, span, func(f community.Fact) error {
			found[f.Unit] += f.Tally.Counts().Found
			return nil
		})
	})
	if err != nil || len(found) == 0 {
		b.Fatal(len(found), err)
	}
}

func openBare(b *testing.B, path string) *sql.Stmt {
	b.Helper()
	handle, err := sql.Open("sqlite", path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = handle.Close() })
	handle.SetMaxOpenConns(1)
	stmt, err := handle.PrepareContext(b.Context(), "SELECT SUM(unit), SUM(tally) FROM record WHERE date >= ? AND date <= ?")
	if err != nil {
		b.Fatal(err)
	}
	return stmt
}

func bareRead(b *testing.B, bare *sql.Stmt, span community.Span) {
	b.Helper()
	var units, tallies int64
	if err := bare.QueryRowContext(b.Context(), int64(span.From), int64(span.To)).Scan(&units, &tallies); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOpen opens a database that is there and reads who takes part.
func BenchmarkOpen(b *testing.B) {
	db := newBundle(b)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := open(b, db.Path()).Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkView looks a person up on a reader.
func BenchmarkView(b *testing.B) {
	db := newBundle(b)
	for b.Loop() {
		db.look(func(ctx context.Context, tx *storage.Tx) error {
			_, _, err := tx.PersonByUser(ctx, 1)
			return err
		})
	}
}

// BenchmarkOne is the price of durability: one update, a commit of its own.
func BenchmarkOne(b *testing.B) {
	db := newBundle(b)
	next := updates()
	for b.Loop() {
		if _, err := db.Take(b.Context(), next(1), quiet); err != nil {
			b.Fatal(err)
		}
	}
}
