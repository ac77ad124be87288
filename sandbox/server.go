package sandbox

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Options shape a Server. The zero value is a quick local Telegram without rate
// limits that remembers everything.
type Options struct {
	// Token is the bot's token, "123456:sandbox" where empty.
	Token string
	// Username is the bot's, "gridmate_bot" where empty.
	Username string
	// Name is the bot's, "网格助手" where empty.
	Name string
	// Clock dates messages; real time where nil.
	Clock *Clock
	// Limits are the rates beyond which calls are answered 429; none where zero.
	Limits Limits
	// CallLog is how many calls are remembered: 0 all, negative none.
	CallLog int
	// History is how many message versions a chat remembers; 0 all.
	History int
	// WebhookClient delivers updates to a webhook; http.DefaultClient where nil.
	WebhookClient *http.Client
}

// Server is one bot's Telegram: the Bot API on one side, people on the other.
// All methods are safe for use by many goroutines.
type Server struct {
	opts  Options
	clock *Clock
	bot   Account

	ctx  context.Context // ends with Close
	stop context.CancelFunc
	done sync.WaitGroup // webhook delivery

	mu        sync.Mutex
	users     map[int64]*user
	chats     map[int64]*chat
	names     map[string]int64 // public chats by lower-case username
	files     map[string]*storedFile
	callbacks map[string]*Press
	inline    map[string]*InlineQuery
	commands  map[commandScope][]BotCommand
	profile   profile
	updates   updateQueue
	hook      *webhook
	faults    []*Fault
	log       callLog
	limits    limiter
	loggedOut bool

	seq         int64 // versions of messages
	lastMessage int   // private chats and groups number their messages together
	lastUser    int64
	lastGroup   int64
	lastID      int64 // callback queries, inline queries, albums, files

	waiting int
	changed chan struct{} // closed and remade at each change that somebody awaits
}

// NewServer makes a Telegram with one bot and nobody else in it.
func NewServer(opts Options) *Server {
	if opts.Token == "" {
		opts.Token = "123456:sandbox"
	}
	if opts.Username == "" {
		opts.Username = "gridmate_bot"
	}
	if opts.Name == "" {
		opts.Name = "网格助手"
	}
	if opts.Clock == nil {
		opts.Clock = NewClock()
	}
	if opts.WebhookClient == nil {
		opts.WebhookClient = http.DefaultClient
	}
	ctx, stop := context.WithCancel(context.Background())
	return &Server{
		opts: opts, clock: opts.Clock, ctx: ctx, stop: stop,
		bot:   Account{ID: botID(opts.Token), IsBot: true, FirstName: opts.Name, Username: opts.Username},
		users: map[int64]*user{}, chats: map[int64]*chat{}, names: map[string]int64{},
		files: map[string]*storedFile{}, callbacks: map[string]*Press{}, inline: map[string]*InlineQuery{},
		commands: map[commandScope][]BotCommand{},
		updates:  newUpdateQueue(), log: newCallLog(opts.CallLog), limits: newLimiter(opts.Limits),
		lastUser: 700000000, lastGroup: 4000000000,
		changed: make(chan struct{}),
	}
}

// Close ends waiting polls and webhook delivery and waits for them.
func (s *Server) Close() {
	s.stop()
	s.done.Wait()
}

// Clock returns the clock that dates messages.
func (s *Server) Clock() *Clock { return s.clock }

// Token returns the bot's token.
func (s *Server) Token() string { return s.opts.Token }

// Bot returns the bot's account.
func (s *Server) Bot() Account { return s.bot }

// botID reads the digits before the colon of a token.
func botID(token string) int64 {
	var id int64
	for _, c := range token {
		if c < '0' || c > '9' {
			break
		}
		id = id*10 + int64(c-'0')
	}
	return id
}

// now is the time that messages are dated with, in Unix seconds.
func (s *Server) now() int64 { return s.clock.Now().Unix() }

// touch wakes those who wait for a change. Call it with the lock held.
func (s *Server) touch() {
	if s.waiting > 0 {
		close(s.changed)
		s.changed = make(chan struct{})
	}
}

// until calls check under the lock at every change, until it says that it has
// what it wants.
func (s *Server) until(ctx context.Context, check func() bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting++
	defer func() { s.waiting-- }()
	for !check() {
		changed := s.changed
		s.mu.Unlock()
		var err error
		select {
		case <-changed:
		case <-ctx.Done():
			err = ctx.Err()
		case <-s.ctx.Done():
			err = errClosed
		}
		s.mu.Lock()
		if err != nil && !check() {
			return err
		}
	}
	return nil
}

// elapsed is real time (a bubble's in a bubble), for all that elapses.
func elapsed() time.Time { return time.Now() }
