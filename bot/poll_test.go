package bot_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/sandbox"
)

// inbox keeps updates in memory, one for each id.
type inbox struct {
	mu      sync.Mutex
	ids     []int64
	seen    map[int64]bool
	commits []int // updates in each
	fail    func() error
	slow    time.Duration
}

func newInbox() *inbox { return &inbox{seen: map[int64]bool{}} }

// Accept implements bot.Inbox.
func (i *inbox) Accept(_ context.Context, updates []chat.Raw) (int, error) {
	time.Sleep(i.slow)
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.fail != nil {
		if err := i.fail(); err != nil {
			return 0, err
		}
	}
	fresh := 0
	for _, u := range updates {
		if !i.seen[u.UpdateID] {
			i.seen[u.UpdateID] = true
			i.ids = append(i.ids, u.UpdateID)
			fresh++
		}
	}
	i.commits = append(i.commits, len(updates))
	return fresh, nil
}

func (i *inbox) accepted() []int64 {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]int64(nil), i.ids...)
}

// polling is a poller at work in a bubble, against a script of answers: one for
// each getUpdates, then long polls without updates.
type polling struct {
	api   *telegram
	inbox *inbox
	log   *strings.Builder
	err   error
	ended chan struct{}
	stop  func()
}

func poll(t *testing.T, answers []*reply, test func(*testing.T, *polling)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &polling{api: &telegram{}, inbox: newInbox(), log: &strings.Builder{}, ended: make(chan struct{})}
		next := 0
		p.api.script = func(c call) *reply {
			if c.method != "getUpdates" {
				return nil
			}
			if next == len(answers) {
				return &reply{status: 200, body: `{"ok":true,"result":[]}`, delay: 50 * time.Second}
			}
			next++
			return answers[next-1]
		}
		client, err := bot.NewClient(bot.Config{
			Token: testToken, Transport: p.api, Log: slog.New(slog.NewTextHandler(p.log, nil)),
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			defer close(p.ended)
			p.err = bot.NewPoller(client, p.inbox).Run(ctx)
		}()
		p.stop = func() {
			cancel()
			<-p.ended
		}
		test(t, p)
		p.stop()
	})
}

// offsets returns the offsets asked for; 0 stands for none.
func (p *polling) offsets() []string {
	var list []string
	for _, c := range p.api.log("getUpdates") {
		list = append(list, fmt.Sprint(c.params["offset"]))
	}
	return list
}

// batch is an answer with updates of these ids.
func batch(ids ...int64) *reply {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = fmt.Sprintf(`{"update_id":%d,"message":{"message_id":1,"text":"好"}}`, id)
	}
	return success("[" + strings.Join(list, ",") + "]")
}

func TestPollerAsksForTheNextUpdatesAfterTheCommit(t *testing.T) {
	t.Parallel()
	poll(t, []*reply{batch(100, 101, 102), batch(103)}, func(t *testing.T, p *polling) {
		after(time.Second)
		equal(t, []int64{100, 101, 102, 103}, p.inbox.accepted())
		equal(t, []string{"<nil>", "103", "104"}, p.offsets())
		equal(t, []int{3, 1}, p.inbox.commits)
		first := p.api.log("")[0]
		equal(t, `[message edited_message callback_query inline_query my_chat_member]`, fmt.Sprint(first.params["allowed_updates"]))
		equal(t, "100", fmt.Sprint(first.params["limit"]))
		equal(t, "50", fmt.Sprint(first.params["timeout"]))
	})
}

// After a quiet week Telegram numbers updates anew, perhaps from a lower number.
func TestPollerTakesIdsThatStartAnew(t *testing.T) {
	t.Parallel()
	poll(t, []*reply{batch(900000), batch(17, 18), batch(19)}, func(t *testing.T, p *polling) {
		after(time.Second)
		equal(t, []int64{900000, 17, 18, 19}, p.inbox.accepted())
		equal(t, []string{"<nil>", "900001", "19", "20"}, p.offsets())
	})
}

func TestPollerAsksAgainForWhatCannotBeStored(t *testing.T) {
	t.Parallel()
	poll(t, []*reply{batch(100), batch(100), batch(100)}, func(t *testing.T, p *polling) {
		failures := 2
		p.inbox.mu.Lock()
		p.inbox.fail = func() error {
			if failures--; failures >= 0 {
				return errDiskFull
			}
			return nil
		}
		p.inbox.mu.Unlock()
		after(time.Minute)
		equal(t, []int64{100}, p.inbox.accepted())
		equal(t, []string{"<nil>", "<nil>", "<nil>", "101"}, p.offsets()[:4])
	})
}

func TestPollerSkipsWhatIsNoUpdate(t *testing.T) {
	t.Parallel()
	rubbish := []string{
		`null`, `7`, `"text"`, `[]`, `{}`, `{"update_id":null}`, `{"update_id":"5"}`, `{"update_id":1.5}`, `{"update_id":99999999999999999999}`,
	}
	for _, junk := range rubbish {
		t.Run(junk, func(t *testing.T) {
			t.Parallel()
			mixed := success(`[` + junk + `,{"update_id":5},` + junk + `]`)
			poll(t, []*reply{success(`[` + junk + `]`), mixed, batch(6)}, func(t *testing.T, p *polling) {
				after(time.Minute)
				equal(t, []int64{5, 6}, p.inbox.accepted())
				times := moments(p.api.log("getUpdates"))
				if times[1].Sub(times[0]) < 100*time.Millisecond {
					t.Error("nothing but rubbish, and no pause before the next poll")
				}
			})
		})
	}
}

