package storage_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

func TestRepliesComeBackAsTheyWereInTheirOrder(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r := chat.Reply{
		Verb: chat.Show, Chat: -5, Text: chat.Bold("日报"), Card: "digest", ReplyTo: 3, Priority: chat.Bulk, Once: true,
		Keyboard: chat.Keyboard{chat.Row(chat.Button{Label: "确认", Data: "dr:1:2"})}, NotBefore: noon.Add(time.Hour),
	}
	b.queue(r, send(1, "a"))
	b.queue(send(1, "b"))
	pending := b.pending()
	if len(pending) != 3 || !slices.IsSorted(ids(pending)) {
		t.Fatalf("pending %+v", pending)
	}
	got := pending[0]
	if got.Due != r.NotBefore || got.Reply.Text != r.Text || got.Reply.Keyboard[0][0] != r.Keyboard[0][0] || !got.Reply.Once {
		t.Errorf("got %+v, want %+v", got, r)
	}
	if pending[1].Reply.Text+pending[2].Reply.Text != "ab" {
		t.Error("the order was not kept")
	}
}

func TestWhatARestartMakesOfClaimedReplies(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	once := send(1, "digest")
	once.Once = true
	queued := b.queue(once, send(1, "claimed"), send(1, "waiting"))
	if err := b.Claim(t.Context(), queued[:2]); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again := &bundle{DB: open(t, b.Path()), t: t}
	if got := ids(again.pending()); !slices.Equal(got, queued[1:]) {
		t.Errorf("pending %v, want %v: what must not be repeated is unsure", got, queued[1:])
	}
	if n := again.number("SELECT COUNT(*) FROM outbox WHERE state = 'unsure' AND reply IS NULL"); n != 1 {
		t.Errorf("%d unsure rows, want 1", n)
	}
}

func TestSettledRepliesAreGoneFromTheQueueWithTheirText(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	queued := b.queue(send(1, "a"), send(2, "b"), send(3, "c"), send(4, "d"))
	due := noon.Add(time.Minute)
	b.settle(
		chat.Receipt{ID: queued[0], Chat: 1, Fate: chat.Sent, Message: 77},
		chat.Receipt{ID: queued[1], Chat: 2, Fate: chat.Failed, Error: "bad_request"},
		chat.Receipt{ID: queued[2], Chat: 3, Fate: chat.Retry, Due: due, Error: "throttled"},
	)
	pending := b.pending()
	if got := ids(pending); !slices.Equal(got, queued[2:]) {
		t.Fatalf("pending %v, want %v", got, queued[2:])
	}
	if pending[0].Attempts != 1 || !pending[0].Due.Equal(due) {
		t.Errorf("to be tried again: %+v", pending[0])
	}
	if n := b.number("SELECT COUNT(*) FROM outbox WHERE state IN ('sent', 'failed') AND reply IS NULL AND attempts = 1"); n != 2 {
		t.Errorf("%d settled rows without text, want 2", n)
	}
	b.settle(chat.Receipt{ID: queued[0], Chat: 1, Fate: chat.Retry})
	if got := ids(b.pending()); !slices.Equal(got, queued[2:]) {
		t.Errorf("a late receipt brought a sent reply back: %v", got)
	}
	if n, err := b.PruneOutbox(t.Context(), noon.Add(time.Second)); n != 2 || err != nil {
		t.Errorf("pruned %d, %v, want the two that are final", n, err)
	}
}

func TestCardsAreRemembered(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	queued := b.queue(
		chat.Reply{Verb: chat.Show, Chat: 1, Card: "form"},
		chat.Reply{Verb: chat.Show, Chat: 1, Card: "receipt", Message: 9},
	)
	b.settle(chat.Receipt{ID: queued[0], Chat: 1, Fate: chat.Sent, Message: 8, Card: "form"})
	for card, want := range map[string]int{"form": 8, "receipt": 9, "other": 0} {
		got, found, err := b.CardMessage(t.Context(), 1, card)
		if err != nil || got != want || found != (want != 0) {
			t.Errorf("card %s: %d, %v, %v, want %d", card, got, found, err, want)
		}
	}
}

