package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"gridmate/sandbox"
)

// answer is what the Bot API says.
type answer struct {
	OK          bool            `json:"ok"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Result      json.RawMessage `json:"result"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

type object = map[string]any

// fixture is a server, a started person and a group with both in it.
type fixture struct {
	*sandbox.Server
	li    *sandbox.User
	group int64
}

func newFixture(t testing.TB, opts sandbox.Options) fixture {
	t.Helper()
	s := sandbox.NewServer(opts)
	t.Cleanup(s.Close)
	li := s.AddUser(sandbox.Person{ID: 1001, FirstName: "网格员小李"})
	group := s.AddGroup("滨河社区工作群", li)
	if _, err := li.Start(""); err != nil {
		t.Fatal(err)
	}
	return fixture{s, li, group}
}

// try makes a call in JSON and returns the transport's error too.
func (f fixture) try(ctx context.Context, method string, params object) (answer, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return answer{}, err
	}
	return f.post(ctx, method, "application/json", body)
}

func (f fixture) post(ctx context.Context, method, contentType string, body []byte) (answer, error) {
	url := "http://telegram.invalid/bot" + f.Token() + "/" + method
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Content-Type", contentType)
	client := http.Client{Transport: f.Transport()}
	resp, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, err
	}
	var a answer
	return a, json.Unmarshal(raw, &a)
}

// call makes a call that must get an answer, be it a refusal.
func (f fixture) call(t testing.TB, method string, params object) answer {
	t.Helper()
	a, err := f.try(t.Context(), method, params)
	if err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return a
}

// must makes a call that must succeed and decodes its result.
func (f fixture) must(t testing.TB, method string, params object, into any) {
	t.Helper()
	a := f.call(t, method, params)
	if !a.OK {
		t.Fatalf("%s: %d %s", method, a.Code, a.Description)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(a.Result, into); err != nil {
		t.Fatalf("%s: %v in %s", method, err, a.Result)
	}
}

// updates fetches what waits, without confirming it.
func (f fixture) updates(t testing.TB, params object) []object {
	t.Helper()
	var list []object
	f.must(t, "getUpdates", params, &list)
	return list
}

func within(t testing.TB, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// kinds names the kinds of updates.
func kinds(updates []object) []string {
	var names []string
	for _, u := range updates {
		for name := range u {
			if name != "update_id" {
				names = append(names, name)
			}
		}
	}
	return names
}

// postTo makes a call without parameters at a path.
func postTo(t testing.TB, rt http.RoundTripper, path string) (answer, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://telegram.invalid"+path, nil)
	if err != nil {
		return answer{}, err
	}
	resp, err := rt.RoundTrip(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	var a answer
	return a, json.NewDecoder(resp.Body).Decode(&a)
}
