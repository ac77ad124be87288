package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

type backupCommand struct {
	File string `arg:"" help:"Copy to write; one that is there is replaced once the new one is whole."`
}

// Run copies the database as it stands while the bot goes on writing.
func (b backupCommand) Run(ctx context.Context, c *console) (err error) {
	if same(b.File, c.config.DB) {
		return usage{fmt.Errorf("%s is the database itself: name another file", b.File)}
	}
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	folder, err := os.MkdirTemp(filepath.Dir(b.File), ".gridmate-")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", b.File, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	part := filepath.Join(folder, "backup")
	if err := db.Backup(ctx, part); err != nil {
		return fmt.Errorf("back up to %s: %w", b.File, err)
	}
	info, err := os.Stat(part)
	if err != nil {
		return err
	}
	if err := os.Rename(part, b.File); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.stdout, "backup: %s, %d bytes\n", b.File, info.Size())
	return err
}

func same(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}
