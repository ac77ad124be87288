package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/handlers"
	"gridmate/sandbox"
	"gridmate/storage"
)

// fetch reads a page of the running bot.
func fetch(t *testing.T, url string) (status int, text string) {
	t.Helper()
	request, err := http.NewRequestWithContext(soon(t), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// eventually asks until it is so.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	ctx := soon(t)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !is() {
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("waited until %s", what)
		}
	}
}

// wantMetric holds that a metric has a value of this form.
func wantMetric(t *testing.T, metrics, form string) {
	t.Helper()
	if !regexp.MustCompile(`(?m)^gridmate_` + form + `$`).MatchString(metrics) {
		t.Errorf("no gridmate_%s among the metrics", form)
	}
}

func TestMetricsTellWhatAnOperatorWatches(t *testing.T) {
	t.Parallel()
	listen := freeAddress(t)
	server, worker, env := telegram(t, sandbox.Options{})
	start(t, append(env, "GRIDMATE_LISTEN="+listen, "GRIDMATE_BACKUP_DIR="+t.TempDir()))
	server.Inject(sandbox.Fault{Method: "sendMessage", Effect: sandbox.TooManyRequests, RetryAfter: 1, Times: 1})
	report(t, server, worker, "/patrol 1网格 正常 13812345678", "已记录")
	var metrics string
	eventually(t, "the backup and the receipt are counted", func() bool {
		_, metrics = fetch(t, "http://"+listen+"/metrics")
		return strings.Contains(metrics, `gridmate_jobs_total{job="backup"`) && strings.Contains(metrics, `fate="sent"} 2`)
	})
	for _, form := range []string{
		`updates_handled_total 1`, `updates_dead_total 0`, `update_seconds_count 1`, `reply_seconds_count\{priority="interactive"\} 2`,
		`telegram_calls_total\{method="sendMessage",status="429"\} 1`, `replies_total\{fate="sent"\} 2`, `jobs_total\{job="backup",outcome="done"\} 1`,
		`outbox_waiting\{priority="bulk"\} 0`, `outbox_oldest_seconds\{priority="interactive"\} [0-9.e-]+`, `inbox_waiting 0`, `inbox_oldest_seconds 0`,
		`dead_letters 0`, `intake_age_seconds [0-9.e-]+`, `database_bytes [0-9.e+]+`, `disk_free_bytes [0-9.e+]+`, `clock_ahead_seconds -?[0-9]`,
		`backup_age_seconds [0-9.e-]+`,
	} {
		wantMetric(t, metrics, form)
	}
	for _, private := range []string{`"7001"`, "小李", "13812345678", "BH-01", server.Token()} {
		if strings.Contains(metrics, private) {
			t.Errorf("the metrics hold %s", private)
		}
	}
	status, text := fetch(t, "http://"+listen+"/readyz")
	if status != http.StatusOK || !strings.Contains(text, "intake ") || !strings.Contains(text, "outbox interactive 0") {
		t.Errorf("%d %s", status, text)
	}
}

