package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	_ "modernc.org/sqlite"

	"gridmate/sandbox"
)

// The whole way of a report: Telegram has it, the program reads it, checks
// rights, records it and sends the receipt. Three programs do it in one run
// over the same local Bot API, so that their ratio means something on a shared
// machine: gridmate; a bare loop that stores text and answer in batches and
// understands nothing; and a bot written the usual way over go-telegram/bot,
// with one transaction for each report.
//
//	go test -run '^$' -bench WholeWay -benchtime 1x .
func BenchmarkWholeWay(b *testing.B) {
	const reports, chats = 20_000, 200
	for range b.N {
		bare := wayOf(b, reports, chats, runBare)
		naive := wayOf(b, reports, chats, runNaive)
		ours := wayOf(b, reports, chats, runGridmate)
		b.ReportMetric(ours, "gridmate/s")
		b.ReportMetric(bare, "bare/s")
		b.ReportMetric(naive, "naive/s")
		b.ReportMetric(ours/bare, "of-bare")
		b.ReportMetric(ours/naive, "of-naive")
	}
}

// rival is a program under measurement; it ends when ctx does.
type rival func(ctx context.Context, b *testing.B, api, token, db string)

// wayOf measures how many reports a second go the whole way.
func wayOf(b *testing.B, reports, chats int, run rival) float64 {
	b.Helper()
	telegram := sandbox.NewServer(sandbox.Options{CallLog: -1, History: 4})
	defer telegram.Close()
	web := httptest.NewServer(telegram.Handler())
	defer web.Close()
	db := filepath.Join(b.TempDir(), "way.db")
	benchDeployment(b, db, chats)
	for i := range reports {
		u := telegram.AddUser(sandbox.Person{ID: int64(5001 + i%chats), FirstName: "网格员"})
		if i < chats {
			if _, err := u.Start(""); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := u.Say("/patrol 3号楼楼道堆物2处，已清理"); err != nil {
			b.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Minute)
	var done sync.WaitGroup
	begin := time.Now()
	done.Go(func() { run(ctx, b, web.URL, telegram.Token(), db) })
	answered := func() bool { return telegram.CallCount("sendMessage") >= reports+chats }
	if err := telegram.Until(ctx, answered); err != nil {
		b.Errorf("only %d of %d were answered: %v", telegram.CallCount("sendMessage"), reports+chats, err)
	}
	took := time.Since(begin)
	cancel()
	done.Wait()
	return float64(reports) / took.Seconds()
}

func benchDeployment(b *testing.B, db string, chats int) {
	b.Helper()
	var org, people strings.Builder
	org.WriteString("code,level,name,parent\nBH,community,滨河社区,\n")
	people.WriteString("telegram_id,name,role,org\n")
	for i := range chats {
		fmt.Fprintf(&org, "BH-%03d,grid,%d网格,BH\n", i+1, i+1)
		fmt.Fprintf(&people, "%d,网格员%d,grid,BH-%03d\n", 5001+i, i+1, i+1)
	}
	getenv := func(name string) string { return map[string]string{"GRIDMATE_DB": db}[name] }
	for _, f := range []struct{ kind, content string }{{"org", org.String()}, {"people", people.String()}} {
		var errs bytes.Buffer
		path := filepath.Join(b.TempDir(), f.kind+".csv")
		if err := os.WriteFile(path, []byte(f.content), 0o600); err != nil {
			b.Fatal(err)
		}
		if code := run(b.Context(), []string{"import", f.kind, path}, getenv, strings.NewReader(""), io.Discard, &errs); code != exitDone {
			b.Fatal(errs.String())
		}
	}
}

func runGridmate(ctx context.Context, b *testing.B, api, token, db string) {
	env := map[string]string{
		"GRIDMATE_TOKEN": token, "GRIDMATE_DB": db, "GRIDMATE_API_URL": api, "GRIDMATE_LOG": "error",
		"GRIDMATE_RATE_TOTAL": "0", "GRIDMATE_RATE_CHAT": "0", "GRIDMATE_RATE_GROUP": "0",
	}
	var errs bytes.Buffer
	code := run(ctx, []string{"run"}, func(name string) string { return env[name] }, strings.NewReader(""), io.Discard, &errs)
	if code != exitDone {
		b.Errorf("gridmate ended with %d: %s", code, errs.String())
	}
}

// benchTable opens a database of the rivals' own with gridmate's durability.
func benchTable(b *testing.B, db string) *sql.DB {
	b.Helper()
	conn, err := sql.Open("sqlite", "file:"+db+".rival?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)")
	if err != nil {
		b.Fatal(err)
	}
	conn.SetMaxOpenConns(1)
	_, err = conn.Exec(`create table report (id integer primary key, update_id integer unique, chat integer, text text, state integer) strict`)
	if err != nil {
		b.Fatal(err)
	}
	return conn
}

// bareUpdate is what the bare loop looks at.
type bareUpdate struct {
	ID      int64 `json:"update_id"`
	Message struct {
		Chat struct {
			ID int64 `json:"id"`
		} `json:"chat"`
		Text string `json:"text"`
	} `json:"message"`
}

// runBare polls, stores a whole answer in one transaction, sends the answers
// with 64 calls in flight as JSON, and marks them sent in one transaction.
func runBare(ctx context.Context, b *testing.B, api, token, db string) {
	conn := benchTable(b, db)
	defer func() { _ = conn.Close() }()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	defer client.CloseIdleConnections()
	post := func(method, body string) ([]byte, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, api+"/bot"+token+"/"+method, strings.NewReader(body))
		if err != nil {
			return nil, err
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			return nil, err
		}
		defer func() { _ = resp.Body.Close() }()
		return io.ReadAll(resp.Body)
	}
	slots := make(chan struct{}, 64)
	var sending sync.WaitGroup
	defer sending.Wait()
	offset := int64(0)
	for ctx.Err() == nil {
		body, err := post("getUpdates", fmt.Sprintf(`{"offset":%d,"limit":100,"timeout":5}`, offset))
		if err != nil {
			continue
		}
		var answer struct{ Result []bareUpdate }
		if err := json.Unmarshal(body, &answer); err != nil || len(answer.Result) == 0 {
			continue
		}
		if err := bareStore(ctx, conn, answer.Result); err != nil {
			continue
		}
		offset = answer.Result[len(answer.Result)-1].ID + 1
		for _, u := range answer.Result {
			slots <- struct{}{}
			sending.Go(func() {
				_, _ = post("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"已记录 #%d"}`, u.Message.Chat.ID, u.ID))
				<-slots
			})
		}
	}
}

func bareStore(ctx context.Context, conn *sql.DB, updates []bareUpdate) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, `insert into report (update_id, chat, text, state) values (?, ?, ?, 1) on conflict do nothing`)
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	for _, u := range updates {
		if _, err := insert.ExecContext(ctx, u.ID, u.Message.Chat.ID, u.Message.Text); err != nil {
			_ = tx.Rollback()
			return err
		}
	}
	return tx.Commit()
}

// runNaive is the bot that the library's examples lead to: a handler that
// stores the report in a transaction of its own and answers.
func runNaive(ctx context.Context, b *testing.B, api, token, db string) {
	conn := benchTable(b, db)
	defer func() { _ = conn.Close() }()
	bot, err := tg.New(token, tg.WithServerURL(api), tg.WithDefaultHandler(func(ctx context.Context, bot *tg.Bot, u *models.Update) {
		if u.Message == nil {
			return
		}
		_, _ = conn.ExecContext(ctx, `insert into report (update_id, chat, text, state) values (?, ?, ?, 1)`, u.ID, u.Message.Chat.ID, u.Message.Text)
		_, _ = bot.SendMessage(ctx, &tg.SendMessageParams{ChatID: u.Message.Chat.ID, Text: fmt.Sprintf("已记录 #%d", u.ID)})
	}))
	if err != nil {
		b.Error(err)
		return
	}
	bot.Start(ctx)
}
