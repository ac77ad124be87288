package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"gridmate/sandbox"
)

// settleFor is how long the program is left alone before it counts as idle.
const settleFor = 3 * time.Second

// process measures the size of the binary, how long it takes to start, and
// what it holds when nothing happens.
func (b *bench) process(ctx context.Context) error {
	info, err := os.Stat(b.program)
	if err != nil {
		return err
	}
	b.printf("\nbinary: %.1f MB\n\n| records | start until the first poll | idle, resident | of which its own |\n|---|---|---|---|\n", float64(info.Size())/1e6)
	for _, records := range b.records {
		if err := b.idle(ctx, records); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) idle(ctx context.Context, records int) error {
	var starts []time.Duration
	for last := range 5 {
		t, err := listen(sandbox.Options{CallLog: -1})
		if err != nil {
			return err
		}
		db, err := b.database(ctx, records)
		if err != nil {
			return err
		}
		begin := time.Now()
		cmd, stop, err := start(ctx, contestant{"gridmate", b.gridmate()}, t, db)
		if err != nil {
			return err
		}
		err = t.Until(ctx, t.Polling)
		starts = append(starts, time.Since(begin))
		if last == 4 && err == nil {
			time.Sleep(settleFor)
			resident, own := memory(cmd.Process.Pid, "VmRSS"), memory(cmd.Process.Pid, "RssAnon")
			slices.Sort(starts)
			b.printf("| %d | %s (best of 5 %s) | %d MB | %d MB |\n", records, starts[2].Round(time.Millisecond), starts[0].Round(time.Millisecond), resident/1024, own/1024)
		}
		stop()
		t.stop()
		if err != nil {
			return fmt.Errorf("start: %w", err)
		}
	}
	return nil
}
