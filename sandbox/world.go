package sandbox

import (
	"errors"
	"slices"
	"strings"
)

// What keeps a person from doing something in a chat.
var (
	errNoChat      = errors.New("sandbox: no such chat")
	errNotMember   = errors.New("sandbox: not a member of the chat")
	errEmpty       = errors.New("sandbox: nothing to send")
	errNoMessage   = errors.New("sandbox: no such message")
	errNotOwn      = errors.New("sandbox: not the person's own message")
	errNoButton    = errors.New("sandbox: no such button")
	errNotCallback = errors.New("sandbox: the button has no callback data")
	errBlocked     = errors.New("sandbox: the person has blocked the bot")
	errNotGroup    = errors.New("sandbox: not a group")
	errNoTopic     = errors.New("sandbox: no such topic")
)

// user is a person's state.
type user struct {
	Account
	deactivated bool
}

// chat is a chat's state. A private chat has the person's id.
type chat struct {
	Chat
	members  map[int64]string // statuses by user, the bot's too
	migrated int64            // the supergroup that took over
	started  bool             // private: the person has talked to the bot
	blocked  bool             // private: the person has blocked the bot
	privacy  bool             // group: the bot sees only what concerns it
	lastID   int              // supergroups and channels number their own messages
	current  map[int]*Message
	history  []*Message // all versions by Seq
	action   string     // what the bot said it is doing
	actionAt int64      // Unix seconds of real time
	link     *Chat      // shared, immutable, in the messages
	topics   map[int]*topic
}

func newChat(c Chat) *chat {
	shown := c
	return &chat{Chat: c, members: map[int64]string{}, current: map[int]*Message{}, privacy: true, link: &shown}
}

func (c *chat) isPrivate() bool { return c.Type == "private" }

func (c *chat) isGroup() bool { return c.Type == "group" || c.Type == "supergroup" }

// rename sets the title that later messages show.
func (c *chat) rename(title string) {
	shown := c.Chat
	shown.Title = title
	c.Chat, c.link = shown, &shown
}

// present reports whether somebody is in the chat.
func (c *chat) present(id int64) bool {
	switch c.members[id] {
	case "", "left", "kicked":
		return false
	}
	return true
}

func (c *chat) admin(id int64) bool {
	return c.members[id] == "creator" || c.members[id] == "administrator"
}

// post gives a new message its number, date and chat and stores it. Call it with
// the lock held; afterwards the message must not change.
func (s *Server) post(c *chat, m *Message) {
	if c.Type == "private" || c.Type == "group" {
		s.lastMessage++
		m.ID = s.lastMessage
	} else {
		c.lastID++
		m.ID = c.lastID
	}
	m.Chat = c.link
	if m.Date == 0 {
		m.Date = s.now()
	}
	m.ByBot = m.From != nil && m.From.ID == s.bot.ID || m.SenderChat != nil && m.From == nil && m.ByBot
	s.store(c, m)
}

// revise stores a new version of a message, made by change from a copy.
func (s *Server) revise(c *chat, old *Message, change func(*Message)) *Message {
	m := *old
	change(&m)
	s.store(c, &m)
	return &m
}

func (s *Server) store(c *chat, m *Message) {
	s.seq++
	m.Seq = s.seq
	c.current[m.ID] = m
	c.history = append(c.history, m)
	c.forget(s.opts.History)
	s.touch()
}

// forget drops the oldest versions when twice as many as allowed are kept.
func (c *chat) forget(keep int) {
	if keep <= 0 || len(c.history) < 2*keep {
		return
	}
	drop := len(c.history) - keep
	for _, m := range c.history[:drop] {
		if c.current[m.ID] == m {
			delete(c.current, m.ID)
		}
	}
	c.history = slices.Clone(c.history[drop:])
}

// message returns the present version of a message that is not deleted.
func (c *chat) message(id int) (*Message, bool) {
	m, ok := c.current[id]
	if !ok || m.Deleted {
		return nil, false
	}
	return m, true
}

// chatByParam finds the chat that a call names, by id or @username.
func (s *Server) chatByParam(p *params) (*chat, error) {
	text := p.text("chat_id")
	if text == "" {
		return nil, badRequest("chat_id is empty")
	}
	id := p.number("chat_id", 0)
	if name, ok := strings.CutPrefix(text, "@"); ok {
		id = s.names[strings.ToLower(name)]
	}
	c, ok := s.chats[id]
	if !ok {
		return nil, badRequest("chat not found")
	}
	if c.migrated != 0 {
		return nil, migrated(c.migrated)
	}
	return c, nil
}

// writable finds the chat that a call names and refuses where the bot may not
// write.
func (s *Server) writable(p *params) (*chat, error) {
	c, err := s.chatByParam(p)
	if err != nil {
		return nil, err
	}
	switch {
	case c.isPrivate():
		return c, s.reachable(c)
	case s.bot.ID == 0 || c.present(s.bot.ID):
		return c, nil
	case c.members[s.bot.ID] == "kicked" && c.isGroup():
		return nil, forbidden("bot was kicked from the " + c.Type + " chat")
	}
	return nil, forbidden("bot is not a member of the " + c.Type + " chat")
}

// reachable refuses where a person cannot be written to.
func (s *Server) reachable(c *chat) error {
	switch {
	case s.users[c.ID].deactivated:
		return forbidden("user is deactivated")
	case c.blocked:
		return forbidden("bot was blocked by the user")
	case c.started:
		return nil
	case s.shared(c.ID):
		return forbidden("bot can't initiate conversation with a user")
	}
	return badRequest("chat not found")
}

// shared reports whether the bot has met a person in a group.
func (s *Server) shared(id int64) bool {
	for _, c := range s.chats {
		if !c.isPrivate() && c.present(id) && c.present(s.bot.ID) {
			return true
		}
	}
	return false
}