func TestABlockedChatIsLost(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		b.worker.Chat = 1
		if _, err := tx.SavePerson(ctx, b.worker); err != nil {
			return err
		}
		return tx.SaveGroup(ctx, community.Group{Chat: -7, Unit: b.grid, Schedule: community.DefaultSchedule(), Since: noon})
	})
	queued := b.queue(send(1, "a"), send(1, "b"), send(2, "c"), send(-7, "d"))
	b.settle(
		chat.Receipt{ID: queued[0], Chat: 1, Fate: chat.Blocked, Error: "forbidden"},
		chat.Receipt{ID: queued[3], Chat: -7, Fate: chat.Blocked, Error: "forbidden"},
	)
	if got := ids(b.pending()); !slices.Equal(got, queued[2:3]) {
		t.Errorf("pending %v, want %v: what waits for a lost chat expires", got, queued[2:3])
	}
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		p, _, err := tx.PersonByUser(ctx, 1)
		if err != nil || p.Chat != 0 || !p.Known() {
			t.Errorf("person %+v, %v: want no chat and the grants kept", p, err)
		}
		g, _, err := tx.Group(ctx, -7)
		if !g.Gone {
			t.Error("the group is not gone")
		}
		return err
	})
}

func TestAGroupThatBecameASupergroup(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	slot := noon.Add(-time.Hour)
	record := b.patrol()
	record.Chat, record.Message = -7, 40
	record = b.add(record)
	schedule := community.DefaultSchedule().With(community.Day, community.Off)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.SaveGroup(ctx, community.Group{Chat: -7, Unit: b.grid, Title: "群", Schedule: schedule, Since: noon}); err != nil {
			return err
		}
		if _, err := tx.AddDraft(ctx, chat.Draft{Chat: -7, User: 1}); err != nil {
			return err
		}
		_, err := tx.ClaimRun(ctx, "digest.day", slot, -7, nil)
		return err
	})
	queued := b.queue(
		chat.Reply{Verb: chat.Show, Chat: -7, Card: "digest", Message: 12, Text: "a"},
		send(-7, "b"), send(5, "c"),
	)
	b.settle(chat.Receipt{ID: queued[0], Chat: -7, Fate: chat.Retry, MovedTo: -100})
	for i, o := range b.pending() {
		if want := []int64{-100, -100, 5}[i]; o.Reply.Chat != want || o.Reply.Message != 0 {
			t.Errorf("reply %d goes to %d, message %d; want %d", i, o.Reply.Chat, o.Reply.Message, want)
		}
	}
	for _, room := range []int64{-7, -100} {
		if _, found, _ := b.CardMessage(t.Context(), room, "digest"); found {
			t.Errorf("a card of the old chat would edit a strange message in %d", room)
		}
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		g, found, err := tx.Group(ctx, -100)
		if err != nil || !found || g.Title != "群" || g.Schedule != schedule {
			t.Errorf("group %+v, %v, %v", g, found, err)
		}
		if _, found, _ := tx.Group(ctx, -7); found {
			t.Error("the old group is still bound")
		}
		if _, found, _ := tx.OpenDraft(ctx, -100, 1); !found {
			t.Error("the draft is lost")
		}
		if fresh, err := tx.ClaimRun(ctx, "digest.day", slot, -100, nil); fresh || err != nil {
			t.Errorf("the digest would be sent again: %v, %v", fresh, err)
		}
		if list, _ := tx.RecordsOf(ctx, -100, 40); len(list) != 0 {
			t.Error("a strange message would correct the record")
		}
		r, err := tx.Record(ctx, record.Number)
		if r.Chat != -100 {
			t.Errorf("the record is of chat %d", r.Chat)
		}
		return err
	})
}

func TestRepliesQueuedInTheMovesOwnTransactionMoveToo(t *testing.T) {
	t.Parallel()
	var told []chat.Outgoing
	b := newBundle(t, storage.WithCommit(func(out []chat.Outgoing) { told = out }))
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		if err := tx.Queue(ctx, []chat.Reply{send(-7, "a")}); err != nil {
			return err
		}
		return tx.MoveChat(ctx, -7, -100)
	})
	if got := b.pending()[0].Reply.Chat; got != -100 || told[0].Reply.Chat != -100 {
		t.Errorf("stored for %d, told %d, want -100", got, told[0].Reply.Chat)
	}
}

func TestAnUndoneMoveLeavesQueuedRepliesWhereTheyWere(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.accept(1, 2)
	b.work(func(ctx context.Context, tx *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
		if u.UpdateID == 1 {
			return []chat.Reply{send(-7, "a"), send(-7, "b"), send(-7, "c")}, nil
		}
		if err := tx.Queue(ctx, []chat.Reply{send(-7, "d")}); err != nil {
			return nil, err
		}
		return nil, errors.Join(tx.MoveChat(ctx, -7, -100), errors.New("no"))
	})
	pending := b.pending()
	if len(pending) != 3 {
		t.Errorf("%d replies, want the first update's three", len(pending))
	}
	for _, o := range pending {
		if o.Reply.Chat != -7 {
			t.Errorf("reply %q goes to %d", o.Reply.Text, o.Reply.Chat)
		}
	}
}
