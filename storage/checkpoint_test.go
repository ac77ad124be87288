package storage_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"gridmate/storage"
)

// fill writes some 500 pages in one commit.
func (b *bundle) fill() {
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		r := b.patrol()
		r.Text = strings.Repeat("楼道堆物", 3000)
		for range 50 {
			if _, err := tx.AddRecord(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func size(t *testing.T, path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func TestTheLogIsCopiedIntoTheFileBesideTheWriter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBundle(t)
		before := size(t, b.Path())
		for range 20 {
			b.fill()
			synctest.Wait()
		}
		if grown := size(t, b.Path()) - before; grown < 25<<20 {
			t.Errorf("the file grew by %d bytes while some 35 MB were written", grown)
		}
		if log := size(t, b.Path()+"-wal"); log > 16<<20 {
			t.Errorf("the log does not begin anew: it has %d bytes", log)
		}
		if err := b.Integrity(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestALongLookStopsNeitherTheWriterNorTheCopying(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBundle(t)
		before := size(t, b.Path())
		b.look(func(context.Context, *storage.Tx) error {
			for range 10 {
				b.fill()
				synctest.Wait()
			}
			return nil
		})
		for range 4 {
			b.fill()
			synctest.Wait()
		}
		if grown := size(t, b.Path()) - before; grown < 15<<20 {
			t.Errorf("the file grew by %d bytes after the look", grown)
		}
	})
}
