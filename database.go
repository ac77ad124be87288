package main

import (
	"context"
	"errors"
	"fmt"

	"gridmate/community"
	"gridmate/storage"
)

// existing opens the database for a command that needs what is in it. The bot
// may be running on it at the same time.
func (c *console) existing(ctx context.Context) (*storage.DB, error) {
	db, err := storage.OpenExisting(ctx, c.config.DB)
	if errors.Is(err, storage.ErrNone) && c.hint != "" {
		return nil, fmt.Errorf("no database at %s: %s", c.config.DB, c.hint)
	}
	if errors.Is(err, storage.ErrNone) {
		return nil, fmt.Errorf("no database at %s: set GRIDMATE_DB, or make one with: gridmate import org FILE", c.config.DB)
	}
	return db, err
}

// view runs f on a snapshot of the database and closes it.
func (c *console) view(ctx context.Context, f func(context.Context, *storage.Tx) error) (err error) {
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.View(ctx, f)
}

// change runs f in a transaction on the database and closes it. A database
// that is not there is made.
func (c *console) change(ctx context.Context, f func(context.Context, *storage.Tx) error) (err error) {
	db, err := storage.Open(ctx, c.config.DB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.InTx(ctx, f)
}

// unitByCode finds a unit that a command names.
func unitByCode(org *community.Org, code string) (community.Unit, error) {
	u, ok := org.ByCode(code)
	if !ok {
		return u, fmt.Errorf("--org=%s: no such unit: use a code of the imported organisation", code)
	}
	return u, nil
}

// day reads the date of a flag.
func day(flag, value string) (community.Date, error) {
	d, err := community.ParseDate(value)
	if err != nil {
		return 0, usage{fmt.Errorf("--%s=%s: must be a date such as 2026-11-23", flag, value)}
	}
	return d, nil
}
