package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"golang.org/x/sync/errgroup"

	"gridmate/bot"
	"gridmate/sandbox"
	"gridmate/storage"
	"gridmate/tables"
)

// town is a sandbox with its bot: the real one, over real HTTP.
type town struct {
	server    *sandbox.Server
	city      *sandbox.City
	api       net.Listener // the Bot API, on a port of its own
	assistant *assistant
	release   func() error
}

// newTown makes the demo city, two weeks ago, and the bot that lives in it.
func newTown(ctx context.Context, c *console) (_ *town, err error) {
	t := &town{server: sandbox.NewServer(sandbox.Options{
		Clock: sandbox.NewClockAt(sandbox.Start(time.Now(), c.config.Zone)), CallLog: -1,
	})}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.close())
		}
	}()
	t.city = sandbox.Demo{}.City(t.server)
	var listen net.ListenConfig
	if t.api, err = listen.Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return nil, err
	}
	config := c.config
	config.Token, config.APIURL = t.server.Token(), "http://"+t.api.Addr().String()
	config.Listen, config.Pace, config.Rich = "", bot.Pace{}, true
	if t.assistant, err = assemble(ctx, config, c.log, t.server.Clock().Now); err != nil {
		return nil, err
	}
	t.assistant.fakeClock = true
	if t.release, err = t.assistant.own(); err != nil {
		return nil, err
	}
	return t, t.settleIn(ctx)
}

func (t *town) close() error {
	t.server.Close()
	var errs []error
	if t.release != nil {
		errs = append(errs, t.release())
	}
	if t.assistant != nil {
		errs = append(errs, t.assistant.db.Close())
	}
	if t.api != nil {
		_ = t.api.Close() // an error says that it has been served and closed
	}
	return errors.Join(errs...)
}

// settleIn imports the city's organisation and people.
func (t *town) settleIn(ctx context.Context) error {
	org, err := tables.Parse(sandbox.Demo{}.Org())
	if err != nil {
		return err
	}
	people, err := tables.Parse(sandbox.Demo{}.People())
	if err != nil {
		return err
	}
	return t.assistant.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if _, err := saveOrg(ctx, tx, "the demo", org); err != nil {
			return err
		}
		_, err := savePeople(ctx, tx, "the demo", people)
		return err
	})
}

// live runs everything until ctx ends. The page is there once the two weeks
// have been played.
func (t *town) live(ctx context.Context, c *console, page net.Listener) error {
	group, ctx := errgroup.WithContext(ctx)
	serveUntil(ctx, group, t.api, sandbox.NewHTTPServer(t.server.Handler()))
	group.Go(func() error { return t.assistant.serve(ctx) })
	group.Go(func() error {
		if err := t.city.Play(ctx, sandbox.PlayOptions{Settle: t.settle, Zone: c.config.Zone}); err != nil {
			return stopping(ctx, err)
		}
		options := t.city.Page()
		options.Zone, options.Move = c.config.Zone, t.move
		serveUntil(ctx, group, page, sandbox.NewHTTPServer(t.server.Page(options)))
		_, err := fmt.Fprintf(c.stdout, "gridmate sandbox: http://%s\n", page.Addr())
		return err
	})
	return group.Wait()
}

// settle does what is due at the time of the clock and waits until it is sent.
func (t *town) settle(ctx context.Context) error {
	if err := t.assistant.jobs.Tick(ctx); err != nil {
		return err
	}
	if err := t.assistant.errandsDone(ctx); err != nil {
		return err
	}
	return t.assistant.outbox.sent(ctx)
}

// move moves the clock hour by hour, so that everything that is due on the way
// arrives at its own time.
func (t *town) move(ctx context.Context, to time.Time) error {
	clock := t.server.Clock()
	for next := clock.Now().Truncate(time.Hour).Add(time.Hour); next.Before(to); next = next.Add(time.Hour) {
		if err := t.step(ctx, next); err != nil {
			return err
		}
	}
	return t.step(ctx, to)
}

func (t *town) step(ctx context.Context, to time.Time) error {
	if err := t.server.Clock().Set(to); err != nil {
		return err
	}
	return t.settle(ctx)
}
