package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"gridmate/sandbox"
)

// deadline is how long a test waits for what should take milliseconds.
const deadline = 60 * time.Second

// telegram is a sandbox behind real HTTP with one grid worker in it.
func telegram(t *testing.T, opts sandbox.Options) (server *sandbox.Server, worker *sandbox.User, env []string) {
	t.Helper()
	server = sandbox.NewServer(opts)
	t.Cleanup(server.Close)
	web := httptest.NewServer(server.Handler())
	t.Cleanup(web.Close)
	worker = server.AddUser(sandbox.Person{ID: 7001, FirstName: "小李"})
	env, _ = deployment(t)
	return server, worker, append(env, "GRIDMATE_TOKEN="+server.Token(), "GRIDMATE_API_URL="+web.URL)
}

// running is the program in this process until stop is called.
type running struct {
	stop      func() outcome
	out, errs *logs
}

// logs collects what the program writes while it is running.
type logs struct {
	mu    sync.Mutex
	text  bytes.Buffer
	wrote chan struct{} // has room for one
}

func newLogs() *logs { return &logs{wrote: make(chan struct{}, 1)} }

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.wrote <- struct{}{}:
	default:
	}
	return l.text.Write(p)
}

// await waits until the program has written something of this form.
func (l *logs) await(t *testing.T, form *regexp.Regexp) string {
	t.Helper()
	ctx := soon(t)
	for {
		if found := form.FindString(l.String()); found != "" {
			return found
		}
		select {
		case <-l.wrote:
		case <-ctx.Done():
			t.Fatalf("the program writes no %s but %q", form, l)
		}
	}
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// start runs the program with these arguments; it is stopped with the test.
func start(t *testing.T, env []string, args ...string) running {
	t.Helper()
	values := map[string]string{}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	ctx, cancel := context.WithCancel(context.Background())
	var (
		out, errs = newLogs(), newLogs()
		code      int
		ended     = make(chan struct{})
	)
	go func() {
		defer close(ended)
		code = run(ctx, args, func(name string) string { return values[name] }, strings.NewReader(""), out, errs)
	}()
	stop := func() outcome {
		cancel()
		select {
		case <-ended:
		case <-time.After(deadline):
			t.Error("the program does not stop")
		}
		return outcome{code, out.String(), errs.String()}
	}
	t.Cleanup(func() { stop() })
	return running{stop, out, errs}
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	t.Cleanup(cancel)
	return ctx
}

// report sends a text and returns what the bot answered with these words in it.
func report(t *testing.T, server *sandbox.Server, worker *sandbox.User, text string, words ...string) string {
	t.Helper()
	m, err := worker.Say(text)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.Await(soon(t), worker.ID, m.Seq, sandbox.Contains(words...))
	if err != nil {
		t.Fatal(err)
	}
	return answer.Shown()
}

func TestAReportGoesAllTheWayAndSurvivesARestart(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	for n := 1; n <= 2; n++ {
		bot := start(t, env)
		report(t, server, worker, "/patrol 1网格3号楼楼道堆物2处，已清理 13812345678", "已记录", fmt.Sprintf("#%d", n))
		o := bot.stop()
		if o.code != exitDone || o.out != "" {
			t.Errorf("%+v", o)
		}
		for _, private := range []string{"堆物", "13812345678", server.Token()} {
			if strings.Contains(o.errors, private) {
				t.Errorf("the log holds %s: %s", private, o.errors)
			}
		}
	}
	o := call(t, env, "", "export", "records", "--org", "BH", "--from", "2026-01-01", "--to", "2099-01-01", "-o", "-")
	if strings.Count(o.out, "patrol") != 2 || !strings.Contains(o.out, "[手机号]") {
		t.Errorf("%+v", o)
	}
}

func TestASecondInstanceOnTheSameDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	start(t, env)
	report(t, server, worker, "/help")
	wantOneLine(t, call(t, env, "", "run"), exitFailed, "another gridmate is running")
	report(t, server, worker, "/patrol 1网格 正常", "已记录") // the first one goes on
}

func TestASecondInstanceOnTheSameTokenStops(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	start(t, env)
	report(t, server, worker, "/help")
	server.Inject(sandbox.Fault{Method: "getUpdates", Effect: sandbox.Conflict})
	other := append(append([]string{}, env...), "GRIDMATE_DB="+filepath.Join(t.TempDir(), "other.db"))
	if o := call(t, other, "", "run"); o.code != exitFailed || !strings.Contains(o.errors, "another instance") {
		t.Errorf("%+v", o)
	}
}

