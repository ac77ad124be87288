package bot

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"gridmate/chat"
)

// keeper writes claims and receipts to the outbox, all that are waiting in one
// transaction, and hands them back when they are stored.
type keeper struct {
	outbox Outbox
	log    *slog.Logger
	stored chan group // to the dispatcher

	mu     sync.Mutex
	next   group
	closed bool
	wake   chan struct{} // has room for one

	err error // set when run ends
}

// group is what is stored together.
type group struct {
	claims   []*item
	receipts []*item
}

var errReceipts = errors.New("receipts of sent messages could not be stored: some may be sent again")

func newKeeper(outbox Outbox, log *slog.Logger) *keeper {
	return &keeper{outbox: outbox, log: log, stored: make(chan group), wake: make(chan struct{}, 1)}
}

// claim stores that an item is about to be sent.
func (k *keeper) claim(it *item) { k.add(func(g *group) { g.claims = append(g.claims, it) }) }

// settle stores an item's receipt.
func (k *keeper) settle(it *item) { k.add(func(g *group) { g.receipts = append(g.receipts, it) }) }

// close ends run when everything is stored, or cannot be.
func (k *keeper) close() { k.add(func(*group) { k.closed = true }) }

func (k *keeper) add(change func(*group)) {
	k.mu.Lock()
	change(&k.next)
	k.mu.Unlock()
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// take returns what waits, and whether more can come.
func (k *keeper) take() (group, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	g := k.next
	k.next = group{}
	return g, !k.closed
}

// run stores until close. What cannot be stored within three times the grace
// after ctx's end is given up.
func (k *keeper) run(ctx context.Context) {
	ctx, cancel := outlive(ctx, 3*grace)
	defer cancel()
	for {
		<-k.wake
		g, open := k.take()
		if err := k.store(ctx, g); err != nil {
			k.err = errReceipts
		}
		if !open {
			return
		}
		if len(g.claims)+len(g.receipts) > 0 {
			k.stored <- g
		}
	}
}

// store writes a group.
func (k *keeper) store(ctx context.Context, g group) error {
	if len(g.receipts) > 0 {
		receipts := make([]chat.Receipt, len(g.receipts))
		for i, it := range g.receipts {
			receipts[i] = it.progress.receipt
		}
		if err := k.insist(ctx, func() error { return k.outbox.Settle(ctx, receipts) }); err != nil {
			return err
		}
	}
	if len(g.claims) == 0 {
		return nil
	}
	ids := make([]int64, len(g.claims))
	for i, it := range g.claims {
		ids[i] = it.out.ID
	}
	return k.insist(ctx, func() error { return k.outbox.Claim(ctx, ids) })
}

// insist repeats a write until it works or ctx ends.
func (k *keeper) insist(ctx context.Context, write func() error) error {
	wait := newBackoff()
	for {
		err := write()
		if err == nil {
			return nil
		}
		if stopped(ctx) {
			return err
		}
		k.log.Error("the outbox cannot be written, trying again", "error", err)
		if err := sleep(ctx, wait.NextBackOff()); err != nil {
			return err
		}
	}
}
