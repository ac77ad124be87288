package storage_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

// matter stores an issue that has come a long way.
func (b *bundle) matter() community.Matter {
	b.t.Helper()
	m := community.Matter{Record: b.add(b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire, Place: "东门"}))}
	m.Status, m.ClosedAt = community.Closed, noon.Add(time.Hour)
	m.Course = community.Course{
		Revision: 4, Owner: b.worker.ID, OwnerUnit: b.grid, Desk: b.grid, Body: "司法所", Measure: "已清理",
		Fixer: b.worker.ID, FixedAt: noon, Closer: b.worker.ID, First: today + 7, Extensions: 1,
		Review: today + 30, Visits: 1, Reviewed: noon.Add(2 * time.Hour),
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error { return tx.SaveMatter(ctx, m, b.events(m)) })
	return m
}

func (b *bundle) events(m community.Matter) []community.Event {
	return []community.Event{
		{
			Number: m.Number, Action: community.Assign, By: b.worker.ID, At: noon, From: community.Open,
			To: community.Assigned, Why: "尽快", Owner: b.worker.ID, Unit: b.grid, Was: today, Due: today + 7,
		},
		{Number: m.Number, Action: community.Close, At: noon, From: community.Assigned, To: community.Closed},
	}
}

func TestAMatterComesBackAsItWasWithItsEvents(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	untouched, m := b.add(b.patrol()), b.matter()
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		got, err := tx.Matter(ctx, m.Number)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(m, got); diff != "" {
			t.Error(diff)
		}
		list, err := tx.Matters(ctx, []community.Record{m.Record, untouched})
		if err != nil {
			return err
		}
		if diff := cmp.Diff([]community.Matter{m, {Record: untouched}}, list); diff != "" {
			t.Error(diff)
		}
		events, err := tx.Events(ctx, m.Number)
		if diff := cmp.Diff(b.events(m), events); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

func TestAChangedStateIsAnEventWhoeverChangedIt(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r := b.add(b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire}))
	change := community.Change{Number: r.Number, Field: "withdrawn", By: b.worker.ID, At: noon, Why: "button"}
	r.Withdrawn = noon
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		return tx.SaveRecord(ctx, r, []community.Change{change})
	})
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		events, err := tx.Events(ctx, r.Number)
		want := []community.Event{{
			Number: r.Number, Action: community.Correct, By: b.worker.ID, At: noon,
			From: community.Open, To: community.Withdrawn, Why: "button",
		}}
		if diff := cmp.Diff(want, events); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

func TestTamperingWithTheAuditChainIsFound(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, sql, want string }{
		{"nobody touched it", "SELECT 1", ""},
		{"a reason was rewritten", "UPDATE event SET why = '' WHERE id = 1", "event 1"},
		{"somebody else did it", "UPDATE event SET person = NULL WHERE id = 3", "event 3"},
		{"a deadline was moved", "UPDATE event SET deadline = deadline + 1 WHERE id = 1", "event 1"},
		{"an event in the middle is gone", "DELETE FROM event WHERE id = 2", "event 2 is missing"},
		{"the last events were cut off", "DELETE FROM event WHERE id = 4", "its last event says assigned"},
		{"a status was changed past the chain", "UPDATE record SET status = 'open' WHERE number = 1", "#1 is open"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			b := newBundle(t)
			b.matter()
			b.matter()
			b.do(func(ctx context.Context, tx *storage.Tx) error { return tx.Exec(ctx, row.sql) })
			events, err := b.Audit(t.Context())
			switch {
			case row.want == "" && (err != nil || events != 4):
				t.Errorf("%d events, %v", events, err)
			case row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)):
				t.Errorf("%v, want one about %q", err, row.want)
			}
		})
	}
}

func TestAnItemsOwnerIsWhoItWasGivenTo(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r := b.add(b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire}))
	owner := func() (name string) {
		b.look(func(ctx context.Context, tx *storage.Tx) error {
			return tx.Items(ctx, today, noon, func(i community.Item) error { name = i.Owner; return nil })
		})
		return name
	}
	if got := owner(); got != b.worker.Name {
		t.Errorf("before it was given to anybody: %q", got)
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		return tx.SaveMatter(ctx, community.Matter{Record: r, Course: community.Course{Revision: 1, OwnerUnit: b.grid}}, nil)
	})
	if got := owner(); got != "1网格" {
		t.Errorf("given to a unit: %q", got)
	}
}

func TestIssuesOfOnePlaceAreFound(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	issue := b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire, Building: "3", Place: "楼道"})
	first, other := b.add(issue), issue
	other.Place = "地下室"
	b.add(other)
	second := b.add(issue)
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		got, err := tx.SamePlace(ctx, second, today-90)
		if diff := cmp.Diff([]community.Number{first.Number, second.Number}, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

func TestACardIsFoundByItsMessageAndByItsName(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	for _, room := range []int64{5, -7} {
		b.queue(chat.Reply{Verb: chat.Show, Chat: room, Card: "i9", Message: 40})
	}
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		card, found, err := tx.CardAt(ctx, 5, 40)
		if card != "i9" || !found || err != nil {
			t.Errorf("%q %v %v", card, found, err)
		}
		if _, found, _ := tx.CardAt(ctx, 5, 41); found {
			t.Error("a message without a card has one")
		}
		rooms, err := tx.CardChats(ctx, "i9")
		if diff := cmp.Diff([]int64{-7, 5}, rooms); diff != "" {
			t.Error(diff)
		}
		return err
	})
}
