package storage

import (
	"context"
	"database/sql"
	"sync"

	"modernc.org/sqlite"
)

// What is committed stands in the log and has to be copied into the file some
// time. SQLite does it within a commit, for which that one waits as long as for
// ten others; here it is done beside the writer, on a connection of its own.
// Only when that does not catch up, the writer does it, by logLimit.

// How many pages are in the log before they are copied.
const (
	logPages = 1000
	logLimit = 8 * logPages // pragma of the writer
)

// copier copies the log into the file.
type copier struct {
	handle  *sql.DB
	written int           // pages since it was last told; belongs to the writer
	due     chan struct{} // has room for one; closed at the end
	end     sync.Once
	done    chan struct{} // closed when run has ended
}

func newCopier(path string) (*copier, error) {
	handle, err := openSQL(dsn(path, readWrite), 1)
	if err != nil {
		return nil, err
	}
	c := &copier{handle: handle, due: make(chan struct{}, 1), done: make(chan struct{})}
	go c.run()
	return c, nil
}

// wrote counts the pages of a session's commit, in the writer's turn.
func (c *copier) wrote(s *session) {
	pages := 0
	err := s.conn.Raw(func(conn any) (err error) {
		if counts, ok := conn.(sqlite.DBStatus); ok {
			pages, _, err = counts.Status(sqlite.DBStatusCacheWrite, true)
		}
		return err
	})
	if c.written += pages; err != nil || c.written < logPages {
		return
	}
	c.written = 0
	select {
	case c.due <- struct{}{}:
	default:
	}
}

// tries is how often what was written during a copy is copied too: the log
// begins anew when all of it is.
const tries = 4

func (c *copier) run() {
	defer close(c.done)
	for range c.due {
		for range tries {
			if whole, err := c.copy(context.Background()); whole || err != nil {
				break // the writer does it if this fails, and fails where that matters
			}
		}
	}
}

// copy copies what no reader needs in the log any more and says whether that
// was all of it.
func (c *copier) copy(ctx context.Context) (whole bool, err error) {
	var busy, in, copied int
	err = c.handle.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &in, &copied)
	return busy == 0 && in == copied, err
}

// close waits for a copy under way.
func (c *copier) close() error {
	if c == nil {
		return nil
	}
	c.end.Do(func() { close(c.due) })
	<-c.done
	return c.handle.Close()
}
