package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"gridmate/storage"
)

// watch adds what tells an operator's machine how the bot is: /healthz says
// that the process works, /readyz that it takes updates in and reaches its
// database, /metrics what it did.
func (a *assistant) watch(mux *http.ServeMux) {
	mux.Handle("GET /metrics", a.figures.handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if !a.ready.Load() {
			http.Error(w, "starting", http.StatusServiceUnavailable)
			return
		}
		if err := a.db.View(r.Context(), func(context.Context, *storage.Tx) error { return nil }); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		_, _ = fmt.Fprintln(w, "ready")
	})
}

// Limits of the listener.
const (
	headerTime = 5 * time.Second
	bodyTime   = 15 * time.Second
	closeTime  = 3 * time.Second
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
	serveUntil(ctx, group, listener, &http.Server{
		Handler: mux, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: bodyTime,
	})
	a.log.Info("listening", "address", listener.Addr().String())
	return nil
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
