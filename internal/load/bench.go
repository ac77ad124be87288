package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"gridmate/sandbox"
)

// bench is one run of the command.
type bench struct {
	sizes
	out io.Writer
}

// build makes the binary unless one was given.
func (b *bench) build(ctx context.Context) error {
	if b.program != "" {
		return nil
	}
	b.program = filepath.Join(b.dir, "gridmate")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.program, "gridmate")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w: %s", err, text)
	}
	return nil
}

func (b *bench) printf(format string, args ...any) { _, _ = fmt.Fprintf(b.out, format, args...) }

// telegram is a local Bot API that listens.
type telegram struct {
	*sandbox.Server
	url  string
	stop func()
}

func listen(options sandbox.Options) (*telegram, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it ends with stop
	if err != nil {
		return nil, err
	}
	server := sandbox.NewServer(options)
	web := sandbox.NewHTTPServer(server.Handler())
	done := make(chan struct{})
	go func() { defer close(done); _ = web.Serve(listener) }()
	return &telegram{server, "http://" + listener.Addr().String(), func() {
		server.Close()
		_ = web.Close()
		<-done
	}}, nil
}

// contestant is a bot under measurement, in a process of its own.
type contestant struct {
	name    string
	command func(ctx context.Context, api, token, db string) *exec.Cmd
}

// contestants are the bare loop, the bot written the usual way, and gridmate.
func (b *bench) contestants() []contestant {
	return []contestant{{"bare", rival("bare")}, {"naive", rival("naive")}, {"gridmate", b.gridmate()}}
}

// gridmate is the program, with these settings besides.
func (b *bench) gridmate(settings ...string) func(ctx context.Context, api, token, db string) *exec.Cmd {
	return func(ctx context.Context, api, token, db string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, b.program, "run")
		cmd.Env = append(append(os.Environ(),
			"GRIDMATE_TOKEN="+token, "GRIDMATE_DB="+db, "GRIDMATE_API_URL="+api, "GRIDMATE_LOG=error",
			"GRIDMATE_RATE_TOTAL=0", "GRIDMATE_RATE_CHAT=0", "GRIDMATE_RATE_GROUP=0",
		), settings...)
		return cmd
	}
}

// patience is how long anything is waited for.
const patience = 5 * time.Minute

// start runs a contestant until stop, which returns what it used.
func start(ctx context.Context, c contestant, t *telegram, db string) (cmd *exec.Cmd, stop func() used, err error) {
	cmd = c.command(ctx, t.url, t.Token(), db)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	return cmd, func() used {
		u := used{peak: memory(cmd.Process.Pid, "VmHWM")}
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		u.processor = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		return u
	}, nil
}

// used is what a process took.
type used struct {
	processor time.Duration
	peak      int // resident, kB
}
