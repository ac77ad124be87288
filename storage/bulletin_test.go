package storage_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
	"gridmate/storage"
)

func TestIssuesAreNumberedPerUnitAndYear(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	issue := func(year, wanted int, from community.Date, topic string) (got community.Bulletin) {
		b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
			got, err = tx.Issue(ctx, community.Bulletin{
				Unit: b.grid, Year: year, Number: wanted, Span: community.Span{From: from, To: from + 6}, Topic: topic,
			})
			return err
		})
		return got
	}
	for _, row := range []struct {
		name   string
		number int
		got    community.Bulletin
	}{
		{"the first", 1, issue(2026, 0, today, "")},
		{"other days", 2, issue(2026, 0, today+7, "")},
		{"the same days", 1, issue(2026, 0, today, "")},
		{"another topic", 3, issue(2026, 0, today, "专题")},
		{"a number that is wanted", 24, issue(2026, 24, today, "")},
		{"after it", 25, issue(2026, 0, today+14, "")},
		{"another year", 1, issue(2027, 0, today, "")},
	} {
		if row.got.Number != row.number {
			t.Errorf("%s: number %d, want %d", row.name, row.got.Number, row.number)
		}
	}
}

func TestWhatPeopleChangeInADraftIsKept(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	want := community.Bulletin{Unit: b.grid, Year: 2026, Span: community.Span{From: today, To: today}}
	b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
		if want, err = tx.Issue(ctx, want); err != nil {
			return err
		}
		want.Title, want.Left = []string{"甲", "乙"}, []community.Number{3}
		if err := want.Write("lead", "换了说法"); err != nil {
			return err
		}
		return tx.SaveBulletin(ctx, want)
	})
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		got, err := tx.Bulletin(ctx, want.ID)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if list, err := tx.Bulletins(ctx, b.grid, 3); len(list) != 1 || err != nil {
			t.Errorf("%d issues, %v", len(list), err)
		}
		if _, err := tx.Bulletin(ctx, 99); !refused(err, "bulletin_unknown") {
			t.Errorf("an unknown issue: %v", err)
		}
		return err
	})
}

func refused(err error, key string) bool {
	refusal, ok := community.Refusal(err)
	return ok && refusal.Key == key
}

func TestHighlightsAreThoseOfTheDaysThatStand(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	first, second, earlier := b.add(b.patrol()), b.add(b.patrol()), b.patrol()
	earlier.Date -= 40
	earlier = b.add(earlier)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		for _, n := range []community.Number{first.Number, second.Number, earlier.Number} {
			if changed, err := tx.SetHighlight(ctx, n, b.worker.ID, true); !changed || err != nil {
				t.Errorf("marking %d: %v, %v", n, changed, err)
			}
		}
		changed, err := tx.SetHighlight(ctx, first.Number, b.worker.ID, true)
		if changed {
			t.Error("a mark was set twice")
		}
		second.Withdrawn = noon
		if err := tx.SaveRecord(ctx, second, nil); err != nil {
			return err
		}
		return err
	})
	listed := func(unit community.UnitID) (list []community.Number) {
		b.look(func(ctx context.Context, tx *storage.Tx) (err error) {
			list, err = tx.Highlights(ctx, unit, community.Span{From: today - 30, To: today})
			return err
		})
		return list
	}
	var other community.UnitID
	b.look(func(_ context.Context, tx *storage.Tx) error {
		for _, u := range tx.Org().Subtree(tx.Org().Children(0)[0].ID) {
			if !tx.Org().Within(b.grid, u.ID) {
				other = u.ID
			}
		}
		return nil
	})
	if got := listed(b.grid); !slices.Equal(got, []community.Number{first.Number}) {
		t.Errorf("listed %v, want %d", got, first.Number)
	}
	if got := listed(other); other != 0 && len(got) > 0 {
		t.Errorf("another unit lists %v", got)
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.SetHighlight(ctx, first.Number, b.worker.ID, false)
		return err
	})
	if got := listed(b.grid); len(got) > 0 {
		t.Errorf("listed %v after the mark was taken away", got)
	}
}
