package storage

import (
	"context"
	"errors"
	"time"

	"github.com/gofrs/flock"

	"gridmate/internal/machine"
)

// patience is how long a migration waits for another process to finish its own.
const patience = 2 * time.Second

// Own makes this process the one that runs the bot on the database, until it
// calls release or ends: ErrOwned if there is one already. Commands that work
// beside the bot do not need it.
func (d *DB) Own() (release func() error, err error) { return Hold(d.path) }

// Hold is Own for a database that is not open: one that is about to be
// replaced, or is too damaged to be opened. It also keeps the bot and other
// migrations out while a schema changes. Whoever holds it for a migration is
// waited for.
func Hold(path string) (release func() error, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	lock := flock.New(lockPath(path), flock.SetPermissions(0o600))
	ok, err := lock.TryLockContext(ctx, 20*time.Millisecond)
	if errors.Is(err, context.DeadlineExceeded) || err == nil && !ok {
		return nil, ErrOwned
	}
	if err != nil {
		return nil, err
	}
	machine.Adopt(lockPath(path))
	return lock.Unlock, nil
}

func lockPath(path string) string { return path + ".lock" }
