package sandbox

import (
	"math"
	"time"
)

// Window allows N messages in any stretch of time as long as Per. The zero value
// allows everything.
type Window struct {
	N   int
	Per time.Duration
}

// Limits are Telegram's flood limits on sent messages; edits, answers and chat
// actions are not counted. An album counts as its messages.
type Limits struct {
	Total Window // over all chats
	Chat  Window // in one private chat or channel, or in one group besides Group
	Group Window // in one group
}

// TelegramLimits are the documented limits: 30 a second overall, 1 a second in a
// chat with a burst of three, 20 a minute in a group.
func TelegramLimits() Limits {
	return Limits{
		Total: Window{30, time.Second},
		Chat:  Window{3, 3 * time.Second},
		Group: Window{20, time.Minute},
	}
}

// limiter counts sent messages in sliding windows of real time.
type limiter struct {
	limits Limits
	total  []time.Time
	chats  map[int64][]time.Time
	groups map[int64][]time.Time
}

func newLimiter(l Limits) limiter {
	return limiter{limits: l, chats: map[int64][]time.Time{}, groups: map[int64][]time.Time{}}
}

// take counts n messages to a chat, or refuses them with the time to wait.
func (l *limiter) take(c *chat, n int) error {
	if l.limits == (Limits{}) {
		return nil
	}
	now := elapsed()
	wait := l.limits.Total.wait(&l.total, now)
	chat := l.chats[c.ID]
	wait = max(wait, l.limits.Chat.wait(&chat, now))
	group := l.groups[c.ID]
	if c.isGroup() {
		wait = max(wait, l.limits.Group.wait(&group, now))
	}
	if wait > 0 {
		return tooMany(int(math.Ceil(wait.Seconds())))
	}
	for range n {
		l.total, chat, group = append(l.total, now), append(chat, now), append(group, now)
	}
	l.chats[c.ID] = chat
	if c.isGroup() {
		l.groups[c.ID] = group
	}
	return nil
}

// wait forgets what has left the window and tells how long it stays full.
func (w Window) wait(sent *[]time.Time, now time.Time) time.Duration {
	if w.N == 0 {
		*sent = nil
		return 0
	}
	old := 0
	for old < len(*sent) && now.Sub((*sent)[old]) >= w.Per {
		old++
	}
	*sent = (*sent)[old:]
	if len(*sent) < w.N {
		return 0
	}
	return w.Per - now.Sub((*sent)[len(*sent)-w.N])
}
