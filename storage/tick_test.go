package storage_test

import (
	"context"
	"strings"
	"testing"

	"gridmate/community"
	"gridmate/storage"
)

// tick says of an item of the first checklist that it is done, or is not.
func (b *bundle) tick(item string, done bool) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		return tx.AddTick(ctx, 1, community.Ticked{Item: item, Unit: b.grid, Done: done, By: b.worker.ID, At: noon})
	})
}

// ticking is a bundle with a checklist and three ticks.
func ticking(t *testing.T) *bundle {
	b := newBundle(t)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		return tx.SetChecklist(ctx, community.Checklist{Name: "三个一", Unit: b.grid, Items: []string{"一张网格图", "一支志愿队"}})
	})
	b.tick("一张网格图", true)
	b.tick("一支志愿队", true)
	b.tick("一张网格图", false)
	return b
}

func (b *bundle) execute(statements ...string) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		for _, s := range statements {
			if err := tx.Exec(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestTamperingWithTicksIsFound(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, sql, want string }{
		{"nobody touched them", "SELECT 1", ""},
		{"an item was ticked past the chain", "UPDATE tick SET done = 1 WHERE id = 3", "tick 3"},
		{"it was said earlier", "UPDATE tick SET at = at - 1 WHERE id = 1", "tick 1"},
		{"a tick was given to another item", "UPDATE tick SET item = '一支志愿队' WHERE id = 1", "tick 1"},
		{"one in the middle is gone", "DELETE FROM tick WHERE id = 2", "tick 2 of a checklist is missing"},
		{"the last ones were cut off", "DELETE FROM tick WHERE id > 1", "after tick 1"},
		{"all of them are gone", "DELETE FROM tick", "after tick 0"},
		{"the seal was taken off", "UPDATE tick SET hash = ''", "tick 1"},
		{"one was slipped in", "INSERT INTO tick (checklist, item, unit, done, person, at) SELECT checklist, item, unit, 1, person, at FROM tick WHERE id = 3", "tick 4"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			b := ticking(t)
			b.execute(row.sql)
			_, err := b.Audit(t.Context())
			if row.want == "" && err != nil || row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)) {
				t.Errorf("%v, want one about %q", err, row.want)
			}
		})
	}
}

func TestTicksOfAProgramThatDidNotSealThemAreSealedWithTheNextOne(t *testing.T) {
	t.Parallel()
	b := ticking(t)
	b.execute("UPDATE tick SET hash = ''", "DELETE FROM meta WHERE key = 'tick.last'")
	if _, err := b.Audit(t.Context()); err != nil {
		t.Errorf("as that program left them: %v", err)
	}
	b.tick("一支志愿队", false)
	if _, err := b.Audit(t.Context()); err != nil {
		t.Error(err)
	}
	b.execute("UPDATE tick SET done = 0 WHERE id = 1")
	if _, err := b.Audit(t.Context()); err == nil || !strings.Contains(err.Error(), "tick 1") {
		t.Errorf("an old one was changed: %v", err)
	}
}
