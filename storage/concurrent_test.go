package storage_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

func TestEverybodyAtOnce(t *testing.T) {
	t.Parallel()
	const rounds, each = 20, 10
	toSettle := make(chan []chat.Outgoing, rounds*each+1)
	var last atomic.Int64
	b := newBundle(t, storage.WithCommit(func(out []chat.Outgoing) {
		for _, o := range out {
			if previous := last.Swap(o.ID); previous >= o.ID {
				t.Errorf("told of reply %d after %d", o.ID, previous)
			}
		}
		toSettle <- out
	}))
	var accepting, others sync.WaitGroup
	for intake := range 2 {
		accepting.Go(func() {
			for i := range rounds {
				list := make([]int64, each)
				for k := range list {
					list[k] = int64((i*each+k)*2 + intake)
				}
				b.accept(list...)
			}
		})
	}
	const updates = 2 * rounds * each
	others.Go(func() {
		defer close(toSettle)
		for handled := 0; handled < updates; {
			handled += b.work(func(ctx context.Context, tx *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
				_, err := tx.AddRecord(ctx, b.patrol())
				return []chat.Reply{send(u.UpdateID, "ok")}, err
			})
		}
	})
	others.Go(func() {
		for out := range toSettle {
			for _, o := range out {
				b.settle(chat.Receipt{ID: o.ID, Chat: o.Reply.Chat, Fate: chat.Sent, Message: 1})
			}
		}
	})
	for range 6 {
		others.Go(func() {
			for range rounds {
				b.look(func(ctx context.Context, tx *storage.Tx) error {
					_, err := tx.Records(ctx, community.Filter{Limit: 5})
					return err
				})
			}
		})
	}
	accepting.Wait()
	others.Wait()
	if n := b.number("SELECT COUNT(*) FROM record"); n != updates {
		t.Errorf("%d records, want %d", n, updates)
	}
	if n := len(b.pending()); n != 0 {
		t.Errorf("%d replies are left", n)
	}
}

func TestATransactionAfterTheContextsEndDoesNotBegin(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	never := func(context.Context, *storage.Tx) error { t.Error("it began"); return nil }
	if err := errors.Join(b.InTx(ended, never), b.View(ended, never)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := b.Accept(ended, raws(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("accept: %v", err)
	}
}

func TestATransactionThatBeganIsNotCutShort(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := b.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		cancel()
		_, err := tx.AddRecord(ctx, b.patrol())
		return err
	})
	if n := b.number("SELECT COUNT(*) FROM record"); err != nil || n != 1 {
		t.Errorf("%d records, %v", n, err)
	}
}

func TestWaitingForTheWriterEndsWithTheContext(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.do(func(context.Context, *storage.Tx) error {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			done <- b.InTx(ctx, func(context.Context, *storage.Tx) error { return nil })
		}()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		return nil
	})
}
