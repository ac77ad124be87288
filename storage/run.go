package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gridmate/storage/internal/query"
)

// ClaimRun notes in the run ledger that a job's slot is being done for a chat;
// false if it was there already. It commits with what the job makes, so one
// slot has an effect once. Body is the job's own note of what it said.
func (t *Tx) ClaimRun(ctx context.Context, job string, slot time.Time, chat int64, note []byte) (bool, error) {
	n, err := t.q.ClaimRun(ctx, query.ClaimRunParams{Job: job, Chat: chat, Slot: millis(slot), Body: body(note)})
	return n == 1, t.fail(fmt.Sprintf("claim run of %s for chat %d", job, chat), err)
}

// LastRun is the latest slot of a job for a chat, with its body; false if it
// never ran.
func (t *Tx) LastRun(ctx context.Context, job string, chat int64) (slot time.Time, note []byte, found bool, err error) {
	row, err := t.q.LastRun(ctx, query.LastRunParams{Job: job, Chat: chat})
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil, false, nil
	}
	if err != nil {
		return time.Time{}, nil, false, t.fail(fmt.Sprintf("find last run of %s for chat %d", job, chat), err)
	}
	return timeOf(row.Slot), row.Body, true, nil
}
