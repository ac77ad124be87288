package storage

import (
	"context"
	"fmt"

	lib "modernc.org/sqlite/lib"

	"gridmate/chat"
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
	errands  bool // some were added
	spent    []spent
	woken    bool // something waits in the inbox again
}

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
	if p == d.writer {
		d.copier.wrote(s)
	}
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
	if err := t.flushSpent(ctx); err != nil {
		return err
	}
	if err := t.flush(ctx); err != nil || t.now == t.had {
		return err
	}
	return t.fail("save counters", t.q.SaveCounters(ctx, query.SaveCountersParams{
		Org: t.now.Org, People: t.now.People, Inbox: t.now.Inbox,
		Outbox: t.now.Outbox, Draft: t.now.Draft, Record: t.now.Record, File: t.now.File, Errand: t.now.Errand,
	}))
}

// committed makes known what the transaction changed, in the order of commits.
func (d *DB) committed(tx *Tx) {
	d.shared.offer(tx.org, tx.people)
	if tx.errands {
		d.wakeErrands()
	}
	if tx.woken {
		d.wake()
	}
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
