package storage_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"gridmate/chat"
	"gridmate/storage"
)

// take takes updates in and returns how many were handled at once.
func (b *bundle) take(each storage.Handler, ids ...int64) int {
	b.t.Helper()
	n, err := b.Take(b.t.Context(), raws(ids...), each)
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

func TestTakeHandlesUpdatesOnceInTheOrderTheyCame(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	var seen, order []int64
	each := func(_ context.Context, _ *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
		seen, order = append(seen, u.UpdateID), append(order, u.Seq)
		return []chat.Reply{send(5, "ok")}, nil
	}
	if n := b.take(each, 900, 901); n != 2 {
		t.Errorf("handled %d, want 2", n)
	}
	if n := b.take(each, 901, 7, 900, 8); n != 2 {
		t.Errorf("handled %d, want the two that are new", n)
	}
	if want := []int64{900, 901, 7, 8}; !slices.Equal(seen, want) || !slices.IsSorted(order) {
		t.Errorf("order %v, numbered %v, want %v", seen, order, want)
	}
	if n := len(b.pending()); n != 4 {
		t.Errorf("%d replies, want 4", n)
	}
	if n := b.work(each); n != 0 {
		t.Errorf("%d were handled again", n)
	}
	if n := b.number("SELECT COUNT(*) FROM inbox WHERE raw IS NOT NULL OR state <> 'done'"); n != 0 {
		t.Errorf("%d rows keep a text or wait", n)
	}
}

func TestTakeOvertakesNothingThatWaits(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	drain(b)
	b.accept(1)
	drain(b)
	var seen []int64
	each := func(_ context.Context, _ *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
		seen = append(seen, u.UpdateID)
		return nil, nil
	}
	if n := b.take(each, 2, 3); n != 0 || len(seen) > 0 {
		t.Fatalf("handled %d, saw %v before what waits", n, seen)
	}
	if !signalled(b) {
		t.Error("nobody was woken for them")
	}
	if n := b.work(each); n != 3 || !slices.Equal(seen, []int64{1, 2, 3}) {
		t.Errorf("handled %d in order %v", n, seen)
	}
}

func TestTakeLeavesWhatCannotBeHandledToWork(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("no") },
		"a panic":  func() error { panic("lost") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBundle(t)
			each := func(ctx context.Context, tx *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
				if _, err := tx.AddRecord(ctx, b.patrol()); err != nil {
					return nil, err
				}
				if u.UpdateID == 2 {
					return nil, fail()
				}
				return []chat.Reply{send(u.UpdateID, "ok")}, nil
			}
			if n := b.take(each, 1, 2, 3); n != 0 {
				t.Errorf("handled %d at once", n)
			}
			if n := b.number("SELECT (SELECT COUNT(*) FROM record) + (SELECT COUNT(*) FROM outbox)"); n != 0 {
				t.Errorf("%d rows are left of the attempt", n)
			}
			if n := b.work(each); n != 3 {
				t.Errorf("%d waited, want all three", n)
			}
			if n := b.number("SELECT COUNT(*) FROM record"); n != 2 || len(b.pending()) != 2 {
				t.Errorf("%d records and %d replies, want those of 1 and 3", n, len(b.pending()))
			}
			if letters, err := b.letters(); err != nil || len(letters) != 1 || letters[0].UpdateID != 2 {
				t.Errorf("dead letters %v, %v", letters, err)
			}
		})
	}
}

func TestTakeOnAFullDiskTakesNothing(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	if err := b.LimitPages(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	many := make([]int64, 2000)
	for i := range many {
		many[i] = int64(100 + i)
	}
	if n, err := b.Take(t.Context(), raws(many...), quiet); err == nil || n != 0 {
		t.Fatalf("handled %d, %v on a full disk", n, err)
	}
	if err := b.LimitPages(t.Context(), -1); err != nil {
		t.Fatal(err)
	}
	if n := b.take(quiet, many...); n != len(many) {
		t.Errorf("handled %d when Telegram sent them again, want all", n)
	}
}
