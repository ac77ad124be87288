package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"gridmate/storage/internal/query"
)

// Meta is a fact about the deployment, like the bot's id; false if nobody has
// set it.
func (t *Tx) Meta(ctx context.Context, key string) (value string, found bool, err error) {
	value, err = t.q.FindMeta(ctx, key)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, t.fail("find meta "+key, err)
}

// SetMeta sets a fact about the deployment.
func (t *Tx) SetMeta(ctx context.Context, key, value string) error {
	return t.fail("set meta "+key, t.q.SetMeta(ctx, query.SetMetaParams{Key: key, Value: value}))
}

// Integrity reads the whole database and checks that pages, indexes and
// references fit together. The error lists what does not.
func (d *DB) Integrity(ctx context.Context) error {
	return d.on(ctx, d.readers, beginRead, func(ctx context.Context, tx *Tx) error {
		bad, err := tx.findings(ctx, "PRAGMA integrity_check")
		if err != nil {
			return err
		}
		if len(bad) != 1 || bad[0] != "ok" {
			return fmt.Errorf("database is damaged: %s", strings.Join(bad, "; "))
		}
		bad, err = tx.findings(ctx, "SELECT \"table\" || ' misses ' || parent FROM pragma_foreign_key_check")
		if err == nil && len(bad) > 0 {
			err = fmt.Errorf("database has broken references: %s", strings.Join(bad, "; "))
		}
		return err
	})
}

func (t *Tx) findings(ctx context.Context, check string) (found []string, err error) {
	rows, err := t.session.conn.QueryContext(ctx, check)
	if err != nil {
		return nil, t.fail("check integrity", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, t.fail("check integrity", err)
		}
		found = append(found, line)
	}
	return found, t.fail("check integrity", rows.Err())
}

// Backup writes a copy of the database as it stands to a file that must not
// exist. It reads while the bot goes on writing.
func (d *DB) Backup(ctx context.Context, to string) error {
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
