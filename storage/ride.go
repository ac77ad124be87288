package storage

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// Each commit waits for the disk, and whoever wants to write next waits for
// it. What was sent is noted for a later start of the program only, so it need
// not have a commit of its own while the next report's is about to come.

// rideWait is how long a rider waits for a transaction to begin that takes it
// along: at 300 reports a second each finds one.
const rideWait = 5 * time.Millisecond

// rider is work that becomes part of somebody else's transaction.
type rider struct {
	do   func(context.Context, *Tx) error
	done chan error // has room for one: nil after the commit, errWalk for none
}

// errWalk says that the transaction failed which a rider was in.
var errWalk = errors.New("storage: the transaction failed")

// stop is where riders wait.
type stop struct {
	mu      sync.Mutex
	waiting []*rider
	coming  int // transactions that will board
}

// announce counts a transaction that will board, until it is told not to.
func (s *stop) announce(transactions int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.coming += transactions
}

func (s *stop) wait(r *rider) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = append(s.waiting, r)
}

// board takes everybody who waits.
func (s *stop) board() []*rider {
	s.mu.Lock()
	defer s.mu.Unlock()
	riders := s.waiting
	s.waiting = nil
	return riders
}

// leave lets a rider go who waits in vain, and reports whether it did: nobody
// may leave who was taken along or is about to be.
func (s *stop) leave(r *rider) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.Index(s.waiting, r)
	if at < 0 || s.coming > 0 {
		return false
	}
	s.waiting = slices.Delete(s.waiting, at, at+1)
	return true
}

// ride does f in the next transaction that carries riders; in one of its own
// if none comes soon or that one fails. f may be called twice.
func (d *DB) ride(ctx context.Context, f func(context.Context, *Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := &rider{do: f, done: make(chan error, 1)}
	d.stop.wait(r)
	look := time.NewTicker(rideWait)
	defer look.Stop()
	for {
		select {
		case err := <-r.done:
			if err == nil {
				return nil
			}
			return d.write(ctx, f)
		case <-look.C:
			if d.stop.leave(r) {
				return d.write(ctx, f)
			}
		}
	}
}

// carry is write that takes riders along. f may be called twice, with nothing
// left of the first time: a rider's failure is not its fault.
func (d *DB) carry(ctx context.Context, f func(context.Context, *Tx) error) error {
	var riders []*rider
	d.stop.announce(1)
	defer d.stop.announce(-1)
	err := d.write(ctx, func(ctx context.Context, tx *Tx) error {
		if err := f(ctx, tx); err != nil {
			return err
		}
		riders = d.stop.board()
		for _, r := range riders {
			if err := r.do(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	for _, r := range riders {
		if err == nil {
			r.done <- nil
		} else {
			r.done <- errWalk
		}
	}
	if err != nil && len(riders) > 0 {
		err = d.write(ctx, f)
	}
	return err
}
