package storage_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"gridmate/community"
	"gridmate/storage"
)

func TestANewFileIsForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "城 区?#%41.db")
	db := open(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 {
		t.Errorf("mode %o, want 600", mode)
	}
	if err := db.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWhatWasStoredIsThereAfterAnotherStart(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r := b.add(b.patrol())
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := storage.OpenExisting(t.Context(), b.Path())
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Record(ctx, r.Number)
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Error(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make func(t *testing.T, path string)
		want error
	}{
		"a schema newer than the program": {func(t *testing.T, path string) {
			if err := open(t, path).Close(); err != nil {
				t.Fatal(err)
			}
			execute(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
		}, storage.ErrNewer},
		"another program's database": {func(t *testing.T, path string) {
			execute(t, path, "CREATE TABLE other (id INTEGER)")
		}, storage.ErrForeign},
		"a file that is no database": {func(t *testing.T, path string) {
			if err := os.WriteFile(path, bytes.Repeat([]byte("姓名,电话\n"), 100), 0o600); err != nil {
				t.Fatal(err)
			}
		}, storage.ErrForeign},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "test.db")
			c.make(t, path)
			before := read(t, path)
			if _, err := storage.Open(t.Context(), path); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if !bytes.Equal(before, read(t, path)) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestOpenExistingMakesNoFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "test.db")
	if _, err := storage.OpenExisting(t.Context(), path); !errors.Is(err, storage.ErrNone) {
		t.Errorf("got %v, want %v", err, storage.ErrNone)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a file was made")
	}
}

func TestOneBotOwnsADatabaseAndCommandsWorkBesideIt(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	release, err := b.Own()
	if err != nil {
		t.Fatal(err)
	}
	other := open(t, b.Path())
	if _, err := other.Own(); !errors.Is(err, storage.ErrOwned) {
		t.Errorf("a second owner got %v, want %v", err, storage.ErrOwned)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	release, err = other.Own()
	if err != nil {
		t.Errorf("after the release: %v", err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}

func TestAnotherProcessesImportIsNoticed(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	other := open(t, b.Path())
	err := other.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		if _, err := tx.SaveUnits(ctx, []storage.UnitRow{unit("BH-03", community.Grid, "3网格", "BH")}); err != nil {
			return err
		}
		_, err := tx.SavePeople(ctx, []storage.PersonRow{person(2, community.RoleGrid, b.grid)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	see := func(_ context.Context, tx *storage.Tx) error {
		if _, found := tx.Org().ByCode("BH-03"); !found {
			t.Error("the new unit is unknown")
		}
		if p, _, _ := tx.PersonByUser(t.Context(), 2); !p.Known() {
			t.Error("the new person is a stranger")
		}
		return nil
	}
	b.look(see)
	b.do(see)
}

func TestATransactionThatFailsOrPanicsLeavesNothing(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	add := func(ctx context.Context, tx *storage.Tx) {
		if _, err := tx.AddRecord(ctx, b.patrol()); err != nil {
			t.Error(err)
		}
		if err := tx.Queue(ctx, nil); err != nil {
			t.Error(err)
		}
	}
	boom := errors.New("boom")
	err := b.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error { add(ctx, tx); return boom })
	if !errors.Is(err, boom) {
		t.Errorf("got %v, want %v", err, boom)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = b.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error { add(ctx, tx); panic("boom") })
	}()
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		records, err := tx.Records(ctx, community.Filter{})
		if len(records) != 0 {
			t.Errorf("%d records stayed", len(records))
		}
		return err
	})
}

func TestATransactionCannotBeUsedAfterItsEnd(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	var kept *storage.Tx
	b.do(func(_ context.Context, tx *storage.Tx) error { kept = tx; return nil })
	if _, err := kept.AddRecord(t.Context(), b.patrol()); !errors.Is(err, storage.ErrClosed) {
		t.Errorf("add: got %v, want %v", err, storage.ErrClosed)
	}
	if _, _, err := kept.PersonByUser(t.Context(), 1); !errors.Is(err, storage.ErrClosed) {
		t.Errorf("person: got %v, want %v", err, storage.ErrClosed)
	}
	if _, err := kept.Record(t.Context(), 1); err == nil {
		t.Error("a single row was read after the end")
	}
}

func TestAViewCannotWrite(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	err := b.View(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.AddRecord(ctx, b.patrol())
		return err
	})
	if err == nil {
		t.Error("a view wrote")
	}
}

func TestABackupIsAWholeDatabase(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r := b.add(b.patrol())
	to := filepath.Join(t.TempDir(), "backup.db")
	if _, err := b.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	copied := open(t, to)
	if err := copied.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
	err := copied.View(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Record(ctx, r.Number)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestBrokenReferencesAreFound(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r := b.add(b.patrol())
	_ = r
	execute(t, b.Path(), "PRAGMA foreign_keys = 0; UPDATE record SET unit = 12345")
	if err := b.Integrity(t.Context()); err == nil {
		t.Error("a record of a unit that is not there passed")
	}
}

// execute runs SQL as another program would.
func execute(t *testing.T, path, text string) {
	t.Helper()
	handle, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = handle.ExecContext(t.Context(), text)
	if err := errors.Join(err, handle.Close()); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Whoever copies the file of a stopped bot must have everything.
func TestCloseLeavesNothingOutsideTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "test.db")
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	rows := []storage.UnitRow{{Unit: community.Unit{Code: "BH", Level: community.Village, Name: "滨河社区"}}}
	err = db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.SaveUnits(ctx, rows)
		return err
	})
	if err := errors.Join(err, db.View(t.Context(), func(context.Context, *storage.Tx) error { return nil }), db.Close()); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(path + end); err == nil {
			t.Errorf("%s is left beside the database", end)
		}
	}
}
