package storage

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"time"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Numbers that a copy leaves out at least when nobody knows how many were given
// out since it was made: of records, and of issues in a community's ledger.
const (
	leastRecords = 500
	leastIssues  = 50
)

// aWeek is how long before its last record a copy's pace is measured.
const aWeek = 7 * 24 * time.Hour

// SkipAhead makes sure that a restored copy gives no number out again that
// people have got since it was made. former is the path of the database whose
// place it takes: where that goes on from the copy, the numbers go on from it;
// where it is lost or another one, they leap. The gap is empty if nothing is
// missing.
func (d *DB) SkipAhead(ctx context.Context, former string) (gap community.Gap, err error) {
	err = d.InTx(ctx, func(ctx context.Context, tx *Tx) error {
		p, err := tx.pace(ctx)
		if err != nil {
			return err
		}
		was, err := numbersIn(ctx, former, p.last)
		if err != nil {
			was = given{} // lost or damaged: it can tell nothing
		}
		gap, err = tx.skipAhead(ctx, p, was)
		return err
	})
	return gap, err
}

func (t *Tx) skipAhead(ctx context.Context, p pace, was given) (community.Gap, error) {
	gap := community.Gap{
		First: community.Number(t.now.Record + 1), Copied: timeOf(p.last.Created), Restored: t.db.options.now(),
	}
	if !was.goesOn {
		t.now.Record = int64(community.LeaveOut(int(t.now.Record), p.records, p.days, leastRecords))
		t.now.Draft += t.now.Record // only the buttons of old messages carry them
	}
	t.now.Record, t.now.Draft = max(t.now.Record, was.record), max(t.now.Draft, was.draft)
	gap.Last = community.Number(t.now.Record)
	if err := t.skipLedgers(ctx, p, was); err != nil || !gap.Is() {
		return gap, err
	}
	return gap, t.fail("note the gap", t.q.AddGap(ctx, query.AddGapParams{
		First: int64(gap.First), Last: int64(gap.Last), Copied: millis(gap.Copied), Restored: millis(gap.Restored),
	}))
}

// pace is how a copy ends and how fast its numbers went.
type pace struct {
	last    query.LastRecordRow
	records int                      // in its last week
	issues  map[community.UnitID]int // of them, by community
	days    int                      // begun since
}

func (t *Tx) pace(ctx context.Context) (p pace, err error) {
	p.last, err = t.q.LastRecord(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return p, nil
	}
	if err != nil {
		return p, t.fail("find the last record", err)
	}
	last := timeOf(p.last.Created)
	rows, err := t.q.RecordsMade(ctx, millis(last.Add(-aWeek)))
	if err != nil {
		return p, t.fail("count the last week's records", err)
	}
	p.issues = map[community.UnitID]int{}
	for _, r := range rows {
		p.records += int(r.Made)
		if community.Kind(r.Kind) == community.KindIssue {
			p.issues[t.villageOf(community.UnitID(r.Unit))] += int(r.Made)
		}
	}
	p.days = int(t.db.options.now().Sub(last)/(24*time.Hour)) + 1
	return p, nil
}

// skipLedgers does for the ledgers' running numbers what skipAhead does for
// the records'. An issue may be of this year or the one before.
func (t *Tx) skipLedgers(ctx context.Context, p pace, was given) error {
	rows, err := t.q.Ledgers(ctx)
	if err != nil {
		return t.fail("read the ledgers", err)
	}
	last := map[book]int{}
	for _, r := range rows {
		last[book{r.Code, int(r.Year)}] = int(r.Last)
	}
	year := t.db.options.now().Year()
	for _, u := range t.Org().Below(0, community.Village) {
		for _, b := range []book{{u.Code, year - 1}, {u.Code, year}} {
			next := last[b]
			if !was.goesOn {
				next = community.LeaveOut(next, p.issues[u.ID], p.days, leastIssues)
			}
			if next = max(next, was.books[b]); next == last[b] {
				continue
			}
			err := t.q.SetLedger(ctx, query.SetLedgerParams{Unit: int64(u.ID), Year: int64(b.year), Last: int64(next)})
			if err != nil {
				return t.fail("skip ahead in a ledger", err)
			}
		}
	}
	return nil
}

// book is a community's ledger of a year, by the community's code: another
// database may have other ids.
type book struct {
	code string
	year int
}

// LastGap is the newest gap in the numbers; false if there is none.
func (t *Tx) LastGap(ctx context.Context) (community.Gap, bool, error) {
	g, err := t.q.LastGap(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return community.Gap{}, false, nil
	}
	return community.Gap{
		First: community.Number(g.First), Last: community.Number(g.Last), Copied: timeOf(g.Copied), Restored: timeOf(g.Restored),
	}, err == nil, t.fail("find the last gap", err)
}

// missing is the refusal for a number that no record has: "record_lost" if it
// is in a gap.
func (t *Tx) missing(ctx context.Context, n community.Number) error {
	in, err := t.q.InGap(ctx, int64(n))
	if err != nil {
		return t.fail("look for a gap", err)
	}
	if in > 0 {
		return unknown("record_lost", "Number", int64(n))
	}
	return unknown("record_unknown", "Number", int64(n))
}

// given are the last numbers that a database gave out.
type given struct {
	goesOn        bool // it has what the copy ends with
	record, draft int64
	books         map[book]int
}

// numbersIn reads a database's numbers as it lies, of whatever schema. last is
// the copy's last record.
func numbersIn(ctx context.Context, path string, last query.LastRecordRow) (g given, err error) {
	if _, err := os.Stat(path); err != nil {
		return g, err
	}
	handle, err := openSQL(dsn(path, readOnly), 1)
	if err != nil {
		return g, err
	}
	defer func() { err = errors.Join(err, handle.Close()) }()
	q := query.New(handle)
	rows, err := q.Ledgers(ctx)
	if err != nil {
		return g, err
	}
	g.books = make(map[book]int, len(rows))
	for _, r := range rows {
		g.books[book{r.Code, int(r.Year)}] = int(r.Last)
	}
	row, err := q.NumbersGiven(ctx)
	if err != nil {
		return g, err
	}
	g.record, g.draft = row.Record, row.Draft
	made, err := q.RecordMade(ctx, last.Number)
	g.goesOn = err == nil && made == last.Created
	return g, nil
}
