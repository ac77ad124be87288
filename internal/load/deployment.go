package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gridmate/community"
	"gridmate/storage"
)

// Who there is: workers of grids, twenty-five grids to a community.
const (
	firstWorker = 5001
	gridsOf     = 25
)

// database is a copy of a deployment with so many records. It has all the
// people that any measurement needs.
func (b *bench) database(ctx context.Context, records int) (string, error) {
	people := slices.Max(b.people)
	full := filepath.Join(b.dir, fmt.Sprintf("filled-%d-%d.db", people, records))
	if _, err := os.Stat(full); err != nil {
		began := time.Now()
		if err := fill(ctx, full+".part", people, records); err != nil {
			return "", fmt.Errorf("fill a database: %w", err)
		}
		if err := os.Rename(full+".part", full); err != nil {
			return "", err
		}
		if records > 0 {
			b.printf("\n(%d records were stored in %.0f s)\n\n", records, time.Since(began).Seconds())
		}
	}
	to := filepath.Join(b.dir, "run.db")
	for _, end := range []string{"-wal", "-shm", ".rival", ".rival-wal", ".rival-shm", ".lock"} {
		_ = os.Remove(to + end)
	}
	return to, copyFile(full, to)
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// fill makes a deployment and a year of records, all through the inserts that
// the program itself uses.
func fill(ctx context.Context, path string, people, records int) (err error) {
	db, err := storage.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var workers []community.Person
	err = db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if _, err := tx.SaveUnits(ctx, units(people)); err != nil {
			return err
		}
		var rows []storage.PersonRow
		for i := range people {
			grid, _ := tx.Org().ByCode(gridCode(i))
			rows = append(rows, storage.PersonRow{
				User: int64(firstWorker + i), Name: fmt.Sprint("网格员", i+1), Grant: community.Grant{Role: community.RoleGrid, Unit: grid.ID},
			})
		}
		if _, err := tx.SavePeople(ctx, rows); err != nil {
			return err
		}
		workers, err = tx.PeopleAll(ctx)
		return err
	})
	if err != nil {
		return err
	}
	const together = 10_000
	for n := 0; n < records; n += together {
		err := db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			for i := n; i < min(n+together, records); i++ {
				if _, err := tx.AddRecord(ctx, record(i, records, workers)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func gridCode(i int) string { return fmt.Sprintf("C%03d-%02d", i/gridsOf, i%gridsOf+1) }

func units(grids int) []storage.UnitRow {
	rows := []storage.UnitRow{{Unit: community.Unit{Code: "QX", Level: community.County, Name: "金台区"}}}
	for i := range grids {
		parent := fmt.Sprintf("C%03d", i/gridsOf)
		if i%gridsOf == 0 {
			rows = append(rows, storage.UnitRow{Unit: community.Unit{Code: parent, Level: community.Village, Name: fmt.Sprint("第", i/gridsOf+1, "社区")}, ParentCode: "QX"})
		}
		rows = append(rows, storage.UnitRow{
			Unit: community.Unit{Code: gridCode(i), Level: community.Grid, Name: fmt.Sprint(i%gridsOf+1, "网格")}, ParentCode: parent,
		})
	}
	return rows
}

// record is number i of a year of records: eight patrols to a dispute and an
// event.
func record(i, of int, workers []community.Person) community.Record {
	now := time.Now()
	w := workers[i%len(workers)]
	figure := func(n int) *int { return &n }
	r := community.Record{
		Unit: w.Grants[0].Unit, Reporter: w.ID, Via: community.ViaCommand, Created: now.Add(-time.Duration(of-i) * 366 * 24 * time.Hour / time.Duration(of)),
		Text: "楼道堆物2处，已清理", Kind: community.KindPatrol, Category: community.Fire, Status: community.Recorded,
		Found: figure(i % 4), Fixed: figure(i % 4), Visited: figure(i % 30),
	}
	switch i % 10 {
	case 0:
		r.Kind, r.Category, r.Status = community.KindDispute, community.Neighbor, community.Closed
		r.Found, r.Fixed, r.Visited, r.ClosedAt = nil, nil, nil, r.Created
	case 1:
		r.Kind, r.Category, r.Participants = community.KindEvent, community.Health, figure(i%200)
		r.Found, r.Fixed, r.Visited = nil, nil, nil
	}
	r.Date = community.DateOf(r.Created)
	r.Type = community.TypeOf(r.Kind, r.Category)
	return r
}
