package bot

import "time"

// When the whole of Telegram is in trouble, or throttles the whole bot, trying
// reply after reply helps nobody.
const (
	troubleAt   = 5 // unanswered calls in a row
	severalAt   = 3 // chats: one or two may have a trouble of their own
	throttledIn = 3 * time.Second
	maxBrake    = 5 * time.Second
)

// brake holds back all chats at once.
type brake struct {
	until     time.Time
	trouble   int                 // unanswered calls in a row
	troubled  map[int64]struct{}  // their chats
	throttled map[int64]time.Time // chats throttled lately
}

func newBrake() brake {
	return brake{troubled: map[int64]struct{}{}, throttled: map[int64]time.Time{}}
}

// down says that Telegram does not answer anybody.
func (b *brake) down() bool { return b.trouble >= troubleAt && len(b.troubled) >= severalAt }

// width is how many calls may be under way: one, to find out, while Telegram
// is down.
func (b *brake) width(workers int) int {
	if b.down() {
		return 1
	}
	return workers
}

// note learns from a result.
func (b *brake) note(r result, now time.Time) {
	switch r.class {
	case classBroken, classServer, classUnsent:
		b.unanswered(r.item.out.Reply.Chat, now)
		return
	case classThrottled:
		b.throttle(r, now)
	}
	b.trouble = 0
	clear(b.troubled)
}

// unanswered brakes harder with every call that fails after a pause.
func (b *brake) unanswered(chat int64, now time.Time) {
	if now.Before(b.until) {
		return // began before the pause
	}
	b.trouble++
	b.troubled[chat] = struct{}{}
	if b.down() {
		b.until = now.Add(min(250*time.Millisecond<<min(b.trouble-troubleAt, 10), maxBrake))
	}
}

// throttle stops all chats when Telegram throttles several at once: then it
// means the bot, not a chat.
func (b *brake) throttle(r result, now time.Time) {
	b.throttled[r.item.out.Reply.Chat] = now
	for id, at := range b.throttled {
		if now.Sub(at) > throttledIn {
			delete(b.throttled, id)
		}
	}
	if len(b.throttled) >= severalAt {
		b.until = latest(b.until, now.Add(r.wait))
	}
}
