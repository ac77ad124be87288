package bot

import (
	"context"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// callTimeout is how long a call may take. Telegram answers within seconds or
// not at all.
const callTimeout = 30 * time.Second

// newBackoff is the wait between attempts of intake and start: from a quarter of
// a second to five seconds, with jitter: people wait for what Telegram holds.
func newBackoff() *backoff.ExponentialBackOff {
	return &backoff.ExponentialBackOff{
		InitialInterval:     250 * time.Millisecond,
		RandomizationFactor: 0.3,
		Multiplier:          2,
		MaxInterval:         5 * time.Second,
	}
}

// sleep waits, or returns ctx's error when that ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// outlive returns a context that ends d after ctx does.
func outlive(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	unwatch := context.AfterFunc(ctx, func() { time.AfterFunc(d, cancel) })
	return longer, func() {
		unwatch()
		cancel()
	}
}
