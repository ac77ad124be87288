package sandbox

import (
	"context"
	"strconv"
	"time"
)

// callbackLife is how long a callback query can be answered.
const callbackLife = 150 * time.Second

// Press is a button that somebody pressed.
type Press struct {
	ID      string
	Chat    int64
	Message int
	Data    string

	server   *Server
	at       time.Time
	answered bool
	answer   Answer
}

// Answer is what the bot says to a press.
type Answer struct {
	Text  string
	Alert bool
	URL   string
}

// callbackQuery is the update that a press makes.
type callbackQuery struct {
	ID           string   `json:"id"`
	From         *Account `json:"from"`
	Message      any      `json:"message,omitempty"`
	ChatInstance string   `json:"chat_instance"`
	Data         string   `json:"data"`
}

// inaccessible stands for a message that was deleted.
type inaccessible struct {
	Chat *Chat `json:"chat"`
	ID   int   `json:"message_id"`
	Date int64 `json:"date"`
}

// Press presses the button with this label under this version of a message: an
// old version has old buttons. The Press tells when the bot has answered.
func (u *User) Press(m *Message, label string) (*Press, error) {
	b, ok := m.ReplyMarkup.Button(label)
	if !ok {
		return nil, errNoButton
	}
	if b.CallbackData == "" {
		return nil, errNotCallback
	}
	return u.PressData(m.Chat.ID, m.ID, b.CallbackData)
}

// PressData sends callback data of a message, whatever its buttons are: forged
// and stale data are made so.
func (u *User) PressData(chat int64, message int, data string) (*Press, error) {
	s := u.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c, account, err := s.sender(u.ID, chat)
	if err != nil {
		return nil, err
	}
	m, ok := c.current[message]
	if !ok {
		return nil, errNoMessage
	}
	s.lastID++
	p := &Press{
		ID: strconv.FormatInt(1<<52+s.lastID, 10), Chat: c.ID, Message: message, Data: data,
		server: s, at: elapsed(),
	}
	s.expire()
	s.callbacks[p.ID] = p
	q := callbackQuery{ID: p.ID, From: account, ChatInstance: strconv.FormatInt(-c.ID, 10), Data: data, Message: m}
	if m.Deleted {
		q.Message = inaccessible{m.Chat, m.ID, 0}
	}
	s.push("callback_query", q)
	return p, nil
}

// expire forgets presses and queries long past answering, so that load
// generators can press for hours.
func (s *Server) expire() {
	if len(s.callbacks) < 10000 {
		return
	}
	now := elapsed()
	for id, p := range s.callbacks {
		if p.answered || now.Sub(p.at) > callbackLife {
			delete(s.callbacks, id)
		}
	}
}

// Wait returns the bot's answer to the press.
func (p *Press) Wait(ctx context.Context) (Answer, error) {
	err := p.server.until(ctx, func() bool { return p.answered })
	return p.answer, err
}

// answerCallbackQuery implements the method of that name.
func (s *Server) answerCallbackQuery(c *call) (any, error) {
	answer := Answer{c.params.text("text"), c.params.flag("show_alert"), c.params.text("url")}
	if utf16Len(answer.Text) > 200 {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	if answer.URL != "" {
		return nil, badRequest("URL_INVALID")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.callbacks[c.params.text("callback_query_id")]
	if !ok || elapsed().Sub(p.at) > callbackLife || p.answered {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	p.answered, p.answer = true, answer
	s.touch()
	return true, nil
}
