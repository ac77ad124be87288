package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/lmittmann/tint"
	"github.com/mattn/go-isatty"

	"gridmate/storage"
)

// console is what a command works with: its streams, the settings and the log.
type console struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	config         config
	log            *slog.Logger
	file           string // the settings file; "" where there is none
	hint           string // why the settings may not be what somebody expects
}

// start makes the log and hides the secrets from whatever is written from here
// on: errors of HTTP clients hold the address, and that holds the token.
func (c *console) start() {
	terminal := isTerminal(c.stderr)
	for _, secret := range []string{c.config.Token, c.config.WebhookSecret} {
		if secret != "" {
			c.stderr = masked{c.stderr, strings.NewReplacer(secret, "[secret]")}
			c.stdout = masked{c.stdout, strings.NewReplacer(secret, "[secret]")}
		}
	}
	if terminal {
		c.log = slog.New(tint.NewTextHandler(c.stderr, &tint.Options{Level: c.config.Log, TimeFormat: "15:04:05"}))
		return
	}
	c.log = slog.New(slog.NewJSONHandler(c.stderr, &slog.HandlerOptions{Level: c.config.Log}))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// masked writes without secrets. Whoever writes must not split a secret over
// two calls; a log writes a line at a time.
type masked struct {
	out     io.Writer
	secrets *strings.Replacer
}

func (m masked) Write(p []byte) (int, error) {
	if _, err := m.secrets.WriteString(m.out, string(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// usage is an error of the one who called, not of the work.
type usage struct{ error }

func (u usage) Unwrap() error { return u.error }

// rows is an import's list of bad rows: the one error with several lines.
type rows struct {
	lines []string
	sum   string
}

func (r rows) Error() string { return strings.Join(append(r.lines, r.sum), "\n") }

// fail says what went wrong, one line for each thing, and returns the exit code.
func (c *console) fail(err error) int {
	if list, ok := errors.AsType[rows](err); ok {
		for _, line := range list.lines {
			c.complain(line)
		}
		c.complain(list.sum)
		return exitFailed
	}
	if wrong, ok := errors.AsType[usage](err); ok {
		c.complain(wrong.Error())
		return exitUsage
	}
	text := err.Error()
	if trouble := storage.Trouble(err); trouble != nil && !errors.Is(err, trouble) {
		text += ": " + trouble.Error() // what SQLite calls it, and what to do
	}
	c.complain(text)
	return exitFailed
}

func (c *console) complain(line string) {
	line = strings.Join(strings.Fields(strings.ReplaceAll(line, "\n", "; ")), " ")
	_, _ = fmt.Fprintln(c.stderr, "gridmate: "+line)
}