func TestPollerSurvivesWhatPasses(t *testing.T) {
	t.Parallel()
	conflict := refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
	tests := map[string]*reply{
		"a bad gateway":                   {status: 502, body: "<html>502</html>"},
		"a dropped connection":            {err: io.EOF},
		"an answer cut off":               {status: 200, body: `{"ok":true,"result":[{"update_id":5}]}`, cut: true},
		"an answer that is no JSON":       {status: 200, body: "<html>"},
		"a result that is no list":        success(`{"update_id":5}`),
		"an answer that never comes":      {delay: time.Hour},
		"another instance, once":          conflict,
		"an answer without an error code": {status: 200, body: `{"ok":false}`},
	}
	for name, fault := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			poll(t, []*reply{batch(1), fault, fault, batch(2)}, func(t *testing.T, p *polling) {
				after(10 * time.Minute)
				equal(t, []int64{1, 2}, p.inbox.accepted())
			})
		})
	}
}

func TestPollerStopsWithAClearError(t *testing.T) {
	t.Parallel()
	conflict := refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
	tests := []struct {
		name    string
		answers []*reply
		want    error
	}{
		{"a wrong token", []*reply{refusal(401, "Unauthorized")}, bot.ErrToken},
		{"a token withdrawn while running", []*reply{batch(1), refusal(401, "Unauthorized")}, bot.ErrToken},
		{"no Bot API there", []*reply{refusal(404, "Not Found")}, bot.ErrAddress},
		{"a web page there", []*reply{{status: 404, body: "<html>"}}, bot.ErrAddress},
		{"five conflicts at the start", []*reply{conflict, conflict, conflict, conflict, conflict}, bot.ErrOtherInstance},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			poll(t, tt.answers, func(t *testing.T, p *polling) {
				after(10 * time.Minute)
				select {
				case <-p.ended:
				default:
					t.Fatal("still polls")
				}
				if !errors.Is(p.err, tt.want) {
					t.Errorf("ended with %v", p.err)
				}
			})
		})
	}
}

func TestPollerOutlivesAnotherInstanceOnceItHasPolled(t *testing.T) {
	t.Parallel()
	conflict := refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
	answers := []*reply{batch(1)}
	for range 20 {
		answers = append(answers, conflict)
	}
	poll(t, append(answers, batch(2)), func(t *testing.T, p *polling) {
		after(time.Hour)
		equal(t, []int64{1, 2}, p.inbox.accepted())
		equal(t, 1, strings.Count(p.log.String(), "another instance"))
	})
}

func TestPollerRemovesAWebhook(t *testing.T) {
	t.Parallel()
	active := refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	poll(t, []*reply{active, batch(1)}, func(t *testing.T, p *polling) {
		after(time.Second)
		equal(t, []int64{1}, p.inbox.accepted())
		deleted := p.api.log("deleteWebhook")
		equal(t, 1, len(deleted))
		if drop, there := deleted[0].params["drop_pending_updates"]; there {
			t.Errorf("drop_pending_updates is %v", drop)
		}
	})
}

func TestPollerWaitsAsLongAsTelegramAsks(t *testing.T) {
	t.Parallel()
	poll(t, []*reply{refusal(429, "Too Many Requests: retry after 17", `"retry_after":17`), batch(1)}, func(t *testing.T, p *polling) {
		after(time.Minute)
		times := moments(p.api.log("getUpdates"))
		equal(t, 17*time.Second, times[1].Sub(times[0]))
	})
}

func TestPollerAsksForLessWhenAnAnswerIsTooLarge(t *testing.T) {
	t.Parallel()
	large := success(`[{"update_id":1,"message":"` + strings.Repeat("x", 33<<20) + `"}]`)
	poll(t, []*reply{large, batch(1)}, func(t *testing.T, p *polling) {
		after(10 * time.Second)
		equal(t, []int64{1}, p.inbox.accepted())
		polls := p.api.log("getUpdates")
		equal(t, "50", fmt.Sprint(polls[1].params["limit"]))
		equal(t, "100", fmt.Sprint(polls[2].params["limit"]))
	})
}

func TestPollerNeverTellsTheToken(t *testing.T) {
	t.Parallel()
	faults := []*reply{
		{err: io.EOF}, {status: 502}, {status: 200, body: testToken}, {delay: time.Hour}, refusal(401, "Unauthorized"),
	}
	poll(t, faults, func(t *testing.T, p *polling) {
		after(10 * time.Minute)
		if strings.Contains(p.log.String()+p.err.Error(), "AAtest") {
			t.Errorf("%s\n%v", p.log, p.err)
		}
	})
}

// The sandbox's own faults, in a long run: every update once, in order.
func TestPollerLosesNothingToAFaultyTelegram(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := sandbox.NewServer(sandbox.Options{CallLog: -1})
		defer api.Close()
		client, err := bot.NewClient(bot.Config{Token: api.Token(), Transport: api.Transport()})
		if err != nil {
			t.Fatal(err)
		}
		for i, effect := range []sandbox.Effect{
			sandbox.BadGateway, sandbox.BadGatewayHTML, sandbox.TooManyRequests,
			sandbox.DropBefore, sandbox.DropAfter, sandbox.Truncate, sandbox.Conflict,
		} {
			api.Inject(sandbox.Fault{Method: "getUpdates", Effect: effect, Skip: 3 * i, Times: 2})
		}
		in := newInbox()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- bot.NewPoller(client, in).Run(ctx) }()
		u := api.AddUser(sandbox.Person{FirstName: "网格员"})
		for range 200 {
			if _, err := u.Say("巡查"); err != nil {
				t.Fatal(err)
			}
			after(3 * time.Second)
		}
		api.InjectUndecodable()
		after(5 * time.Minute)
		ids := in.accepted()
		equal(t, 201, len(ids))
		for i, id := range ids {
			equal(t, ids[0]+int64(i), id)
		}
		equal(t, 0, api.PendingUpdates())
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
