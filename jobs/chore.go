package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gridmate/community"
)

// Chore is what the program does for itself once a day: a backup, a check-up.
type Chore struct {
	Name string
	At   community.Clock // when a day's is due, in the runner's zone
	Calm bool            // it waits for a quiet time, as long as that may take
	// Do does it for a day. It is done again for the same day only if the
	// program ended between its work and the ledger's note of it, so it must
	// bear that: a backup replaces the file of its day.
	Do func(ctx context.Context, day community.Date) (note string, err error)
}

// How long a chore waits that waits for a quiet time: by the runner's own
// watch, so that a start is not burdened with it, and by the clock, so that
// starting again and again does not put it off for ever.
const (
	calmWait = 10 * time.Minute
	calmLate = 12 * time.Hour
)

// choreRest is how long a chore that failed is left alone.
const choreRest = 15 * time.Minute

// chored is what the ledger keeps of a chore.
type chored struct {
	At   time.Time `json:"at"`
	Note string    `json:"note"`
}

// runChores does what is due, beside the ticks: a backup takes minutes where
// there is much to copy, and no digest waits for it.
func (r *Runner) runChores(ctx context.Context) {
	for {
		r.DoChores(ctx)
		select {
		case <-ctx.Done():
			return
		case <-r.chore:
		}
	}
}

// DoChores does every chore that is due now and has not been done: one step of
// Run, for somebody who moves the clock. A chore whose day was missed is done
// once for the latest day.
func (r *Runner) DoChores(ctx context.Context) {
	r.choring.Lock()
	defer r.choring.Unlock()
	for _, c := range r.Options.Chores {
		day := c.due(r.Now().In(r.Zone))
		if ctx.Err() != nil || r.chores[c.Name] == day || r.Now().Before(r.rests[c.Name]) || r.puts(c, day) {
			continue
		}
		done, err := r.once(ctx, c, day)
		if ctx.Err() != nil {
			return // cut short: no failure of its own
		}
		if err != nil {
			r.rests[c.Name] = r.Now().Add(choreRest)
			r.Log.ErrorContext(ctx, "job failed", "job", c.Name, "slot", day.String(), "error", err)
		} else {
			r.chores[c.Name] = day
		}
		if done || err != nil {
			r.observe(c.Name, err)
		}
	}
}

// puts reports whether a chore is put off until it is quiet.
func (r *Runner) puts(c Chore, day community.Date) bool {
	if !c.Calm || r.Quiet == nil {
		return false
	}
	now := r.Now().In(r.Zone)
	w, waits := r.waits[c.Name]
	if !waits || w.day != day {
		w = wait{day, now}
		r.waits[c.Name] = w
	}
	return !r.Quiet() && now.Sub(w.since) < calmWait && now.Sub(day.In(r.Zone)) < calmLate+time.Duration(c.At)*time.Minute
}

// due is the latest day whose chore should have been done.
func (c Chore) due(now time.Time) community.Date {
	day := community.DateOf(now)
	if community.ClockOf(now) < c.At {
		day--
	}
	return day
}

// once does a chore unless the ledger has it already.
func (r *Runner) once(ctx context.Context, c Chore, day community.Date) (done bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("jobs: panic: %v", p)
		}
	}()
	slot := day.In(time.UTC)
	var last time.Time
	err = r.InTx(ctx, func(ctx context.Context, tx Tx) error {
		last, _, _, err = tx.LastRun(ctx, c.Name, 0)
		return err
	})
	if err != nil || !last.Before(slot) {
		return false, err
	}
	note, err := c.Do(ctx, day)
	if err != nil {
		return false, err
	}
	body, err := json.Marshal(chored{r.Now(), note})
	if err != nil {
		return false, err
	}
	r.Log.InfoContext(ctx, "done", "job", c.Name, "slot", day.String(), "note", note)
	return true, r.InTx(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.ClaimRun(ctx, c.Name, slot, 0, body)
		return err
	})
}
