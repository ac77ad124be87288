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
	letters, err := b.letters()
	if err != nil || len(letters) != 2 {
		t.Fatalf("dead letters %v, %v", letters, err)
	}
	if got, want := string(letters[0].JSON), `masked {"update_id":2}`; got != want {
		t.Errorf("dead letter holds %s, want %s", got, want)
	}
}

func TestReplyIsStoredWithTheRecordAndHandedOnAfterTheCommit(t *testing.T) {
	t.Parallel()
	var told []int64
	b := newBundle(t, storage.WithCommit(func(out []chat.Outgoing) { told = append(told, ids(out)...) }))
	b.accept(1, 2)
	b.work(func(context.Context, *storage.Tx, chat.Raw) ([]chat.Reply, error) {
		if len(told) > 0 {
			t.Error("told before the commit")
		}
		return []chat.Reply{send(1, "a"), send(1, "b")}, nil
	})
	if want := ids(b.pending()); len(want) != 4 || !slices.Equal(told, want) {
		t.Errorf("told %v, the outbox holds %v", told, want)
	}
}

func TestWorkTakesNoMoreThanItsLimit(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.accept(1, 2, 3)
	if n, err := b.Work(t.Context(), 2, quiet); n != 2 || err != nil {
		t.Errorf("handled %d, %v, want 2", n, err)
	}
	if n := b.work(quiet); n != 1 {
		t.Errorf("handled %d, want the one that was left", n)
	}
}

func TestAHandledUpdateKeepsNoText(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.accept(1, 2)
	b.work(func(_ context.Context, _ *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
		if u.UpdateID == 2 {
			return nil, errors.New("13912345678 is no number")
		}
		return nil, nil
	})
	if n := b.number("SELECT COUNT(*) FROM inbox WHERE raw IS NOT NULL"); n != 0 {
		t.Errorf("%d handled updates keep their text", n)
	}
	letters, err := b.letters()
	if err != nil || len(letters) != 1 || len(letters[0].JSON) != 0 || letters[0].Error != "*errors.errorString" {
		t.Errorf("without a mask the dead letter holds %+v, %v", letters, err)
	}
}

// letters lists the dead letters.
func (b *bundle) letters() (letters []chat.DeadLetter, err error) {
	err = b.View(b.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		letters, err = tx.DeadLetters(ctx)
		return err
	})
	return letters, err
}

func (b *bundle) retry(id int64) error {
	return b.InTx(b.t.Context(), func(ctx context.Context, tx *storage.Tx) error { return tx.RetryDead(ctx, id) })
}

func (b *bundle) drop(id int64) error {
	return b.InTx(b.t.Context(), func(ctx context.Context, tx *storage.Tx) error { return tx.DropDead(ctx, id) })
}

func TestDeadLetters(t *testing.T) {
	t.Parallel()
	mask := func(b []byte) []byte { return b }
	b := newBundle(t, storage.WithMask(mask))
	b.accept(1, 2)
	fails := func(context.Context, *storage.Tx, chat.Raw) ([]chat.Reply, error) { return nil, errors.New("no") }
	b.work(fails)
	letters, err := b.letters()
	if err != nil || len(letters) != 2 {
		t.Fatalf("dead letters %v, %v", letters, err)
	}
	drain(b)
	if err := errors.Join(b.retry(letters[0].Seq), b.drop(letters[1].Seq)); err != nil {
		t.Fatal(err)
	}
	if !signalled(b) {
		t.Error("nobody was woken for the retry")
	}
	if n := b.work(quiet); n != 1 {
		t.Errorf("handled %d, want the one to be tried again", n)
	}
	if letters, err := b.letters(); err != nil || len(letters) != 0 {
		t.Errorf("left: %v, %v", letters, err)
	}
	if err := b.retry(letters[0].Seq); !errors.Is(err, community.NotFound) {
		t.Errorf("trying again what is done: %v", err)
	}
}

