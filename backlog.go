package main

import (
	"context"
	"sync"
	"time"

	"gridmate/chat"
	"gridmate/storage"
)

// backlog is the outbox with a view of what it still holds: which replies were
// committed and have no final fate.
type backlog struct {
	*storage.DB
	figures figures
	now     func() time.Time

	mu      sync.Mutex
	open    map[int64]pending
	settled chan struct{} // closed and remade when replies are settled
}

// pending is a reply that has no final fate.
type pending struct {
	chat     int64
	priority chat.Priority
	since    time.Time // when it was committed or, later, may be sent
	loaded   bool      // by another process: since is when this one began
}

func newBacklog(db *storage.DB, f figures, now func() time.Time) *backlog {
	return &backlog{DB: db, figures: f, now: now, open: map[int64]pending{}, settled: make(chan struct{})}
}

// add counts replies that were committed.
func (b *backlog) add(replies []chat.Outgoing) { b.note(replies, false) }

func (b *backlog) note(replies []chat.Outgoing, loaded bool) {
	now := b.now()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range replies {
		if _, known := b.open[r.ID]; known {
			continue
		}
		p := pending{r.Reply.Chat, r.Reply.Priority, now, loaded}
		if r.Due.After(now) {
			p.since = r.Due
		}
		b.open[r.ID] = p
	}
}

// Pending implements bot.Outbox.
func (b *backlog) Pending(ctx context.Context) ([]chat.Outgoing, error) {
	replies, err := b.DB.Pending(ctx)
	b.note(replies, true)
	return replies, err
}

// Settle implements bot.Outbox.
func (b *backlog) Settle(ctx context.Context, receipts []chat.Receipt) error {
	if err := b.DB.Settle(ctx, receipts); err != nil {
		return err
	}
	now := b.now()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range receipts {
		b.figures.settled.WithLabelValues(string(r.Fate)).Inc()
		if r.Fate == chat.Retry {
			continue
		}
		if p, known := b.open[r.ID]; known && r.Fate == chat.Sent && !p.loaded {
			b.figures.sent.WithLabelValues(priorities[p.priority]).Observe(now.Sub(p.since).Seconds())
		}
		delete(b.open, r.ID)
		if r.Fate == chat.Blocked {
			b.forget(r.Chat)
		}
	}
	close(b.settled)
	b.settled = make(chan struct{})
	return nil
}

// forget drops what waits for a chat that was given up: it has expired.
func (b *backlog) forget(lost int64) {
	for id, p := range b.open {
		if p.chat == lost {
			delete(b.open, id)
		}
	}
}

// queue is what waits of one priority.
type queue struct {
	waiting int
	oldest  time.Duration // beyond the time it was to wait for
}

// queues is what waits by priority.
func (b *backlog) queues() map[chat.Priority]queue {
	now := b.now()
	queues := map[chat.Priority]queue{}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.open {
		q := queues[p.priority]
		q.waiting++
		q.oldest = max(q.oldest, now.Sub(p.since))
		queues[p.priority] = q
	}
	return queues
}

// sent waits until no reply waits to be sent.
func (b *backlog) sent(ctx context.Context) error {
	for {
		b.mu.Lock()
		left, settled := len(b.open), b.settled
		b.mu.Unlock()
		if left == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-settled:
		}
	}
}
