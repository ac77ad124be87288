package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/storage"
)

// Limits of the work.
const (
	batch     = 256 // updates that share a commit
	workPause = time.Second
	lookAfter = 5 * time.Second // how soon another process's import is noticed
)

// gate is where updates come in. They are prepared, and most are handled at
// once, in the commit that takes them in; the work loop does the others.
type gate struct{ *assistant }

// Accept implements bot.Inbox.
func (g gate) Accept(ctx context.Context, updates []chat.Raw) (int, error) {
	n, err := g.take(ctx, updates)
	if err != nil && !errors.Is(err, context.Canceled) {
		g.trouble(err)
	}
	return n, err
}

func (a *assistant) take(ctx context.Context, updates []chat.Raw) (int, error) {
	if !a.ready.Load() || len(updates) > batch {
		return a.db.Accept(ctx, updates) // a webhook may be called before there are handlers
	}
	ahead := a.prepare(updates)
	defer ahead.stop()
	handled, err := a.db.Take(ctx, updates, ahead.handle)
	a.done(ctx, ahead.received, handled)
	return handled, err
}

// work handles updates that wait, all in one commit.
func (a *assistant) work(ctx context.Context) error {
	look := time.NewTicker(lookAfter)
	defer look.Stop()
	for ctx.Err() == nil {
		ahead := a.prepare(nil)
		handled, err := a.db.Work(ctx, batch, ahead.handle)
		a.done(ctx, ahead.received, handled)
		if err != nil && ctx.Err() != nil {
			return nil
		}
		if err != nil {
			a.trouble(err)
			a.log.Error("updates cannot be handled, trying again", "error", err)
			pause(ctx, workPause)
			continue
		}
		if handled == batch {
			continue
		}
		select {
		case <-ctx.Done():
		case <-a.db.Waiting():
		case <-look.C:
			a.noticeImport(ctx)
		}
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// done counts updates whose effects are committed, and learns what they have
// settled. A batch may have been handled twice: its last round counts.
func (a *assistant) done(ctx context.Context, received []time.Time, handled int) {
	now := a.now()
	a.figures.handledUpdates(received[len(received)-handled:], now)
	if handled > 0 {
		a.active.Store(now.UnixNano())
	}
	if a.adopted.Swap(false) {
		a.relearn(ctx)
	}
}

// quietAfter is how long nobody has to need the bot until it is quiet.
const quietAfter = time.Minute

// quiet reports whether nobody needs the bot: neither just now nor right after
// a start, when what waited comes in.
func (a *assistant) quiet() bool {
	last := max(a.started.UnixNano(), a.active.Load())
	return a.now().UnixNano()-last >= int64(quietAfter)
}

// handle answers an update in its turn.
func (a *assistant) handle(ctx context.Context, tx *storage.Tx, raw chat.Raw, p prepared) ([]chat.Reply, error) {
	if p.err != nil {
		return nil, p.err
	}
	p.ready.Update.Seq = raw.Seq
	u := p.ready.Update
	who, _, err := tx.PersonByUser(ctx, u.From.ID)
	if err != nil {
		return nil, err
	}
	known := who.Known() || slices.Contains(a.config.Admins, u.From.ID)
	switch a.flood.judge(u, known, raw.ReceivedAt) {
	case warned:
		a.figures.muted.Inc()
		return a.handlers.TooMany(u, who), nil
	case muted:
		a.figures.muted.Inc()
		return nil, nil
	}
	return a.handlers.Answer(ctx, tx, p.ready)
}

// refused notes that Telegram refused a file for good and tells whoever waits
// for it.
func (a *assistant) refused(ctx context.Context, tx *storage.Tx, u chat.Undelivered) []chat.Reply {
	a.raise(alert{cause: "file", text: "file"})
	a.log.Error("a file was refused for good", "chat", u.Reply.Chat, "error", u.Error)
	replies, err := a.handlers.NotDelivered(ctx, tx, u)
	if err != nil {
		a.log.Error("nobody can be told of a refused file", "chat", u.Reply.Chat, "error", err)
	}
	return replies
}

// failed notes that an update became a dead letter and tells the person. A
// panic's value may hold what somebody typed, so only its place is logged.
func (a *assistant) failed(_ context.Context, _ *storage.Tx, raw chat.Raw, cause error) []chat.Reply {
	a.figures.dead.Inc()
	a.raise(alert{cause: "letter", text: "letter"})
	if p, ok := errors.AsType[*storage.Panic](cause); ok {
		a.log.Error("a handler panicked", "update", raw.UpdateID, "stack", string(p.Stack))
	} else {
		a.log.Error("an update could not be handled", "update", raw.UpdateID, "error", cause)
	}
	u, err := bot.Decode(raw, a.me)
	if err != nil {
		return nil // nobody can be told
	}
	return a.handlers.Failed(u, cause)
}
