package storage

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// statements are the prepared statements of a connection, each made when it is
// first needed: a deployment uses some dozens of two hundred, and all of them
// for every connection would take megabytes.
type statements struct {
	conn  *sql.Conn
	ready map[string]*sql.Stmt
}

// variable is in the text of a statement with a list of any length, of which
// each length is a statement of its own: those are not kept.
const variable = "?,?"

// prepared returns the statement of a text; false where the text is to be run
// as it is, which also says what is wrong with it.
func (s *statements) prepared(ctx context.Context, text string) (*sql.Stmt, bool) {
	stmt, ok := s.ready[text]
	if ok || strings.Contains(text, variable) {
		return stmt, ok
	}
	stmt, err := s.conn.PrepareContext(ctx, text) //nolint:sqlclosecheck // lives as long as its connection
	if err != nil {
		return nil, false
	}
	s.ready[text] = stmt
	return stmt, true
}

// ExecContext implements query.DBTX.
func (s *statements) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if stmt, ok := s.prepared(ctx, text); ok { //nolint:sqlclosecheck // close does it
		return stmt.ExecContext(ctx, args...)
	}
	return s.conn.ExecContext(ctx, text, args...)
}

// PrepareContext implements query.DBTX.
func (s *statements) PrepareContext(ctx context.Context, text string) (*sql.Stmt, error) {
	return s.conn.PrepareContext(ctx, text)
}

// QueryContext implements query.DBTX.
func (s *statements) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if stmt, ok := s.prepared(ctx, text); ok { //nolint:sqlclosecheck // close does it
		return stmt.QueryContext(ctx, args...)
	}
	return s.conn.QueryContext(ctx, text, args...)
}

// QueryRowContext implements query.DBTX.
func (s *statements) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if stmt, ok := s.prepared(ctx, text); ok { //nolint:sqlclosecheck // close does it
		return stmt.QueryRowContext(ctx, args...)
	}
	return s.conn.QueryRowContext(ctx, text, args...)
}

func (s *statements) close() error {
	var errs []error
	for _, stmt := range s.ready {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(errs...)
}
