package jobs

import (
	"context"
	"fmt"
	"time"

	"gridmate/community"
)

// Prune removes what nobody needs any more: rows of the inbox and outbox that
// are long done.
type Prune struct {
	Name string
	Keep time.Duration
	// Do removes what is older than before and says how many rows.
	Do func(ctx context.Context, before time.Time) (int, error)
}

// prune runs every Prune once a day, whichever runner comes first. One that
// fails is tried again the next day.
func (r *Runner) prune(ctx context.Context, now time.Time) error {
	today := community.DateOf(now.In(r.Zone))
	if len(r.Prunes) == 0 || r.pruned == today {
		return nil
	}
	var mine bool
	err := r.InTx(ctx, func(ctx context.Context, tx Tx) (err error) {
		mine, err = tx.ClaimRun(ctx, "prune", today.In(time.UTC), 0, []byte("{}"))
		return err
	})
	if err != nil {
		return fmt.Errorf("jobs: claiming the day's pruning: %w", err)
	}
	r.pruned = today
	for _, p := range r.Prunes {
		if !mine {
			return nil
		}
		n, err := p.Do(ctx, now.Add(-p.Keep))
		if ctx.Err() != nil {
			return ctx.Err() // cut short: no failure of its own
		}
		r.observe("prune."+p.Name, err)
		if err != nil {
			r.Log.ErrorContext(ctx, "job failed", "job", "prune."+p.Name, "slot", today.String(), "error", err)
			continue
		}
		r.Log.InfoContext(ctx, "pruned", "job", "prune."+p.Name, "rows", n)
	}
	return nil
}
