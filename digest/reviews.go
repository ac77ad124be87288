package digest

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gridmate/community"
)

// readReviews reads what is to be looked at again: for a day what is due by it,
// for a week what is due until the next one, too. Nobody keeps what was due once,
// so the digests of days gone by have none, and a month's is about the month.
func (f *Figures) readReviews(ctx context.Context, source Source) error {
	until := f.now.on
	switch {
	case f.now.on < f.today, f.ask.Period == community.Month:
		return nil
	case f.ask.Period == community.Week:
		until += 6
	}
	err := source.Reviews(ctx, until, func(i community.Item) error {
		f.reviews = append(f.reviews, i)
		return nil
	})
	if err != nil {
		return fmt.Errorf("digest: reviews by %s: %w", until, err)
	}
	slices.SortFunc(f.reviews, func(a, b community.Item) int {
		return cmp.Or(cmp.Compare(a.Deadline, b.Deadline), cmp.Compare(a.Number, b.Number))
	})
	return nil
}

// reviewsOf are those of some positions and all below them.
func (f *Figures) reviewsOf(places []int32, v View) (found []community.Item) {
	for _, item := range f.reviews {
		at := f.tree.find(item.Unit)
		within := slices.ContainsFunc(places, func(i int32) bool { return i <= at && at < f.tree.end[i] })
		if item, ok := v.shown(item); ok && within {
			found = append(found, item)
		}
	}
	return found
}
