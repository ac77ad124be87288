package bot_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/bot"
	"gridmate/chat"
)

const secret = "Sec-ret_1"

func newWebhook(t testing.TB, in bot.Inbox) *bot.Webhook {
	t.Helper()
	h, err := bot.NewWebhook(newClient(t, &telegram{}), in, "https://bot.example.org/telegram", secret)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// deliver calls the webhook as Telegram does.
func deliver(h http.Handler, body string) int {
	r := httptest.NewRequest(http.MethodPost, "/telegram", strings.NewReader(body))
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

func TestWebhookAnswersRequests(t *testing.T) {
	t.Parallel()
	update := `{"update_id":5,"message":{}}`
	tests := []struct {
		name                       string
		method, path, secret, body string
		status                     int
		accepted                   int
	}{
		{"an update", "POST", "/telegram", secret, update, 200, 1},
		{"another path", "POST", "/", secret, update, 404, 0},
		{"another method", "GET", "/telegram", secret, "", 405, 0},
		{"no secret", "POST", "/telegram", "", update, 403, 0},
		{"a wrong secret", "POST", "/telegram", secret + "x", update, 403, 0},
		{"no JSON", "POST", "/telegram", secret, "{", 400, 0},
		{"an empty body", "POST", "/telegram", secret, "", 400, 0},
		{"JSON that is no update is not wanted again", "POST", "/telegram", secret, "[]", 200, 0},
		{"more than a mebibyte", "POST", "/telegram", secret, `{"update_id":5,"x":"` + strings.Repeat("x", 1<<20) + `"}`, 413, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := newInbox()
			r := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
			r.Header.Set("X-Telegram-Bot-Api-Secret-Token", tt.secret)
			w := httptest.NewRecorder()
			newWebhook(t, in).ServeHTTP(w, r)
			equal(t, tt.status, w.Code)
			equal(t, tt.accepted, len(in.accepted()))
		})
	}
}

func TestWebhookWantsAnUpdateAgainThatItCouldNotStore(t *testing.T) {
	t.Parallel()
	in := newInbox()
	in.fail = func() error { return errDiskFull }
	h := newWebhook(t, in)
	equal(t, http.StatusServiceUnavailable, deliver(h, `{"update_id":5}`))
	in.fail = nil
	equal(t, http.StatusOK, deliver(h, `{"update_id":5}`))
	equal(t, []int64{5}, in.accepted())
}

func TestWebhookRequestsShareCommits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := newInbox()
		in.slow = 10 * time.Millisecond
		h := newWebhook(t, in)
		var requests sync.WaitGroup
		began := time.Now()
		for i := range 400 {
			requests.Go(func() {
				if status := deliver(h, fmt.Sprintf(`{"update_id":%d}`, i)); status != http.StatusOK {
					t.Errorf("status %d", status)
				}
			})
		}
		requests.Wait()
		equal(t, 400, len(in.accepted()))
		if took := time.Since(began); took > 40*time.Millisecond {
			t.Errorf("took %v, %d commits", took, len(in.commits))
		}
	})
}

// Whoever commits for others goes on when its own request is gone.
func TestWebhookCommitsForOthersWhenARequestEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := &patient{newInbox()}
		h := newWebhook(t, in)
		ctx, cancel := context.WithCancel(t.Context())
		var requests sync.WaitGroup
		for i := range 3 {
			requests.Go(func() {
				r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/telegram", strings.NewReader(fmt.Sprintf(`{"update_id":%d}`, i)))
				r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				equal(t, http.StatusOK, w.Code)
			})
		}
		time.Sleep(time.Millisecond)
		cancel()
		requests.Wait()
		equal(t, 3, len(in.accepted()))
	})
}

// patient is an inbox that minds its context.
type patient struct{ *inbox }

func (p *patient) Accept(ctx context.Context, updates []chat.Raw) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	select {
	case <-time.After(10 * time.Millisecond):
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	return p.inbox.Accept(ctx, updates)
}

func TestWebhookIsRegisteredWithItsSecret(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := &telegram{script: func(c call) *reply {
			if c.n == 0 {
				return &reply{status: 502}
			}
			return nil
		}}
		h, err := bot.NewWebhook(newClient(t, api), newInbox(), "https://bot.example.org/telegram", secret)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "/telegram", h.Path())
		if err := h.Register(t.Context()); err != nil {
			t.Fatal(err)
		}
		calls := api.log("setWebhook")
		equal(t, 2, len(calls))
		equal(t, secret, fmt.Sprint(calls[1].params["secret_token"]))
		equal(t, "https://bot.example.org/telegram", fmt.Sprint(calls[1].params["url"]))
		equal(t, "[message edited_message callback_query inline_query my_chat_member]", fmt.Sprint(calls[1].params["allowed_updates"]))
	})
}

func TestWebhookRefusesBadSettings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, address, secret string }{
		{"no secret", "https://bot.example.org/t", ""},
		{"a secret with a space", "https://bot.example.org/t", "a b"},
		{"a secret too long", "https://bot.example.org/t", strings.Repeat("a", 257)},
		{"an address without host", "/telegram", secret},
		{"an address of another kind", "ftp://bot.example.org", secret},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := bot.NewWebhook(newClient(t, &telegram{}), newInbox(), tt.address, tt.secret); err == nil {
				t.Error("accepted")
			} else if tt.secret != "" && strings.Contains(err.Error(), tt.secret) {
				t.Error("the secret is told")
			}
		})
	}
}
