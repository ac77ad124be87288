package bot

import "time"

// A token bucket cannot hold a limit exactly: a bucket of 30 a second that
// was full lets nearly 60 through in one second. So the limits are windows:
// at most N in any stretch of time, however the sends fall.

const (
	// guard stretches every window a little, because messages travel unevenly
	// and Telegram counts where they arrive.
	guardPercent = 1
	// chatBurst is how many messages of a chat may come at once.
	chatBurst = 3
	// late is how late a slot may be taken without being moved: on a busy
	// machine, timers wake late by milliseconds, and every slot would lose them.
	// A longer stall loses the slots that it swallowed.
	late = 100 * time.Millisecond
)

// window remembers the last N sends.
type window struct {
	per  time.Duration
	sent []time.Time // a ring
	next int         // the oldest
}

// newWindow is nil for no limit.
func newWindow(r Rate, burst int) *window {
	if r.N == 0 {
		return nil
	}
	per := r.Per * time.Duration(burst)
	return &window{per: per + per*guardPercent/100, sent: make([]time.Time, r.N*burst)}
}

// free returns the earliest time of the next send.
func (w *window) free() time.Time {
	if w == nil || w.sent[w.next].IsZero() {
		return time.Time{}
	}
	return w.sent[w.next].Add(w.per)
}

// take notes a send.
func (w *window) take(now time.Time) {
	if w == nil {
		return
	}
	w.sent[w.next] = now
	w.next = (w.next + 1) % len(w.sent)
}

// idle says since when the window has forgotten everything.
func (w *window) idle() time.Time {
	if w == nil {
		return time.Time{}
	}
	last := w.sent[(w.next+len(w.sent)-1)%len(w.sent)]
	if last.IsZero() {
		return last
	}
	return last.Add(w.per)
}

// slots spread sends evenly. Slots that nobody took in time are lost: who
// catches up in a burst is throttled.
type slots struct {
	every time.Duration
	next  time.Time
}

func newSlots(r Rate) slots {
	if r.N == 0 {
		return slots{}
	}
	every := r.Per / time.Duration(r.N)
	return slots{every: every + every*guardPercent/100}
}

// take uses the next slot, which must have come.
func (s *slots) take(now time.Time) {
	if now.Sub(s.next) > late {
		s.next = now
	}
	s.next = s.next.Add(s.every)
}
