package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite" // the driver

	"gridmate/storage/internal/query"
)

type access string

const (
	readWrite access = "rw"
	readOnly  access = "ro"
)

// dsn names the file and sets what has to hold on every connection.
func dsn(path string, a access) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	q := url.Values{"_pragma": {"busy_timeout(5000)", "foreign_keys(1)", "synchronous(FULL)", "temp_store(MEMORY)"}}
	if a == readWrite {
		q.Add("_pragma", "journal_mode(WAL)")
		q.Add("_pragma", "cache_size(-8000)") // KiB
		q.Add("_pragma", fmt.Sprintf("wal_autocheckpoint(%d)", logLimit))
		q.Set("_txlock", "immediate")
	}
	if a == readOnly {
		q.Set("mode", string(readOnly))
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// session is one connection with its statements. One transaction uses it at a
// time.
type session struct {
	conn       *sql.Conn
	statements *statements
	queries    *query.Queries
}

// What begins and ends transactions and parts of them.
const (
	beginWrite = "BEGIN IMMEDIATE"
	beginRead  = "BEGIN DEFERRED"
	commit     = "COMMIT"
	rollback   = "ROLLBACK"
	savepoint  = "SAVEPOINT one"
	undo       = "ROLLBACK TO one"
	release    = "RELEASE one"
)

func newSession(ctx context.Context, handle *sql.DB) (*session, error) {
	conn, err := handle.Conn(ctx)
	if err != nil {
		return nil, err
	}
	s := &statements{conn: conn, ready: map[string]*sql.Stmt{}}
	return &session{conn, s, query.New(s)}, nil
}

// do runs one of the control statements. The context's end does not stop it:
// half a commit helps nobody.
func (s *session) do(ctx context.Context, text string) error {
	_, err := s.statements.ExecContext(context.WithoutCancel(ctx), text)
	return err
}

// close closes the statements too: database/sql leaves that to whoever prepared
// them on a connection, and SQLite keeps the file open, with its log beside it,
// while there is one.
func (s *session) close() error { return errors.Join(s.statements.close(), s.conn.Close()) }

// pool hands out sessions, which it opens when they are first needed.
type pool struct {
	handle *sql.DB
	seats  chan *session // nil for a seat that nobody has opened yet
}

func newPool(dsn string, size int) (*pool, error) {
	handle, err := openSQL(dsn, size)
	if err != nil {
		return nil, err
	}
	p := &pool{handle: handle, seats: make(chan *session, size)}
	for range size {
		p.seats <- nil
	}
	return p, nil
}

func (p *pool) take(ctx context.Context) (*session, error) {
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case s, open := <-p.seats:
		if !open {
			return nil, sql.ErrConnDone
		}
		return p.ready(ctx, s)
	}
}

func (p *pool) ready(ctx context.Context, s *session) (*session, error) {
	if s != nil {
		return s, nil
	}
	s, err := newSession(ctx, p.handle)
	if err != nil {
		p.seats <- nil
		return nil, err
	}
	return s, nil
}

func (p *pool) give(s *session) { p.seats <- s }

// discard closes a session that may be left within a transaction.
func (p *pool) discard(s *session) {
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = s.conn.Close()
	p.seats <- nil
}

// close waits for every session to come back.
func (p *pool) close() error {
	if p == nil {
		return nil
	}
	var errs []error
	for range cap(p.seats) {
		s, open := <-p.seats
		if !open {
			return nil
		}
		if s != nil {
			errs = append(errs, s.close())
		}
	}
	close(p.seats)
	return errors.Join(append(errs, p.handle.Close())...)
}
