package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"gridmate/sandbox"
)

// waiters is how many people take turns to report at a steady pace.
const waiters = 60

// wait measures how long a receipt takes when reports come at a steady pace.
func (b *bench) wait(ctx context.Context) error {
	b.printf("\n| reports/s | records | bot | p50 | p99 | p99 of bare |\n|---|---|---|---|---|---|\n")
	for range b.rounds {
		for _, records := range b.records {
			for _, rate := range b.rates {
				bare := 0.0
				for _, c := range b.contestants() {
					times, err := b.steady(ctx, c, rate, records)
					if err != nil {
						return fmt.Errorf("%s at %d/s: %w", c.name, rate, err)
					}
					p99 := quantile(times, 99)
					if c.name == "bare" {
						bare = p99
					}
					b.printf("| %d | %d | %s | %.1f ms | %.1f ms | %.1f |\n", rate, records, c.name, quantile(times, 50), p99, p99/bare)
				}
			}
		}
	}
	return nil
}

// steady sends reports at a rate and measures, for each, the time from its
// arrival at Telegram to its answer's.
func (b *bench) steady(ctx context.Context, c contestant, rate, records int) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	t, err := listen(sandbox.Options{CallLog: -1})
	if err != nil {
		return nil, err
	}
	defer t.stop()
	db, err := b.database(ctx, records)
	if err != nil {
		return nil, err
	}
	workers, err := t.enter(min(waiters, slices.Min(b.people)))
	if err != nil {
		return nil, err
	}
	_, stop, err := start(ctx, c, t, db)
	if err != nil {
		return nil, err
	}
	defer stop()
	if err := t.sent(ctx, len(workers)); err != nil {
		return nil, err
	}
	for i, w := range workers { // warm up
		if _, err := t.took(ctx, w, i); err != nil {
			return nil, err
		}
	}
	times := make([]time.Duration, rate*b.seconds)
	errs := make([]error, len(times))
	var answers sync.WaitGroup
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	for i := range times {
		<-tick.C
		answers.Go(func() { times[i], errs[i] = t.took(ctx, workers[i%len(workers)], i) })
	}
	answers.Wait()
	return times, errors.Join(errs...)
}

// took sends one report and measures the wait for its answer.
func (t *telegram) took(ctx context.Context, worker *sandbox.User, i int) (time.Duration, error) {
	begin := time.Now()
	m, err := worker.Say(report(i))
	if err == nil {
		_, err = t.Await(ctx, worker.ID, m.Seq, nil)
	}
	return time.Since(begin), err
}

// quantile is a percentile in milliseconds.
func quantile(times []time.Duration, percent int) float64 {
	sorted := slices.Sorted(slices.Values(times))
	return float64(sorted[(len(sorted)-1)*percent/100].Microseconds()) / 1000
}
