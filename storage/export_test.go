package storage

import (
	"context"
	"fmt"
)

// Exec runs SQL of the test's own in the transaction.
func (t *Tx) Exec(ctx context.Context, text string) error {
	_, err := t.session.conn.ExecContext(ctx, text)
	return t.fail("exec", err)
}

// LimitPages makes the disk full: the file may not grow beyond so many more
// pages. A negative number lifts the limit.
func (d *DB) LimitPages(ctx context.Context, more int) error {
	return d.exclusive(ctx, func(s *session) error {
		var pages int
		if err := s.conn.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
			return err
		}
		limit := pages + more
		if more < 0 {
			limit = 1 << 30
		}
		_, err := s.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", limit))
		return err
	})
}

// Ride does f in the next transaction that carries riders.
func (d *DB) Ride(ctx context.Context, f func(context.Context, *Tx) error) error {
	return d.ride(ctx, f)
}

func (d *DB) exclusive(ctx context.Context, f func(*session) error) error {
	s, err := d.writer.take(ctx)
	if err != nil {
		return err
	}
	defer d.writer.give(s)
	return f(s)
}
