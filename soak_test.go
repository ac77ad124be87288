package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/sandbox"
)

var soakFor = flag.Duration("soak", 6*time.Minute, "how much time of its own TestSoak lives through")

// What goes on in a soak.
const (
	soakWorkers = 40
	soakEvery   = 750 * time.Millisecond // one of the workers reports
	soakFault   = 20 * time.Second       // something goes wrong
	soakAway    = 40 * time.Second       // Telegram is away for so long, twice
	soakLives   = 4                      // of the bot: it is stopped and started
	soakSample  = 30 * time.Second       // memory and goroutines are counted
)

// TestSoak lets the whole program live in a bubble, in which an hour takes a
// minute: people report without a pause at Telegram's own limits, calls fail
// in every way, Telegram goes away, the bot is restarted. Every report must be
// recorded once, in order, and answered; memory and goroutines must not grow.
//
//	go test -run TestSoak -soak 1h -v .
func TestSoak(t *testing.T) { // alone: it counts what the process holds
	synctest.Test(t, func(t *testing.T) {
		s := newSoak(t)
		s.live(*soakFor)
		s.settleDown()
		s.check()
	})
}

type soak struct {
	*program
	workers    []*sandbox.User
	sent       []int
	random     *rand.Rand
	config     config
	assistant  *assistant
	stop       func()
	unreadable int
	restarts   int
	samples    []soakCount
}

// soakCount is what the process held at a moment.
type soakCount struct {
	heap       uint64
	goroutines int
}

func newSoak(t *testing.T) *soak {
	t.Helper()
	telegram := sandbox.NewServer(sandbox.Options{CallLog: -1, History: 6, Limits: sandbox.TelegramLimits()})
	t.Cleanup(telegram.Close)
	db := filepath.Join(t.TempDir(), "gridmate.db")
	s := &soak{program: &program{t: t, telegram: telegram, db: db, env: []string{"GRIDMATE_DB=" + db}}, random: rand.New(rand.NewPCG(1, 7))}
	s.workers = s.settle(soakWorkers)
	s.sent = make([]int, soakWorkers)
	c := &console{stdout: io.Discard, stderr: io.Discard}
	if _, err := parse([]string{"run"}, getenvOf("GRIDMATE_DB="+db, "GRIDMATE_TOKEN="+telegram.Token()), c); err != nil {
		t.Fatal(err)
	}
	s.config = c.config
	s.config.transport = telegram.Transport()
	s.begin()
	return s
}

// begin starts the bot.
func (s *soak) begin() {
	a, err := assemble(s.t.Context(), s.config, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan error)
	go func() { ended <- a.serve(ctx) }()
	s.assistant = a
	s.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			s.t.Errorf("the bot ended: %v", err)
		}
		if err := a.db.Close(); err != nil {
			s.t.Error(err)
		}
	}
}

// live lets time pass.
func (s *soak) live(long time.Duration) {
	begun := time.Now()
	due := func(every time.Duration) bool { return time.Since(begun)%every < soakEvery }
	for n := 0; time.Since(begun) < long; n++ {
		time.Sleep(soakEvery)
		i := n % soakWorkers
		s.sent[i]++
		if _, err := s.workers[i].Say(fmt.Sprintf("/patrol 第%d次，楼道堆物1处，已清理", s.sent[i])); err != nil {
			s.t.Fatal(err)
		}
		if due(soakFault) {
			s.fault()
		}
		if due(long/3) && n > soakWorkers {
			s.telegram.Inject(sandbox.Fault{Effect: sandbox.BadGateway, For: soakAway})
		}
		if due(long/soakLives) && n > soakWorkers {
			s.stop()
			s.restarts++
			s.begin()
		}
		if due(soakSample) {
			s.count()
		}
	}
}

// fault makes something go wrong, once or a few times.
func (s *soak) fault() {
	effects := []sandbox.Effect{
		sandbox.BadGateway, sandbox.BadGatewayHTML, sandbox.TooManyRequests, sandbox.DropBefore, sandbox.DropAfter, sandbox.Truncate, sandbox.Delay,
	}
	s.telegram.Inject(sandbox.Fault{
		Method: []string{"getUpdates", "sendMessage", ""}[s.random.IntN(3)], Effect: effects[s.random.IntN(len(effects))],
		RetryAfter: 1 + s.random.IntN(3), Latency: time.Duration(s.random.IntN(2000)) * time.Millisecond, Times: 1 + s.random.IntN(3),
	})
	if s.random.IntN(8) == 0 {
		s.telegram.InjectUndecodable()
		s.unreadable++
	}
}

// count looks what the process holds when nothing runs.
func (s *soak) count() {
	synctest.Wait()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	s.samples = append(s.samples, soakCount{m.HeapAlloc, runtime.NumGoroutine()})
}

// settleDown waits until everything has been answered and stops the bot.
func (s *soak) settleDown() {
	for range 60 {
		time.Sleep(10 * time.Second)
		if s.telegram.PendingUpdates() == 0 && s.idle() {
			break
		}
	}
	if !s.idle() {
		s.t.Error("not everything was answered in ten minutes")
	}
	state, err := s.assistant.db.InboxState(s.t.Context())
	if err != nil || state.Waiting > 0 || state.Dead != s.unreadable {
		s.t.Errorf("the inbox holds %+v, %v; %d updates cannot be read", state, err, s.unreadable)
	}
	s.stop()
}

func (s *soak) idle() bool {
	synctest.Wait()
	for _, q := range s.assistant.outbox.queues() {
		if q.waiting > 0 {
			return false
		}
	}
	return true
}

func (s *soak) check() {
	s.checkRecords(s.workers, s.sent)
	for _, w := range s.workers {
		if last := s.telegram.Messages(w.ID); !strings.Contains(last[len(last)-1].Shown(), "已记录 #") {
			s.t.Errorf("the last message to %d is no receipt", w.ID)
		}
	}
	half := len(s.samples) / 2
	early, late := s.samples[:half], s.samples[half:]
	heap := func(a, b soakCount) int { return int(int64(a.heap) - int64(b.heap)) }
	routines := func(a, b soakCount) int { return a.goroutines - b.goroutines }
	was, is := slices.MaxFunc(early, heap).heap, slices.MaxFunc(late, heap).heap
	if is > was+was/5+(2<<20) {
		s.t.Errorf("the heap grew from %d to %d KB", was>>10, is>>10)
	}
	few, many := slices.MaxFunc(early, routines).goroutines, slices.MaxFunc(late, routines).goroutines
	if many > few+8 {
		s.t.Errorf("from %d goroutines to %d", few, many)
	}
	total := 0
	for _, n := range s.sent {
		total += n
	}
	s.t.Logf("%s: %d reports, %d restarts; heap at most %d KB in the first half, %d KB in the second; goroutines %d and %d",
		*soakFor, total, s.restarts, was>>10, is>>10, few, many)
}