func TestADeadLetterWithNothingLeftCannotBeTriedAgain(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.accept(1)
	b.work(func(context.Context, *storage.Tx, chat.Raw) ([]chat.Reply, error) { return nil, errors.New("no") })
	letters, err := b.letters()
	if err != nil || len(letters) != 1 {
		t.Fatalf("dead letters %v, %v", letters, err)
	}
	if err := b.retry(letters[0].Seq); !errors.Is(err, community.NotFound) {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestAPanicInTheAnswerForAFailureIsNotTheQueuesEnd(t *testing.T) {
	t.Parallel()
	b := newBundle(t, storage.WithFailure(func(context.Context, *storage.Tx, chat.Raw, error) []chat.Reply { panic("again") }))
	b.accept(1, 2)
	if n := b.work(func(context.Context, *storage.Tx, chat.Raw) ([]chat.Reply, error) { panic("once") }); n != 2 {
		t.Errorf("handled %d, want 2", n)
	}
}

func TestWaitingIsSignalledAfterOpenAndAccept(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	if !signalled(b) {
		t.Error("no signal after opening")
	}
	b.accept(1)
	if !signalled(b) {
		t.Error("no signal after an update")
	}
	b.accept(1)
	if signalled(b) {
		t.Error("a signal for an update that was there")
	}
}

func TestNothingIsLostWhenTheCommitFails(t *testing.T) {
	t.Parallel()
	told := 0
	b := newBundle(t, storage.WithCommit(func([]chat.Outgoing) { told++ }))
	b.accept(1, 2)
	n, err := b.Work(t.Context(), 10, func(ctx context.Context, tx *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
		if _, err := tx.SavePerson(ctx, community.Person{User: 50 + u.UpdateID}); err != nil {
			return nil, err
		}
		if err := tx.Exec(ctx, "PRAGMA defer_foreign_keys = 1"); err != nil {
			return nil, err
		}
		return []chat.Reply{send(1, "ok")}, tx.Exec(ctx, "UPDATE person_grant SET person = 999")
	})
	if err == nil || n != 0 || told != 0 {
		t.Fatalf("handled %d, told %d, %v: want nothing and an error", n, told, err)
	}
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		if _, found, _ := tx.PersonByUser(ctx, 51); found {
			t.Error("a person of the failed commit is known")
		}
		return nil
	})
	if n := b.work(quiet); n != 2 {
		t.Errorf("%d wait, want both", n)
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.accept(1, 2, 3)
	if err := b.LimitPages(t.Context(), 20); err != nil {
		t.Fatal(err)
	}
	swallow := func(ctx context.Context, tx *storage.Tx, _ chat.Raw) ([]chat.Reply, error) {
		for range 500 {
			r := b.patrol()
			r.Text = string(make([]byte, 400))
			_, _ = tx.AddRecord(ctx, r)
		}
		return []chat.Reply{send(1, "ok")}, nil
	}
	if n, err := b.Work(t.Context(), 10, swallow); err == nil || n != 0 {
		t.Fatalf("handled %d, %v on a full disk", n, err)
	}
	many := make([]int64, 2000)
	for i := range many {
		many[i] = int64(100 + i)
	}
	if _, err := b.Accept(t.Context(), raws(many...)); err == nil {
		t.Fatal("accepted on a full disk")
	}
	if err := b.LimitPages(t.Context(), -1); err != nil {
		t.Fatal(err)
	}
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		records, err := tx.Records(ctx, community.Filter{})
		if len(records) != 0 {
			t.Errorf("%d records stayed of what was not handled", len(records))
		}
		return err
	})
	if letters, err := b.letters(); err != nil || len(letters) != 0 {
		t.Errorf("the disk's fault became dead letters: %v, %v", letters, err)
	}
	if n := b.work(quiet); n != 3 {
		t.Errorf("%d wait, want the three that were accepted", n)
	}
	if err := b.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestPruningForgetsOldNumbersOnly(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.accept(1)
	b.work(quiet)
	b.accept(2)
	if n, err := b.PruneInbox(t.Context(), noon); n != 0 || err != nil {
		t.Errorf("pruned %d, %v of this moment", n, err)
	}
	if n, err := b.PruneInbox(t.Context(), noon.Add(1)); n != 0 || err != nil {
		t.Errorf("pruned %d, %v within the millisecond", n, err)
	}
	if n, err := b.PruneInbox(t.Context(), noon.AddDate(0, 0, 1)); n != 1 || err != nil {
		t.Errorf("pruned %d, %v, want the one that is done", n, err)
	}
}

func quiet(context.Context, *storage.Tx, chat.Raw) ([]chat.Reply, error) { return nil, nil }

func drain(b *bundle) { signalled(b) }

func signalled(b *bundle) bool {
	select {
	case <-b.Waiting():
		return true
	default:
		return false
	}
}
