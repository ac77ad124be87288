package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/storage"
)

// history fills a deployment with records over two months: some carried over,
// closed in between or after, withdrawn.
func history(t testing.TB, path string, seed uint64, n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		units := tx.Org().Subtree(tx.Org().Children(0)[0].ID)
		for range n {
			r, err := happened(random, units[random.IntN(len(units)-1)+1].ID)
			if err != nil {
				return err
			}
			withdrawn := r.Withdrawn
			r.Withdrawn = time.Time{}
			if r, err = tx.AddRecord(ctx, r); err != nil {
				return err
			}
			if r.Withdrawn = withdrawn; !withdrawn.IsZero() {
				if err := tx.SaveRecord(ctx, r, nil); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func happened(random *rand.Rand, unit community.UnitID) (community.Record, error) {
	kind := community.Kinds()[random.IntN(4)]
	some := func(most int) *int { n := random.IntN(most + 1); return &n }
	r := community.Record{
		Kind: kind, Unit: unit, Date: community.NewDate(2026, time.September, 20) + community.Date(random.IntN(50)),
		Category: community.Categories(kind)[random.IntN(len(community.Categories(kind)))], Text: fmt.Sprintf("=%d 某事", random.IntN(1000)),
	}
	r.Created = r.Date.In(time.UTC).Add(time.Duration(random.IntN(48)) * time.Hour)
	switch kind {
	case community.KindEvent:
		r.Participants, r.Handbooks = some(90), some(900)
	case community.KindDispute:
		r.Cases = some(4)
		r.Outcome = []community.Outcome{community.OutcomeSuccess, community.OutcomeFail, community.OutcomeOngoing, ""}[random.IntN(4)]
	default:
		r.Found = some(9)
		r.Fixed = some(*r.Found)
	}
	r, err := community.NewRecord(r, community.DateOf(r.Created))
	if kind == community.KindIssue && random.IntN(2) == 0 {
		r.Status, r.ClosedAt = community.Closed, r.Created.Add(time.Duration(random.IntN(500))*time.Hour)
	}
	if random.IntN(9) == 0 {
		r.Withdrawn = r.Created
	}
	return r, err
}

func TestTablesAddUpToTheDigestOfTheSameDays(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		env, path := deployment(t)
		history(t, path, seed, 250)
		for _, row := range []struct{ org, period, from, to string }{
			{"BJ", "month", "2026-10-01", "2026-10-31"}, {"BH", "week", "2026-10-05", "2026-10-11"},
			{"BH-01", "day", "2026-10-20", "2026-10-20"}, {"BH", "month", "2026-08-01", "2026-08-31"},
		} {
			o := call(t, env, "", "digest", "--org", row.org, "--period", row.period, "--date", row.from, "--format", "json")
			var want digest.Digest
			if err := json.Unmarshal([]byte(o.out), &want); err != nil {
				t.Fatal(err, o)
			}
			if diff := cmp.Diff(want.Totals, summaryOf(t, env, row.org, row.from, row.to)); diff != "" {
				t.Errorf("seed %d, %v: digest and tables: %s", seed, row, diff)
			}
		}
	}
}

// summaryOf reads the figures of the first sheet.
func summaryOf(t *testing.T, env []string, org, from, to string) digest.Totals {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tables.xlsx")
	if o := call(t, env, "", "export", "tables", "--org", org, "--from", from, "--to", to, "-o", path); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	file, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	return summaryIn(t, file)
}

// summaryIn reads the figures of a workbook's first sheet.
func summaryIn(t *testing.T, file *excelize.File) digest.Totals {
	t.Helper()
	rows, err := file.GetRows(file.GetSheetName(0))
	if err != nil || len(rows) != 18 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	var n [15]int
	for i, row := range rows[3:] {
		if n[i], err = strconv.Atoi(row[1]); err != nil {
			t.Fatal(err)
		}
	}
	return digest.Totals{
		Patrols: n[0], Found: n[1], Fixed: n[2], Visited: n[3],
		Issues:   digest.Issues{Opened: n[4], Closed: n[5], Open: n[6], Overdue: n[7]},
		Disputes: digest.Disputes{Registered: n[8], Success: n[9], Failed: n[10], Open: n[11]},
		Events:   n[12], Participants: n[13], Handbooks: n[14],
	}
}
