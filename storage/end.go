package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"gridmate/storage/internal/query"
)

// end makes every later use of the transaction fail with err. Without it a
// statement after SQLite's own rollback would commit on its own.
func (t *Tx) end(err error) {
	if t.broken == nil {
		t.broken = err
	}
	t.q = query.New(over{t.db.writer.handle, t.broken})
}

// fail wraps an error, saying what was being done, and ends the transaction
// if the error is one after which SQLite may have rolled it back.
func (t *Tx) fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("storage: %s: %w", doing, err)
	if fatal(err) {
		t.end(err)
	}
	return err
}

// fatal reports whether an error is the machine's and not the data's: the same
// work may succeed later, so nobody's update is to blame.
func fatal(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, ErrClosed) || errors.Is(err, sql.ErrConnDone) ||
		codeIs(err, lib.SQLITE_FULL, lib.SQLITE_IOERR, lib.SQLITE_NOMEM, lib.SQLITE_BUSY, lib.SQLITE_LOCKED,
			lib.SQLITE_INTERRUPT, lib.SQLITE_READONLY, lib.SQLITE_CORRUPT, lib.SQLITE_CANTOPEN, lib.SQLITE_NOTADB)
}

func codeIs(err error, codes ...int) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return false
	}
	for _, code := range codes {
		if e.Code()&0xff == code {
			return true
		}
	}
	return false
}

// over stands in for the statements of a transaction that is over.
type over struct {
	handle *sql.DB
	err    error
}

func (o over) ExecContext(context.Context, string, ...any) (sql.Result, error) { return nil, o.err }

func (o over) PrepareContext(context.Context, string) (*sql.Stmt, error) { return nil, o.err }

func (o over) QueryContext(context.Context, string, ...any) (*sql.Rows, error) { return nil, o.err }

// QueryRowContext cannot make a row of an error of its own choice: it asks
// with a context that has ended.
func (o over) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	ctx, cancel := context.WithCancelCause(ctx)
	cancel(o.err)
	return o.handle.QueryRowContext(ctx, text, args...)
}
