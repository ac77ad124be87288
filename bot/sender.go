package bot

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"gridmate/chat"
)

// Outbox keeps replies until they are sent. Its methods are called by several
// goroutines.
type Outbox interface {
	// Pending lists what waits, in running order. Claimed replies without a
	// receipt are not among it. It is called once, when Run starts.
	Pending(ctx context.Context) ([]chat.Outgoing, error)
	// Claim notes durably that replies are about to be sent: one that has no
	// receipt after a crash may have arrived and is not sent again.
	Claim(ctx context.Context, ids []int64) error
	// Settle stores what became of replies, all or none. Retry lets a reply
	// wait on, unclaimed. Blocked lets everything else that waits for the chat
	// expire. MovedTo, with any fate, gives everything of the chat, waiting
	// replies included, to the new id; those lose Message and ReplyTo.
	Settle(ctx context.Context, receipts []chat.Receipt) error
	// CardMessage finds the message that carries a card; false if there is none.
	CardMessage(ctx context.Context, chat int64, card string) (int, bool, error)
	// File finds a file's bytes, or Telegram's id of them once they were sent.
	File(ctx context.Context, id int64) (content []byte, remote string, found bool, err error)
}

// Limits of the sender.
const (
	workers      = 64 // calls at a time that wait for the pace
	quickWorkers = 32 // and that do not
	grace        = 5 * time.Second
)

// Sender sends what the outbox holds. Within a chat it sends in running order,
// the next reply after the former one's receipt is stored; between chats what
// people wait for goes first.
type Sender struct {
	client *Client
	outbox Outbox
	pace   Pace
	log    *slog.Logger

	rich atomic.Bool

	mu     sync.Mutex
	pushed []chat.Outgoing
	wake   chan struct{} // has room for one
}

// NewSender makes a sender.
func NewSender(c *Client, outbox Outbox, pace Pace) *Sender {
	return &Sender{client: c, outbox: outbox, pace: pace, log: c.log, wake: make(chan struct{}, 1)}
}

// Push hands over replies that were just committed to the outbox. It never
// blocks and may be called before Run.
func (s *Sender) Push(replies []chat.Outgoing) {
	if len(replies) == 0 {
		return
	}
	s.mu.Lock()
	s.pushed = append(s.pushed, replies...)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// taken returns what was pushed since the last time.
func (s *Sender) taken() []chat.Outgoing {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.pushed
	s.pushed = nil
	return taken
}

// Run sends until ctx ends. Then it starts nothing new, gives calls under way
// a few seconds and stores their receipts. The error says that receipts could
// not be stored; ctx's end is none.
func (s *Sender) Run(ctx context.Context) error {
	waiting, ok := s.pending(ctx)
	if !ok {
		return nil
	}
	// Calls outlive ctx: cutting one off leaves open whether it arrived.
	calls, cut := outlive(ctx, grace)
	defer cut()

	d := newDispatcher(s)
	var running sync.WaitGroup
	for range workers {
		running.Go(func() { s.work(calls, d.jobs, d.results) })
	}
	for range quickWorkers {
		running.Go(func() { s.work(calls, d.quickJobs, d.results) })
	}
	var keeping sync.WaitGroup
	keeping.Go(func() { d.keeper.run(ctx) })

	d.load(waiting)
	d.loop(ctx)
	close(d.jobs)
	close(d.quickJobs)
	running.Wait()
	d.keeper.close()
	keeping.Wait()
	return d.keeper.err
}

// pending reads the outbox, repeatedly until it can be read; false if ctx ends
// before.
func (s *Sender) pending(ctx context.Context) ([]chat.Outgoing, bool) {
	wait := newBackoff()
	for {
		waiting, err := s.outbox.Pending(ctx)
		if err == nil {
			return waiting, true
		}
		if stopped(ctx) {
			return nil, false
		}
		s.log.Error("the outbox cannot be read, trying again", "error", err)
		_ = sleep(ctx, wait.NextBackOff())
	}
}

// work makes calls, one at a time.
func (s *Sender) work(ctx context.Context, jobs <-chan *item, results chan<- result) {
	for it := range jobs {
		results <- s.attempt(ctx, it)
	}
}
