package sandbox

import (
	"slices"
	"time"
)

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

// editMessageText implements the method of that name.
func (s *Server) editMessageText(c *call) (any, error) {
	if !c.params.has("text") {
		return nil, missing("text")
	}
	text, entities, err := formatted(c.params, "text", "entities")
	switch {
	case err != nil:
		return nil, err
	case text == "":
		return nil, badRequest("message text is empty")
	case utf16Len(text) > maxText:
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	return s.edit(c, func(m *Message) error {
		if m.Text == "" && m.Rich == nil {
			return badRequest("there is no text in the message to edit")
		}
		m.Text, m.Entities, m.Rich = text, entities, nil
		return nil
	})
}

// editMessageCaption implements the method of that name.
func (s *Server) editMessageCaption(c *call) (any, error) {
	caption, entities, err := formatted(c.params, "caption", "caption_entities")
	switch {
	case err != nil:
		return nil, err
	case utf16Len(caption) > maxCaption:
		return nil, badRequest("MEDIA_CAPTION_TOO_LONG")
	}
	return s.edit(c, func(m *Message) error {
		if m.Photo == nil && m.Document == nil {
			return badRequest("there is no caption in the message to edit")
		}
		m.Caption, m.CaptionEntities = caption, entities
		return nil
	})
}

// editMessageReplyMarkup implements the method of that name.
func (s *Server) editMessageReplyMarkup(c *call) (any, error) {
	return s.edit(c, func(*Message) error { return nil })
}

// edit makes the next version of a message of the bot.
func (s *Server) edit(c *call, change func(*Message) error) (any, error) {
	inline, keyboard, err := markup(c.params)
	if err != nil {
		return nil, err
	}
	if keyboard != nil {
		return nil, badRequest("inline keyboard expected")
	}
	if c.params.text("inline_message_id") != "" {
		return nil, badRequest("MESSAGE_ID_INVALID")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	chat, err := s.writable(c.params)
	if err != nil {
		return nil, err
	}
	old, ok := chat.message(int(c.params.number("message_id", 0)))
	if !ok {
		return nil, badRequest("message to edit not found")
	}
	if !old.ByBot {
		return nil, badRequest("message can't be edited")
	}
	next := *old
	if err := change(&next); err != nil {
		return nil, err
	}
	next.ReplyMarkup = inline
	if next.sameContent(old) {
		return nil, badRequest(notModified)
	}
	next.EditDate = s.now()
	s.store(chat, &next)
	return &next, nil
}

func (m *Message) sameContent(o *Message) bool {
	return m.Text == o.Text && m.Caption == o.Caption && sameMarkup(m.ReplyMarkup, o.ReplyMarkup) &&
		slices.EqualFunc(m.Entities, o.Entities, sameEntity) &&
		slices.EqualFunc(m.CaptionEntities, o.CaptionEntities, sameEntity)
}

func sameEntity(a, b Entity) bool {
	return a.Type == b.Type && a.Offset == b.Offset && a.Length == b.Length && a.URL == b.URL && a.Language == b.Language
}

// deleteMessage implements the method of that name.
func (s *Server) deleteMessage(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	chat, err := s.writable(c.params)
	if err != nil {
		return nil, err
	}
	m, ok := chat.message(int(c.params.number("message_id", 0)))
	if !ok {
		return nil, badRequest("message to delete not found")
	}
	old := s.clock.Now().Sub(time.Unix(m.Date, 0)) > 48*time.Hour
	if old || !m.ByBot && !chat.isPrivate() && !chat.admin(s.bot.ID) {
		return nil, badRequest("message can't be deleted")
	}
	s.revise(chat, m, func(m *Message) { m.Deleted = true })
	return true, nil
}
