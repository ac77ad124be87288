package storage_test

import (
	"context"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gridmate/community"
	"gridmate/storage"
)

func TestListsEqualASearchByHand(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	rapid.Check(t, func(rt *rapid.T) {
		f := drawFilter(rt, b)
		inHistory(rt, b, func(ctx context.Context, tx *storage.Tx, h *history) error {
			want := h.search(f)
			var each []community.Record
			err := tx.EachRecord(ctx, f, func(r community.Record) error { each = append(each, r); return nil })
			if diff := gocmp.Diff(limited(want, f.Limit), each); diff != "" {
				rt.Errorf("in number order: %s", diff)
			}
			if err != nil {
				return err
			}
			slices.Reverse(want)
			got, err := tx.Records(ctx, f)
			if diff := gocmp.Diff(limited(want, f.Limit), got); diff != "" {
				rt.Errorf("newest first: %s", diff)
			}
			return err
		})
	})
}

func drawFilter(rt *rapid.T, b *bundle) community.Filter {
	var f community.Filter
	if rapid.Bool().Draw(rt, "by reporter") {
		f.Reporter = b.worker.ID
	}
	if rapid.Bool().Draw(rt, "by kind") {
		f.Kind = rapid.SampledFrom(community.Kinds()).Draw(rt, "kind")
	}
	if rapid.Bool().Draw(rt, "by unit") {
		f.Units = []community.UnitID{b.grid, 1}
	}
	f.OpenOnly = rapid.Bool().Draw(rt, "open only")
	if rapid.Bool().Draw(rt, "from") {
		f.Span.From = today - 10
	}
	if rapid.Bool().Draw(rt, "to") {
		f.Span.To = today - 5
	}
	f.Limit = rapid.IntRange(0, 5).Draw(rt, "limit")
	return f
}

func (h *history) search(f community.Filter) []community.Record {
	var found []community.Record
	for _, r := range h.records {
		tracked := r.Kind == community.KindDispute || r.Kind == community.KindIssue
		if (f.Reporter == 0 || f.Reporter == r.Reporter) && (f.Kind == "" || f.Kind == r.Kind) &&
			(f.Units == nil || slices.Contains(f.Units, r.Unit)) && (f.Span.From == 0 || f.Span.From <= r.Date) &&
			(f.Span.To == 0 || r.Date <= f.Span.To) &&
			(!f.OpenOnly || tracked && r.ClosedAt.IsZero() && r.Withdrawn.IsZero()) {
			found = append(found, r)
		}
	}
	return found
}

func limited(records []community.Record, n int) []community.Record {
	if n > 0 && len(records) > n {
		return records[:n]
	}
	return records
}

func TestListsGoOnOverPages(t *testing.T) {
	t.Parallel()
	const many = 450 // more than two pages
	b := newBundle(t)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		for i := range many {
			r := b.valid(community.Record{Kind: community.KindEvent, Category: community.Health})
			r.Materials = []community.Material{{Title: "卡", Quantity: i}}
			if _, err := tx.AddRecord(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		for name, f := range map[string]community.Filter{
			"all": {}, "by reporter": {Reporter: b.worker.ID}, "by span": {Span: community.Span{From: today}},
		} {
			list, err := tx.Records(ctx, f)
			if err != nil {
				return err
			}
			if len(list) != many {
				t.Errorf("%s: %d records, want %d", name, len(list), many)
			}
			for i, r := range list {
				if r.Number != community.Number(many-i) || r.Materials[0].Quantity != many-i-1 {
					t.Fatalf("%s: place %d holds %d with %+v", name, i, r.Number, r.Materials)
				}
			}
		}
		next := community.Number(1)
		return tx.EachRecord(ctx, community.Filter{}, func(r community.Record) error {
			if r.Number != next {
				t.Errorf("got %d, want %d", r.Number, next)
			}
			next++
			return nil
		})
	})
}
