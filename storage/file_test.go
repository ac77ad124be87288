package storage_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"gridmate/chat"
	"gridmate/storage"
)

// addFile stores a file and a reply that carries it.
func (b *bundle) addFile(content string) (id int64) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
		if id, err = tx.AddFile(ctx, []byte(content)); err != nil {
			return err
		}
		return tx.Queue(ctx, []chat.Reply{{Verb: chat.Send, Chat: 1, File: &chat.File{ID: id, Name: "台账.xlsx"}}})
	})
	return id
}

func TestAFileIsKeptUntilTelegramHasIt(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	id := b.addFile("PK")
	pending := b.pending()
	if got := pending[0].Reply.File; got == nil || *got != (chat.File{ID: id, Name: "台账.xlsx"}) {
		t.Fatalf("the reply carries %+v", got)
	}
	if content, remote, found, err := b.File(t.Context(), id); string(content) != "PK" || remote != "" || !found || err != nil {
		t.Errorf("file %q %q %v, %v", content, remote, found, err)
	}
	b.settle(chat.Receipt{ID: pending[0].ID, Chat: 1, Fate: chat.Sent, Message: 5, File: id, Remote: "BQAC1"})
	if content, remote, found, err := b.File(t.Context(), id); content != nil || remote != "BQAC1" || !found || err != nil {
		t.Errorf("after it was sent: %q %q %v, %v", content, remote, found, err)
	}
	if _, _, found, err := b.File(t.Context(), 99); found || err != nil {
		t.Errorf("an unknown file: %v, %v", found, err)
	}
	if n, err := b.PruneFiles(t.Context(), noon.Add(time.Second)); n != 1 || err != nil {
		t.Errorf("pruned %d, %v", n, err)
	}
}

func TestAFileOfATransactionThatFailsIsNotThere(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	failure := errors.New("no")
	err := b.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		if _, err := tx.AddFile(ctx, []byte("PK")); err != nil {
			return err
		}
		return failure
	})
	if n := b.number("SELECT COUNT(*) FROM file"); n != 0 || !errors.Is(err, failure) {
		t.Errorf("%d files, %v", n, err)
	}
}

// ask stores errands of these kinds and returns their ids.
func (b *bundle) ask(list ...chat.Errand) (ids []int64) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		for _, e := range list {
			id, err := tx.AddErrand(ctx, e)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	return ids
}

func (b *bundle) next() (chat.Errand, bool) {
	b.t.Helper()
	e, _, found, err := b.NextErrand(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return e, found
}

func TestErrandsAreDoneByUrgencyAndEndOnce(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	<-b.Errands() // of the start
	ids := b.ask(chat.Errand{Kind: "chart", Chat: -5, Topic: 3, Priority: chat.Bulk}, chat.Errand{Kind: "export", Chat: 1, User: 7, Body: []byte("{}")})
	select {
	case <-b.Errands():
	default:
		t.Error("nobody is woken")
	}
	first, _ := b.next()
	want := chat.Errand{ID: ids[1], Kind: "export", Chat: 1, User: 7, Body: []byte("{}"), Attempts: 1, Asked: noon}
	if first.ID != want.ID || first.User != 7 || string(first.Body) != "{}" || first.Attempts != 1 || !first.Asked.Equal(noon) {
		t.Errorf("first %+v, want %+v", first, want)
	}
	if second, _ := b.next(); second.ID != ids[0] || second.Priority != chat.Bulk || second.Topic != 3 {
		t.Errorf("second %+v", second)
	}
	if e, found := b.next(); found {
		t.Errorf("claimed twice: %+v", e)
	}
	var ended []bool
	for range 2 {
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			_, found, err := tx.EndErrand(ctx, ids[1])
			ended = append(ended, found)
			return err
		})
	}
	if !slices.Equal(ended, []bool{true, false}) {
		t.Errorf("ended %v", ended)
	}
	if n, err := b.OpenErrands(t.Context()); n != 1 || err != nil {
		t.Errorf("%d open, %v", n, err)
	}
}

func TestAnErrandThatACrashCutShortIsDoneAgain(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	ids := b.ask(chat.Errand{Kind: "export", Chat: 1})
	b.next()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again := &bundle{DB: open(t, b.Path()), t: t}
	if _, found := again.next(); found {
		t.Error("a claimed errand is nobody else's")
	}
	if err := again.FreeErrands(t.Context()); err != nil {
		t.Fatal(err)
	}
	if e, _ := again.next(); e.ID != ids[0] || e.Attempts != 2 {
		t.Errorf("after the start: %+v", e)
	}
}

func TestAnErrandThatIsPutOffWaitsForItsTime(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	ids := b.ask(chat.Errand{Kind: "export", Chat: 1})
	b.next()
	due := noon.Add(time.Minute)
	if err := b.RetryErrand(t.Context(), ids[0], due); err != nil {
		t.Fatal(err)
	}
	_, when, found, err := b.NextErrand(t.Context())
	if found || !when.Equal(due) || err != nil {
		t.Errorf("found %v, due %v, %v", found, when, err)
	}
}

func TestAnErrandFollowsItsGroup(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	ids := b.ask(chat.Errand{Kind: "chart", Chat: -5})
	b.do(func(ctx context.Context, tx *storage.Tx) error { return tx.MoveChat(ctx, -5, -1005) })
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		room, found, err := tx.EndErrand(ctx, ids[0])
		if room != -1005 || !found {
			t.Errorf("room %d, %v", room, found)
		}
		return err
	})
}

func TestTheSameErrandIsAskedForOnceAtATime(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	export := chat.Errand{Kind: "export", Chat: 1, User: 7, Body: []byte("{}")}
	other := export
	other.Body = []byte("[]")
	ids := b.ask(export, export, other)
	if ids[0] != ids[1] || ids[2] == ids[0] {
		t.Errorf("ids %v: want the first twice", ids)
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		_, _, err := tx.EndErrand(ctx, ids[0])
		return err
	})
	if again := b.ask(export); again[0] == ids[0] {
		t.Error("one that has ended cannot be asked for again")
	}
}

func TestASentFileIsItsSendersOnly(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	var id int64
	b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
		id, err = tx.KeepSent(ctx, 7, "BQAC7")
		return err
	})
	made := b.addFile("PK")
	for _, row := range []struct {
		owner, id int64
		want      string
	}{{7, id, "BQAC7"}, {8, id, ""}, {0, id, ""}, {0, made, ""}, {7, made, ""}, {7, 99, ""}} {
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			remote, found, err := tx.Sent(ctx, row.owner, row.id)
			if remote != row.want || found != (row.want != "") {
				t.Errorf("file %d of %d: %q, %v", row.id, row.owner, remote, found)
			}
			return err
		})
	}
}

func TestSentFilesAreForgottenWithTheirSender(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	var theirs, others int64
	b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
		if theirs, err = tx.KeepSent(ctx, b.worker.User, "BQAC1"); err != nil {
			return err
		}
		if others, err = tx.KeepSent(ctx, 99, "BQAC2"); err != nil {
			return err
		}
		return tx.Forget(ctx, b.worker, "已注销")
	})
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		_, found, err := tx.Sent(ctx, b.worker.User, theirs)
		_, kept, failed := tx.Sent(ctx, 99, others)
		if found || !kept || err != nil || failed != nil {
			t.Errorf("theirs %v, others' %v, %v, %v", found, kept, err, failed)
		}
		return nil
	})
}
