package main

import (
	"context"
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"gridmate/chat"
	"gridmate/storage"
)

// backlog is the outbox with a view of what it still holds: which replies were
// committed and have no final fate.
type backlog struct {
	*storage.DB
	mu      sync.Mutex
	open    map[int64]int64 // reply → chat
	settled chan struct{}   // closed and remade when replies are settled
	fates   *prometheus.CounterVec
}

func newBacklog(db *storage.DB) *backlog {
	return &backlog{DB: db, open: map[int64]int64{}, settled: make(chan struct{})}
}

// add counts replies that were committed.
func (b *backlog) add(replies []chat.Outgoing) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range replies {
		b.open[r.ID] = r.Reply.Chat
	}
}

// Pending implements bot.Outbox.
func (b *backlog) Pending(ctx context.Context) ([]chat.Outgoing, error) {
	replies, err := b.DB.Pending(ctx)
	b.add(replies)
	return replies, err
}

// Settle implements bot.Outbox.
func (b *backlog) Settle(ctx context.Context, receipts []chat.Receipt) error {
	if err := b.DB.Settle(ctx, receipts); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range receipts {
		b.fates.WithLabelValues(string(r.Fate)).Inc()
		if r.Fate != chat.Retry {
			delete(b.open, r.ID)
		}
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
	for id, chat := range b.open {
		if chat == lost {
			delete(b.open, id)
		}
	}
}

// size is how many replies wait to be sent.
func (b *backlog) size() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.open)
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
