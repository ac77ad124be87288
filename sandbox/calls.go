package sandbox

import (
	"slices"
	"time"
)

// Call is one call of the Bot API as it went.
type Call struct {
	Method string
	Chat   int64             // 0 where the method names none
	Params map[string]string // as text; a file is its name
	At     time.Time         // real time
	// Took is how long the call took; Done says whether it is over.
	Took time.Duration
	Done bool
	// Code is 200 or Telegram's error_code, 0 while the call is under way and
	// for one that was dropped.
	Code int
	// Description is what Telegram said of a refusal.
	Description string
	// Result is the whole body that the call was answered with.
	Result []byte
	// Fault is the fault that hit the call.
	Fault *Fault
}

// callLog remembers calls: all of them, the newest, or none.
type callLog struct {
	keep   int // 0 all, negative none
	calls  []*Call
	counts map[string]int
}

func newCallLog(keep int) callLog { return callLog{keep: keep, counts: map[string]int{}} }

func (l *callLog) add(c *Call) {
	l.counts[c.Method]++
	if l.keep < 0 {
		return
	}
	if l.keep > 0 && len(l.calls) >= 2*l.keep {
		l.calls = slices.Clone(l.calls[len(l.calls)-l.keep:])
	}
	l.calls = append(l.calls, c)
}

// beginCall logs a call and finds the fault that hits it.
func (s *Server) beginCall(c *call) (*Fault, *Call) {
	entry := &Call{Method: c.method, Chat: c.chat, At: elapsed()}
	if s.opts.CallLog >= 0 {
		entry.Params = c.params.texts()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	fault := s.faultFor(entry)
	entry.Fault = fault
	s.log.add(entry)
	return fault, entry
}

// endCall completes the log of a call.
func (s *Server) endCall(entry *Call, code int, body []byte, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry.Code, entry.Took, entry.Done = code, elapsed().Sub(entry.At), true
	if s.opts.CallLog >= 0 {
		entry.Result = body
	}
	if err != nil {
		entry.Description = asAPIError(err).text
	}
	s.touch()
}

// Calls returns the calls of a method, of all methods where it is empty, oldest
// first.
func (s *Server) Calls(method string) []Call {
	return s.calls(func(c *Call) bool { return method == "" || c.Method == method })
}

// CallsIn returns the calls of a method that name a chat.
func (s *Server) CallsIn(chat int64, method string) []Call {
	return s.calls(func(c *Call) bool { return c.Chat == chat && (method == "" || c.Method == method) })
}

// Refused returns the calls that Telegram itself refused with 400, 401, 403, 404
// or 409, faults apart: a well-behaved bot has none but those a test provokes.
func (s *Server) Refused() []Call {
	return s.calls(func(c *Call) bool {
		return c.Fault == nil && c.Code >= 400 && c.Code < 500 && c.Code != 429
	})
}

// CallCount returns how often a method was called, remembered or not.
func (s *Server) CallCount(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.counts[method]
}

func (s *Server) calls(want func(*Call) bool) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Call
	for _, c := range s.log.calls {
		if want(c) {
			found = append(found, *c)
		}
	}
	return found
}
