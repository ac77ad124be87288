package sandbox

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Await returns the first version of a message that the bot wrote or edited in a
// chat after the moment seq and that match accepts; a nil match accepts any. The
// Seq of what a person sent is the natural moment:
//
//	m, _ := li.Say("/help")
//	answer, err := server.Await(ctx, li.ID, m.Seq, nil)
//
// The error, when ctx ends first, tells what the bot wrote instead.
func (s *Server) Await(ctx context.Context, chat, seq int64, match func(*Message) bool) (*Message, error) {
	var found *Message
	seen := seq
	var others []string
	err := s.until(ctx, func() bool {
		c, ok := s.chats[chat]
		if !ok {
			return false
		}
		for _, m := range c.since(seen) {
			seen = m.Seq
			if !m.ByBot || m.Deleted {
				continue
			}
			if match == nil || match(m) {
				found = m
				return true
			}
			others = append(others, m.Shown())
		}
		return false
	})
	if err != nil && found == nil {
		return nil, fmt.Errorf("sandbox: awaiting the bot in chat %d, it wrote %q: %w", chat, others, err)
	}
	return found, nil
}

// since returns the versions after seq.
func (c *chat) since(seq int64) []*Message {
	i := sort.Search(len(c.history), func(i int) bool { return c.history[i].Seq > seq })
	return c.history[i:]
}

// Contains matches messages whose text or caption holds all of the parts.
func Contains(parts ...string) func(*Message) bool {
	return func(m *Message) bool {
		return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(m.Shown(), p) })
	}
}

// Until waits until done is true; it is asked again after every message and
// every call, without the server's lock.
func (s *Server) Until(ctx context.Context, done func() bool) error {
	s.mu.Lock()
	s.waiting++
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.waiting--
		s.mu.Unlock()
	}()
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if done() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ctx.Done():
			return errClosed
		}
	}
}

// Seq returns the moment now: later versions of messages have a higher Seq.
func (s *Server) Seq() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seq
}

// Messages returns the present messages of a chat, deleted ones left out, oldest
// first.
func (s *Server) Messages(chat int64) []*Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.chats[chat]
	if !ok {
		return nil
	}
	var list []*Message
	for _, m := range c.current {
		if !m.Deleted {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b *Message) int { return a.ID - b.ID })
	return list
}

// History returns all versions of all messages of a chat after the moment seq.
func (s *Server) History(chat, seq int64) []*Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.chats[chat]
	if !ok {
		return nil
	}
	return slices.Clone(c.since(seq))
}

// Message returns the present version of a message; a deleted one is not there.
func (s *Server) Message(chat int64, id int) (*Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.chats[chat]
	if !ok {
		return nil, false
	}
	return c.message(id)
}

// LastMessage returns the newest message of a chat that is not deleted.
func (s *Server) LastMessage(chat int64) (*Message, bool) {
	list := s.Messages(chat)
	if len(list) == 0 {
		return nil, false
	}
	return list[len(list)-1], true
}
