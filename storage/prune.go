package storage

import (
	"context"
	"time"

	"gridmate/storage/internal/query"
)

// PruneDrafts drops drafts that nobody has touched since a time.
func (d *DB) PruneDrafts(ctx context.Context, before time.Time) (pruned int, err error) {
	return d.prune(ctx, "prune drafts", before, (*query.Queries).PruneDrafts)
}

// PruneTexts forgets what people typed in records that were created before a
// time; the records themselves stay.
func (d *DB) PruneTexts(ctx context.Context, before time.Time) (pruned int, err error) {
	return d.prune(ctx, "prune texts", before, (*query.Queries).ForgetTexts)
}

func (d *DB) prune(
	ctx context.Context, doing string, before time.Time,
	drop func(*query.Queries, context.Context, int64) (int64, error),
) (pruned int, err error) {
	err = d.write(ctx, func(ctx context.Context, tx *Tx) error {
		n, err := drop(tx.q, ctx, millis(before))
		pruned = int(n)
		return tx.fail(doing, err)
	})
	return pruned, err
}
