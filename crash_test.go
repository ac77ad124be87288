package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gridmate/sandbox"
)

// asProgram makes the test binary run the program instead of the tests, so
// that a test can kill the real process.
const asProgram = "GRIDMATE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// The crash test's size: chats times reports is what is sent, and the process
// is killed once for every round.
const (
	crashChats   = 20
	crashReports = 100
	crashKills   = 40
)

// TestNothingIsLostOrDoneTwiceOverKills sends 2,000 reports from 20 chats
// while the real process is killed 40 times without warning. Every report
// must end up as exactly one record, in the order of its chat, and answered.
func TestNothingIsLostOrDoneTwiceOverKills(t *testing.T) {
	t.Parallel()
	telegram := sandbox.NewServer(sandbox.Options{})
	t.Cleanup(telegram.Close)
	p := newProgram(t, telegram)
	workers := p.settle(crashChats)

	const perRound = crashChats * crashReports / crashKills
	sent := 0
	report := func() {
		w := workers[sent%crashChats]
		if _, err := w.Say(fmt.Sprintf("/patrol 第%d次，楼道堆物1处，已清理", sent/crashChats+1)); err != nil {
			t.Fatal(err)
		}
		sent++
	}
	for range crashKills {
		stop := p.start()
		atLeast := telegram.CallCount("sendMessage") + rand.IntN(perRound)
		for range perRound {
			report()
		}
		p.until("some reports are answered", func() bool { return telegram.CallCount("sendMessage") >= atLeast })
		stop(os.Kill)
	}
	stop := p.start()
	p.until("every report is answered", func() bool {
		for _, w := range workers {
			if len(receipts(telegram, w.ID)) < crashReports {
				return false
			}
		}
		return true
	})
	stop(os.Interrupt)
	p.checkRecords(workers, slices.Repeat([]int{crashReports}, crashChats))
}

// program is the real program against a sandbox, and its database.
type program struct {
	t        *testing.T
	telegram *sandbox.Server
	env      []string
	db       string
	log      *bytes.Buffer
}

func newProgram(t *testing.T, telegram *sandbox.Server) *program {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := sandbox.NewHTTPServer(telegram.Handler())
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(listener) }()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	db := filepath.Join(t.TempDir(), "gridmate.db")
	return &program{t: t, telegram: telegram, db: db, log: &bytes.Buffer{}, env: []string{
		"GRIDMATE_TOKEN=" + telegram.Token(), "GRIDMATE_DB=" + db,
		"GRIDMATE_API_URL=http://" + listener.Addr().String(),
		"GRIDMATE_RATE_TOTAL=0", "GRIDMATE_RATE_CHAT=0", "GRIDMATE_RATE_GROUP=0", "GRIDMATE_LOG=warn",
	}}
}

// settle imports a community with one grid and one worker for each chat.
func (p *program) settle(n int) []*sandbox.User {
	p.t.Helper()
	var org, people strings.Builder
	org.WriteString("code,level,name,parent\nBH,community,滨河社区,\n")
	people.WriteString("telegram_id,name,role,org\n")
	workers := make([]*sandbox.User, n)
	for i := range workers {
		id := int64(5001 + i)
		fmt.Fprintf(&org, "BH-%02d,grid,%d网格,BH\n", i+1, i+1)
		fmt.Fprintf(&people, "%d,网格员%d,grid,BH-%02d\n", id, i+1, i+1)
		workers[i] = p.telegram.AddUser(sandbox.Person{ID: id, FirstName: fmt.Sprintf("网格员%d", i+1)})
		if _, err := workers[i].Start(""); err != nil {
			p.t.Fatal(err)
		}
	}
	for _, file := range []struct{ kind, content string }{{"org", org.String()}, {"people", people.String()}} {
		if o := call(p.t, p.env, "", "import", file.kind, put(p.t, file.kind+".csv", file.content)); o.code != exitDone {
			p.t.Fatalf("import %s: %s", file.kind, o.errors)
		}
	}
	return workers
}

// start runs the program as a process of its own; the result sends it a
// signal and waits for its end.
func (p *program) start() func(os.Signal) {
	p.t.Helper()
	cmd := exec.Command(os.Args[0], "run")
	cmd.Env = append(append(os.Environ(), p.env...), asProgram+"=1")
	cmd.Stderr = p.log
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	stopped := false
	stop := func(s os.Signal) {
		if stopped {
			return
		}
		stopped = true
		_ = cmd.Process.Signal(s)
		_ = cmd.Wait()
	}
	p.t.Cleanup(func() { stop(os.Kill) })
	return stop
}

// crashPatience is how long a test waits for the program; it is a limit, not a measure.
const crashPatience = 2 * time.Minute

func (p *program) until(what string, done func() bool) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), crashPatience)
	defer cancel()
	if err := p.telegram.Until(ctx, done); err != nil {
		p.t.Fatalf("waiting until %s: %v\n%s", what, err, tail(p.log.String()))
	}
}

func tail(s string) string { return s[max(0, len(s)-2000):] }

var receiptNumber = regexp.MustCompile(`已记录 #(\d+)`)

// receipts are the numbers of the records that a chat was told of, by number.
func receipts(telegram *sandbox.Server, chat int64) map[int]int {
	found := map[int]int{}
	for _, m := range telegram.Messages(chat) {
		if n := receiptNumber.FindStringSubmatch(m.Shown()); n != nil {
			number, _ := strconv.Atoi(n[1])
			found[number]++
		}
	}
	return found
}

// checkRecords holds the records against what each worker sent: each report
// once, in its order, and its receipt in the chat that sent it.
func (p *program) checkRecords(workers []*sandbox.User, sent []int) {
	p.t.Helper()
	o := call(p.t, p.env, "", "export", "records", "--org", "BH", "--from", "1999-01-01", "--to", "2099-12-31", "--format", "csv", "-o", "-")
	if o.code != exitDone {
		p.t.Fatalf("export: %s", o.errors)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(o.out, "\ufeff"))).ReadAll()
	if err != nil {
		p.t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	count := regexp.MustCompile(`第(\d+)次`)
	next := map[string]int{}
	numbers := map[string]map[int]bool{}
	for _, row := range rows[1:] {
		grid := row[column["grid"]]
		n := count.FindStringSubmatch(row[column["text"]])
		if n == nil {
			p.t.Fatalf("a record of no report: %q", row)
		}
		next[grid]++
		if n[1] != strconv.Itoa(next[grid]) {
			p.t.Fatalf("%s: report %s where %d was due", grid, n[1], next[grid])
		}
		if numbers[grid] == nil {
			numbers[grid] = map[int]bool{}
		}
		number, _ := strconv.Atoi(row[column["number"]])
		numbers[grid][number] = true
	}
	for i, w := range workers {
		grid := fmt.Sprintf("BH-%02d", i+1)
		if next[grid] != sent[i] {
			p.t.Errorf("%s: %d records of %d reports", grid, next[grid], sent[i])
		}
		for number := range receipts(p.telegram, w.ID) {
			if !numbers[grid][number] {
				p.t.Errorf("%s was told of #%d, which is not its record", grid, number)
			}
		}
	}
}
