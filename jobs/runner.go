// Package jobs sends what is due: digests by schedule, reminders of deadlines,
// news that has waited, and does the daily pruning and the program's own
// chores, such as backups.
//
// The clock only says "look". What is due follows from the schedules, and what
// was done from the run ledger, so that everything is sent exactly once over
// restarts, downtime and several runners at a time.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"gridmate/community"
	"gridmate/locale"
)

// Options are what a runner needs.
type Options struct {
	InTx      func(ctx context.Context, f func(ctx context.Context, tx Tx) error) error
	Catalogue *locale.Catalogue
	Zone      *time.Location
	Now       func() time.Time
	Log       *slog.Logger
	Prunes    []Prune
	Chores    []Chore
	Manners   community.Manners // the zero ones are the default

	// Quiet says whether nobody has needed the program for a while, for chores
	// that wait for that; nil: always.
	Quiet func() bool

	// Observe is told of everything that was done or failed; nil for nobody. It
	// must return at once.
	Observe func(job string, err error)
}

// Runner looks for what is due. Make it with New; Run may be called once.
type Runner struct {
	Options
	look  chan struct{}
	chore chan struct{} // look, for what runs beside the ticks

	turn   sync.Mutex        // one tick at a time; it guards the rest
	looked time.Time         // when the last tick began; zero before the first
	done   map[job]time.Time // the last run that is known of each job
	failed map[job]string    // what was logged of a job that keeps failing
	pruned community.Date

	reminded community.Date // the last day whose reminders are done
	closed   community.Date // the day on which campaigns were closed last

	choring sync.Mutex // one turn of chores at a time; it guards what follows
	chores  map[string]community.Date
	rests   map[string]time.Time // until when a chore that failed is left alone
	waits   map[string]wait      // chores that wait for a quiet time
}

// wait is since when a day's chore has waited.
type wait struct {
	day   community.Date
	since time.Time
}

// job is one kind of digest in one chat.
type job struct {
	name string
	chat int64
}

// New makes a runner.
func New(o Options) *Runner {
	if o.Manners == (community.Manners{}) {
		o.Manners = community.DefaultManners()
	}
	return &Runner{
		Options: o, look: make(chan struct{}, 1), chore: make(chan struct{}, 1),
		done: map[job]time.Time{}, failed: map[job]string{},
		chores: map[string]community.Date{}, rests: map[string]time.Time{}, waits: map[string]wait{},
	}
}

// Look makes the runner look at once instead of at the next minute: the clock
// was moved, a schedule was changed. It never blocks.
func (r *Runner) Look() {
	for _, c := range []chan struct{}{r.look, r.chore} {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (r *Runner) observe(job string, err error) {
	if r.Observe != nil {
		r.Observe(job, err)
	}
}

// Run looks at once and then every minute until ctx ends. When it returns
// everything it started has ended.
func (r *Runner) Run(ctx context.Context) error {
	stop, err := r.startClock()
	if err != nil {
		return err
	}
	defer stop()
	var beside sync.WaitGroup
	beside.Go(func() { r.runChores(ctx) })
	defer beside.Wait()
	for {
		if err := r.Tick(ctx); err != nil && ctx.Err() == nil {
			r.Log.ErrorContext(ctx, "jobs failed", "job", "look", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-r.look:
		}
	}
}

// Tick does everything that is due now and has not been done: one step of Run,
// for somebody who moves the clock. A panic on the way is an error.
func (r *Runner) Tick(ctx context.Context) (err error) {
	r.turn.Lock()
	defer r.turn.Unlock()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("jobs: panic: %v", p)
		}
	}()
	now := r.Now()
	var due []delivery
	err = r.InTx(ctx, func(ctx context.Context, tx Tx) error {
		all, err := subscriptions(ctx, tx)
		if err != nil {
			return err
		}
		calendar, err := tx.Calendar(ctx)
		if err != nil {
			return err
		}
		due, err = r.due(ctx, tx, all, now, calendar)
		return err
	})
	if err != nil {
		return fmt.Errorf("jobs: finding what is due: %w", err)
	}
	r.looked = now
	err = r.remind(ctx, now) // first, so that what is urgent is within the budget
	if err != nil {
		r.observe("remind", err)
	}
	r.deliver(ctx, due)
	return errors.Join(err, r.closeCampaigns(ctx, now), r.tell(ctx, now), r.prune(ctx, now))
}
