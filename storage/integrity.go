package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// Integrity reads the whole database and checks that pages, indexes and
// references fit together. The error lists what does not.
func (d *DB) Integrity(ctx context.Context) error {
	return d.on(ctx, d.readers, beginRead, func(ctx context.Context, tx *Tx) error {
		return tx.fail("check integrity", integrity(ctx, tx.session.conn))
	})
}

// asker is a connection or a handle.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func integrity(ctx context.Context, on asker) error {
	bad, err := findings(ctx, on, "PRAGMA integrity_check")
	if err != nil {
		return err
	}
	if len(bad) != 1 || bad[0] != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, strings.Join(bad, "; "))
	}
	bad, err = findings(ctx, on, "SELECT \"table\" || ' misses ' || parent FROM pragma_foreign_key_check")
	if err == nil && len(bad) > 0 {
		err = fmt.Errorf("%w: broken references: %s", ErrDamaged, strings.Join(bad, "; "))
	}
	return err
}

func findings(ctx context.Context, on asker, check string) (found []string, err error) {
	rows, err := on.QueryContext(ctx, check)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		found = append(found, line)
	}
	return found, rows.Err()
}
