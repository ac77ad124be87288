package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gridmate/storage"
)

type doctorCommand struct{}

// Run says how the deployment is. It fails if something is damaged.
func (doctorCommand) Run(ctx context.Context, c *console) (err error) {
	c.finding("settings", "valid; token %s", set(c.config.Token != ""))
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	c.finding("database", "%s, schema up to date", db.Path())
	if err := db.Integrity(ctx); err != nil {
		return err
	}
	c.finding("integrity", "ok")
	events, err := db.Audit(ctx)
	if err != nil {
		return err
	}
	c.finding("audit chain", "%d events, unbroken", events)
	if err := c.census(ctx, db); err != nil {
		return err
	}
	letters, err := db.DeadLetters(ctx)
	if err != nil {
		return err
	}
	c.finding("dead letters", "%d", len(letters))
	for _, l := range letters {
		c.finding(fmt.Sprintf("  letter %d", l.ID), "received %s: %s", l.ReceivedAt.In(c.config.Zone).Format("2006-01-02 15:04"), l.Error)
	}
	return nil
}

func (c *console) census(ctx context.Context, db *storage.DB) error {
	return db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		people, err := tx.PeopleAll(ctx)
		if err != nil {
			return err
		}
		guides, err := tx.Guides(ctx)
		if err != nil {
			return err
		}
		c.finding("organisation", "%d units", len(tx.Org().Subtree(0)))
		c.finding("people", "%d", len(people))
		c.finding("guides", "%d imported", len(guides))
		calendar, err := tx.Calendar(ctx)
		if err != nil {
			return err
		}
		c.finding("holidays", "%s", holidaysKnown(calendar, time.Now().In(c.config.Zone).Year()))
		return nil
	})
}

func (c *console) finding(name, format string, args ...any) {
	_, _ = fmt.Fprintf(c.stdout, "%-14s %s\n", name, fmt.Sprintf(format, args...))
}

func set(is bool) string {
	if is {
		return "set"
	}
	return "not set"
}
