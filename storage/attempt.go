package storage

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"gridmate/chat"
)

// Panic is what a function that panicked is turned into. The value may hold
// what somebody typed: it is for a debugger, not for a log.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

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
		t.now, t.org, t.people, t.out, t.spent, t.own = before.now, before.org, before.people, before.out, before.spent, false
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
