package bot_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/sandbox"
)

// snapshot is what the disk holds at this moment.
func (m *memory) snapshot() *memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := newMemory()
	c.order = slices.Clone(m.order)
	for id, r := range m.rows {
		copied := *r
		c.rows[id] = &copied
	}
	for name, message := range m.cards {
		c.cards[name] = message
	}
	return c
}

// The process dies at some call and starts again on what the disk holds: what
// may be sent once is sent once at most, the rest once at least, all in order.
func TestSenderSurvivesACrashAtAnyCall(t *testing.T) {
	t.Parallel()
	for at := 1; at < 40; at += 3 {
		t.Run(fmt.Sprint("call ", at), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { crash(t, at) })
		})
	}
}

func crash(t *testing.T, at int) {
	var disk atomic.Pointer[memory]
	p := &post{api: &telegram{latency: 20 * time.Millisecond}, outbox: newMemory()}
	p.outbox.slow = 3 * time.Millisecond
	p.api.script = func(c call) *reply {
		if c.n == at {
			disk.Store(p.outbox.snapshot())
		}
		if disk.Load() != nil {
			return &reply{delay: 100 * time.Millisecond, status: 502} // the dead ask in vain
		}
		return nil
	}
	pace := bot.Pace{Total: bot.Rate{N: 30, Per: time.Second}}
	p.Sender = bot.NewSender(newClient(t, p.api), p.outbox, pace)
	stop := p.run(t)
	for i := range 60 {
		once := i%3 == 0
		p.say(chat.Reply{Verb: chat.Send, Chat: int64(i%4 + 1), Text: fmt.Sprint(i), Once: once, Priority: chat.Notice})
	}
	for disk.Load() == nil {
		after(10 * time.Millisecond)
	}
	before := p.api.log("")[:at] // arrived
	stop()

	next := &post{api: &telegram{}, outbox: disk.Load()}
	next.Sender = bot.NewSender(newClient(t, next.api), next.outbox, pace)
	stop = next.run(t)
	after(time.Minute)
	stop()
	counts := map[string]int{}
	last := map[int64]int{}
	for _, c := range append(slices.Clone(before), next.api.log("")...) {
		counts[c.text]++
		var n int
		_, _ = fmt.Sscan(c.text, &n)
		if n < last[c.chat] {
			t.Errorf("chat %d got %d after %d", c.chat, n, last[c.chat])
		}
		last[c.chat] = n
	}
	lost := 0
	for i := range 60 {
		switch n := counts[fmt.Sprint(i)]; {
		case i%3 == 0 && n > 1, n > 2:
			t.Errorf("reply %d arrived %d times", i, n)
		case n == 0 && i%3 != 0:
			t.Errorf("reply %d is lost", i)
		case n == 0:
			lost++
		}
	}
	if lost > 3 { // claimed ahead, or under way to a Telegram that did not get it
		t.Errorf("%d replies are in doubt", lost)
	}
}

// Whatever the sandbox can do wrong at random: every reply arrives, in order,
// and more than once only where its answer was lost.
func TestSenderGetsEverythingThroughAFaultyTelegram(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := sandbox.NewServer(sandbox.Options{})
		defer api.Close()
		client, err := bot.NewClient(bot.Config{Token: api.Token(), Transport: api.Transport()})
		if err != nil {
			t.Fatal(err)
		}
		p := &post{outbox: newMemory()}
		p.Sender = bot.NewSender(client, p.outbox, noLimit)
		defer p.run(t)()
		random := rand.New(rand.NewPCG(1, 2))
		effects := []sandbox.Effect{
			sandbox.BadGateway, sandbox.BadGatewayHTML, sandbox.TooManyRequests,
			sandbox.DropBefore, sandbox.DropAfter, sandbox.Truncate, sandbox.Delay,
		}
		for i := range 400 {
			api.Inject(sandbox.Fault{
				Method: "sendMessage", Effect: effects[i%len(effects)], RetryAfter: 2,
				Latency: time.Duration(random.IntN(900)) * time.Millisecond, Skip: random.IntN(900), Times: 1,
			})
		}
		var people []*sandbox.User
		for range 20 {
			u := api.AddUser(sandbox.Person{FirstName: "网格员"})
			must[*sandbox.Message](t)(u.Start(""))
			people = append(people, u)
		}
		const each = 30
		for n := range each {
			for _, u := range people {
				p.say(message(u.ID, fmt.Sprint("第", n)))
			}
		}
		after(2 * time.Hour)
		for i, s := range p.outbox.states() {
			if s != "sent" {
				t.Fatalf("reply %d is %s", i+1, s)
			}
		}
		for _, u := range people {
			next := 0
			for _, m := range api.Messages(u.ID) {
				if !m.ByBot || next > 0 && m.Text == fmt.Sprint("第", next-1) {
					continue // a repetition
				}
				equal(t, fmt.Sprint("第", next), strings.TrimSpace(m.Text))
				next++
			}
			equal(t, each, next)
		}
	})
}
