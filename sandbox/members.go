package sandbox

import "time"

// chatMember is a member as the Bot API shows it.
type chatMember map[string]any

func (s *Server) member(c *chat, id int64) chatMember {
	status := c.members[id]
	if status == "" {
		status = "left"
	}
	account := s.bot
	if u, ok := s.users[id]; ok {
		account = u.Account
	}
	m := chatMember{"status": status, "user": account}
	switch status {
	case "kicked":
		m["until_date"] = 0
	case "creator":
		m["is_anonymous"] = false
	case "administrator":
		for _, right := range []string{
			"can_manage_chat", "can_delete_messages", "can_restrict_members", "can_change_info", "can_invite_users", "can_pin_messages",
		} {
			m[right] = true
		}
		for _, right := range []string{
			"can_be_edited", "is_anonymous", "can_manage_video_chats", "can_promote_members",
			"can_post_stories", "can_edit_stories", "can_delete_stories", "can_manage_tags",
		} {
			m[right] = false
		}
	}
	return m
}

// botStatus changes the bot's place in a chat and tells the bot.
func (s *Server) botStatus(c *chat, by Account, status string) {
	old := s.member(c, s.bot.ID)
	c.members[s.bot.ID] = status
	s.push("my_chat_member", map[string]any{
		"chat": c.link, "from": by, "date": s.now(), "old_chat_member": old, "new_chat_member": s.member(c, s.bot.ID),
	})
	s.touch()
}

// memberStatus changes a person's place and tells a bot that asked to know.
func (s *Server) memberStatus(c *chat, by Account, id int64, status string) {
	old := s.member(c, id)
	c.members[id] = status
	if c.admin(s.bot.ID) {
		s.push("chat_member", map[string]any{
			"chat": c.link, "from": by, "date": s.now(), "old_chat_member": old, "new_chat_member": s.member(c, id),
		})
	}
	s.touch()
}

// getChat implements the method of that name.
func (s *Server) getChat(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	chat, err := s.visible(c.params)
	if err != nil {
		return nil, err
	}
	type full struct {
		Chat
		AccentColor  int            `json:"accent_color_id"`
		MaxReactions int            `json:"max_reaction_count"`
		Gifts        map[string]any `json:"accepted_gift_types"`
		Permissions  map[string]any `json:"permissions,omitempty"`
	}
	info := full{Chat: chat.Chat, MaxReactions: 11, Gifts: map[string]any{
		"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
		"premium_subscription": false, "gifts_from_channels": false,
	}}
	if chat.isGroup() {
		info.Permissions = map[string]any{"can_send_messages": true, "can_send_photos": true, "can_send_documents": true}
	}
	return info, nil
}

// visible finds a chat that the bot may ask about.
func (s *Server) visible(p *params) (*chat, error) {
	c, err := s.chatByParam(p)
	if err != nil {
		return nil, err
	}
	if c.isPrivate() && !c.started && !s.shared(c.ID) {
		return nil, badRequest("chat not found")
	}
	if !c.isPrivate() && !c.present(s.bot.ID) {
		return s.writable(p)
	}
	return c, nil
}

// getChatMember implements the method of that name.
func (s *Server) getChatMember(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	chat, err := s.visible(c.params)
	if err != nil {
		return nil, err
	}
	id := c.params.number("user_id", 0)
	if _, ok := s.users[id]; !ok && id != s.bot.ID {
		return nil, badRequest("user not found")
	}
	if chat.isPrivate() && (id == chat.ID || id == s.bot.ID) {
		return chatMember{"status": "member", "user": s.account(id)}, nil
	}
	return s.member(chat, id), nil
}

func (s *Server) account(id int64) Account {
	if u, ok := s.users[id]; ok {
		return u.Account
	}
	return s.bot
}

// getChatAdministrators implements the method of that name.
func (s *Server) getChatAdministrators(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	chat, err := s.visible(c.params)
	if err != nil {
		return nil, err
	}
	if chat.isPrivate() {
		return nil, badRequest("there are no administrators in the private chat")
	}
	admins := []chatMember{}
	for id := range chat.members {
		if chat.admin(id) && id != s.bot.ID {
			admins = append(admins, s.member(chat, id))
		}
	}
	return admins, nil
}

// leaveChat implements the method of that name.
func (s *Server) leaveChat(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	chat, err := s.writable(c.params)
	if err != nil {
		return nil, err
	}
	if chat.isPrivate() {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	bot := s.bot
	s.botStatus(chat, bot, "left")
	s.post(chat, &Message{From: &bot, LeftChatMember: &bot})
	return true, nil
}

// getMe implements the method of that name.
func (s *Server) getMe(*call) (any, error) {
	return struct {
		Account
		JoinGroups  bool `json:"can_join_groups"`
		ReadAll     bool `json:"can_read_all_group_messages"`
		Inline      bool `json:"supports_inline_queries"`
		Business    bool `json:"can_connect_to_business"`
		MainWebApp  bool `json:"has_main_web_app"`
		TopicsInPMs bool `json:"has_topics_enabled"`
	}{Account: s.bot, JoinGroups: true, Inline: true}, nil
}

// logOut implements the method of that name: the cloud knows the bot no more.
func (s *Server) logOut(*call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loggedOut = true
	return true, nil
}

// closeBot implements the method close. Like Telegram it refuses in the first
// ten minutes; the sandbox's have not passed while a test runs.
func (s *Server) closeBot(*call) (any, error) { return nil, tooMany(int((10 * time.Minute).Seconds())) }
