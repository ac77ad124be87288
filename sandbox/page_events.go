package sandbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// beat is how often an idle event stream says that it is alive.
const beat = 15 * time.Second

// serveEvents streams what changes: every new version of a message in the page's
// chats, what the bot says it is doing, and the clock.
func (p *page) serveEvents(w http.ResponseWriter, r *http.Request) {
	seq, _ := strconv.ParseInt(cmp.Or(r.Header.Get("Last-Event-ID"), r.FormValue("seq")), 10, 64)
	w.Header().Set("Content-Type", "text/event-stream")
	// A stream outlives the time that a server gives a request to be read.
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	out := &stream{w: w, control: http.NewResponseController(w)}
	timer := time.NewTicker(beat)
	defer timer.Stop()
	s := p.server
	s.mu.Lock()
	s.waiting++
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.waiting--
		s.mu.Unlock()
	}()
	for first := true; ; first = false {
		changes := p.changes(seq)
		if !out.write(p, changes, first) {
			return
		}
		seq = changes.seq
		select {
		case <-changes.next:
		case <-timer.C:
			out.beat = true
		case <-r.Context().Done():
			return
		case <-s.ctx.Done():
			return
		}
	}
}

// changeSet is what has changed since a moment.
type changeSet struct {
	messages []*Message
	typing   map[string]string
	seq      int64
	next     <-chan struct{}
}

func (p *page) changes(seq int64) changeSet {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	set := changeSet{seq: s.seq, next: s.changed, typing: map[string]string{}}
	ids := slices.Clone(p.opts.Groups)
	for _, r := range p.opts.Roles {
		ids = append(ids, r.User)
	}
	now := elapsed().Unix()
	for _, id := range ids {
		c, ok := s.liveChat(id)
		if !ok {
			continue
		}
		set.messages = append(set.messages, c.since(seq)...)
		if c.action != "" && now-c.actionAt < 5 {
			set.typing[strconv.FormatInt(c.ID, 10)] = c.action
		}
	}
	slices.SortFunc(set.messages, func(a, b *Message) int { return cmp.Compare(a.Seq, b.Seq) })
	return set
}

// stream writes server-sent events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	offset  time.Duration
	typing  string
	beat    bool
}

func (o *stream) write(p *page, set changeSet, first bool) bool {
	_ = o.control.SetWriteDeadline(time.Now().Add(30 * time.Second))
	for _, m := range set.messages {
		o.event(m.Seq, "message", p.server.show(m))
	}
	typing, _ := json.Marshal(set.typing)
	if string(typing) != o.typing {
		o.event(set.seq, "typing", json.RawMessage(typing))
		o.typing = string(typing)
	}
	if offset := p.server.clock.Offset(); first || o.beat || offset != o.offset {
		o.event(set.seq, "clock", p.clockState())
		o.offset, o.beat = offset, false
	}
	return o.control.Flush() == nil
}

func (o *stream) event(seq int64, name string, v any) {
	data, err := json.Marshal(v)
	if err == nil {
		_, _ = fmt.Fprintf(o.w, "id: %d\nevent: %s\ndata: %s\n\n", seq, name, data)
	}
}
