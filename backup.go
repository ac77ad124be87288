package main

import (
	"context"
	"errors"
	"fmt"
	"os"
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
	held, err := db.Backup(ctx, b.File)
	if err != nil {
		return fmt.Errorf("cannot back up to %s: %w", b.File, err)
	}
	_, err = fmt.Fprintf(c.stdout, "backup: %s, %s\n", b.File, held)
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
