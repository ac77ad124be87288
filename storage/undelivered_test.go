package storage_test

import (
	"context"
	"errors"
	"testing"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

func TestARefusedFileIsKeptUntilItIsSentAgainOrGivenUp(t *testing.T) {
	t.Parallel()
	var told []chat.Undelivered
	b := newBundle(t, storage.WithRefused(func(_ context.Context, _ *storage.Tx, u chat.Undelivered) []chat.Reply {
		told = append(told, u)
		return []chat.Reply{{Verb: chat.Send, Chat: u.Reply.Chat, Text: "没有发出去"}}
	}))
	file := func(name string) chat.Reply {
		return chat.Reply{Verb: chat.Send, Chat: 5, Text: name, File: &chat.File{ID: 1, Name: name}}
	}
	ids := b.queue(chat.Reply{Verb: chat.Send, Chat: 5, Text: "不是文件"}, file("台账"), file("简报"))
	for _, id := range ids {
		b.settle(chat.Receipt{ID: id, Chat: 5, Fate: chat.Failed, Error: "files_forbidden"})
		b.settle(chat.Receipt{ID: id, Chat: 5, Fate: chat.Failed, Error: "files_forbidden"}) // told twice, noted once
	}
	if len(told) != 2 || told[0].Reply.File.Name != "台账" || told[0].Error != "files_forbidden" || !told[0].At.Equal(noon) {
		t.Fatalf("told of %+v", told)
	}
	waiting := func() (texts []string) {
		for _, o := range b.pending() {
			texts = append(texts, o.Reply.Text)
		}
		return texts
	}
	if got := waiting(); len(got) != 2 || got[0] != "没有发出去" {
		t.Errorf("waiting: %q", got)
	}
	if n, err := b.UndeliveredFiles(t.Context()); n != 2 || err != nil {
		t.Errorf("%d files, %v", n, err)
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		list, err := tx.Undelivered(ctx)
		if err != nil || len(list) != 2 {
			t.Fatalf("%+v, %v", list, err)
		}
		return errors.Join(tx.Resend(ctx, list[0].ID), tx.GiveUp(ctx, list[1].ID))
	})
	if got := waiting(); len(got) != 3 || got[2] != "台账" {
		t.Errorf("after it was to be sent again: %q", got)
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		list, err := tx.Undelivered(ctx)
		if len(list) != 0 {
			t.Errorf("left: %+v", list)
		}
		for _, again := range []func(context.Context, int64) error{tx.Resend, tx.GiveUp} {
			if err := again(ctx, told[0].ID); !errors.Is(err, community.NotFound) {
				t.Errorf("once more: %v", err)
			}
		}
		return err
	})
}
