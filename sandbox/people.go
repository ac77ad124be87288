package sandbox

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// Person describes somebody to be added. An ID of 0 is chosen by the server; a
// Language of "" is zh-hans.
type Person struct {
	ID        int64
	FirstName string
	LastName  string
	Username  string
	Language  string
}

// User is somebody who uses Telegram. Its ID is also that of the private chat
// with the bot.
type User struct {
	Account
	server *Server
}

// AddUser adds a person. Adding an ID that exists returns who it is.
func (s *Server) AddUser(p Person) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.ID == 0 {
		s.lastUser++
		p.ID = s.lastUser
	}
	if u, ok := s.users[p.ID]; ok {
		return &User{u.Account, s}
	}
	if p.Language == "" {
		p.Language = "zh-hans"
	}
	a := Account{ID: p.ID, FirstName: p.FirstName, LastName: p.LastName, Username: p.Username, LanguageCode: p.Language}
	s.users[p.ID] = &user{Account: a}
	s.chats[p.ID] = newChat(Chat{ID: p.ID, Type: "private", FirstName: p.FirstName, LastName: p.LastName, Username: p.Username})
	return &User{a, s}
}

// User returns the person with this id.
func (s *Server) User(id int64) (*User, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ok := s.users[id]
	if !ok {
		return nil, false
	}
	return &User{u.Account, s}, true
}

// sender checks that a person may write in a chat; writing to the bot starts it.
func (s *Server) sender(id, chat int64) (*chat, *Account, error) {
	u, known := s.users[id]
	c, there := s.chats[chat]
	switch {
	case !known || !there || c.migrated != 0:
		return nil, nil, errNoChat
	case c.isPrivate() && c.ID != id, !c.isPrivate() && !c.present(id):
		return nil, nil, errNotMember
	case c.blocked:
		return nil, nil, errBlocked
	}
	c.started = true
	return c, &u.Account, nil
}

// arrive posts a person's message and lets the bot see it, if it may.
func (s *Server) arrive(c *chat, m *Message) *Message {
	s.post(c, m)
	if c.Type == "channel" {
		s.pushSeen(c, "channel_post", m)
		return m
	}
	s.pushSeen(c, "message", m)
	return m
}

func (s *Server) pushSeen(c *chat, kind string, m *Message) {
	if s.sees(c, m) {
		s.push(kind, m)
	}
}

// sees applies the privacy mode of bots in groups: commands, replies to the bot,
// mentions of it, what was sent through it, and service messages.
func (s *Server) sees(c *chat, m *Message) bool {
	switch {
	case c.isPrivate():
		return true
	case !c.present(s.bot.ID):
		return false
	case c.Type == "channel", !c.privacy, c.admin(s.bot.ID), m.service(), m.ViaBot != nil:
		return true
	case m.ReplyTo != nil && m.ReplyTo.ByBot:
		return true
	}
	return s.addressed(m.Text, m.Entities) || s.addressed(m.Caption, m.CaptionEntities)
}

func (m *Message) service() bool {
	return m.GroupCreated || m.NewChatMembers != nil || m.LeftChatMember != nil || m.NewChatTitle != "" ||
		m.TopicCreated != nil || m.MigrateToChat != 0 || m.MigrateFromChat != 0
}

// addressed reports whether a text mentions the bot or begins with a command
// that is not meant for another bot.
func (s *Server) addressed(text string, entities []Entity) bool {
	for _, e := range entities {
		switch part := e.part(text); {
		case e.Type == "mention" && strings.EqualFold(part[1:], s.bot.Username):
			return true
		case e.Type == "text_mention" && e.User != nil && e.User.ID == s.bot.ID:
			return true
		case e.Type == "bot_command" && e.Offset == 0:
			_, to, named := strings.Cut(part, "@")
			return !named || strings.EqualFold(to, s.bot.Username)
		}
	}
	return false
}

// Send writes a text in a chat; the person's own ID is the chat with the bot.
// Like Telegram's apps it splits what is longer than 4,096 UTF-16 units and
// returns the first message.
func (u *User) Send(chat int64, text string) (*Message, error) { return u.write(chat, text, nil) }

// Say writes to the bot in private.
func (u *User) Say(text string) (*Message, error) { return u.write(u.ID, text, nil) }

// Start opens the bot, by a deep link where payload is not empty.
func (u *User) Start(payload string) (*Message, error) {
	return u.write(u.ID, strings.TrimSpace("/start "+payload), nil)
}

// Reply writes a text in reply to a message, in its chat.
func (u *User) Reply(to *Message, text string) (*Message, error) {
	return u.write(to.Chat.ID, text, to)
}

func (u *User) write(chat int64, text string, reply *Message) (*Message, error) {
	text, entities := trim(strings.ReplaceAll(text, "\r\n", "\n"), nil)
	if text == "" {
		return nil, errEmpty
	}
	if len(text) <= maxText {
		return u.message(chat, &Message{Text: text, Entities: detect(text, entities), ReplyTo: reply})
	}
	var first *Message
	for _, part := range parts(text) {
		m, err := u.message(chat, &Message{Text: part, Entities: detect(part, nil), ReplyTo: reply})
		if err != nil {
			return nil, err
		}
		if first == nil {
			first = m
		}
	}
	return first, nil
}

