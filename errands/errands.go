// Package errands does slow work that handlers and jobs ask for: see
// chat.Errand. An errand is done outside of any transaction, so that neither a
// download nor a large workbook holds up the bot, and ends in one transaction
// with its replies: done at least once, told exactly once.
package errands

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// Tx is the transaction in which an errand ends.
type Tx interface {
	// EndErrand forgets an errand and says where its replies go; false if it
	// has ended before.
	EndErrand(ctx context.Context, id int64) (chat int64, found bool, err error)
	Queue(ctx context.Context, replies []chat.Reply) error
}

// Store keeps errands until they are done.
type Store[T Tx] interface {
	// FreeErrands lets those wait again that a crash left claimed.
	FreeErrands(ctx context.Context) error
	// NextErrand claims the most urgent one; without one, due is when the next
	// will be, or zero.
	NextErrand(ctx context.Context) (e chat.Errand, due time.Time, found bool, err error)
	RetryErrand(ctx context.Context, id int64, due time.Time) error
	// Errands receives when there may be something new.
	Errands() <-chan struct{}
	InTx(ctx context.Context, f func(context.Context, T) error) error
}

// Doer does the work of one kind of errand. It may read, call and take its
// time, and stores nothing: what has to be stored is left to the Finish that it
// returns. It may be called again for the same errand. A refusal
// (community.Refuse) ends the errand and is told to the person; any other
// error is tried again.
type Doer[T Tx] func(ctx context.Context, e chat.Errand, tell Tell) (Finish[T], error)

// Finish stores what came of the work. Its replies go to the errand's chat
// unless they say otherwise. A refusal is told, as from a Doer.
type Finish[T Tx] func(ctx context.Context, tx T) ([]chat.Reply, error)

// Tell says something on the way, how far the work has come.
type Tell func(ctx context.Context, replies ...chat.Reply) error

// Options are what a runner needs.
type Options[T Tx] struct {
	Store Store[T]
	Doers map[string]Doer[T]
	// Failed ends an errand that is given up: for a refusal, or for the last of
	// several errors.
	Failed func(e chat.Errand, err error) Finish[T]
	Now    func() time.Time
	Log    *slog.Logger
}

// Limits of the runner.
const (
	workers     = 2 // files are made in memory, a large one takes tens of megabytes
	maxAttempts = 4
	idle        = time.Minute // looks at least so often
)

// Runner does errands. Make it with New; Run may be called once.
type Runner[T Tx] struct {
	Options[T]
	places chan struct{} // a token for each worker

	mu    sync.Mutex
	doing int
	ended chan struct{} // closed and remade when one ends or is put off
}

// New makes a runner.
func New[T Tx](o Options[T]) *Runner[T] {
	return &Runner[T]{Options: o, places: make(chan struct{}, workers), ended: make(chan struct{})}
}

// Run does errands until ctx ends and those under way have. What is cut short
// is done again after the next start.
func (r *Runner[T]) Run(ctx context.Context) error {
	var working sync.WaitGroup
	defer working.Wait()
	for err := r.Store.FreeErrands(ctx); err != nil; err = r.Store.FreeErrands(ctx) {
		if ctx.Err() != nil {
			return nil
		}
		r.Log.ErrorContext(ctx, "errands cannot be read, trying again", "error", err)
		if !r.pause(ctx, time.Second) {
			return nil
		}
	}
	for {
		select {
		case r.places <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		e, wait, found := r.next(ctx)
		if !found {
			<-r.places
			if !r.pause(ctx, wait) {
				return nil
			}
			continue
		}
		working.Go(func() {
			defer r.release()
			r.do(ctx, e)
		})
	}
}

// next claims an errand, or says how long to wait.
func (r *Runner[T]) next(ctx context.Context) (e chat.Errand, wait time.Duration, found bool) {
	e, due, found, err := r.Store.NextErrand(ctx)
	switch {
	case err != nil:
		if ctx.Err() == nil {
			r.Log.ErrorContext(ctx, "errands cannot be read, trying again", "error", err)
		}
		return e, time.Second, false
	case !found && !due.IsZero():
		return e, min(max(due.Sub(r.Now()), time.Millisecond), idle), false
	case !found:
		return e, idle, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.doing++
	return e, 0, true
}

// pause waits for something new, for d at most; false when ctx has ended.
func (r *Runner[T]) pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-r.Store.Errands():
	case <-timer.C:
	}
	return true
}

