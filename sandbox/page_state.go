package sandbox

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// pageSize is how many messages the page loads at once.
const pageSize = 120

// shownMessage is a message as the page gets it.
type shownMessage struct {
	ID        int         `json:"id"`
	Chat      int64       `json:"chat"`
	Seq       int64       `json:"seq"`
	From      int64       `json:"from"`
	Name      string      `json:"name"`
	Bot       bool        `json:"bot,omitempty"`
	Date      int64       `json:"date"`
	Edited    bool        `json:"edited,omitempty"`
	Text      string      `json:"text,omitempty"`
	Entities  []Entity    `json:"entities,omitempty"`
	Photo     *PhotoSize  `json:"photo,omitempty"`
	Document  *Document   `json:"document,omitempty"`
	Rich      []RichBlock `json:"rich,omitempty"`
	Location  *Location   `json:"location,omitempty"`
	Album     string      `json:"album,omitempty"`
	Reply     *shownRef   `json:"reply,omitempty"`
	Forward   string      `json:"forward,omitempty"`
	Via       string      `json:"via,omitempty"`
	Service   string      `json:"service,omitempty"`
	Buttons   [][]Button  `json:"buttons,omitempty"`
	Keyboard  *Keyboard   `json:"keyboard,omitempty"`
	Reactions []string    `json:"reactions,omitempty"`
	Deleted   bool        `json:"deleted,omitempty"`
}

// shownRef is the message that another one replies to.
type shownRef struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
	Text string `json:"text"`
}

func (s *Server) show(m *Message) shownMessage {
	out := shownMessage{
		ID: m.ID, Chat: m.Chat.ID, Seq: m.Seq, Bot: m.ByBot, Date: m.Date, Edited: m.EditDate != 0,
		Text: m.Shown(), Entities: m.Entities, Document: m.Document, Location: m.Location, Album: m.MediaGroupID,
		Service: m.serviceText(), Keyboard: m.Keyboard, Reactions: m.Reactions, Deleted: m.Deleted,
	}
	out.From, out.Name = m.author()
	if m.Text == "" {
		out.Entities = m.CaptionEntities
	}
	if m.Rich != nil {
		out.Rich = m.Rich.Blocks
	}
	if n := len(m.Photo); n > 0 {
		out.Photo = &m.Photo[n-1]
	}
	if m.ReplyMarkup != nil {
		out.Buttons = m.ReplyMarkup.Rows
	}
	if r := m.ReplyTo; r != nil {
		_, name := r.author()
		out.Reply = &shownRef{r.ID, name, r.summary()}
	}
	if o := m.ForwardOrigin; o != nil && o.SenderUser != nil {
		out.Forward = o.SenderUser.Name()
	}
	if m.ViaBot != nil {
		out.Via = m.ViaBot.Username
	}
	return out
}

func (m *Message) author() (id int64, name string) {
	switch {
	case m.SenderChat != nil:
		return m.SenderChat.ID, m.SenderChat.Name()
	case m.From != nil:
		return m.From.ID, m.From.Name()
	}
	return 0, ""
}

// summary is a message in a line.
func (m *Message) summary() string {
	switch {
	case m.Shown() != "":
		runes := []rune(m.Shown())
		return string(runes[:min(len(runes), 80)])
	case m.Photo != nil:
		return "[照片]"
	case m.Document != nil:
		return "[文件] " + m.Document.FileName
	case m.Location != nil:
		return "[位置]"
	}
	return m.serviceText()
}

// serviceText tells what happened in a group.
func (m *Message) serviceText() string {
	_, who := m.author()
	switch {
	case m.GroupCreated:
		return who + " 创建了群聊"
	case m.TopicCreated != nil:
		return fmt.Sprintf("%s 新建了话题“%s”", who, m.TopicCreated.Name)
	case m.NewChatTitle != "":
		return fmt.Sprintf("%s 把群名改为“%s”", who, m.NewChatTitle)
	case len(m.NewChatMembers) > 0:
		return m.NewChatMembers[0].Name() + " 加入了群聊"
	case m.LeftChatMember != nil:
		return m.LeftChatMember.Name() + " 离开了群聊"
	case m.MigrateToChat != 0:
		return "本群已升级为超级群"
	case m.MigrateFromChat != 0:
		return "超级群已建立"
	}
	return ""
}

