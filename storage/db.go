package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"gridmate/chat"
	"gridmate/internal/machine"
)

// Errors that callers tell apart.
var (
	ErrNone    = errors.New("there is no such database")
	ErrForeign = errors.New("the file is not a gridmate database")
	ErrNewer   = errors.New("the database was written by a newer gridmate: update the program")
	ErrOwned   = errors.New("another gridmate is running on this database")
	ErrClosed  = errors.New("the transaction is over")
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	path    string
	options options
	writer  *pool
	readers *pool
	copier  *copier
	shared  snapshots
	stop    stop
	waiting chan struct{}
	errands chan struct{}
}

type options struct {
	mask    func([]byte) []byte
	failure func(context.Context, *Tx, chat.Raw, error) []chat.Reply
	refused func(context.Context, *Tx, chat.Undelivered) []chat.Reply
	commit  func([]chat.Outgoing)
	now     func() time.Time
	readers int
}

// Option changes how a database works.
type Option func(*options)

// WithMask sets what makes an update fit to be kept as a dead letter: it gets
// the JSON, or the error's text, and returns it without personal data. Without
// it nothing of either is kept.
func WithMask(mask func([]byte) []byte) Option {
	return func(o *options) { o.mask = mask }
}

// WithFailure sets who answers for an update that Work could not handle. The
// replies are stored; what it does to the transaction stays unless it panics.
func WithFailure(failure func(context.Context, *Tx, chat.Raw, error) []chat.Reply) Option {
	return func(o *options) { o.failure = failure }
}

// WithRefused sets who is told of a file that Telegram refused for good. The
// replies are stored with the receipt.
func WithRefused(refused func(context.Context, *Tx, chat.Undelivered) []chat.Reply) Option {
	return func(o *options) { o.refused = refused }
}

// WithCommit sets who is told of new outbox rows, right after the commit that
// stored them and in its order. It runs while the writer is still held: it
// must return at once and must not call the database.
func WithCommit(commit func([]chat.Outgoing)) Option {
	return func(o *options) { o.commit = commit }
}

// WithClock sets the clock behind the times that storage itself notes down.
func WithClock(now func() time.Time) Option {
	return func(o *options) { o.now = now }
}

// WithReaders sets how many can read at the same time; 4 unless told.
func WithReaders(n int) Option {
	return func(o *options) { o.readers = max(n, 1) }
}

// Open opens the database at path, creates it with mode 0600 if there is none,
// and brings its schema up to date. A schema newer than the program is ErrNewer,
// anything else than a gridmate database ErrForeign; both leave the file alone.
func Open(ctx context.Context, path string, opts ...Option) (*DB, error) {
	if err := create(path); err != nil {
		return nil, fmt.Errorf("create database %s: %w", path, err)
	}
	return open(ctx, path, opts)
}

// OpenExisting is Open for commands that only make sense on a database that
// is there: ErrNone if it is not.
func OpenExisting(ctx context.Context, path string, opts ...Option) (*DB, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open database %s: %w", path, ErrNone)
	}
	return open(ctx, path, opts)
}

// create never opens a file that is there: closing it again would take away
// the locks that another connection of this process holds on it.
func create(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	machine.Adopt(path)
	return file.Close()
}

func open(ctx context.Context, path string, opts []Option) (*DB, error) {
	d := &DB{path: path, options: defaults(opts), waiting: make(chan struct{}, 1), errands: make(chan struct{}, 1)}
	if err := migrate(ctx, path); err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	var err error
	if d.writer, err = newPool(dsn(path, readWrite), 1); err == nil {
		d.readers, err = newPool(dsn(path, readOnly), d.options.readers)
	}
	if err == nil {
		d.copier, err = newCopier(path)
	}
	if err == nil {
		err = d.View(ctx, func(context.Context, *Tx) error { return nil })
	}
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, errors.Join(err, d.Close()))
	}
	d.wake()
	d.wakeErrands()
	return d, nil
}

func defaults(opts []Option) options {
	o := options{
		mask:    func([]byte) []byte { return nil },
		failure: func(context.Context, *Tx, chat.Raw, error) []chat.Reply { return nil },
		refused: func(context.Context, *Tx, chat.Undelivered) []chat.Reply { return nil },
		commit:  func([]chat.Outgoing) {},
		now:     time.Now,
		readers: 4,
	}
	for _, set := range opts {
		set(&o)
	}
	return o
}

// Path is the file's path as it was given to Open.
func (d *DB) Path() string { return d.path }

// Close waits for transactions under way and closes the database.
func (d *DB) Close() error {
	return errors.Join(d.readers.close(), d.writer.close(), d.copier.close())
}

func (d *DB) now() int64 { return millis(d.options.now()) }

// openSQL opens a handle whose connections are all alike.
func openSQL(dsn string, connections int) (*sql.DB, error) {
	handle, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	handle.SetMaxOpenConns(connections)
	handle.SetMaxIdleConns(connections)
	return handle, nil
}