func (r *Runner[T]) release() {
	<-r.places
	r.mu.Lock()
	defer r.mu.Unlock()
	r.doing--
	close(r.ended)
	r.ended = make(chan struct{})
}

// Ended is closed when the next errand ends or is put off.
func (r *Runner[T]) Ended() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ended
}

// do does one errand and ends it, puts it off or gives it up.
func (r *Runner[T]) do(ctx context.Context, e chat.Errand) {
	err := r.perform(ctx, e)
	if err == nil || ctx.Err() != nil {
		return
	}
	refusal, refused := community.Refusal(err)
	log := r.Log.With("errand", e.Kind, "chat", e.Chat, "attempt", e.Attempts)
	switch {
	case refused:
		log.InfoContext(ctx, "errand refused", "error", refusal.Key)
	case e.Attempts < maxAttempts:
		log.WarnContext(ctx, "errand failed, trying again", "error", err)
		if err := r.Store.RetryErrand(ctx, e.ID, r.Now().Add(delay(e.Attempts))); err != nil {
			log.ErrorContext(ctx, "errand cannot be put off", "error", err)
		}
		return
	default:
		log.ErrorContext(ctx, "errand failed, given up", "error", err)
	}
	if err := r.end(ctx, e, r.Failed(e, err)); err != nil && ctx.Err() == nil {
		log.ErrorContext(ctx, "errand cannot be ended", "error", err)
		_ = r.Store.RetryErrand(ctx, e.ID, r.Now().Add(delay(e.Attempts))) // else after the next start
	}
}

// delay is the wait before another attempt.
func delay(attempts int) time.Duration { return 3 * time.Second << (2 * (attempts - 1)) }

// perform does an errand's work and stores what came of it.
func (r *Runner[T]) perform(ctx context.Context, e chat.Errand) (err error) {
	defer func() {
		if p := recover(); p != nil { // its value may hold what somebody typed
			err = fmt.Errorf("panic\n%s", debug.Stack())
		}
	}()
	do, ok := r.Doers[e.Kind]
	if !ok {
		return fmt.Errorf("nobody does errands of kind %q", e.Kind)
	}
	if e.Attempts > maxAttempts { // it took the process down with it
		return community.Refuse(community.Conflict, "errand_failed")
	}
	finish, err := do(ctx, e, func(ctx context.Context, replies ...chat.Reply) error {
		return r.Store.InTx(ctx, func(ctx context.Context, tx T) error { return tx.Queue(ctx, to(e.Chat, e.Topic, replies)) })
	})
	if err != nil {
		return err
	}
	return r.end(ctx, e, finish)
}

// end ends an errand with its replies, once.
func (r *Runner[T]) end(ctx context.Context, e chat.Errand, finish Finish[T]) error {
	return r.Store.InTx(ctx, func(ctx context.Context, tx T) error {
		room, found, err := tx.EndErrand(ctx, e.ID)
		if err != nil || !found {
			return err
		}
		replies, err := finish(ctx, tx)
		if err != nil {
			return err
		}
		return tx.Queue(ctx, to(room, e.Topic, replies))
	})
}

// to addresses replies that name no chat.
func to(room int64, topic int, replies []chat.Reply) []chat.Reply {
	for i := range replies {
		if replies[i].Chat == 0 {
			replies[i].Chat, replies[i].Topic = room, topic
		}
	}
	return replies
}
