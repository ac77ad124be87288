package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Census counts what a database holds.
type Census struct {
	Bytes                                 int64
	Units, People, Records, Steps, Guides int
}

func (c Census) String() string {
	return fmt.Sprintf("%d bytes, %d units, %d people, %d records, %d steps, %d guides",
		c.Bytes, c.Units, c.People, c.Records, c.Steps, c.Guides)
}

// Backup writes a copy of the database as it stands, while the bot goes on
// writing. The copy is made under another name beside its own, read from end
// to end and counted; only then it takes its name, and the place of what had
// it before. The file is for its owner alone.
func (d *DB) Backup(ctx context.Context, to string) (Census, error) {
	part := to + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Census{}, err
	}
	census, err := d.backup(ctx, part)
	if err != nil {
		_ = os.Remove(part) // what is left of it is of no use, and the next one removes it too
		return Census{}, err
	}
	return census, settle(part, to)
}

func (d *DB) backup(ctx context.Context, part string) (Census, error) {
	before, err := d.census(ctx)
	if err != nil {
		return Census{}, err
	}
	if err := d.copyInto(ctx, part); err != nil {
		return Census{}, err
	}
	held, err := Inspect(ctx, part)
	if err != nil {
		return Census{}, fmt.Errorf("the copy is no good: %w", err)
	}
	if held.Records < before.Records || held.Steps < before.Steps { // neither is ever deleted
		return Census{}, fmt.Errorf("the copy is no good: %d records and %d steps of %d and %d", held.Records, held.Steps, before.Records, before.Steps)
	}
	return held, nil
}

func (d *DB) copyInto(ctx context.Context, to string) error {
	handle, err := openSQL(dsn(d.path, readWrite), 1)
	if err != nil {
		return err
	}
	if err := create(to); err != nil {
		return errors.Join(err, handle.Close())
	}
	_, err = handle.ExecContext(ctx, "VACUUM INTO ?", to)
	return errors.Join(err, handle.Close())
}

// settle gives a finished file its name, on the disk before it returns.
func settle(part, to string) error {
	if err := toDisk(part, os.O_RDWR); err != nil {
		return err
	}
	if err := os.Rename(part, to); err != nil {
		return err
	}
	_ = toDisk(filepath.Dir(to), os.O_RDONLY) // not every system can; the rename is whole all the same
	return nil
}

func toDisk(path string, flag int) error {
	file, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// Inspect reads a database file from end to end without changing it: a copy of
// this program's or an older schema, whole and with its references in order.
func Inspect(ctx context.Context, path string) (_ Census, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Census{}, fmt.Errorf("open database %s: %w", path, ErrNone)
	}
	if err != nil {
		return Census{}, err
	}
	if _, err := inspect(ctx, path); err != nil {
		return Census{}, err
	}
	handle, err := openSQL(dsn(path, readOnly), 1)
	if err != nil {
		return Census{}, err
	}
	defer func() { err = errors.Join(err, handle.Close()) }()
	if err := integrity(ctx, handle); err != nil {
		return Census{}, err
	}
	return countRows(ctx, handle, info.Size())
}

func (d *DB) census(ctx context.Context) (c Census, err error) {
	err = d.on(ctx, d.readers, beginRead, func(ctx context.Context, tx *Tx) error {
		c, err = countRows(ctx, tx.session.conn, 0)
		return tx.fail("count rows", err)
	})
	return c, err
}

// countRows counts rows. The steps are a table that the first schema had not.
func countRows(ctx context.Context, on asker, bytes int64) (Census, error) {
	c := Census{Bytes: bytes}
	for _, table := range []struct {
		name string
		rows *int
	}{
		{"unit", &c.Units}, {"person", &c.People}, {"record", &c.Records}, {"event", &c.Steps}, {"guide", &c.Guides},
	} {
		var there int
		row := on.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?", table.name)
		if err := row.Scan(&there); err != nil {
			return Census{}, err
		}
		if there == 0 {
			continue
		}
		if err := on.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+table.name).Scan(table.rows); err != nil {
			return Census{}, err
		}
	}
	return c, nil
}
