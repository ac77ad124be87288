package sandbox

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// webhook is where updates are delivered to.
type webhook struct {
	url       string
	secret    string
	cancel    context.CancelFunc
	lastError string
	lastAt    int64
}

// WebhookInfo is the answer of getWebhookInfo.
type WebhookInfo struct {
	URL              string   `json:"url"`
	CustomCert       bool     `json:"has_custom_certificate"`
	Pending          int      `json:"pending_update_count"`
	LastErrorDate    int64    `json:"last_error_date,omitempty"`
	LastErrorMessage string   `json:"last_error_message,omitempty"`
	MaxConnections   int      `json:"max_connections,omitempty"`
	AllowedUpdates   []string `json:"allowed_updates,omitempty"`
}

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func (s *Server) setWebhook(c *call) (any, error) {
	target := c.params.text("url")
	if target == "" {
		return s.deleteWebhook(c)
	}
	if u, err := url.Parse(target); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, badRequest("bad webhook: invalid webhook URL specified")
	}
	secret := c.params.text("secret_token")
	if secret != "" && !secretToken.MatchString(secret) {
		return nil, badRequest("secret token contains illegal characters")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.allow(c.params); err != nil {
		return nil, err
	}
	if c.params.flag("drop_pending_updates") {
		s.updates.pending = nil
	}
	s.dropHook()
	s.replacePoll(conflict("terminated by setWebhook request"))
	ctx, cancel := context.WithCancel(s.ctx)
	s.hook = &webhook{url: target, secret: secret, cancel: cancel}
	s.done.Add(1)
	go s.deliver(ctx, s.hook)
	return true, nil
}

func (s *Server) deleteWebhook(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.params.flag("drop_pending_updates") {
		s.updates.pending = nil
	}
	s.dropHook()
	return true, nil
}

func (s *Server) dropHook() {
	if s.hook != nil {
		s.hook.cancel()
		s.hook = nil
	}
}

func (s *Server) getWebhookInfo(*call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := WebhookInfo{Pending: len(s.updates.pending)}
	for name := range s.updates.allowed {
		info.AllowedUpdates = append(info.AllowedUpdates, name)
	}
	if h := s.hook; h != nil {
		info.URL, info.LastErrorDate, info.LastErrorMessage = h.url, h.lastAt, h.lastError
		info.MaxConnections = 40
	}
	return info, nil
}

// deliver sends updates one by one, each until it is answered 2xx.
func (s *Server) deliver(ctx context.Context, h *webhook) {
	defer s.done.Done()
	pause := time.Second
	for {
		u, err := s.nextForHook(ctx)
		if err != nil {
			return
		}
		if problem := s.deliverOne(ctx, h, u); problem == "" {
			s.delivered(u.id)
			pause = time.Second
		} else if !s.hookFailed(ctx, h, problem, pause) {
			return
		} else {
			pause = min(2*pause, time.Minute)
		}
	}
}

// nextForHook waits for the oldest update.
func (s *Server) nextForHook(ctx context.Context) (queued, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := &s.updates
	for len(q.pending) == 0 {
		wake := q.wake
		q.waiting++
		s.mu.Unlock()
		select {
		case <-wake:
		case <-ctx.Done():
		}
		s.mu.Lock()
		q.waiting--
		if ctx.Err() != nil {
			return queued{}, ctx.Err()
		}
	}
	return q.pending[0], ctx.Err()
}

// deliverOne posts one update and says what went wrong.
func (s *Server) deliverOne(ctx context.Context, h *webhook, u queued) (problem string) {
	body, err := u.encode()
	if err != nil {
		return err.Error()
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	resp, err := s.opts.WebhookClient.Do(r)
	if err != nil {
		return "Connection failed"
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return "Wrong response from the webhook: " + resp.Status
	}
	return ""
}

// delivered forgets the update that the bot has taken.
func (s *Server) delivered(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.updates.pending) > 0 && s.updates.pending[0].id == id {
		s.updates.drop(1)
	}
	s.touch()
}

// hookFailed notes the problem and waits before the next attempt.
func (s *Server) hookFailed(ctx context.Context, h *webhook, problem string, pause time.Duration) bool {
	s.mu.Lock()
	h.lastError, h.lastAt = problem, s.now()
	s.mu.Unlock()
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
