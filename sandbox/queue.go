package sandbox

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// queued is an update that waits to be fetched or delivered. Its content is
// marshalled when it is asked for, outside of the server's lock.
type queued struct {
	id      int64
	kind    string
	content any
	raw     []byte // a ready-made update, where not nil
}

// updateQueue holds what Telegram has for the bot, oldest first.
type updateQueue struct {
	nextID  int64
	pending []queued
	allowed map[string]bool // nil: all but the kinds one has to ask for
	poll    *poll
	wake    chan struct{} // closed and remade when an update comes while one waits
	waiting int
}

func newUpdateQueue() updateQueue {
	return updateQueue{nextID: 100001, wake: make(chan struct{})}
}

// wants reports whether the bot asked for this kind of update.
func (q *updateQueue) wants(kind string) bool {
	if q.allowed != nil {
		return q.allowed[kind]
	}
	return kind != "chat_member" && kind != "message_reaction" && kind != "message_reaction_count"
}

// push queues an update of a kind that the bot wants.
func (s *Server) push(kind string, content any) {
	if s.updates.wants(kind) {
		s.updates.add(queued{kind: kind, content: content})
	}
}

func (q *updateQueue) add(u queued) int64 {
	u.id = q.nextID
	q.nextID++
	q.pending = append(q.pending, u)
	if q.waiting > 0 {
		close(q.wake)
		q.wake = make(chan struct{})
	}
	return u.id
}

// confirm forgets what comes before offset. Like Telegram it starts from the
// oldest update where the offset cannot belong to the queue: after the numbers
// have started anew.
func (q *updateQueue) confirm(offset int64) {
	if offset < 0 {
		keep := min(int(-offset), len(q.pending))
		q.drop(len(q.pending) - keep)
		return
	}
	if offset > q.nextID+10 {
		return
	}
	n := 0
	for n < len(q.pending) && q.pending[n].id < offset {
		n++
	}
	q.drop(n)
}

func (q *updateQueue) drop(n int) {
	clear(q.pending[:n])
	q.pending = q.pending[n:]
}

// batch copies up to limit of the oldest updates.
func (q *updateQueue) batch(limit int) []queued {
	return append([]queued(nil), q.pending[:min(limit, len(q.pending))]...)
}

// encode writes the update as Telegram sends it.
func (u queued) encode() ([]byte, error) {
	if u.raw != nil {
		return u.raw, nil
	}
	content, err := json.Marshal(u.content)
	if err != nil {
		return nil, err
	}
	b := make([]byte, 0, len(content)+len(u.kind)+40)
	b = append(b, `{"update_id":`...)
	b = strconv.AppendInt(b, u.id, 10)
	b = append(append(append(b, `,"`...), u.kind...), `":`...)
	return append(append(b, content...), '}'), nil
}

// encodeBatch writes the whole answer of getUpdates.
func encodeBatch(batch []queued) (json.RawMessage, error) {
	var b bytes.Buffer
	b.WriteString(`{"ok":true,"result":[`)
	for i, u := range batch {
		if i > 0 {
			b.WriteByte(',')
		}
		raw, err := u.encode()
		if err != nil {
			return nil, err
		}
		b.Write(raw)
	}
	b.WriteString(`]}`)
	return b.Bytes(), nil
}

// PendingUpdates returns how many updates the bot has not confirmed yet.
func (s *Server) PendingUpdates() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.updates.pending)
}

// SetNextUpdateID makes the next update carry this number, as Telegram does at
// random after a quiet week.
func (s *Server) SetNextUpdateID(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.updates.nextID = id
}

// InjectUpdate queues an update as it stands; fields is the JSON object without
// its update_id, whose number is returned.
func (s *Server) InjectUpdate(fields json.RawMessage) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.updates.nextID
	rest := bytes.TrimSpace(fields)
	raw := []byte(`{"update_id":` + strconv.FormatInt(id, 10))
	if rest = bytes.TrimSpace(rest[1:]); rest[0] != '}' {
		raw = append(raw, ',')
	}
	return s.updates.add(queued{raw: append(raw, rest...)})
}

// InjectUndecodable queues an update that no model of the Bot API decodes: valid
// JSON with a known update_id and a message of the wrong type.
func (s *Server) InjectUndecodable() int64 {
	return s.InjectUpdate(json.RawMessage(`{"message":{"message_id":"not a number","date":[],"chat":7,"text":{}}}`))
}
