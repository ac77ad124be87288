package sandbox

import (
	"slices"
	"strings"
)

// sendMessage implements the method of that name.
func (s *Server) sendMessage(c *call) (any, error) {
	m, err := s.draft(c.params)
	if err != nil {
		return nil, err
	}
	m.Text, m.Entities, err = formatted(c.params, "text", "entities")
	switch {
	case err != nil:
		return nil, err
	case m.Text == "":
		return nil, badRequest("message text is empty")
	case utf16Len(m.Text) > maxText:
		return nil, badRequest("message is too long")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	posted, err := s.send(c.params, m)
	if err != nil {
		return nil, err
	}
	return posted[0], nil
}

// draft starts a message of the bot with what all kinds have in common.
func (s *Server) draft(p *params) (*Message, error) {
	if p.text("business_connection_id") != "" {
		return nil, badRequest("business connection not found")
	}
	inline, keyboard, err := markup(p)
	if err != nil {
		return nil, err
	}
	return &Message{From: &s.bot, ByBot: true, ReplyMarkup: inline, Keyboard: keyboard}, nil
}

// send posts messages of the bot to the chat that the call names.
func (s *Server) send(p *params, messages ...*Message) ([]*Message, error) {
	c, err := s.writable(p)
	if err != nil {
		return nil, err
	}
	reply, err := s.replyTo(c, p)
	if err != nil {
		return nil, err
	}
	thread, err := s.topicFor(c, p, reply)
	if err != nil {
		return nil, err
	}
	if err := s.limits.take(c, len(messages)); err != nil {
		return nil, err
	}
	c.action = ""
	for _, m := range messages {
		m.ReplyTo = reply
		m.Thread, m.InTopic = thread, thread != 0
		if c.Type == "channel" {
			m.From, m.SenderChat = nil, c.link
		}
		s.post(c, m)
	}
	return messages, nil
}

// replyTo finds the message that reply_parameters name.
func (s *Server) replyTo(c *chat, p *params) (*Message, error) {
	if !p.has("reply_parameters") {
		return nil, nil
	}
	var reply struct {
		ID      int   `json:"message_id"`
		Chat    int64 `json:"chat_id"`
		Without bool  `json:"allow_sending_without_reply"`
	}
	if err := p.decode("reply_parameters", &reply); err != nil {
		return nil, err
	}
	m, ok := c.message(reply.ID)
	if !ok || reply.Chat != 0 && reply.Chat != c.ID {
		if reply.Without {
			return nil, nil
		}
		return nil, badRequest("message to be replied not found")
	}
	return m.quoted(), nil
}

// quoted is a message as it shows in a reply to it.
func (m *Message) quoted() *Message {
	q := *m
	q.ReplyTo = nil
	return &q
}

var chatActions = strings.Fields(`typing upload_photo record_video upload_video record_voice upload_voice
	upload_document choose_sticker find_location record_video_note upload_video_note`)

// sendChatAction implements the method of that name.
func (s *Server) sendChatAction(c *call) (any, error) {
	action := c.params.text("action")
	if !slices.Contains(chatActions, action) {
		return nil, badRequest("wrong parameter action in request")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	chat, err := s.writable(c.params)
	if err != nil {
		return nil, err
	}
	chat.action, chat.actionAt = action, elapsed().Unix()
	s.touch()
	return true, nil
}
