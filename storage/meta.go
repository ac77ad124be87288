package storage

import (
	"context"
	"database/sql"
	"errors"

	"gridmate/storage/internal/query"
)

// Meta is a fact about the deployment, like the bot's id; false if nobody has
// set it.
func (t *Tx) Meta(ctx context.Context, key string) (value string, found bool, err error) {
	value, err = t.q.FindMeta(ctx, key)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, t.fail("find meta "+key, err)
}

// SetMeta sets a fact about the deployment.
func (t *Tx) SetMeta(ctx context.Context, key, value string) error {
	return t.fail("set meta "+key, t.q.SetMeta(ctx, query.SetMetaParams{Key: key, Value: value}))
}
