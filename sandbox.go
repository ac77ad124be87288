package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

type sandboxCommand struct{}

// Run starts the bot against a Telegram of its own, lets a demo city live two
// weeks, and serves a chat page until it is told to stop.
func (sandboxCommand) Run(ctx context.Context, c *console) (err error) {
	drop, err := c.sandboxDatabase()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, drop()) }()
	page, err := listenNear(ctx, c.config.Listen)
	if err != nil {
		return err
	}
	defer func() { _ = page.Close() }() // served by then, or never
	town, err := newTown(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, town.close()) }()
	return town.live(ctx, c, page)
}

// sandboxDatabase says where the database is: a file that goes with the
// sandbox, unless a new one is named.
func (c *console) sandboxDatabase() (drop func() error, err error) {
	if c.config.DB != "" {
		if _, err := os.Stat(c.config.DB); err == nil {
			return nil, fmt.Errorf("--db=%s: is there already, and a sandbox begins with a new city: name another file", c.config.DB)
		}
		return func() error { return nil }, nil
	}
	folder, err := os.MkdirTemp("", "gridmate-sandbox-")
	if err != nil {
		return nil, err
	}
	c.config.DB = filepath.Join(folder, "sandbox.db")
	return func() error { return os.RemoveAll(folder) }, nil
}

// Where the page is served unless an address is named: the first free port.
const (
	firstPort = 8080
	lastPort  = 8099
)

func listenNear(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	if address != "" {
		l, err := config.Listen(ctx, "tcp", address)
		if err != nil {
			return nil, fmt.Errorf("--listen=%s: cannot listen: %w", address, err)
		}
		return l, nil
	}
	for port := firstPort; port <= lastPort; port++ {
		if l, err := config.Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return l, nil
		}
	}
	return nil, fmt.Errorf("no free port from %d to %d: name an address with --listen", firstPort, lastPort)
}
