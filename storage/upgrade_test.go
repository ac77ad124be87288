package storage_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"gridmate/storage"
)

// former is the database of the demo city as an earlier program left it: a
// dump of its SQL. A schema that changes gets a new dump beside the old ones,
// made with the last program that wrote it (gridmate sandbox --db FILE).
func former(t *testing.T, dump string) (path string) {
	t.Helper()
	file, err := os.Open(dump)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	zipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zipped)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "former.db")
	execute(t, path, string(text))
	return path
}

func TestADatabaseOfAnEarlierProgramOpensWithEverythingInIt(t *testing.T) {
	t.Parallel()
	dumps, err := filepath.Glob("testdata/schema-*.sql.gz")
	if err != nil || len(dumps) == 0 {
		t.Fatalf("no dumps, %v", err)
	}
	for _, dump := range dumps {
		t.Run(filepath.Base(dump), func(t *testing.T) {
			t.Parallel()
			path := former(t, dump)
			before, err := storage.Inspect(t.Context(), path)
			if err != nil || before.Records < 100 || before.Steps < 10 || before.People < 10 {
				t.Fatalf("%+v, %v", before, err)
			}
			db, err := storage.OpenExisting(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			steps, err := db.Audit(t.Context())
			if err := errors.Join(err, db.Integrity(t.Context())); err != nil || steps != before.Steps {
				t.Errorf("%d steps of %d, %v", steps, before.Steps, err)
			}
			err = db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
				r, err := tx.Record(ctx, 1)
				if err != nil {
					return err
				}
				if r, err = tx.AddRecord(ctx, r); err != nil || int(r.Number) != before.Records+1 {
					t.Errorf("a new record is #%d, %v", r.Number, err)
				}
				return nil
			})
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			after, err := storage.Inspect(t.Context(), path)
			before.Records++
			if after.Bytes, before.Bytes = 0, 0; err != nil || after != before {
				t.Errorf("%+v, want %+v, %v", after, before, err)
			}
		})
	}
}

// A command that looks while a new bot is making its database waits for it
// instead of taking it for an old one that is in use.
func TestADatabaseThatABotIsJustMakingIsWaitedFor(t *testing.T) {
	t.Parallel()
	path := former(t, "testdata/schema-3.sql.gz")
	release, err := storage.Hold(path) // the bot, before it has migrated
	if err != nil {
		t.Fatal(err)
	}
	if _, err := storage.OpenExisting(t.Context(), path); !errors.Is(err, storage.ErrOwned) {
		t.Errorf("an old database in use: %v, want %v", err, storage.ErrOwned)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	db, err := storage.OpenExisting(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	release, err = db.Own() // and after
	if err != nil {
		t.Fatal(err)
	}
	beside, err := storage.OpenExisting(t.Context(), path)
	if err := errors.Join(err, release(), db.Close()); err != nil {
		t.Fatal(err)
	}
	if err := beside.Close(); err != nil {
		t.Error(err)
	}
}
