// Command gridmate is a chat assistant for community grid workers: they report
// what they did in Telegram, their leaders read it as digests.
package main

import (
	"context"
	"io"
	"math"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // dates need the zone on machines that have none
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)                   // a second signal ends the program at once
	if debug.SetMemoryLimit(-1) == math.MaxInt64 { // GOMEMLIMIT says nothing else
		debug.SetMemoryLimit(memory)
	}
	os.Exit(run(ctx, os.Args[1:], withDefaultFile(os.Getenv), os.Stdin, os.Stdout, os.Stderr))
}

// memory is how much the program may take before it collects more often: a
// workbook of 100,000 records took 280 MB without it and 150 MB, at the same
// pace, with it.
const memory = 128 << 20

// Exit codes, as scripts rely on them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// run is the program without its process: tests call it with their own
// arguments, environment and streams. It returns the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &console{stdin: stdin, stdout: stdout, stderr: stderr}
	parsed, err := parse(args, getenv, c)
	if err != nil {
		return c.fail(usage{err})
	}
	if parsed == nil {
		return exitDone // --help has been printed
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(c); err != nil {
		return c.fail(err)
	}
	return exitDone
}
