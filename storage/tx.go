package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Tx is one transaction: what somebody may read and change, as it stands at
// this moment. It belongs to the function it was given to and to no other
// goroutine, and ends with it.
type Tx struct {
	db      *DB
	session *session
	q       *query.Queries
	broken  error // why nothing more can be done with the transaction

	had, now query.Counter // as the transaction began, and as it will end
	org      *orgSnapshot
	people   *peopleSnapshot
	own      bool // people is this transaction's own copy
	out      []queued
}

// Panic is what a function that panicked is turned into. The value may hold
// what somebody typed: it is for a debugger, not for a log.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

// InTx runs f in a transaction that can write and commits if it returns nil.
// Statements are not interrupted by the context's end, only the wait before
// them: what has begun commits or fails as a whole.
func (d *DB) InTx(ctx context.Context, f func(context.Context, *Tx) error) error {
	return d.write(ctx, func(ctx context.Context, tx *Tx) error {
		if err := tx.load(ctx); err != nil {
			return err
		}
		return f(ctx, tx)
	})
}

// View runs f on a snapshot of the database that it cannot change.
func (d *DB) View(ctx context.Context, f func(context.Context, *Tx) error) error {
	return d.on(ctx, d.readers, beginRead, func(ctx context.Context, tx *Tx) error {
		if err := tx.count(ctx); err != nil {
			return err
		}
		if err := tx.load(ctx); err != nil {
			return err
		}
		return f(ctx, tx)
	})
}

// write runs f without the snapshots, which it may load.
func (d *DB) write(ctx context.Context, f func(context.Context, *Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return d.on(ctx, d.writer, beginWrite, func(ctx context.Context, tx *Tx) error {
		ctx = context.WithoutCancel(ctx)
		if err := tx.count(ctx); err != nil {
			return err
		}
		if err := f(ctx, tx); err != nil {
			return err
		}
		return tx.finish(ctx)
	})
}

// on runs f between begin and commit on a session of the pool. A panic goes
// on after the rollback.
func (d *DB) on(ctx context.Context, p *pool, begin string, f func(context.Context, *Tx) error) (err error) {
	s, err := p.take(ctx)
	if err != nil {
		return err
	}
	if err := s.do(ctx, begin); err != nil {
		p.give(s)
		return fmt.Errorf("storage: begin: %w", err)
	}
	tx := &Tx{db: d, session: s, q: s.queries}
	done := false
	defer func() {
		if !done {
			tx.abandon(ctx, p)
		}
	}()
	if err := f(ctx, tx); err != nil {
		return err
	}
	if tx.broken != nil {
		return tx.broken
	}
	if err := s.do(ctx, commit); err != nil {
		return fmt.Errorf("storage: commit: %w", err)
	}
	done = true
	d.committed(tx)
	tx.end(ErrClosed)
	p.give(s)
	return nil
}

// count reads the counters.
func (t *Tx) count(ctx context.Context) (err error) {
	t.had, err = t.q.Counters(ctx)
	t.now = t.had
	return t.fail("read counters", err)
}

// finish stores what was gathered on the way: replies and counters.
func (t *Tx) finish(ctx context.Context) error {
	if err := t.flush(ctx); err != nil || t.now == t.had {
		return err
	}
	return t.fail("save counters", t.q.SaveCounters(ctx, query.SaveCountersParams{
		Org: t.now.Org, People: t.now.People, Inbox: t.now.Inbox,
		Outbox: t.now.Outbox, Draft: t.now.Draft, Record: t.now.Record,
	}))
}

// committed makes known what the transaction changed, in the order of commits.
func (d *DB) committed(tx *Tx) {
	d.shared.offer(tx.org, tx.people)
	if len(tx.out) == 0 {
		return
	}
	out := make([]chat.Outgoing, len(tx.out))
	for i, q := range tx.out {
		out[i] = q.Outgoing
	}
	d.options.commit(out)
}

// abandon rolls back. SQLite may have done so itself already, then there is
// nothing to roll back; a session that cannot say so is not used again.
func (t *Tx) abandon(ctx context.Context, p *pool) {
	t.end(ErrClosed)
	err := t.session.do(ctx, rollback)
	if err != nil && !codeIs(err, lib.SQLITE_ERROR) {
		p.discard(t.session)
		return
	}
	p.give(t.session)
}

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

// attempt runs f between savepoints and stores its replies. What f did is
// undone if it fails or panics, the memory's part included.
func (t *Tx) attempt(ctx context.Context, f func() ([]chat.Reply, error)) error {
	if err := t.fail("savepoint", t.session.do(ctx, savepoint)); err != nil {
		return err
	}
	before := *t
	t.own = false
	replies, err := protect(f)
	if err == nil {
		err = t.Queue(ctx, replies)
	}
	if t.broken != nil {
		return t.broken
	}
	if err != nil {
		t.now, t.org, t.people, t.out, t.own = before.now, before.org, before.people, before.out, false
		if failed := t.undo(ctx); failed != nil {
			return errors.Join(err, failed)
		}
		return err
	}
	return t.fail("release", t.session.do(ctx, release))
}

func (t *Tx) undo(ctx context.Context) error {
	if err := t.session.do(ctx, undo); err != nil {
		err = fmt.Errorf("storage: undo: %w", err)
		t.end(err)
		return err
	}
	return t.fail("release", t.session.do(ctx, release))
}

func protect(f func() ([]chat.Reply, error)) (replies []chat.Reply, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	return f()
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

func unknown(key string, args ...any) error {
	return community.Refuse(community.NotFound, key, args...)
}
