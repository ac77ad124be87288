package storage_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gridmate/community"
	"gridmate/storage"
)

// restored is what a copy of the bundle is once it has taken a database's
// place: open, with its numbers beyond that one's.
func (b *bundle) restored(copied, former string) (*bundle, community.Gap) {
	b.t.Helper()
	c := &bundle{t: b.t, DB: open(b.t, copied), worker: b.worker, grid: b.grid}
	gap, err := c.SkipAhead(b.t.Context(), former)
	if err != nil {
		b.t.Fatal(err)
	}
	return c, gap
}

// copied is a copy of the bundle as it stands.
func (b *bundle) copied() string {
	b.t.Helper()
	to := filepath.Join(b.t.TempDir(), "copy.db")
	if _, err := b.Backup(b.t.Context(), to); err != nil {
		b.t.Fatal(err)
	}
	return to
}

func (b *bundle) issue() community.Record {
	return b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire})
}

func TestACopyGivesNoNumberOutAgain(t *testing.T) {
	t.Parallel()
	damaged := filepath.Join(t.TempDir(), "damaged.db")
	if err := os.WriteFile(damaged, []byte("SQLite format 3\x00 and nothing of the kind"), 0o600); err != nil {
		t.Fatal(err)
	}
	begun := func(records int) string { // anew, after the disk was lost
		b := newBundle(t)
		for range records {
			r := b.issue()
			r.Created = noon.Add(time.Hour)
			b.add(r)
		}
		return b.Path()
	}
	small, large := begun(5), begun(700)
	for _, c := range []struct {
		name   string
		former func(*bundle) string
		first  community.Number // left out
		next   community.Number
		ledger int
	}{
		{"the database is lost", func(*bundle) string { return filepath.Join(t.TempDir(), "lost.db") }, 3, 601, 101},
		{"it is damaged", func(*bundle) string { return damaged }, 3, 601, 101},
		{"it goes on from the copy", func(b *bundle) string { return b.Path() }, 3, 5, 4},
		{"it is another one, begun since", func(*bundle) string { return small }, 3, 601, 101},
		{"it is another one that has gone further", func(*bundle) string { return large }, 3, 701, 701},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBundle(t)
			b.add(b.patrol())
			b.add(b.issue())
			copied := b.copied()
			b.add(b.issue()) // #3 and #4 are people's, not the copy's
			b.add(b.issue())
			r, gap := b.restored(copied, c.former(b))
			if gap.First != c.first || gap.Last != c.next-1 || !gap.Copied.Equal(noon) || !gap.Restored.Equal(noon) {
				t.Errorf("%+v", gap)
			}
			if fresh := r.add(r.issue()); fresh.Number != c.next || fresh.Ledger != c.ledger {
				t.Errorf("#%d, %d in the ledger, want #%d, %d", fresh.Number, fresh.Ledger, c.next, c.ledger)
			}
			r.refusesAsLost(gap)
		})
	}
}

// refusesAsLost holds that the numbers of a gap are told apart from those that
// nobody ever had, and that the gap is remembered.
func (b *bundle) refusesAsLost(gap community.Gap) {
	b.t.Helper()
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		for n, want := range map[community.Number]string{gap.First: "record_lost", gap.Last: "record_lost", gap.Last + 1000: "record_unknown"} {
			_, err := tx.Record(ctx, n)
			if r, ok := community.Refusal(err); !ok || r.Key != want {
				b.t.Errorf("#%d: %v, want %s", n, err, want)
			}
		}
		last, found, err := tx.LastGap(ctx)
		if !found || last.First != gap.First || last.Last != gap.Last {
			b.t.Errorf("%+v, %v", last, found)
		}
		return err
	})
}

func TestACopyFromWhichNothingIsMissingLeavesNoGap(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.add(b.issue())
	r, gap := b.restored(b.copied(), b.Path())
	if gap.Is() {
		t.Errorf("%+v", gap)
	}
	if fresh := r.add(r.issue()); fresh.Number != 2 || fresh.Ledger != 2 {
		t.Errorf("#%d, %d in the ledger", fresh.Number, fresh.Ledger)
	}
}

func TestACopyWithoutRecordsLeapsTooWhenNobodyKnows(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r, gap := b.restored(b.copied(), "")
	if gap.First != 1 || gap.Last != 500 || !gap.Copied.IsZero() {
		t.Errorf("%+v", gap)
	}
	if fresh := r.add(r.patrol()); fresh.Number != 501 {
		t.Errorf("#%d", fresh.Number)
	}
}
