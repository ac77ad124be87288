package main

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/handlers"
	"gridmate/storage"
)

// An update is handled within the writer's turn, and only one can have that.
// What needs no transaction, a third of the work, is done ahead of it here and
// nowhere else: decoding, masking, reading.

// prepared is an update ready for its turn, or why it cannot be read.
type prepared struct {
	ready handlers.Ready
	err   error
}

// preparers is how many goroutines prepare besides the one that handles: more
// would only take the processor from what is sent meanwhile.
const preparers = 2

// ahead prepares updates before their turn comes.
type ahead struct {
	a        *assistant
	items    map[int64]func() prepared // by update id, each done once
	received []time.Time               // of the updates that were handled
	ended    atomic.Bool
	running  sync.WaitGroup
}

// prepare begins to prepare updates, the first of them at once. Updates that
// are not among these are prepared in their turn. The caller stops it.
func (a *assistant) prepare(updates []chat.Raw) *ahead {
	p := &ahead{a: a, items: make(map[int64]func() prepared, len(updates))}
	if len(updates) == 0 {
		return p
	}
	order := make([]func() prepared, len(updates))
	for i, raw := range updates {
		order[i] = sync.OnceValue(func() prepared { return a.prepareOne(raw) })
		p.items[raw.UpdateID] = order[i]
	}
	var next atomic.Int64
	work := func() {
		for !p.ended.Load() {
			i := int(next.Add(1)) - 1
			if i >= len(order) {
				return
			}
			quietly(order[i])
		}
	}
	for range min(preparers, runtime.GOMAXPROCS(0), len(updates)-1) {
		p.running.Go(work)
	}
	quietly(order[0])
	return p
}

// quietly swallows a panic: it comes again when the update's turn has come,
// where it makes a dead letter of it.
func quietly(f func() prepared) {
	defer func() { _ = recover() }()
	f()
}

func (a *assistant) prepareOne(raw chat.Raw) prepared {
	u, err := bot.Decode(raw, a.me)
	if err != nil {
		return prepared{err: err}
	}
	known := a.db.Knows(u.From.ID) || slices.Contains(a.config.Admins, u.From.ID)
	return prepared{ready: a.handlers.Prepare(u, known)}
}

// stop waits for what was begun.
func (p *ahead) stop() {
	p.ended.Store(true)
	p.running.Wait()
}

// handle implements storage.Handler.
func (p *ahead) handle(ctx context.Context, tx *storage.Tx, raw chat.Raw) ([]chat.Reply, error) {
	p.received = append(p.received, raw.ReceivedAt)
	ready, begun := p.items[raw.UpdateID]
	if !begun {
		return p.a.handle(ctx, tx, raw, p.a.prepareOne(raw))
	}
	return p.a.handle(ctx, tx, raw, ready())
}
