package storage_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

func TestUpdatesAreHandledOnceInTheOrderTheyCame(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.accept(900, 901)
	b.accept(901, 7, 900, 8)
	var seen []int64
	each := func(_ context.Context, _ *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
		seen = append(seen, u.UpdateID)
		return []chat.Reply{send(5, "ok")}, nil
	}
	if n := b.work(each); n != 4 {
		t.Errorf("handled %d, want 4", n)
	}
	b.accept(900)
	if n := b.work(each); n != 0 {
		t.Errorf("handled %d again", n)
	}
	if want := []int64{900, 901, 7, 8}; !slices.Equal(seen, want) {
		t.Errorf("order %v, want %v", seen, want)
	}
	if n := len(b.pending()); n != 4 {
		t.Errorf("%d replies, want 4", n)
	}
}

func TestAFailedUpdateLeavesNothingBehindAndTheNextGoesOn(t *testing.T) {
	t.Parallel()
	failure := func(_ context.Context, _ *storage.Tx, u chat.Raw, _ error) []chat.Reply {
		return []chat.Reply{send(u.UpdateID, "sorry")}
	}
	mask := func(b []byte) []byte { return append([]byte("masked "), b...) }
	b := newBundle(t, storage.WithFailure(failure), storage.WithMask(mask))
	b.accept(1, 2, 3, 4)
	each := func(ctx context.Context, tx *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
		if _, err := tx.AddRecord(ctx, b.patrol()); err != nil {
			return nil, err
		}
		if _, err := tx.SavePerson(ctx, community.Person{User: 100 + u.UpdateID, Name: "甲"}); err != nil {
			return nil, err
		}
		switch u.UpdateID {
		case 2:
			return nil, errors.New("no")
		case 3:
			panic("lost")
		}
		return []chat.Reply{send(u.UpdateID, "ok")}, nil
	}
	if n := b.work(each); n != 4 {
		t.Fatalf("handled %d, want 4", n)
	}
	var texts []string
	for _, o := range b.pending() {
		texts = append(texts, o.Reply.Text)
	}
	if want := []string{"ok", "sorry", "sorry", "ok"}; !slices.Equal(texts, want) {
		t.Errorf("replies %v, want %v", texts, want)
	}
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		records, err := tx.Records(ctx, community.Filter{})
		if len(records) != 2 {
			t.Errorf("%d records, want those of 1 and 4", len(records))
		}
		for user, want := range map[int64]bool{101: true, 102: false, 103: false, 104: true} {
			if _, found, _ := tx.PersonByUser(ctx, user); found != want {
				t.Errorf("person %d found: %v", user, found)
			}
		}
		return err
	})
	letters, err := b.DeadLetters(t.Context())
	if err != nil || len(letters) != 2 {
		t.Fatalf("dead letters %v, %v", letters, err)
	}
	if got, want := string(letters[0].JSON), `masked {"update_id":2}`; got != want {
		t.Errorf("dead letter holds %s, want %s", got, want)
	}
}