func TestReadinessNamesWhatIsLate(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	well := handlers.Vitals{Started: now.Add(-time.Hour), Polling: true, Intake: now.Add(-time.Minute)}
	for name, c := range map[string]struct {
		change func(*handlers.Vitals)
		want   string
	}{
		"a bot that works":          {func(*handlers.Vitals) {}, ""},
		"a bot that has just begun": {func(v *handlers.Vitals) { v.Intake, v.Started = time.Time{}, now.Add(-time.Minute) }, ""},
		"a webhook has no polls":    {func(v *handlers.Vitals) { v.Polling, v.Intake = false, time.Time{} }, ""},
		"telegram does not answer":  {func(v *handlers.Vitals) { v.Intake = now.Add(-5 * time.Minute) }, "stored for 5m0s"},
		"it never did":              {func(v *handlers.Vitals) { v.Intake = time.Time{} }, "stored for 1h0m0s"},
		"updates wait":              {func(v *handlers.Vitals) { v.Waiting, v.Oldest = 9, 2*time.Minute }, "waited for 2m0s to be handled"},
		"an answer waits": {func(v *handlers.Vitals) {
			v.Replies = map[chat.Priority]handlers.Queue{chat.Interactive: {Waiting: 1, Oldest: 6 * time.Minute}}
		}, "waited for 6m0s to be sent"},
		"a digest may wait": {func(v *handlers.Vitals) {
			v.Replies = map[chat.Priority]handlers.Queue{chat.Bulk: {Waiting: 1, Oldest: time.Hour}}
		}, ""},
	} {
		v := well
		c.change(&v)
		got := strings.Join(ills(v, now), "; ")
		if !strings.Contains(got, c.want) || (c.want == "") != (got == "") {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestADeadLetterIsToldListedAndRetried sends what nobody can decode: the
// administrator hears of it once, and an operator lists, shows, retries and
// drops it while the bot is running.
func TestADeadLetterIsToldListedAndRetried(t *testing.T) {
	t.Parallel()
	server, _, env := telegram(t, sandbox.Options{})
	keeper := server.AddUser(sandbox.Person{ID: 7009, FirstName: "管理员"})
	env = append(env, "GRIDMATE_ADMINS=7009")
	bot := start(t, env)
	report(t, server, keeper, "/status", "运行状态")
	server.InjectUndecodable()
	server.InjectUndecodable()
	bot.errs.await(t, regexp.MustCompile(`(?s)could not be handled.*could not be handled`))

	var list outcome
	eventually(t, "both are listed", func() bool {
		list = call(t, env, "", "deadletters")
		return strings.Count(list.out, "unreadable") == 2
	})
	if list.code != exitDone || !strings.Contains(list.out, "decode: Telegram sent what this version cannot read") {
		t.Errorf("%+v", list)
	}
	number := regexp.MustCompile(`(?m)^\d+`).FindString(list.out)
	if o := call(t, env, "", "deadletters", "show", number); o.code != exitDone || !strings.Contains(o.out, "error: decode update") {
		t.Errorf("%+v", o)
	}
	if o := call(t, env, "", "doctor"); o.code != exitDone || !strings.Contains(o.out, "! 2: see gridmate deadletters") {
		t.Errorf("%+v", o)
	}
	if o := call(t, env, "", "deadletters", "retry", number); o.code != exitDone || o.out != "letter "+number+": waits to be handled again\n" {
		t.Errorf("%+v", o)
	}
	bot.errs.await(t, regexp.MustCompile(`(?s)(could not be handled.*){3}`)) // tried within seconds, and dead again
	wantOneLine(t, call(t, env, "", "deadletters", "drop", "4711"), exitFailed, "4711")
	wantOneLine(t, call(t, env, "", "deadletters", "drop"), exitUsage, "--all")
	eventually(t, "the letter that was retried is dead again", func() bool {
		return strings.Count(call(t, env, "", "deadletters").out, "unreadable") == 2
	})
	if o := call(t, env, "", "deadletters", "drop", "--all"); strings.Count(o.out, "dropped") != 2 {
		t.Errorf("%+v", o)
	}
	if o := call(t, env, "", "deadletters"); o.out != "none: every update could be handled\n" {
		t.Errorf("%+v", o)
	}
}

// teller is an assistant with a database, an administrator and a clock, that
// sends nothing.
func teller(t *testing.T) (a *assistant, at *time.Time, texts func() []chat.Reply) {
	t.Helper()
	_, path := deployment(t)
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC) // ten in the morning
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	a, err = assemble(t.Context(), config{DB: path, Token: "1:x", Zone: zone, Admins: []int64{7002}, Manners: community.DefaultManners()}, slog.New(slog.DiscardHandler), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.db.Close() })
	err = a.db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		for _, user := range []int64{7001, 7002} {
			p, _, err := tx.PersonByUser(ctx, user)
			if err != nil {
				return err
			}
			p.Chat = user
			if _, err := tx.SavePerson(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return a, &now, func() []chat.Reply {
		waiting, err := a.db.Pending(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var replies []chat.Reply
		for _, w := range waiting {
			replies = append(replies, w.Reply)
		}
		return replies
	}
}

func TestAdministratorsAreToldOnceAnHourForOneCause(t *testing.T) {
	t.Parallel()
	a, now, said := teller(t)
	failed := func(cause string) {
		a.observe(backupJob, errors.New(cause))
		a.tell(t.Context(), <-a.alerts, nil)
	}
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {0, 1}, {59 * time.Minute, 1}, {2 * time.Minute, 2}} {
		*now = now.Add(step.after)
		failed("no room")
		if got := said(); len(got) != step.want {
			t.Errorf("after %s: %d messages, want %d", step.after, len(got), step.want)
		}
	}
	for range 3 { // what lasts is told once a day
		*now = now.Add(2 * time.Hour)
		a.tell(t.Context(), alert{cause: "clock", text: "clock", args: []any{"Seconds", 300}, lasts: true}, nil)
	}
	if got := said(); len(got) != 3 || !strings.Contains(got[2].Text, "300") {
		t.Errorf("%+v", got)
	}
	a.observe("digest.day", errors.New("broken"))
	a.tell(t.Context(), <-a.alerts, nil)
	got := said()
	if len(got) != 4 || got[0].Chat != 7002 || !strings.Contains(got[0].Text, "no room") || !strings.Contains(got[3].Text, "digest.day") {
		t.Errorf("%+v", got)
	}
}

func TestAlertsWaitForTheMorningUnlessTheyAreUrgent(t *testing.T) {
	t.Parallel()
	a, now, said := teller(t)
	*now = time.Date(2026, 11, 23, 18, 30, 0, 0, time.UTC) // 02:30 of the 24th
	a.tell(t.Context(), alert{cause: "one", text: "job", args: []any{"Job", "x"}}, nil)
	a.tell(t.Context(), alert{cause: "two", text: "job", args: []any{"Job", "y"}, urgent: true}, nil)
	got := said()
	morning := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	if len(got) != 2 || !got[0].NotBefore.Equal(morning) || !got[1].NotBefore.IsZero() {
		t.Errorf("%+v", got)
	}
}

func TestTheDailyCheckFindsWhatSomebodyChangedInTheDatabase(t *testing.T) {
	t.Parallel()
	a, _, _ := teller(t)
	if note, err := a.check(t.Context(), community.NewDate(2026, 11, 23)); err != nil || !strings.Contains(note, "unbroken") {
		t.Errorf("%s, %v", note, err)
	}
	if len(a.alerts) != 0 {
		t.Error("an alert in November")
	}
	if _, err := a.check(t.Context(), community.NewDate(2026, 12, 7)); err != nil { // a Monday
		t.Error(err)
	}
	if al := <-a.alerts; al.cause != "holidays" || fmt.Sprint(al.args) != "[Year 2027]" {
		t.Errorf("%+v", al)
	}
}

func TestTheBotIsQuietWhenNobodyHasNeededItForAMinute(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	a := &assistant{started: now, figures: newFigures(), now: func() time.Time { return now }}
	for _, step := range []struct {
		after   time.Duration
		handled int
		quiet   bool
	}{{0, 0, false}, {59 * time.Second, 0, false}, {time.Second, 0, true}, {time.Hour, 1, false}, {59 * time.Second, 0, false}, {time.Second, 0, true}} {
		now = now.Add(step.after)
		a.done(t.Context(), make([]time.Time, step.handled), step.handled)
		if a.quiet() != step.quiet {
			t.Errorf("%v: quiet is %v", now, a.quiet())
		}
	}
}

func TestTheListenerHasALimitForEverything(t *testing.T) {
	t.Parallel()
	for name, server := range map[string]*http.Server{"the bot's": limited(http.NotFoundHandler()), "the sandbox's": sandbox.NewHTTPServer(http.NotFoundHandler())} {
		if server.ReadHeaderTimeout == 0 || server.ReadTimeout == 0 || server.IdleTimeout == 0 || server.MaxHeaderBytes == 0 {
			t.Errorf("%s listener waits for ever: %+v", name, server)
		}
	}
	if limited(http.NotFoundHandler()).WriteTimeout == 0 { // the sandbox streams
		t.Error("an answer may take for ever")
	}
}

// TestAHeldUpRequestIsCutOff opens a connection and says half of a request.
func TestAHeldUpRequestIsCutOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		listener := &oneConnection{here: there, closed: make(chan struct{})}
		server := limited(http.NotFoundHandler())
		go func() { _ = server.Serve(listener) }()
		begun := time.Now()
		go func() { _, _ = here.Write([]byte("GET /healthz HTTP/1.1\r\nHost:")) }()
		if _, err := io.ReadAll(here); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took > 2*headerTime {
			t.Errorf("cut off after %s", took)
		}
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
}

// oneConnection is a listener with one client.
type oneConnection struct {
	here   net.Conn
	once   sync.Once
	closed chan struct{}
}

func (l *oneConnection) Accept() (conn net.Conn, err error) {
	l.once.Do(func() { conn = l.here })
	if conn == nil {
		<-l.closed
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (l *oneConnection) Close() error   { close(l.closed); return nil }
func (l *oneConnection) Addr() net.Addr { return l.here.LocalAddr() }
