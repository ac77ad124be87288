package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gridmate/storage/internal/query"
)

// AddFile stores the bytes of a file that a reply of this transaction carries
// and returns its id for chat.File. An id is never used again.
func (t *Tx) AddFile(ctx context.Context, content []byte) (int64, error) {
	t.now.File++
	err := t.q.AddFile(ctx, query.AddFileParams{ID: t.now.File, Content: body(content), Created: t.db.now()})
	return t.now.File, t.fail("add file", err)
}

// KeepSent keeps Telegram's id of a file that somebody sent and returns its own,
// which fits on a button. It is forgotten as files are.
func (t *Tx) KeepSent(ctx context.Context, owner int64, remote string) (int64, error) {
	t.now.File++
	err := t.q.KeepSent(ctx, query.KeepSentParams{ID: t.now.File, Remote: remote, Created: t.db.now(), Owner: owner})
	return t.now.File, t.fail("keep a sent file", err)
}

// Sent is Telegram's id of a file that somebody sent; false if it is forgotten
// or was sent by somebody else.
func (t *Tx) Sent(ctx context.Context, owner, id int64) (remote string, found bool, err error) {
	remote, err = t.q.FindSent(ctx, query.FindSentParams{ID: id, Owner: owner})
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return remote, err == nil, t.fail(fmt.Sprintf("find sent file %d", id), err)
}

// File is what is kept of a file: Telegram's id once it was sent, else its
// bytes; false if neither is.
func (d *DB) File(ctx context.Context, id int64) (content []byte, remote string, found bool, err error) {
	err = d.on(ctx, d.readers, beginRead, func(ctx context.Context, tx *Tx) error {
		row, err := tx.q.FindFile(ctx, id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		content, remote, found = row.Content, row.Remote, err == nil
		return tx.fail(fmt.Sprintf("find file %d", id), err)
	})
	return content, remote, found, err
}

// PruneFiles forgets files that were stored before a time, sent or not.
func (d *DB) PruneFiles(ctx context.Context, before time.Time) (pruned int, err error) {
	return d.prune(ctx, "prune files", before, (*query.Queries).PruneFiles)
}