// parts cuts a text into pieces of at most maxText UTF-16 units.
func parts(text string) []string {
	var list []string
	start, units := 0, 0
	for i, r := range text {
		n := utf16.RuneLen(r)
		if units+n > maxText {
			list = append(list, text[start:i])
			start, units = i, 0
		}
		units += n
	}
	return append(list, text[start:])
}

func (u *User) message(chat int64, m *Message) (*Message, error) {
	s := u.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c, account, err := s.sender(u.ID, chat)
	if err != nil {
		return nil, err
	}
	m.From = account
	if m.ReplyTo != nil {
		m.Thread, m.InTopic = m.ReplyTo.Thread, m.ReplyTo.InTopic
		m.ReplyTo = m.ReplyTo.quoted()
	}
	return s.arrive(c, m), nil
}

// Edit changes the text, or the caption, of the person's own message.
func (u *User) Edit(m *Message, text string) (*Message, error) {
	s := u.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c, account, err := s.sender(u.ID, m.Chat.ID)
	if err != nil {
		return nil, err
	}
	old, ok := c.message(m.ID)
	switch {
	case !ok:
		return nil, errNoMessage
	case old.From == nil || old.From.ID != account.ID || old.ForwardOrigin != nil:
		return nil, errNotOwn
	}
	text, _ = trim(text, nil)
	next := s.revise(c, old, func(m *Message) {
		m.EditDate = s.now()
		if m.Text != "" {
			m.Text, m.Entities = text, detect(text, nil)
		} else {
			m.Caption, m.CaptionEntities = text, detect(text, nil)
		}
	})
	s.pushSeen(c, "edited_message", next)
	return next, nil
}

// Photo is a picture to be sent. Data of nil is a small grey picture.
type Photo struct {
	Name string
	Data []byte
}

// SendPhotos sends pictures; several make an album, which the bot gets as one
// update for each picture, the caption on the first.
func (u *User) SendPhotos(chat int64, caption string, photos ...Photo) ([]*Message, error) {
	if len(photos) == 0 {
		return nil, errEmpty
	}
	var files []storedFile
	for _, p := range photos {
		if p.Data == nil {
			p.Data = greyPicture()
		}
		f, err := newPhoto(p.Name, p.Data)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	caption, _ = trim(caption, nil)
	return u.sendFiles(chat, caption, files)
}

func (u *User) sendFiles(chat int64, caption string, files []storedFile) ([]*Message, error) {
	s := u.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c, account, err := s.sender(u.ID, chat)
	if err != nil {
		return nil, err
	}
	album := ""
	if len(files) > 1 {
		s.lastID++
		album = strconv.FormatInt(s.lastID, 10)
	}
	var sent []*Message
	for i, f := range files {
		m := &Message{From: account, MediaGroupID: album}
		if i == 0 {
			m.Caption, m.CaptionEntities = caption, detect(caption, nil)
		}
		if kept := s.keepFile(f); kept.photo {
			m.Photo = kept.sizes()
		} else {
			m.Document = kept.document()
		}
		sent = append(sent, s.arrive(c, m))
	}
	return sent, nil
}

// SendDocument sends a file.
func (u *User) SendDocument(chat int64, caption, name string, data []byte) (*Message, error) {
	f, err := newDocument(name, "", data)
	if err != nil {
		return nil, err
	}
	sent, err := u.sendFiles(chat, caption, []storedFile{f})
	if err != nil {
		return nil, err
	}
	return sent[0], nil
}

// SendLocation sends a point on the map, in degrees.
func (u *User) SendLocation(chat int64, latitude, longitude float64) (*Message, error) {
	return u.message(chat, &Message{Location: &Location{latitude, longitude}})
}

// Forward forwards a message to a chat.
func (u *User) Forward(chat int64, m *Message) (*Message, error) {
	origin := &Origin{Type: "user", Date: m.Date, SenderUser: m.From}
	if m.From == nil {
		origin = &Origin{Type: "channel", Date: m.Date, SenderChat: m.SenderChat}
	}
	return u.message(chat, &Message{
		ForwardOrigin: origin, Text: m.Text, Entities: m.Entities, Caption: m.Caption,
		CaptionEntities: m.CaptionEntities, Photo: m.Photo, Document: m.Document, Location: m.Location,
	})
}

// Block blocks the bot, which is told so and can write no more.
func (u *User) Block() { u.server.setBlocked(u.ID, true) }

// Unblock lets the bot write again.
func (u *User) Unblock() { u.server.setBlocked(u.ID, false) }

func (s *Server) setBlocked(id int64, blocked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[id]
	c.started, c.blocked = true, blocked
	c.members[s.bot.ID] = "kicked"
	status := "member"
	if blocked {
		status, c.members[s.bot.ID] = "kicked", "member"
	}
	s.botStatus(c, s.users[id].Account, status)
}

// Deactivate deletes the person's account: the bot is told when it writes.
func (u *User) Deactivate() {
	u.server.mu.Lock()
	defer u.server.mu.Unlock()
	u.server.users[u.ID].deactivated = true
}
