package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	_ "modernc.org/sqlite" // what both rivals store in
)

// rival is a bot of this command's own, which runs itself for it.
func rival(kind string) func(ctx context.Context, api, token, db string) *exec.Cmd {
	return func(ctx context.Context, api, token, db string) *exec.Cmd {
		self, err := os.Executable()
		if err != nil {
			self = os.Args[0]
		}
		cmd := exec.CommandContext(ctx, self, "rival", kind, api, token, db)
		cmd.Env = append(os.Environ(), asCommand+"=1")
		return cmd
	}
}

// asCommand makes a test's binary run the command instead of the tests.
const asCommand = "GRIDMATE_LOAD_AS_COMMAND"

func runRival(ctx context.Context, args []string) error {
	if len(args) != 4 {
		return fmt.Errorf("a rival needs kind, address, token and database, not %d words", len(args))
	}
	conn, err := table(ctx, args[3])
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if args[0] == "bare" {
		runBare(ctx, conn, args[1]+"/bot"+args[2]+"/")
		return nil
	}
	return runNaive(ctx, conn, args[1], args[2])
}

// table is a rival's database, with gridmate's durability.
func table(ctx context.Context, db string) (*sql.DB, error) {
	conn, err := sql.Open("sqlite", "file:"+db+".rival?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)")
	if err != nil {
		return nil, err
	}
	conn.SetMaxOpenConns(1)
	_, err = conn.ExecContext(ctx, `create table report (id integer primary key, update_id integer unique, chat integer, text text, state integer) strict`)
	return conn, err
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

// bareCalls is how many sendings the bare loop has under way.
const bareCalls = 64

// runBare polls, stores a whole answer in one transaction and sends the
// answers as JSON. It understands nothing: a measure of what the way costs.
func runBare(ctx context.Context, conn *sql.DB, api string) {
	client := newClient()
	defer client.CloseIdleConnections()
	slots := make(chan struct{}, bareCalls)
	var sending sync.WaitGroup
	defer sending.Wait()
	offset := int64(0)
	for ctx.Err() == nil {
		body, err := post(ctx, client, api+"getUpdates", fmt.Sprintf(`{"offset":%d,"limit":100,"timeout":5}`, offset))
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
				_, _ = post(ctx, client, api+"sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"已记录 #%d"}`, u.Message.Chat.ID, u.ID))
				<-slots
			})
		}
	}
}

func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: bareCalls}}
}

func post(ctx context.Context, client *http.Client, url, body string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
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

const insertReport = `insert into report (update_id, chat, text, state) values (?, ?, ?, 1) on conflict do nothing`

func bareStore(ctx context.Context, conn *sql.DB, updates []bareUpdate) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, insertReport)
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
func runNaive(ctx context.Context, conn *sql.DB, api, token string) error {
	bot, err := tg.New(token, tg.WithServerURL(api), tg.WithDefaultHandler(func(ctx context.Context, bot *tg.Bot, u *models.Update) {
		if u.Message == nil {
			return
		}
		_, _ = conn.ExecContext(ctx, insertReport, u.ID, u.Message.Chat.ID, u.Message.Text)
		_, _ = bot.SendMessage(ctx, &tg.SendMessageParams{ChatID: u.Message.Chat.ID, Text: fmt.Sprintf("已记录 #%d", u.ID)})
	}))
	if err != nil {
		return err
	}
	bot.Start(ctx)
	return nil
}
