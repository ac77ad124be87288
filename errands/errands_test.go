package errands_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/errands"
	"gridmate/storage"
)

type (
	doer   = errands.Doer[*storage.Tx]
	finish = errands.Finish[*storage.Tx]
)

// office is a database and a runner of errands over it, in a bubble.
type office struct {
	*storage.DB
	t      *testing.T
	runner *errands.Runner[*storage.Tx]
	stop   func() // and wait for its end
	asked  byte
}

// inOffice runs a test with doers, and their errands until it returns.
func inOffice(t *testing.T, doers map[string]doer, test func(*testing.T, *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		db, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
		if err != nil {
			t.Fatal(err)
		}
		o := &office{DB: db, t: t}
		o.runner = errands.New(errands.Options[*storage.Tx]{
			Store: db, Doers: doers, Now: time.Now, Log: slog.New(slog.DiscardHandler),
			Failed: func(_ chat.Errand, err error) finish {
				return func(context.Context, *storage.Tx) ([]chat.Reply, error) {
					return say("没有做成：" + brief(err)), nil
				}
			},
		})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			if err := o.runner.Run(ctx); err != nil {
				t.Error(err)
			}
		}()
		o.stop = func() {
			cancel()
			<-done
		}
		test(t, o)
		o.stop()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

func brief(err error) string {
	if refusal, ok := community.Refusal(err); ok {
		return refusal.Key
	}
	return "error"
}

func say(text string) []chat.Reply { return []chat.Reply{{Verb: chat.Send, Text: text}} }

// ask stores an errand of a kind and waits until d has passed.
func (o *office) ask(kind string, d time.Duration) {
	o.t.Helper()
	o.asked++
	err := o.InTx(o.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.AddErrand(ctx, chat.Errand{Kind: kind, Chat: 7, Body: []byte{o.asked}})
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	time.Sleep(d)
	synctest.Wait()
}

// said is what waits in the outbox for the errand's chat.
func (o *office) said() string {
	o.t.Helper()
	pending, err := o.Pending(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	var texts []string
	for _, p := range pending {
		if p.Reply.Chat != 7 {
			o.t.Errorf("a reply for chat %d", p.Reply.Chat)
		}
		texts = append(texts, p.Reply.Text)
	}
	return strings.Join(texts, " | ")
}

func (o *office) left() int {
	o.t.Helper()
	n, err := o.OpenErrands(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func TestAnErrandEndsWithItsReplies(t *testing.T) {
	t.Parallel()
	work := func(ctx context.Context, e chat.Errand, tell errands.Tell) (finish, error) {
		if err := tell(ctx, say("正在做")...); err != nil {
			return nil, err
		}
		time.Sleep(time.Minute) // a large workbook
		return func(ctx context.Context, tx *storage.Tx) ([]chat.Reply, error) {
			id, err := tx.AddFile(ctx, []byte("PK"))
			return []chat.Reply{{Verb: chat.Send, Text: "做好了", File: &chat.File{ID: id}}}, err
		}, nil
	}
	inOffice(t, map[string]doer{"export": work}, func(t *testing.T, o *office) {
		o.ask("export", time.Second)
		if got := o.said(); got != "正在做" || o.left() != 1 {
			t.Errorf("on the way: %q, %d left", got, o.left())
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := o.said(); got != "正在做 | 做好了" || o.left() != 0 {
			t.Errorf("in the end: %q, %d left", got, o.left())
		}
	})
}

func TestErrorsAreTriedAgainAndRefusalsTold(t *testing.T) {
	t.Parallel()
	refuse := community.Refuse(community.Invalid, "too_large")
	for name, row := range map[string]struct {
		fail  func(attempt int) error
		said  string
		tries int
	}{
		"an error that passes":        {func(n int) error { return until(3, n) }, "好了", 3},
		"an error that stays":         {func(int) error { return errors.New("disk full") }, "没有做成：error", 4},
		"a refusal":                   {func(int) error { return refuse }, "没有做成：too_large", 1},
		"a panic":                     {func(int) error { panic("typed text") }, "没有做成：error", 4},
		"a refusal of what is stored": {func(int) error { return nil }, "没有做成：too_large", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tries := 0
			work := func(_ context.Context, e chat.Errand, _ errands.Tell) (finish, error) {
				tries = e.Attempts
				return func(context.Context, *storage.Tx) ([]chat.Reply, error) {
					if name == "a refusal of what is stored" {
						return nil, refuse
					}
					return say("好了"), nil
				}, row.fail(e.Attempts)
			}
			inOffice(t, map[string]doer{"export": work}, func(t *testing.T, o *office) {
				o.ask("export", 5*time.Minute)
				if got := o.said(); got != row.said || tries != row.tries || o.left() != 0 {
					t.Errorf("said %q after %d tries, %d left", got, tries, o.left())
				}
			})
		})
	}
}

// until fails before the nth attempt.
func until(n, attempt int) error {
	if attempt < n {
		return errors.New("not yet")
	}
	return nil
}

func TestASlowErrandHoldsUpNoOtherAndMoreThanTwoWait(t *testing.T) {
	t.Parallel()
	var doing, most atomic.Int32
	work := func(d time.Duration) doer {
		return func(context.Context, chat.Errand, errands.Tell) (finish, error) {
			most.Store(max(most.Load(), doing.Add(1)))
			time.Sleep(d)
			doing.Add(-1)
			return func(context.Context, *storage.Tx) ([]chat.Reply, error) { return say(d.String()), nil }, nil
		}
	}
	inOffice(t, map[string]doer{"slow": work(time.Hour), "quick": work(time.Second)}, func(t *testing.T, o *office) {
		for _, kind := range []string{"slow", "quick", "quick", "quick"} {
			o.ask(kind, 0)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := o.said(); got != "1s | 1s | 1s" || o.left() != 1 || most.Load() != 2 {
			t.Errorf("said %q, %d left, %d at once", got, o.left(), most.Load())
		}
		time.Sleep(time.Hour)
		synctest.Wait()
	})
}

func TestWhatTheEndCutsShortIsDoneAfterTheNextStart(t *testing.T) {
	t.Parallel()
	work := func(ctx context.Context, _ chat.Errand, _ errands.Tell) (finish, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	inOffice(t, map[string]doer{"export": work}, func(t *testing.T, o *office) {
		o.ask("export", time.Second)
		o.stop()
		if err := o.FreeErrands(t.Context()); err != nil {
			t.Fatal(err)
		}
		e, _, found, err := o.NextErrand(t.Context())
		if !found || e.Attempts != 2 || o.said() != "" || err != nil {
			t.Errorf("%+v, %v, %v: said %q", e, found, err, o.said())
		}
	})
}
