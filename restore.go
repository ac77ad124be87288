package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"gridmate/community"
	"gridmate/internal/machine"
	"gridmate/storage"
)

type restoreCommand struct {
	File string `arg:"" help:"Copy that gridmate backup has written."`
}

// Run puts a backup in the place of the database. The bot must not be running;
// what was there before, whole or damaged, stays beside it under another name.
func (r restoreCommand) Run(ctx context.Context, c *console) (err error) {
	if same(r.File, c.config.DB) {
		return usage{fmt.Errorf("%s is the database itself: name a backup", r.File)}
	}
	if err := os.MkdirAll(filepath.Dir(c.config.DB), 0o700); err != nil {
		return err
	}
	release, err := storage.Hold(c.config.DB)
	if errors.Is(err, storage.ErrOwned) {
		return fmt.Errorf("%w: stop it first", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	part, held, gap, err := c.checkedCopy(ctx, r.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(filepath.Dir(part))) }()
	former, err := setAside(ctx, c.config.DB)
	if err != nil {
		return err
	}
	if err := os.Rename(part, c.config.DB); err != nil {
		return err
	}
	machine.Adopt(c.config.DB)
	if former != "" {
		former = ", the former one is " + former
	}
	_, err = fmt.Fprintf(c.stdout, "restore: %s is the database now, %s%s%s\n", r.File, held, leftOut(gap), former)
	return err
}

// leftOut says which numbers the restored database does not give out.
func leftOut(gap community.Gap) string {
	if !gap.Is() {
		return ""
	}
	lost := fmt.Sprintf("#%d to #%d", gap.First, gap.Last)
	if gap.First == gap.Last {
		lost = fmt.Sprintf("#%d", gap.First)
	}
	return fmt.Sprintf(", the next record is #%d: %s may have been given out since the backup", gap.Last+1, lost)
}

// checkedCopy copies a backup beside the database, brings its schema up to
// date, checks it and takes its numbers beyond those that people have got since,
// so that what takes the database's place is whole. The backup itself is only
// read.
func (c *console) checkedCopy(ctx context.Context, file string) (part string, held storage.Census, gap community.Gap, err error) {
	folder, err := os.MkdirTemp(filepath.Dir(c.config.DB), ".gridmate-")
	if err != nil {
		return "", held, gap, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("cannot restore %s, nothing was changed: %w", file, err), os.RemoveAll(folder))
		}
	}()
	part = filepath.Join(folder, "restored.db")
	if err := copyFile(file, part); err != nil {
		return "", held, gap, err
	}
	if held, err = storage.Inspect(ctx, part); err != nil {
		return "", held, gap, err
	}
	db, err := storage.OpenExisting(ctx, part)
	if err != nil {
		return "", held, gap, err
	}
	gap, err = db.SkipAhead(ctx, c.config.DB)
	return part, held, gap, errors.Join(err, db.Close())
}

// setAside moves the present database out of the way, if there is one, with
// the log that belongs to it: SQLite would play that into the restored one. It
// is moved as it is, so a damaged one can be set aside as well.
func setAside(ctx context.Context, path string) (former string, err error) {
	if db, err := storage.OpenExisting(ctx, path); err == nil {
		_ = db.Close() // puts what its log holds into the file
	}
	name, err := freeName(path + ".before-restore")
	if err != nil {
		return "", err
	}
	for _, end := range []string{"", "-wal"} {
		switch err := os.Rename(path+end, name+end); {
		case err == nil:
			former = name
		case !errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("cannot set the present database aside: %w", err)
		}
	}
	if err := os.Remove(path + "-shm"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return former, nil
}

// freeName is a name that no file has yet, so that a second restore does not
// take the place of what the first one set aside.
func freeName(name string) (string, error) {
	for n := 1; ; n++ {
		free := name
		if n > 1 {
			free = fmt.Sprintf("%s-%d", name, n)
		}
		_, err := os.Stat(free)
		if errors.Is(err, fs.ErrNotExist) {
			return free, nil
		}
		if err != nil {
			return "", err
		}
	}
}
