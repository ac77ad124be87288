package storage_test

import (
	"context"
	"errors"
	"testing"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

func TestEffortAddsUpByUnitAndDays(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		b.worker.Chat = 1
		if _, err := tx.SavePerson(ctx, b.worker); err != nil {
			return err
		}
		for day := today - 8; day <= today; day++ {
			if err := tx.Spend(ctx, b.grid, day, community.Effort{Records: 1, Messages: 2, Taps: 3, Seconds: 4, Cells: 5}); err != nil {
				return err
			}
		}
		for _, night := range []bool{false, true} {
			if err := tx.CountPush(ctx, 1, today, noon, night); err != nil {
				return err
			}
		}
		return tx.CountPush(ctx, 99, today, noon, true) // of somebody elsewhere
	})
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		unit, _ := tx.Org().Unit(b.grid)
		for name, id := range map[string]community.UnitID{"the grid": b.grid, "the unit above": unit.Parent} {
			got, err := tx.Effort(ctx, id, community.Span{From: today - 6, To: today})
			want := community.Effort{Records: 7, Messages: 14, Taps: 21, Seconds: 28, Cells: 35, Pushes: 2, Nights: 1}
			if got != want || err != nil {
				t.Errorf("%s: %+v, %v, want %+v", name, got, err, want)
			}
		}
		return nil
	})
}

func TestWhatAFailedUpdateCostIsNotCounted(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.accept(1, 2)
	b.work(func(ctx context.Context, tx *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
		if err := tx.Spend(ctx, b.grid, today, community.Effort{Records: 1}); err != nil {
			return nil, err
		}
		if u.UpdateID == 1 {
			return nil, errors.New("fails")
		}
		return nil, nil
	})
	if n := b.number("SELECT records FROM effort"); n != 1 {
		t.Errorf("%d records are counted, want 1", n)
	}
}
