package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

func TestADraftsRevisionGrowsWithEveryChange(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		first, err := tx.AddDraft(ctx, chat.Draft{Chat: 1, User: 1, Body: []byte("a"), Updated: noon})
		if err != nil || first.Revision != 1 {
			t.Fatalf("added %+v, %v", first, err)
		}
		second, err := tx.AddDraft(ctx, chat.Draft{Chat: 1, User: 1, Updated: noon.Add(time.Second)})
		if err != nil || second.ID == first.ID {
			t.Fatalf("added %+v, %v", second, err)
		}
		first.Body, first.Updated = []byte("b"), noon.Add(time.Minute)
		saved, err := tx.SaveDraft(ctx, first)
		if err != nil || saved.Revision != 2 {
			t.Fatalf("saved %+v, %v", saved, err)
		}
		open, found, err := tx.OpenDraft(ctx, 1, 1)
		if err != nil || !found || open.ID != first.ID || string(open.Body) != "b" || open.Revision != 2 || !open.Updated.Equal(first.Updated) {
			t.Errorf("open %+v, %v, %v: want the one touched last", open, found, err)
		}
		for _, other := range [][2]int64{{1, 2}, {2, 1}} {
			if _, found, err := tx.OpenDraft(ctx, other[0], other[1]); found || err != nil {
				t.Errorf("somebody else's: %v, %v", found, err)
			}
		}
		return tx.DropDraft(ctx, second.ID)
	})
}

func TestADroppedDraftIsGoneAndItsNumberNeverComesBack(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		d, err := tx.AddDraft(ctx, chat.Draft{Chat: 1, User: 1})
		if err != nil {
			return err
		}
		if err := errors.Join(tx.DropDraft(ctx, d.ID), tx.DropDraft(ctx, d.ID)); err != nil {
			return err
		}
		if _, found, err := tx.Draft(ctx, d.ID); found || err != nil {
			t.Errorf("found %v, %v", found, err)
		}
		if _, err := tx.SaveDraft(ctx, d); !errors.Is(err, community.NotFound) {
			t.Errorf("saving what is gone: %v", err)
		}
		next, err := tx.AddDraft(ctx, chat.Draft{Chat: 1, User: 1})
		if next.ID <= d.ID {
			t.Errorf("id %d after %d", next.ID, d.ID)
		}
		return err
	})
	if n, err := b.PruneDrafts(t.Context(), noon.Add(time.Second)); n != 1 || err != nil {
		t.Errorf("pruned %d, %v", n, err)
	}
}

func TestASlotRunsOnceForAChat(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		if _, _, found, err := tx.LastRun(ctx, "digest.day", -7); found || err != nil {
			t.Errorf("before the first: %v, %v", found, err)
		}
		for _, c := range []struct {
			slot time.Time
			chat int64
			want bool
		}{{noon, -7, true}, {noon, -7, false}, {noon, -8, true}, {noon.Add(time.Hour), -7, true}, {noon.Add(-time.Hour), -7, true}} {
			if got, err := tx.ClaimRun(ctx, "digest.day", c.slot, c.chat, []byte("{}")); got != c.want || err != nil {
				t.Errorf("claim %v for %d: %v, %v", c.slot, c.chat, got, err)
			}
		}
		slot, note, found, err := tx.LastRun(ctx, "digest.day", -7)
		if !found || !slot.Equal(noon.Add(time.Hour)) || string(note) != "{}" {
			t.Errorf("last %v, %s, %v", slot, note, found)
		}
		return err
	})
}

func TestMeta(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		if _, found, err := tx.Meta(ctx, "bot"); found || err != nil {
			t.Errorf("unset: %v, %v", found, err)
		}
		if err := errors.Join(tx.SetMeta(ctx, "bot", "1"), tx.SetMeta(ctx, "bot", "2")); err != nil {
			return err
		}
		value, found, err := tx.Meta(ctx, "bot")
		if !found || value != "2" {
			t.Errorf("got %q, %v", value, found)
		}
		return err
	})
}