// shownChat is a chat in the list: a person's with the bot, or a group.
type shownChat struct {
	ID      int64         `json:"id"`
	Title   string        `json:"title"`
	Role    *Role         `json:"role,omitempty"`
	Members []int64       `json:"members,omitempty"` // those whom the page can act as
	Size    int           `json:"size,omitempty"`
	Last    *shownMessage `json:"last,omitempty"`
}

// serveState tells everything but the messages.
func (p *page) serveState(w http.ResponseWriter, _ *http.Request) {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	reply(w, map[string]any{
		"bot": s.bot, "about": inLanguage(s.profile.description, "zh"), "chats": p.chats(), "guide": p.opts.Guide,
		"seq": s.seq, "clock": p.clockState(),
	})
}

// chats lists the chats in the order shown: the first section of people, whose
// work fills the groups, then the groups, then everybody else.
func (p *page) chats() []shownChat {
	var people, groups []shownChat
	first := 0
	for _, r := range p.opts.Roles {
		c, ok := p.server.chats[r.User]
		if !ok {
			continue
		}
		people = append(people, shownChat{ID: c.ID, Title: c.Name(), Role: &r, Last: p.server.lastShown(c)})
		if r.Section == p.opts.Roles[0].Section {
			first = len(people)
		}
	}
	for _, id := range p.opts.Groups {
		if c, ok := p.server.liveChat(id); ok {
			groups = append(groups, p.group(c))
		}
	}
	return slices.Insert(people, first, groups...)
}

func (p *page) group(c *chat) shownChat {
	group := shownChat{ID: c.ID, Title: c.Name(), Last: p.server.lastShown(c)}
	for id := range c.members {
		if c.present(id) {
			group.Size++
		}
	}
	for _, r := range p.opts.Roles {
		if c.present(r.User) {
			group.Members = append(group.Members, r.User)
		}
	}
	return group
}

// liveChat finds a chat, or the supergroup that took over from it.
func (s *Server) liveChat(id int64) (*chat, bool) {
	c, ok := s.chats[id]
	if ok && c.migrated != 0 {
		c, ok = s.chats[c.migrated]
	}
	return c, ok
}

func (s *Server) lastShown(c *chat) *shownMessage {
	for i := len(c.history) - 1; i >= 0; i-- {
		if m := c.history[i]; !m.Deleted && c.current[m.ID] == m {
			shown := s.show(m)
			return &shown
		}
	}
	return nil
}

// serveMessages tells the newest messages of a chat, or those before one.
func (p *page) serveMessages(w http.ResponseWriter, r *http.Request) {
	chat, _ := strconv.ParseInt(r.FormValue("chat"), 10, 64)
	before, _ := strconv.Atoi(r.FormValue("before"))
	list := p.server.Messages(chat)
	if before > 0 {
		i, _ := slices.BinarySearchFunc(list, before, func(m *Message, id int) int { return m.ID - id })
		list = list[:i]
	}
	more := len(list) > pageSize
	if more {
		list = list[len(list)-pageSize:]
	}
	shown := make([]shownMessage, len(list))
	for i, m := range list {
		shown[i] = p.server.show(m)
	}
	reply(w, map[string]any{"messages": shown, "more": more})
}

// serveCommands tells the command menu of a person in a chat.
func (p *page) serveCommands(w http.ResponseWriter, r *http.Request) {
	user, _ := strconv.ParseInt(r.FormValue("user"), 10, 64)
	chat, _ := strconv.ParseInt(r.FormValue("chat"), 10, 64)
	reply(w, map[string]any{"commands": p.server.Commands(user, chat)})
}

// serveFile shows a photo or hands out a document.
func (p *page) serveFile(w http.ResponseWriter, r *http.Request) {
	f, ok := p.server.file(r.FormValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	if f.photo {
		w.Header().Set("Content-Type", f.mime)
		w.Header().Set("Cache-Control", "private, max-age=3600")
	} else {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(f.data)))
	_, _ = w.Write(f.data)
}

// clockState is the clock as the page shows it.
func (p *page) clockState() map[string]any {
	now := p.server.clock.Now().In(p.opts.Zone)
	_, offset := now.Zone()
	return map[string]any{
		"now": now.UnixMilli(), "zone": offset, "ahead": p.server.clock.Offset() > time.Minute, "boot": p.boot,
	}
}
