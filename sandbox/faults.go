package sandbox

import (
	"net/http"
	"slices"
	"time"
)

// Effect is what a fault does to a call.
type Effect int

// The effects. Those that answer an error or drop before processing keep the
// call from having any effect; DropAfter and Truncate come after it had.
const (
	BadGateway      Effect = iota + 1 // 502 in JSON
	BadGatewayHTML                    // 502 as a proxy's page
	TooManyRequests                   // 429 with RetryAfter, 1 where that is 0
	Blocked                           // 403 bot was blocked by the user
	NoFiles                           // 400 not enough rights to send documents
	Conflict                          // 409 terminated by other getUpdates request
	DropBefore                        // connection lost before processing
	DropAfter                         // connection lost after processing
	Truncate                          // half of the answer's body, then connection lost
	Delay                             // Latency, then as usual
)

// Fault makes calls go wrong. Where several faults fit a call, the oldest hits.
type Fault struct {
	// Method and Chat say which calls are hit; empty and 0 mean any.
	Method string
	Chat   int64
	// When narrows the calls further; nil means all. It must not call the Server.
	When func(*Call) bool
	// Effect is what happens to them.
	Effect Effect
	// RetryAfter is what TooManyRequests asks for, in seconds.
	RetryAfter int
	// Latency is waited out before the effect.
	Latency time.Duration
	// Skip lets so many fitting calls pass first.
	Skip int
	// Times limits how many calls are hit; 0 means all until Lift or For.
	Times int
	// For ends the fault this long after it was injected; 0 means never.
	For time.Duration

	server *Server
	until  time.Time
	seen   int
	hits   []*Call
	lifted bool
}

// Inject arms a fault and returns it.
func (s *Server) Inject(f Fault) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.server = s
	if f.For > 0 {
		f.until = elapsed().Add(f.For)
	}
	s.faults = append(s.faults, &f)
	return &f
}

// Lift ends the fault.
func (f *Fault) Lift() {
	f.server.mu.Lock()
	defer f.server.mu.Unlock()
	f.lifted = true
}

// Hits returns the calls that the fault hit, oldest first.
func (f *Fault) Hits() []Call {
	f.server.mu.Lock()
	defer f.server.mu.Unlock()
	hits := make([]Call, len(f.hits))
	for i, c := range f.hits {
		hits[i] = *c
	}
	return hits
}

// faultFor finds the fault that hits a call and counts the hit.
func (s *Server) faultFor(c *Call) *Fault {
	if len(s.faults) == 0 {
		return nil
	}
	now := elapsed()
	s.faults = slices.DeleteFunc(s.faults, func(f *Fault) bool { return f.over(now) })
	for _, f := range s.faults {
		if !f.fits(c) {
			continue
		}
		if f.seen++; f.seen > f.Skip {
			f.hits = append(f.hits, c)
			return f
		}
	}
	return nil
}

func (f *Fault) over(now time.Time) bool {
	return f.lifted || f.Times > 0 && len(f.hits) >= f.Times || !f.until.IsZero() && !now.Before(f.until)
}

func (f *Fault) fits(c *Call) bool {
	return (f.Method == "" || f.Method == c.Method) && (f.Chat == 0 || f.Chat == c.Chat) &&
		(f.When == nil || f.When(c))
}

// failBefore has the effects that come before processing; it reports whether the
// call is over.
func (s *Server) failBefore(w http.ResponseWriter, r *http.Request, f *Fault, entry *Call) bool {
	if f.Latency > 0 && !s.pause(r, f.Latency) {
		s.endCall(entry, 0, nil, nil)
		panic(http.ErrAbortHandler)
	}
	switch f.Effect {
	case DropBefore:
		s.endCall(entry, 0, nil, nil)
		panic(http.ErrAbortHandler)
	case BadGatewayHTML:
		page := []byte("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n")
		s.endCall(entry, http.StatusBadGateway, page, nil)
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write(page)
		return true
	}
	e := f.refusal()
	if e == nil {
		return false
	}
	body := errorBody(e)
	s.endCall(entry, e.code, body, e)
	writeJSON(w, e.code, body)
	return true
}

func (f *Fault) refusal() *apiError {
	switch f.Effect {
	case BadGateway:
		return &apiError{code: 502, text: "Bad Gateway"}
	case TooManyRequests:
		return tooMany(max(f.RetryAfter, 1))
	case Blocked:
		return forbidden("bot was blocked by the user")
	case NoFiles:
		return badRequest("not enough rights to send documents to the chat")
	case Conflict:
		return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
	}
	return nil
}

// pause waits, unless the client or the server goes away.
func (s *Server) pause(r *http.Request, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.ctx.Done():
	}
	return false
}

// failAfter has the effects that come after processing.
func failAfter(w http.ResponseWriter, f *Fault, body []byte) {
	switch f.Effect {
	case DropAfter:
		panic(http.ErrAbortHandler)
	case Truncate:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}
