package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/community"
	"gridmate/guides"
	"gridmate/handlers"
	"gridmate/jobs"
	"gridmate/locale"
	"gridmate/reading"
	"gridmate/storage"
)

// assistant is the bot put together: what Telegram sends goes through the
// inbox to the handlers, what they and the jobs say through the outbox back.
type assistant struct {
	config config
	log    *slog.Logger
	now    func() time.Time

	db       *storage.DB
	client   *bot.Client
	outbox   *backlog
	sender   *bot.Sender
	jobs     *jobs.Runner
	errands  *clerk
	texts    *locale.Catalogue
	handlers *handlers.Handlers // from meeting on
	me       bot.Me             // from meeting on
	reader   atomic.Pointer[reading.Reader]
	guides   atomic.Pointer[guides.Index]
	adopted  atomic.Bool  // words were adopted or guides changed: what is read with is behind
	learning sync.Mutex   // held while learning
	imported string       // the import that the guides are as of; belongs to learning
	ready    atomic.Bool  // updates are taken in
	active   atomic.Int64 // when updates were last handled, Unix nanoseconds
	figures  figures

	started   time.Time
	stored    func() time.Time // when the poller last took updates in; nil with a webhook
	throttled atomic.Int64     // answers 429
	flood     *flood           // belongs to whoever has the writer
	alerts    chan alert
	fakeClock bool // now is no real time: a sandbox
}

// assemble opens the database and makes the parts. It calls nobody.
func assemble(ctx context.Context, c config, log *slog.Logger, now func() time.Time) (*assistant, error) {
	a := &assistant{config: c, log: log, now: now, started: now(), figures: newFigures(), flood: newFlood(c.RatePerson), alerts: make(chan alert, 16)}
	var err error
	if a.texts, err = locale.Load(); err != nil {
		return nil, err
	}
	if a.client, err = bot.NewClient(bot.Config{Token: c.Token, URL: c.APIURL, Transport: c.transport, Log: log, Called: a.called}); err != nil {
		return nil, err
	}
	a.db, err = storage.Open(ctx, c.DB, storage.WithMask(mask), storage.WithFailure(a.failed), storage.WithRefused(a.refused),
		storage.WithCommit(a.committed), storage.WithClock(now))
	if err != nil {
		return nil, err
	}
	a.outbox = newBacklog(a.db, a.figures, now)
	a.figures.watch(a.gauges)
	a.sender = bot.NewSender(a.client, a.outbox, c.Pace)
	a.sender.TakeRich(c.Rich)
	a.jobs = a.newJobs()
	a.errands = a.newErrands()
	return a, nil
}

// called counts a call of the Bot API.
func (a *assistant) called(method string, status int) {
	a.figures.called(method, status)
	if status == http.StatusTooManyRequests {
		a.throttled.Add(1)
	}
}

// own keeps other instances off the database until it is released.
func (a *assistant) own() (release func() error, err error) {
	release, err = a.db.Own()
	if errors.Is(err, storage.ErrOwned) {
		return nil, fmt.Errorf("another gridmate is running on %s: stop it, or set GRIDMATE_DB to another file", a.config.DB)
	}
	return release, err
}

// committed hands new replies to the sender, right after their commit.
func (a *assistant) committed(replies []chat.Outgoing) {
	a.outbox.add(replies)
	a.sender.Push(replies)
}

// How long what is done with is kept.
const (
	day24       = 24 * time.Hour
	keepUpdates = 7 * day24  // their numbers: Telegram repeats one for a day at most
	keepReplies = 30 * day24 // what became of them
	keepDrafts  = 30 * day24
	keepFiles   = 2 * day24 // that were made to be sent; sending is given up after hours
)

// checkAt is when the daily check begins: after the nightly backup's usual time.
const checkAt community.Clock = 3*60 + 30

