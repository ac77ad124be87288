package sandbox

import "strings"

// anonymousAdmin is who group administrators write as when they stay anonymous.
var anonymousAdmin = Account{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}

// AddGroup makes a basic group with the bot in it, in privacy mode, and returns
// its id, which is negative. The creator is its owner.
func (s *Server) AddGroup(title string, creator *User, members ...*User) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastGroup++
	c := newChat(Chat{ID: -s.lastGroup, Type: "group", Title: title})
	s.chats[c.ID] = c
	for _, u := range members {
		c.members[u.ID] = "member"
	}
	c.members[creator.ID] = "creator"
	s.botStatus(c, creator.Account, "member")
	s.arrive(c, &Message{From: &creator.Account, GroupCreated: true})
	return c.ID
}

// AddChannel makes a channel with the bot as an administrator. A username makes
// it public.
func (s *Server) AddChannel(title, username string, owner *User) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastGroup++
	c := newChat(Chat{ID: -1000000000000 - s.lastGroup, Type: "channel", Title: title, Username: username})
	s.chats[c.ID] = c
	if username != "" {
		s.names[strings.ToLower(username)] = c.ID
	}
	c.members[owner.ID] = "creator"
	s.botStatus(c, owner.Account, "administrator")
	return c.ID
}

// group finds a group or channel.
func (s *Server) group(id int64) (*chat, error) {
	c, ok := s.chats[id]
	if !ok {
		return nil, errNoChat
	}
	if c.isPrivate() {
		return nil, errNotGroup
	}
	return c, nil
}

// inGroup runs change on a group or channel, under the lock.
func (s *Server) inGroup(id int64, change func(*chat)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.group(id)
	if err != nil {
		return err
	}
	change(c)
	return nil
}

// Join brings a person into a group.
func (u *User) Join(group int64) error {
	return u.server.inGroup(group, func(c *chat) {
		u.server.memberStatus(c, u.Account, u.ID, "member")
		u.server.arrive(c, &Message{From: &u.Account, NewChatMembers: []Account{u.Account}})
	})
}

// Leave takes the person out of a group.
func (u *User) Leave(group int64) error {
	return u.server.inGroup(group, func(c *chat) {
		u.server.arrive(c, &Message{From: &u.Account, LeftChatMember: &u.Account})
		u.server.memberStatus(c, u.Account, u.ID, "left")
	})
}

// Promote makes somebody an administrator of a group.
func (u *User) Promote(group int64) error {
	return u.server.inGroup(group, func(c *chat) { u.server.memberStatus(c, u.Account, u.ID, "administrator") })
}

// AddBot brings the bot into a group that it has left or was removed from.
func (u *User) AddBot(group int64) error {
	s := u.server
	return s.inGroup(group, func(c *chat) {
		s.botStatus(c, u.Account, "member")
		s.arrive(c, &Message{From: &u.Account, NewChatMembers: []Account{s.bot}})
	})
}

// RemoveBot throws the bot out of a group.
func (u *User) RemoveBot(group int64) error {
	s := u.server
	return s.inGroup(group, func(c *chat) {
		s.post(c, &Message{From: &u.Account, LeftChatMember: &s.bot})
		s.push("message", c.history[len(c.history)-1])
		s.botStatus(c, u.Account, "kicked")
	})
}

// PromoteBot makes the bot an administrator, so that it sees every message.
func (u *User) PromoteBot(group int64) error {
	s := u.server
	return s.inGroup(group, func(c *chat) { s.botStatus(c, u.Account, "administrator") })
}

// SetTitle renames a group.
func (u *User) SetTitle(group int64, title string) error {
	s := u.server
	return s.inGroup(group, func(c *chat) {
		c.rename(title)
		s.arrive(c, &Message{From: &u.Account, NewChatTitle: title})
	})
}

// PostAnonymously writes in a group as an anonymous administrator.
func (u *User) PostAnonymously(group int64, text string) (m *Message, err error) {
	s := u.server
	err = s.inGroup(group, func(c *chat) {
		m = s.arrive(c, &Message{From: &anonymousAdmin, SenderChat: c.link, Text: text, Entities: detect(text, nil)})
	})
	return m, err
}

// PostChannel posts in a channel.
func (u *User) PostChannel(channel int64, text string) (m *Message, err error) {
	s := u.server
	err = s.inGroup(channel, func(c *chat) {
		m = s.arrive(c, &Message{SenderChat: c.link, Text: text, Entities: detect(text, nil)})
	})
	return m, err
}

// Migrate turns a basic group into a supergroup, whose id it returns. Both chats
// get Telegram's service messages; the old one is dead.
func (u *User) Migrate(group int64) (supergroup int64, err error) {
	s := u.server
	err = s.inGroup(group, func(old *chat) {
		c := newChat(Chat{ID: -1000000000000 + old.ID, Type: "supergroup", Title: old.Title})
		for id, status := range old.members {
			c.members[id] = status
		}
		s.chats[c.ID] = c
		supergroup = c.ID
		s.arrive(old, &Message{From: &u.Account, MigrateToChat: c.ID})
		old.migrated = c.ID
		s.arrive(c, &Message{From: &anonymousAdmin, SenderChat: c.link, MigrateFromChat: old.ID})
	})
	return supergroup, err
}

// SetPrivacy turns the bot's privacy mode in a group on or off; it begins on.
func (s *Server) SetPrivacy(group int64, on bool) error {
	return s.inGroup(group, func(c *chat) { c.privacy = on })
}