func TestCommandsWorkBesideTheRunningBot(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	start(t, env)
	report(t, server, worker, "/patrol 1网格 正常")
	more := put(t, "org.csv", "code,level,name,parent\nBH-03,grid,3网格,BH\n")
	if o := call(t, env, "", "import", "org", more); o.code != exitDone {
		t.Errorf("%+v", o)
	}
	payload := strings.TrimSpace(call(t, env, "", "invite", "--role", "grid", "--org", "BH-03").out)
	other := server.AddUser(sandbox.Person{ID: 7100, FirstName: "小王"})
	m, err := other.Start(payload)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.Await(soon(t), other.ID, m.Seq, nil); err != nil {
		t.Fatal(err)
	}
	report(t, server, other, "/patrol 3网格 正常", "已记录")
	for _, args := range []string{"doctor", "backup " + filepath.Join(t.TempDir(), "copy.db")} {
		if o := call(t, env, "", strings.Fields(args)...); o.code != exitDone {
			t.Errorf("%s: %+v", args, o)
		}
	}
}

func TestAWrongTokenEndsTheRunWithOneLine(t *testing.T) {
	t.Parallel()
	_, _, env := telegram(t, sandbox.Options{})
	o := call(t, append(env, "GRIDMATE_TOKEN=123456:wrong"), "", "run")
	if o.code != exitFailed || !strings.Contains(o.errors, "token") || strings.Contains(o.errors, "wrong") {
		t.Errorf("%+v", o)
	}
}

func TestTheWebhookTakesUpdatesIn(t *testing.T) {
	t.Parallel()
	listen := freeAddress(t)
	server, worker, env := telegram(t, sandbox.Options{})
	bot := start(t, append(env, "GRIDMATE_LISTEN="+listen, "GRIDMATE_WEBHOOK_URL=http://"+listen+"/telegram", "GRIDMATE_WEBHOOK_SECRET=s3cret"))
	if err := server.Until(soon(t), func() bool { return server.CallCount("setWebhook") > 0 }); err != nil {
		t.Fatal(err)
	}
	report(t, server, worker, "/patrol 1网格 正常", "已记录")
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 200, "/nothing": 404, "/telegram": 405} {
		if got := get(t, "http://"+listen+path); got != want {
			t.Errorf("%s answers %d, want %d", path, got, want)
		}
	}
	if o := bot.stop(); o.code != exitDone || strings.Contains(o.errors, "s3cret") {
		t.Errorf("%+v", o)
	}
}

func TestAnAddressInUseIsOneLine(t *testing.T) {
	t.Parallel()
	_, _, env := telegram(t, sandbox.Options{})
	var config net.ListenConfig
	taken, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	wantOneLine(t, call(t, append(env, "GRIDMATE_LISTEN="+taken.Addr().String()), "", "run"), exitFailed, "GRIDMATE_LISTEN", taken.Addr().String())
}

func freeAddress(t *testing.T) string {
	t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return l.Addr().String()
}

func get(t *testing.T, url string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(soon(t), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}

func TestReadStreamsReports(t *testing.T) {
	t.Parallel()
	o := call(t, nil, "昨天上午走了四网格，正常\n{\"id\":\"a1\",\"text\":\"调解邻里纠纷1起 13812345678\"}\n", "read", "--now", "2026-11-23T10:00:00+08:00")
	lines := strings.Split(strings.TrimSpace(o.out), "\n")
	if o.code != exitDone || len(lines) != 2 || !strings.Contains(lines[0], `"date":"2026-11-22"`) ||
		!strings.Contains(lines[1], `"id":"a1"`) || !strings.Contains(lines[1], "[手机号]") {
		t.Errorf("%+v", o)
	}
	o = call(t, nil, "昨天上午走了四网格，正常\n收到\n", "read", "--now", "2026-11-23T10:00:00+08:00", "--explain")
	if o.code != exitDone || !strings.Contains(o.out, "grid: 四网格") || !strings.Contains(o.out, "weighed kind=patrol: ") || !strings.Contains(o.out, "nothing reported") {
		t.Errorf("%+v", o)
	}
	wantOneLine(t, call(t, nil, "", "read", "--now", "yesterday"), exitUsage, "--now=yesterday")
}

func TestMaskKeepsJSONAndIDs(t *testing.T) {
	t.Parallel()
	got := string(mask([]byte(`{"update_id":13812345678,"message":{"text":"\u7535\u8bdd 13812345678","list":["13812345678"]}}`)))
	if want := `{"message":{"list":["[手机号]"],"text":"电话 [手机号]"},"update_id":13812345678}`; got != want {
		t.Errorf("%s", got)
	}
	if got := string(mask([]byte("no JSON: 13812345678 \xff"))); strings.Contains(got, "138") {
		t.Errorf("%s", got)
	}
}

// What was corrected in a guide has to be seen at once, so Telegram is to keep
// inline answers for a second only, and for nobody else.
func TestInlineAnswersAreHardlyKept(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	start(t, env)
	results, err := worker.InlineQuery("低保", "private").Wait(soon(t))
	if err != nil || len(results) == 0 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	calls := server.Calls("answerInlineQuery")
	if len(calls) != 1 || calls[0].Params["cache_time"] != "1" || calls[0].Params["is_personal"] != "true" {
		t.Errorf("%+v", calls)
	}
}
