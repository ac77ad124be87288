package sandbox_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"gridmate/sandbox"
)

// newPage is a page with a person, a leader and their group.
func newPage(t *testing.T) (fixture, http.Handler) {
	t.Helper()
	f := newFixture(t, sandbox.Options{})
	leader := f.AddUser(sandbox.Person{ID: 1002, FirstName: "王书记"})
	if err := leader.Join(f.group); err != nil {
		t.Fatal(err)
	}
	return f, f.Page(sandbox.PageOptions{
		Roles: []sandbox.Role{
			{User: f.li.ID, Label: "网格员", Section: "社区"}, {User: leader.ID, Label: "社区书记", Section: "社区"},
		},
		Groups: []int64{f.group},
	})
}

// visit makes a request of the page; with an origin it is one of a browser.
func visit(h http.Handler, method, target, body string, header http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:8080"+target, strings.NewReader(body))
	for name, v := range header {
		r.Header[name] = v
	}
	if host := header.Get("Host"); host != "" {
		r.Host = host
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestThePageLoadsOnlyItsOwnFiles(t *testing.T) {
	t.Parallel()
	_, page := newPage(t)
	w := visit(page, http.MethodGet, "/", "", nil)
	if w.Code != 200 || !strings.Contains(w.Body.String(), `lang="zh-CN"`) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("policy %q", csp)
	}
	for _, file := range []string{"app.js", "dom.js", "api.js", "text.js", "time.js", "store.js", "people.js", "messages.js", "menu.js", "composer.js", "clock.js", "app.css", "icon.svg"} {
		w := visit(page, http.MethodGet, "/static/"+file, "", nil)
		text := strings.ReplaceAll(w.Body.String(), "http://www.w3.org/", "")
		if w.Code != 200 || strings.Contains(text, "//cdn") || strings.Contains(text, "innerHTML") || strings.Contains(text, "@import") {
			t.Errorf("%s: %d, or it loads or writes what it must not", file, w.Code)
		}
	}
}

func TestThePageRefusesForeignHostsAndOrigins(t *testing.T) {
	t.Parallel()
	f, page := newPage(t)
	send := `{"user":1001,"chat":1001,"text":"巡查"}`
	for name, tc := range map[string]struct {
		method string
		header http.Header
		code   int
	}{
		"a rebound name":      {http.MethodGet, http.Header{"Host": {"evil.example"}}, http.StatusMisdirectedRequest},
		"localhost":           {http.MethodGet, http.Header{"Host": {"localhost:8080"}}, 200},
		"another site's post": {http.MethodPost, http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}, http.StatusForbidden},
		"another port's post": {http.MethodPost, http.Header{"Origin": {"http://127.0.0.1:9999"}}, http.StatusForbidden},
		"the page's own":      {http.MethodPost, http.Header{"Sec-Fetch-Site": {"same-origin"}, "Origin": {"http://127.0.0.1:8080"}}, 200},
	} {
		target := map[string]string{http.MethodGet: "/api/state", http.MethodPost: "/api/send"}[tc.method]
		if w := visit(page, tc.method, target, send, tc.header); w.Code != tc.code {
			t.Errorf("%s: %d, want %d", name, w.Code, tc.code)
		}
	}
	if m, ok := f.LastMessage(f.li.ID); !ok || m.Text != "巡查" {
		t.Errorf("the page's own message: %+v", m)
	}
	if w := visit(page, http.MethodPost, "/api/send", strings.Repeat("x", 70<<10), nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a large body: %d", w.Code)
	}
}

func TestThePageMovesTheClock(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{Clock: sandbox.NewClockAt(time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC))})
	page := f.Page(sandbox.PageOptions{})
	for _, step := range []struct{ to, want string }{
		{"evening", "2026-11-28T18:00"}, // 18:00 in UTC+8 has just passed
		{"monday", "2026-11-30T09:00"},
		{"month", "2026-12-01T09:00"},
		{"hour", "2026-12-01T10:00"},
		{"day", "2026-12-02T10:00"},
		{"evening", "2026-12-02T18:00"},
	} {
		w := visit(page, http.MethodPost, "/api/clock", `{"to":"`+step.to+`"}`, nil)
		now := f.Clock().Now().In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04")
		if w.Code != 200 || now != step.want {
			t.Errorf("%s: %d, %s, want %s", step.to, w.Code, now, step.want)
		}
	}
	if w := visit(page, http.MethodPost, "/api/clock", `{"to":"yesterday"}`, nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an unknown moment: %d", w.Code)
	}
}

func TestThePageStreamsTheChat(t *testing.T) {
	t.Parallel()
	f, page := newPage(t)
	startBot(t, f)
	server := httptest.NewServer(page)
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(within(t, 10*time.Second), http.MethodGet, server.URL+"/api/events?seq=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	go func() { _, _ = f.li.Say("巡查3网格，楼道堆物2处，已清理") }()
	var seen strings.Builder
	buf := make([]byte, 4096)
	for !strings.Contains(seen.String(), "这样记录可以吗") {
		n, err := resp.Body.Read(buf)
		seen.Write(buf[:n])
		if err != nil && err != io.EOF {
			t.Fatalf("%v after %s", err, &seen)
		}
	}
	if !strings.Contains(seen.String(), "event: clock") {
		t.Error("no clock in the stream")
	}
}
