package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"gridmate/sandbox"
)

// How long somebody waits for a receipt when reports come in at a steady pace,
// beside the bare loop of BenchmarkWholeWay in the same run.
//
//	go test -run '^$' -bench Latency -benchtime 1x .
func BenchmarkLatency(b *testing.B) {
	for _, rate := range []int{30, 300} {
		b.Run(fmt.Sprintf("%d/s", rate), func(b *testing.B) {
			for range b.N {
				bare := waits(b, rate, runBare)
				ours := waits(b, rate, runGridmate)
				b.ReportMetric(quantile(bare, 50), "bare-p50-ms")
				b.ReportMetric(quantile(bare, 99), "bare-p99-ms")
				b.ReportMetric(quantile(ours, 50), "p50-ms")
				b.ReportMetric(quantile(ours, 99), "p99-ms")
				b.ReportMetric(quantile(ours, 99)/quantile(bare, 99), "p99-of-bare")
			}
		})
	}
}

// waits sends reports at a rate for five seconds and measures, for each, the
// time from its arrival at Telegram to its answer's.
func waits(b *testing.B, rate int, run rival) []time.Duration {
	b.Helper()
	const chats, seconds = 60, 5
	telegram := sandbox.NewServer(sandbox.Options{CallLog: -1})
	defer telegram.Close()
	web := httptest.NewServer(telegram.Handler())
	defer web.Close()
	db := filepath.Join(b.TempDir(), "latency.db")
	benchDeployment(b, db, chats)
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	defer cancel()
	var program sync.WaitGroup
	program.Go(func() { run(ctx, b, web.URL, telegram.Token(), db) })
	workers := make([]*sandbox.User, chats)
	for i := range workers {
		workers[i] = telegram.AddUser(sandbox.Person{ID: int64(5001 + i), FirstName: "网格员"})
		took(ctx, b, telegram, workers[i]) // warm up, and be sure that it runs
	}
	times := make([]time.Duration, rate*seconds)
	var answers sync.WaitGroup
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	for i := range times {
		<-tick.C
		answers.Go(func() { times[i] = took(ctx, b, telegram, workers[i%chats]) })
	}
	answers.Wait()
	cancel()
	program.Wait()
	return times
}

// took sends one report and measures the wait for its answer.
func took(ctx context.Context, b *testing.B, telegram *sandbox.Server, worker *sandbox.User) time.Duration {
	begin := time.Now()
	m, err := worker.Say("/patrol 3号楼楼道堆物2处，已清理")
	if err == nil {
		_, err = telegram.Await(ctx, worker.ID, m.Seq, nil)
	}
	if err != nil {
		b.Error(err)
	}
	return time.Since(begin)
}

// quantile is a percentile in milliseconds.
func quantile(times []time.Duration, percent int) float64 {
	sorted := slices.Sorted(slices.Values(times))
	return float64(sorted[(len(sorted)-1)*percent/100].Microseconds()) / 1000
}
