package storage_test

import (
	"context"
	"testing"

	"gridmate/community"
	"gridmate/storage"
)

func TestTheLastTickOfAnItemCountsAndStaysWithItsName(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	list := community.Checklist{Name: "三个一", Unit: b.grid, Items: []string{"一张网格图", "一支志愿队"}}
	save := func(want storage.Counts) {
		t.Helper()
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			n, err := tx.SaveChecklists(ctx, []community.Checklist{list})
			if n != want {
				t.Errorf("%+v, want %+v", n, want)
			}
			return err
		})
	}
	save(storage.Counts{Added: 1})
	save(storage.Counts{Unchanged: 1})
	b.tick("一张网格图", true)
	b.tick("一支志愿队", true)
	b.tick("一张网格图", false)
	list.Items = []string{"一支志愿队", "一个议事点"}
	save(storage.Counts{Changed: 1})
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		all, err := tx.Checklists(ctx)
		if len(all) != 1 || len(all[0].Items) != 2 || all[0].Items[0] != "一支志愿队" {
			t.Errorf("%+v", all)
		}
		ticks, err2 := tx.Ticks(ctx, all[0].ID)
		if len(ticks) != 2 || ticks[0].Done || !ticks[1].Done || ticks[1].By != b.worker.ID || !ticks[1].At.Equal(noon) {
			t.Errorf("%+v %v", ticks, err2)
		}
		return err
	})
}
