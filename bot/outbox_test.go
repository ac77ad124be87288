package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/bot"
	"gridmate/chat"
)

// memory is an outbox in memory with the promises of the real one.
type memory struct {
	mu       sync.Mutex
	rows     map[int64]*row
	order    []int64
	cards    map[string]int
	files    map[int64]keptFile
	receipts []chat.Receipt
	claims   []int64
	groups   []int // receipts in each Settle
	fail     func(write string) error
	slow     time.Duration // each write
}

type keptFile struct {
	content []byte
	remote  string
}

type row struct {
	out     chat.Outgoing
	state   string
	settled time.Time
}

var errDiskFull = errors.New("disk full")

func newMemory() *memory {
	return &memory{rows: map[int64]*row{}, cards: map[string]int{}, files: map[int64]keptFile{}}
}

// put queues replies and returns them as a commit would.
func (m *memory) put(replies ...chat.Reply) []chat.Outgoing {
	m.mu.Lock()
	defer m.mu.Unlock()
	outs := make([]chat.Outgoing, len(replies))
	for i, r := range replies {
		id := int64(len(m.order) + 1)
		outs[i] = chat.Outgoing{ID: id, Reply: r, Due: r.NotBefore}
		m.rows[id] = &row{out: outs[i], state: "waiting"}
		m.order = append(m.order, id)
	}
	return outs
}

func (m *memory) trouble(write string) error {
	time.Sleep(m.slow)
	if m.fail == nil {
		return nil
	}
	return m.fail(write)
}

// Pending implements bot.Outbox.
func (m *memory) Pending(context.Context) ([]chat.Outgoing, error) {
	if err := m.trouble("pending"); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []chat.Outgoing
	for _, id := range m.order {
		r := m.rows[id]
		if r.state == "claimed" && r.out.Reply.Once {
			r.state = string(chat.Unsure)
		}
		if r.state == "waiting" || r.state == "claimed" {
			list = append(list, r.out)
		}
	}
	return list, nil
}

// Claim implements bot.Outbox.
func (m *memory) Claim(_ context.Context, ids []int64) error {
	if err := m.trouble("claim"); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range ids {
		if m.rows[id].state != "waiting" {
			return fmt.Errorf("reply %d claimed while %s", id, m.rows[id].state)
		}
		m.rows[id].state = "claimed"
	}
	m.claims = append(m.claims, ids...)
	return nil
}

// Settle implements bot.Outbox.
func (m *memory) Settle(_ context.Context, receipts []chat.Receipt) error {
	if err := m.trouble("settle"); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range receipts {
		m.settle(r)
	}
	m.receipts = append(m.receipts, receipts...)
	m.groups = append(m.groups, len(receipts))
	return nil
}

func (m *memory) settle(r chat.Receipt) {
	it := m.rows[r.ID]
	if r.MovedTo != 0 {
		m.each(r.Chat, func(w *row) { w.out.Reply.Chat, w.out.Reply.Message, w.out.Reply.ReplyTo = r.MovedTo, 0, 0 })
	}
	if it.state == "waiting" || it.state == "claimed" {
		it.state, it.out.Due, it.settled = string(r.Fate), r.Due, time.Now()
		it.out.Attempts++
	}
	if r.Remote != "" {
		m.files[r.File] = keptFile{remote: r.Remote}
	}
	if r.Card != "" && r.Message != 0 {
		m.cards[fmt.Sprint(r.Chat, r.Card)] = r.Message
	}
	if r.Fate == chat.Blocked {
		m.each(r.Chat, func(w *row) { w.state = string(chat.Expired) })
	}
}

// each visits what waits for a chat.
func (m *memory) each(chat int64, visit func(*row)) {
	for _, w := range m.rows {
		if w.out.Reply.Chat == chat && (w.state == "waiting" || w.state == "claimed") {
			visit(w)
		}
	}
}

// File implements bot.Outbox.
func (m *memory) File(_ context.Context, id int64) ([]byte, string, bool, error) {
	if err := m.trouble("file"); err != nil {
		return nil, "", false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.files[id]
	return f.content, f.remote, ok, nil
}

// file stores a file's bytes.
func (m *memory) file(content []byte) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	id := int64(len(m.files) + 1)
	m.files[id] = keptFile{content: content}
	return id
}

// CardMessage implements bot.Outbox.
func (m *memory) CardMessage(_ context.Context, chat int64, card string) (int, bool, error) {
	if err := m.trouble("card"); err != nil {
		return 0, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	id, ok := m.cards[fmt.Sprint(chat, card)]
	return id, ok, nil
}

// states returns the state of every reply, in running order.
func (m *memory) states() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]string, len(m.order))
	for i, id := range m.order {
		list[i] = m.rows[id].state
	}
	return list
}

// done returns the receipts so far.
func (m *memory) done() []chat.Receipt {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.receipts)
}

// last returns the newest receipt of a reply.
func (m *memory) last(t testing.TB, id int64) chat.Receipt {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range slices.Backward(m.receipts) {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("reply %d has no receipt", id)
	return chat.Receipt{}
}

// post is a sender at work in a bubble.
type post struct {
	*bot.Sender
	api    *telegram
	outbox *memory
	stop   func()
	err    error
}

// inBubble runs a test of the sender in fake time.
func inBubble(t *testing.T, pace bot.Pace, test func(*testing.T, *post)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &post{api: &telegram{latency: 60 * time.Millisecond}, outbox: newMemory()}
		p.Sender = bot.NewSender(newClient(t, p.api), p.outbox, pace)
		defer p.run(t)()
		synctest.Wait()
		test(t, p)
	})
}

// run starts the sender and returns what stops it and waits.
func (p *post) run(t *testing.T) func() {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.err = p.Run(ctx)
	}()
	p.stop = func() {
		cancel()
		<-done
	}
	return p.stop
}

// say queues replies and pushes them, as one commit does.
func (p *post) say(replies ...chat.Reply) []chat.Outgoing {
	outs := p.outbox.put(replies...)
	p.Push(outs)
	return outs
}

// message is a plain reply.
func message(to int64, text string) chat.Reply {
	return chat.Reply{Verb: chat.Send, Chat: to, Text: text}
}

// texts returns what was sent, in order.
func texts(calls []call) []string {
	list := make([]string, len(calls))
	for i, c := range calls {
		list[i] = c.text
	}
	return list
}