func (a *assistant) newJobs() *jobs.Runner {
	texts := time.Duration(a.config.Keeping.Texts) * day24
	chores := append(a.config.Nights.chores(a.db), jobs.Chore{Name: checkJob, At: checkAt, Calm: true, Do: a.check})
	return jobs.New(jobs.Options{
		InTx: func(ctx context.Context, f func(context.Context, jobs.Tx) error) error {
			return a.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return f(ctx, tx) })
		},
		Catalogue: a.texts, Zone: a.config.Zone, Now: a.now, Log: a.log, Manners: a.config.Manners, Chores: chores, Observe: a.observe, Quiet: a.quiet,
		Prunes: []jobs.Prune{
			{Name: "inbox", Keep: keepUpdates, Do: a.db.PruneInbox},
			{Name: "outbox", Keep: keepReplies, Do: a.db.PruneOutbox},
			{Name: "news", Keep: keepReplies, Do: a.db.PruneNews},
			{Name: "pushes", Keep: keepUpdates, Do: a.db.PrunePushes},
			{Name: "drafts", Keep: keepDrafts, Do: a.db.PruneDrafts},
			{Name: "texts", Keep: texts, Do: a.db.PruneTexts},
			{Name: "records", Keep: time.Duration(a.config.Keeping.Records) * day24, Do: a.db.PruneRecords},
			{Name: "files", Keep: keepFiles, Do: a.db.PruneFiles},
			{Name: "guides", Keep: texts, Do: a.pruneGuideWords},
		},
	})
}

// serve runs the bot until ctx ends, which is no error, or something fails
// that waiting does not cure. Everything it started has ended when it returns.
func (a *assistant) serve(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	mux := http.NewServeMux()
	a.watch(mux)
	intake, err := a.intake(mux)
	if err != nil {
		return err
	}
	if err := a.listen(ctx, group, mux); err != nil {
		return err
	}
	group.Go(func() error {
		if err := a.meet(ctx); err != nil {
			return stopping(ctx, err)
		}
		group.Go(func() error { return a.work(ctx) })
		group.Go(func() error { return a.sender.Run(ctx) })
		group.Go(func() error { return a.jobs.Run(ctx) })
		group.Go(func() error { return a.errands.Run(ctx) })
		group.Go(func() error { return stopping(ctx, intake(ctx)) })
		group.Go(func() error { a.offerMenu(ctx); return nil })
		group.Go(func() error { a.warn(ctx); return nil })
		a.ready.Store(true)
		a.log.Info("gridmate is running", "bot", a.me.Username, "version", versionText())
		debug.SetGCPercent(garbage)
		debug.FreeOSMemory() // what building the search left behind is a third of all
		return nil
	})
	return group.Wait()
}

// garbage is how far the heap may grow before it is collected, in percent of
// what lives: little lives (some 17 MB) and a report leaves 30 KB behind, so
// collecting at 100 took a third of the processor under load. At 300 it took 2 %
// less than at 200, and 20 MB more.
const garbage = 200

// stopping forgets an error that only says that ctx ended.
func stopping(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

// meet asks Telegram who the bot is, without which no command for it can be
// told from one for another, and makes the handlers. What they stand on is
// loaded while Telegram answers.
func (a *assistant) meet(ctx context.Context) error {
	loading, ctx := errgroup.WithContext(ctx)
	loading.Go(func() (err error) { a.me, err = a.client.Me(ctx); return err })
	loading.Go(func() error { return a.learn(ctx) })
	err := loading.Wait()
	if err != nil {
		return err
	}
	a.handlers, err = handlers.New(handlers.Config{
		Reader: a.reader.Load, Adopted: func() { a.adopted.Store(true) }, Guides: a.guides.Load, Texts: a.texts, Zone: a.config.Zone, Now: a.now,
		Random: func(b []byte) { _, _ = rand.Read(b) }, // never fails
		Admins: a.config.Admins, Bot: a.me.Username, Manners: a.config.Manners, Vitals: a.vitals, Terms: a.config.Terms,
		Decode: func(raw chat.Raw) (chat.Update, error) { return bot.Decode(raw, a.me) },
	})
	return err
}

// intake says how updates come in: by webhook, whose handler goes into mux, or
// by polling.
func (a *assistant) intake(mux *http.ServeMux) (func(context.Context) error, error) {
	if a.config.WebhookURL == "" {
		poller := bot.NewPoller(a.client, gate{a})
		a.stored = poller.Stored
		return poller.Run, nil
	}
	hook, err := bot.NewWebhook(a.client, gate{a}, a.config.WebhookURL, a.config.WebhookSecret)
	if err != nil {
		return nil, err
	}
	mux.Handle(hook.Path(), hook)
	return hook.Register, nil
}
