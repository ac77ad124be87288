package sandbox

import (
	"time"
)

// maxPoll is the longest that Telegram lets a poll wait.
const maxPoll = 50 * time.Second

// poll is a getUpdates call that waits; replaced is closed with the reason set
// when something else takes its place.
type poll struct {
	replaced chan struct{}
	reason   *apiError
}

func (s *Server) getUpdates(c *call) (any, error) {
	limit := int(c.params.number("limit", 100))
	if limit < 1 || limit > 100 {
		limit = 100
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook != nil {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if err := s.allow(c.params); err != nil {
		return nil, err
	}
	s.replacePoll(conflict("terminated by other getUpdates request; make sure that only one bot instance is running"))
	mine := &poll{replaced: make(chan struct{})}
	s.updates.poll = mine
	s.updates.confirm(c.params.number("offset", 0))
	s.touch()
	wait := min(time.Duration(c.params.number("timeout", 0))*time.Second, maxPoll)
	err := s.awaitUpdates(c, mine, wait)
	if s.updates.poll == mine {
		s.updates.poll = nil
	}
	if err != nil {
		return nil, err
	}
	batch := s.updates.batch(limit)
	s.mu.Unlock()
	defer s.mu.Lock()
	return encodeBatch(batch)
}

// replacePoll ends a waiting poll.
func (s *Server) replacePoll(reason *apiError) {
	if p := s.updates.poll; p != nil {
		p.reason = reason
		close(p.replaced)
		s.updates.poll = nil
	}
}

// awaitUpdates returns when there are updates or the time is over. It is called
// with the lock held and gives it up while it waits.
func (s *Server) awaitUpdates(c *call, mine *poll, wait time.Duration) error {
	q := &s.updates
	if wait <= 0 || len(q.pending) > 0 {
		return nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for len(q.pending) == 0 {
		wake := q.wake
		q.waiting++
		s.mu.Unlock()
		over, err := s.sleepPoll(c, mine, wake, timer.C)
		s.mu.Lock()
		q.waiting--
		if over || err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) sleepPoll(c *call, mine *poll, wake <-chan struct{}, end <-chan time.Time) (over bool, err error) {
	select {
	case <-wake:
		return false, nil
	case <-end:
		return true, nil
	case <-mine.replaced:
		return true, mine.reason
	case <-c.ctx.Done():
		return true, c.ctx.Err()
	case <-s.ctx.Done():
		return true, &apiError{code: 502, text: "Bad Gateway"}
	}
}

// allow stores the kinds of updates that the bot asks for, where it says so.
func (s *Server) allow(p *params) error {
	if !p.has("allowed_updates") {
		return nil
	}
	var names []string
	if err := p.decode("allowed_updates", &names); err != nil {
		return err
	}
	if len(names) == 0 {
		s.updates.allowed = nil
		return nil
	}
	allowed := make(map[string]bool, len(names))
	for _, name := range names {
		if !updateKinds()[name] {
			return badRequest("unknown update type %q in allowed_updates", name)
		}
		allowed[name] = true
	}
	s.updates.allowed = allowed
	return nil
}

// Polling reports whether a getUpdates call waits at this moment.
func (s *Server) Polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.updates.poll != nil
}
