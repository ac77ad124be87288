package bot

import "time"

// When the whole of Telegram is in trouble, or throttles the whole bot, trying
// reply after reply helps nobody.
const (
	troubleAt   = 5 // unanswered calls in a row
	throttledAt = 3 // throttled chats
	throttledIn = 3 * time.Second
	maxBrake    = 5 * time.Second
)

// brake holds back all chats at once.
type brake struct {
	until     time.Time
	trouble   int                 // unanswered calls in a row
	throttled map[int64]time.Time // chats throttled lately
}

// width is how many calls may be under way: one, to find out, while Telegram
// does not answer.
func (b *brake) width(workers int) int {
	if b.trouble >= troubleAt {
		return 1
	}
	return workers
}

// note learns from a result.
func (b *brake) note(r result, now time.Time) {
	switch r.class {
	case classBroken, classServer, classUnsent:
		b.unanswered(now)
	case classThrottled:
		b.trouble = 0
		b.throttle(r, now)
	default:
		b.trouble = 0
	}
}

// unanswered brakes harder with every call that fails after a pause.
func (b *brake) unanswered(now time.Time) {
	if now.Before(b.until) {
		return // began before the pause
	}
	b.trouble++
	if over := b.trouble - troubleAt; over >= 0 {
		b.until = now.Add(min(250*time.Millisecond<<min(over, 10), maxBrake))
	}
}

// throttle stops all chats when Telegram throttles several at once: then it
// means the bot, not a chat.
func (b *brake) throttle(r result, now time.Time) {
	if b.throttled == nil {
		b.throttled = map[int64]time.Time{}
	}
	b.throttled[r.item.out.Reply.Chat] = now
	for id, at := range b.throttled {
		if now.Sub(at) > throttledIn {
			delete(b.throttled, id)
		}
	}
	if len(b.throttled) >= throttledAt {
		b.until = latest(b.until, now.Add(r.wait))
	}
}
