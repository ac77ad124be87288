package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"gridmate/chat"
)

// watch adds what tells an operator's machine how the bot is: /healthz says
// that the process works, /readyz that it takes updates in and reaches its
// database, /metrics what it did.
func (a *assistant) watch(mux *http.ServeMux) {
	mux.Handle("GET /metrics", a.figures.handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /readyz", a.readyz)
}

// readyz answers 503 with a line for everything that is wrong, else with the
// age of what comes in and of what goes out.
func (a *assistant) readyz(w http.ResponseWriter, r *http.Request) {
	if !a.ready.Load() {
		http.Error(w, "starting", http.StatusServiceUnavailable)
		return
	}
	v, err := a.vitals(r.Context())
	if err != nil {
		a.log.Error("the vitals cannot be read", "error", err)
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	now := a.now()
	if list := ills(v, now); len(list) > 0 {
		http.Error(w, strings.Join(list, "\n"), http.StatusServiceUnavailable)
		return
	}
	_, _ = fmt.Fprintf(w, "ready\ninbox %d, oldest %s\n", v.Waiting, v.Oldest.Round(time.Millisecond))
	if v.Polling && !v.Intake.IsZero() {
		_, _ = fmt.Fprintf(w, "intake %s\n", now.Sub(v.Intake).Round(time.Second))
	}
	for _, p := range []chat.Priority{chat.Interactive, chat.Notice, chat.Bulk} {
		q := v.Replies[p]
		_, _ = fmt.Fprintf(w, "outbox %s %d, oldest %s\n", priorities[p], q.Waiting, q.Oldest.Round(time.Millisecond))
	}
}

// Limits of the listener.
const (
	headerTime = 5 * time.Second
	bodyTime   = 15 * time.Second
	idleTime   = 2 * time.Minute
	closeTime  = 3 * time.Second
	maxHeader  = 16 << 10
)

// listen serves mux on the address of the settings, if there is one, as part
// of group.
func (a *assistant) listen(ctx context.Context, group *errgroup.Group, mux http.Handler) error {
	if a.config.Listen == "" {
		return nil
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", a.config.Listen)
	if err != nil {
		return fmt.Errorf("GRIDMATE_LISTEN=%s: cannot listen: %w", a.config.Listen, err)
	}
	serveUntil(ctx, group, listener, limited(mux))
	a.log.Info("listening", "address", listener.Addr().String())
	return nil
}

// limited is a server that nobody can hold up: every part of a request and of
// its answer has a time, and headers a size.
func limited(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: bodyTime,
		IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
	}
}

// serveUntil serves as part of group until ctx ends; requests under way then
// get a moment.
func serveUntil(ctx context.Context, group *errgroup.Group, listener net.Listener, server *http.Server) {
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
		defer cancel()
		if server.Shutdown(closing) != nil {
			return server.Close() // polls and event streams never end by themselves
		}
		return nil
	})
}
