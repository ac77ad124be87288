package sandbox

// topic is a topic of a forum. Its id is that of the message that opened it.
type topic struct {
	opened *Message
	closed bool
}

// TopicCreated says in a service message what a new topic is called.
type TopicCreated struct {
	Name  string `json:"name"`
	Color int    `json:"icon_color"`
}

// AddForum makes a supergroup with topics, the bot in it as in AddGroup.
func (s *Server) AddForum(title string, creator *User, members ...*User) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastGroup++
	c := newChat(Chat{ID: -1000000000000 - s.lastGroup, Type: "supergroup", Title: title, IsForum: true})
	c.topics = map[int]*topic{}
	s.chats[c.ID] = c
	for _, u := range members {
		c.members[u.ID] = "member"
	}
	c.members[creator.ID] = "creator"
	s.botStatus(c, creator.Account, "member")
	return c.ID
}

// OpenTopic opens a topic of a forum and returns its id.
func (u *User) OpenTopic(forum int64, name string) (id int, err error) {
	err = u.server.inGroup(forum, func(c *chat) {
		m := &Message{From: &u.Account, TopicCreated: &TopicCreated{Name: name, Color: 7322096}}
		c.lastID++
		m.Thread, m.InTopic = c.lastID, true // it is the first message of its own topic
		c.lastID--
		c.topics[m.Thread] = &topic{opened: u.server.arrive(c, m)}
		id = m.Thread
	})
	return id, err
}

// CloseTopic lets nobody but administrators write in a topic.
func (u *User) CloseTopic(forum int64, id int) error {
	return u.server.inGroup(forum, func(c *chat) { c.topics[id].closed = true })
}

// DeleteTopic deletes a topic with what is in it.
func (u *User) DeleteTopic(forum int64, id int) error {
	return u.server.inGroup(forum, func(c *chat) {
		delete(c.topics, id)
		for _, m := range c.current {
			if m.Thread == id {
				u.server.revise(c, m, func(m *Message) { m.Deleted = true })
			}
		}
	})
}

// SendIn writes a text in a topic. As in Telegram's apps, what answers nothing
// else answers the message that opened the topic.
func (u *User) SendIn(forum int64, id int, text string) (*Message, error) {
	var t *topic
	err := u.server.inGroup(forum, func(c *chat) { t = c.topics[id] })
	switch {
	case err != nil:
		return nil, err
	case t == nil:
		return nil, errNoTopic
	}
	return u.write(forum, text, t.opened)
}

// topicFor is the topic that a call's message goes to, 0 for none: the one that
// it names, else that of the message that it answers.
func (s *Server) topicFor(c *chat, p *params, reply *Message) (int, error) {
	id := int(p.number("message_thread_id", 0))
	if id == 0 && reply != nil && reply.InTopic {
		id = reply.Thread
	}
	if id == 0 {
		return 0, nil
	}
	t, ok := c.topics[id]
	switch {
	case !ok:
		return 0, badRequest("message thread not found")
	case t.closed && !c.admin(s.bot.ID):
		return 0, badRequest("TOPIC_CLOSED")
	}
	return id, nil
}
