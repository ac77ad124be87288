package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date. It looks first, through a connection
// that cannot write, and changes a file only when that is needed.
func migrate(ctx context.Context, path string) error {
	pending, err := inspect(ctx, path)
	if err != nil || !pending {
		return err
	}
	free, err := Hold(path)
	if errors.Is(err, ErrOwned) { // by a bot that has just begun, perhaps, and has done it
		if pending, failed := inspect(ctx, path); failed != nil || !pending {
			return failed
		}
	}
	if err != nil {
		return err
	}
	return errors.Join(upgrade(ctx, path), free())
}

// inspect reports whether the schema is older than the program's.
func inspect(ctx context.Context, path string) (pending bool, err error) {
	handle, err := openSQL(dsn(path, readOnly), 1)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, handle.Close()) }()
	var tables, ours int
	row := handle.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(name = 'goose_db_version'), 0) FROM sqlite_master`)
	if err := row.Scan(&tables, &ours); err != nil {
		return false, errors.Join(ErrForeign, err)
	}
	if tables == 0 {
		return true, nil
	}
	if ours == 0 {
		return false, ErrForeign
	}
	return compare(ctx, handle)
}

func compare(ctx context.Context, handle *sql.DB) (pending bool, err error) {
	provider, err := newProvider(handle)
	if err != nil {
		return false, err
	}
	has, knows, err := provider.GetVersions(ctx)
	if err != nil {
		return false, err
	}
	if has > knows {
		return false, fmt.Errorf("%w (schema %d, this program knows %d)", ErrNewer, has, knows)
	}
	return has < knows, nil
}

func upgrade(ctx context.Context, path string) (err error) {
	handle, err := openSQL(dsn(path, readWrite), 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, handle.Close()) }()
	provider, err := newProvider(handle)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func newProvider(handle *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, handle, files, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
}
