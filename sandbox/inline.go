package sandbox

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// inlineLife is how long an inline query can be answered.
const inlineLife = 30 * time.Second

// InlineQuery is what somebody typed behind the bot's name in some chat.
type InlineQuery struct {
	ID    string
	Query string
	From  int64

	server   *Server
	at       time.Time
	answered bool
	results  []InlineResult
	next     string
}

// InlineResult is one result of an inline query. Only what a message can be made
// of in the sandbox, a text, is kept of its content.
type InlineResult struct {
	Type        string          `json:"type"`
	ID          string          `json:"id"`
	Title       string          `json:"title"`
	Description string          `json:"description,omitempty"`
	Content     *InlineContent  `json:"input_message_content,omitempty"`
	ReplyMarkup *InlineKeyboard `json:"reply_markup,omitempty"`
}

// InlineContent is the text that a result puts into the chat.
type InlineContent struct {
	Text      string   `json:"message_text"`
	ParseMode string   `json:"parse_mode,omitempty"`
	Entities  []Entity `json:"entities,omitempty"`
}

// InlineQuery types a query behind the bot's name. chatType says where: sender,
// private, group, supergroup or channel.
func (u *User) InlineQuery(query, chatType string) *InlineQuery {
	s := u.server
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	q := &InlineQuery{ID: strconv.FormatInt(1<<53+s.lastID, 10), Query: query, From: u.ID, server: s, at: elapsed()}
	s.inline[q.ID] = q
	account := s.users[u.ID].Account
	s.push("inline_query", map[string]any{
		"id": q.ID, "from": &account, "query": query, "offset": "", "chat_type": chatType,
	})
	return q
}

// Wait returns the bot's results.
func (q *InlineQuery) Wait(ctx context.Context) ([]InlineResult, error) {
	err := q.server.until(ctx, func() bool { return q.answered })
	return q.results, err
}

// answerInlineQuery implements the method of that name.
func (s *Server) answerInlineQuery(c *call) (any, error) {
	var results []InlineResult
	if err := c.params.decode("results", &results); err != nil {
		return nil, err
	}
	if err := checkResults(results); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	q, ok := s.inline[c.params.text("inline_query_id")]
	if !ok || q.answered || elapsed().Sub(q.at) > inlineLife {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	delete(s.inline, q.ID)
	q.answered, q.results, q.next = true, results, c.params.text("next_offset")
	s.touch()
	return true, nil
}

func checkResults(results []InlineResult) error {
	if len(results) > 50 {
		return badRequest("RESULTS_TOO_MUCH")
	}
	seen := map[string]bool{}
	for i, r := range results {
		if r.ID == "" || len(r.ID) > 64 {
			return badRequest("RESULT_ID_INVALID")
		}
		if seen[r.ID] {
			return badRequest("RESULT_ID_DUPLICATE")
		}
		seen[r.ID] = true
		if err := checkContent(r.Content); err != nil {
			return badRequest("can't parse inline query result at index %d: %s", i, strings.TrimPrefix(err.Error(), "Bad Request: "))
		}
		if r.ReplyMarkup != nil {
			raw, _ := json.Marshal(r.ReplyMarkup)
			if _, err := inlineKeyboard(string(raw)); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkContent(c *InlineContent) error {
	if c == nil {
		return nil
	}
	text, _, err := format(c.Text, c.ParseMode, c.Entities)
	switch {
	case err != nil:
		return err
	case text == "":
		return badRequest("message text is empty")
	case utf16Len(text) > maxText:
		return badRequest("MESSAGE_TOO_LONG")
	}
	return nil
}

// Choose posts a result of an inline query into a chat, as the person.
func (u *User) Choose(chat int64, r InlineResult) (*Message, error) {
	if r.Content == nil {
		return nil, errEmpty
	}
	text, entities, err := format(r.Content.Text, r.Content.ParseMode, r.Content.Entities)
	if err != nil {
		return nil, err
	}
	s := u.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c, account, err := s.sender(u.ID, chat)
	if err != nil {
		return nil, err
	}
	m := &Message{From: account, ViaBot: &s.bot, Text: text, Entities: entities, ReplyMarkup: r.ReplyMarkup}
	return s.arrive(c, m), nil
}
