package storage_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/chat"
	"gridmate/storage"
)

// settling settles a reply on a goroutine of its own and says how long it took.
func (b *bundle) settling(id int64) <-chan time.Duration {
	took := make(chan time.Duration, 1)
	go func() {
		begin := time.Now()
		b.settle(chat.Receipt{ID: id, Chat: 1, Fate: chat.Sent, Message: 7})
		took <- time.Since(begin)
	}()
	synctest.Wait()
	return took
}

func (b *bundle) settled() int {
	return b.number("SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND message = 7")
}

func TestReceiptsGoAlongWithTheNextUpdates(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBundle(t)
		took := b.settling(b.queue(send(1, "a"))[0])
		b.take(quiet, 1)
		if d := <-took; d != 0 || b.settled() != 1 {
			t.Errorf("took %v, %d settled", d, b.settled())
		}
	})
}

func TestReceiptsDoNotWaitLongForUpdates(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBundle(t)
		if d := <-b.settling(b.queue(send(1, "a"))[0]); d <= 0 || d > 10*time.Millisecond || b.settled() != 1 {
			t.Errorf("took %v, %d settled", d, b.settled())
		}
	})
}

func TestReceiptsAreStoredThoughTheUpdatesTheyWentWithAreNot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBundle(t)
		took := b.settling(b.queue(send(1, "a"))[0])
		broken := func(ctx context.Context, tx *storage.Tx, _ chat.Raw) ([]chat.Reply, error) {
			return nil, errors.Join(tx.Exec(ctx, "PRAGMA defer_foreign_keys = 1"), tx.Exec(ctx, "UPDATE person_grant SET person = 999"))
		}
		if n := b.take(broken, 1); n != 0 {
			t.Errorf("handled %d in a commit that fails", n)
		}
		if <-took; b.settled() != 1 {
			t.Error("the receipt is lost")
		}
		if n := b.work(quiet); n != 1 {
			t.Errorf("%d wait, want the update", n)
		}
	})
}

func TestARiderThatFailsHoldsUpNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBundle(t)
		failed := make(chan error, 1)
		go func() {
			failed <- b.Ride(t.Context(), func(context.Context, *storage.Tx) error { return errors.New("no") })
		}()
		synctest.Wait()
		if n := b.take(quiet, 1); n != 1 {
			t.Errorf("handled %d beside a rider that fails", n)
		}
		if err := <-failed; err == nil {
			t.Error("the rider was not told")
		}
	})
}
