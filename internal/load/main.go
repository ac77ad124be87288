// Command load measures the program as its users meet it: the real binary in
// a process of its own, over HTTP to a local Bot API, beside two rivals in the
// same run. It prints tables for docs/performance.md.
//
//	go run ./internal/load way        a report's whole way, as fast as it goes
//	go run ./internal/load wait       how long a receipt takes at a steady pace
//	go run ./internal/load fanout     many digests through a slow Telegram
//	go run ./internal/load process    start, memory, size
//	go run ./internal/load            all of it
//
// Flags before the word change sizes; -h lists them. -dir FOLDER keeps the
// databases: a million records take most of a minute to store.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
)

// sizes say how much is measured.
type sizes struct {
	program string // path of the binary; built where empty
	people  numbers
	records numbers // in the database beforehand
	reports int     // sent as fast as they go
	rates   numbers // a second
	seconds int     // of each rate
	rounds  int
	digests int
	trip    int // milliseconds to Telegram and back, for the digests
	dir     string
}

// numbers is a flag of integers with commas between.
type numbers []int

// String implements flag.Value.
func (n *numbers) String() string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(*n), " ", ","), "[]")
}

// Set implements flag.Value.
func (n *numbers) Set(text string) error {
	*n = nil
	for part := range strings.SplitSeq(text, ",") {
		i, err := strconv.Atoi(part)
		if err != nil {
			return err
		}
		*n = append(*n, i)
	}
	return nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// run is main without its process.
func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 && args[0] == "rival" {
		return runRival(ctx, args[1:])
	}
	s := sizes{people: numbers{200, 5000}, records: numbers{0, 1_000_000}, rates: numbers{30, 300}}
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.StringVar(&s.program, "program", "", "the gridmate to measure; built from this module where empty")
	flags.Var(&s.people, "people", "how many people report")
	flags.Var(&s.records, "records", "how many records there are beforehand")
	flags.IntVar(&s.reports, "reports", 20_000, "reports that are sent as fast as they go")
	flags.Var(&s.rates, "rates", "reports a second")
	flags.IntVar(&s.seconds, "seconds", 5, "how long each rate lasts")
	flags.IntVar(&s.rounds, "rounds", 1, "how often everything is measured")
	flags.IntVar(&s.digests, "digests", 10_000, "how many groups get a digest")
	flags.IntVar(&s.trip, "trip", 60, "milliseconds that each sending takes, for the digests")
	flags.StringVar(&s.dir, "dir", "", "folder of databases, which are then kept for another run")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if s.dir == "" {
		var err error
		if s.dir, err = os.MkdirTemp("", "gridmate-load-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(s.dir) }()
	}
	b := &bench{sizes: s, out: out}
	if err := b.build(ctx); err != nil {
		return err
	}
	return b.measure(ctx, flags.Args())
}

// measure does what was asked for, or everything.
func (b *bench) measure(ctx context.Context, what []string) error {
	all := []struct {
		name string
		do   func(context.Context) error
	}{{"process", b.process}, {"way", b.way}, {"wait", b.wait}, {"fanout", b.fanout}}
	if len(what) == 0 {
		for _, m := range all {
			what = append(what, m.name)
		}
	}
	for _, name := range what {
		known := false
		for _, m := range all {
			if m.name != name {
				continue
			}
			known = true
			if err := m.do(ctx); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		if !known {
			return fmt.Errorf("nothing is called %q: way, wait, fanout or process", name)
		}
	}
	return nil
}
