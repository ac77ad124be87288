package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"gridmate/storage"
)

type restoreCommand struct {
	File string `arg:"" help:"Copy that gridmate backup has written."`
}

// Run puts a backup in the place of the database. The bot must not be running;
// what was there before stays beside it under another name.
func (r restoreCommand) Run(ctx context.Context, c *console) (err error) {
	if same(r.File, c.config.DB) {
		return usage{fmt.Errorf("%s is the database itself: name a backup", r.File)}
	}
	part, err := c.checkedCopy(ctx, r.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(filepath.Dir(part))) }()
	kept, err := c.setAside(ctx)
	if err != nil {
		return err
	}
	if err := c.dropLog(); err != nil {
		return err
	}
	if err := os.Rename(part, c.config.DB); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.stdout, "restore: %s is the database now%s\n", r.File, kept)
	return err
}

// checkedCopy copies a backup beside the database, brings its schema up to
// date and checks it, so that what takes the database's place is whole.
func (c *console) checkedCopy(ctx context.Context, file string) (part string, err error) {
	folder, err := os.MkdirTemp(filepath.Dir(c.config.DB), ".gridmate-")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("cannot restore %s: %w", file, err), os.RemoveAll(folder))
		}
	}()
	part = filepath.Join(folder, "restored.db")
	if err := copyFile(file, part); err != nil {
		return "", err
	}
	db, err := storage.OpenExisting(ctx, part)
	if err != nil {
		return "", err
	}
	return part, errors.Join(db.Integrity(ctx), db.Close())
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return errors.Join(err, in.Close())
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close(), in.Close())
}

// dropLog removes the log of a database that is gone: SQLite would play it into
// the one that takes its place.
func (c *console) dropLog() error {
	for _, end := range []string{"-wal", "-shm"} {
		if err := os.Remove(c.config.DB + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// setAside moves the present database out of the way, if there is one and no
// bot is running on it.
func (c *console) setAside(ctx context.Context) (said string, err error) {
	db, err := storage.OpenExisting(ctx, c.config.DB)
	if errors.Is(err, storage.ErrNone) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("the present database cannot be set aside, move it away yourself: %w", err)
	}
	release, err := db.Own()
	if err != nil {
		return "", errors.Join(fmt.Errorf("%w: stop it first", err), db.Close())
	}
	old := c.config.DB + ".before-restore"
	if err := errors.Join(db.Close(), os.Rename(c.config.DB, old), release()); err != nil {
		return "", err
	}
	return ", the former one is " + old, nil
}
