package bot

import (
	"slices"
	"time"

	"gridmate/chat"
)

// item is a reply on its way.
type item struct {
	out      chat.Outgoing // Due counts NotBefore in
	progress *progress     // nil before the first attempt
}

// progress is what attempts have achieved. It does not survive a restart.
type progress struct {
	parts   []string // HTML; with a file, the last one is its caption
	remote  string   // Telegram's id of the file that was sent
	part    int      // the next one to send
	anew    bool     // Show: there is nothing to edit any more
	alone   bool     // there is nothing to answer any more
	general bool     // there is no such topic any more, or nobody may write in it
	plain   bool     // no rich message: one was refused
	claimed bool
	receipt chat.Receipt // of the last attempt
}

func newItem(out chat.Outgoing) *item {
	out.Due = latest(out.Due, out.Reply.NotBefore)
	return &item{out: out}
}

// begun returns the item's progress, made if need be.
func (it *item) begun() *progress {
	if it.progress == nil {
		it.progress = &progress{}
	}
	return it.progress
}

// quick says whether an item waits neither for the pace nor for its chat:
// people wait for it, and it is worthless when late.
func (it *item) quick() bool {
	switch it.out.Reply.Verb {
	case chat.Answer, chat.Results, chat.React:
		return true
	}
	return false
}

// expired says whether nobody can use the item any more.
func (it *item) expired(now time.Time) bool {
	e := it.out.Reply.Expires
	return !e.IsZero() && !now.Before(e)
}

// unclaimed says whether the item must be claimed before it is sent.
func (it *item) unclaimed() bool {
	return it.out.Reply.Once && (it.progress == nil || !it.progress.claimed)
}

// priority is the item's, kept within the known ones.
func (it *item) priority() chat.Priority {
	return min(max(it.out.Reply.Priority, chat.Interactive), chat.Bulk)
}

// lane is the queue of one chat. A lane that is not busy is either ready or
// asleep; a busy one is waiting for a claim, a call or a receipt's commit.
type lane struct {
	chat    int64
	current *item    // begun, and not settled for good
	queue   []*item  // in running order, without current
	waiting [3]int32 // items by priority, current included

	busy  bool
	pace  *window // nil before the first send
	group *window // of a group

	wake time.Time       // when it is to be looked at again, while asleep
	in   *ordered[*lane] // ready, asleep or nil
	at   int             // place there
}

// head is the item to send next; nil if there is none.
func (l *lane) head() *item {
	switch {
	case l.current != nil:
		return l.current
	case len(l.queue) > 0:
		return l.queue[0]
	}
	return nil
}

// add queues an item in running order.
func (l *lane) add(it *item) {
	at, _ := slices.BinarySearchFunc(l.queue, it.out.ID, func(q *item, id int64) int {
		return int(min(max(q.out.ID-id, -1), 1))
	})
	l.queue = slices.Insert(l.queue, at, it)
	l.waiting[it.priority()]++
}

// begin makes the head current.
func (l *lane) begin() *item {
	if l.current == nil {
		l.current = l.queue[0]
		l.queue[0] = nil
		if l.queue = l.queue[1:]; len(l.queue) == 0 {
			l.queue = nil
		}
	}
	return l.current
}

// finish forgets the current item.
func (l *lane) finish() {
	l.waiting[l.current.priority()]--
	l.current = nil
}

// urgency is the best priority of all that wait: an answer behind a digest
// carries the digest along, because the order within a chat stays.
func (l *lane) urgency() chat.Priority {
	for p, n := range l.waiting {
		if n > 0 {
			return chat.Priority(p)
		}
	}
	return chat.Bulk
}

// free returns when the lane may send its head.
func (l *lane) free() time.Time {
	return latest(l.head().out.Due, l.pace.free(), l.group.free())
}

// note remembers a send. The windows are made with the first one: a lane that
// only waits, one of a hundred thousand perhaps, does without.
func (l *lane) note(now time.Time, pace Pace) {
	if l.pace == nil {
		l.pace = newWindow(pace.Chat, chatBurst)
	}
	if l.group == nil && l.chat < 0 {
		l.group = newWindow(pace.Group, 1)
	}
	l.pace.take(now)
	l.group.take(now)
}

// forgotten returns when nothing of the lane is worth remembering.
func (l *lane) forgotten() time.Time {
	return latest(l.pace.idle(), l.group.idle())
}

// before orders ready lanes.
func (l *lane) before(other *lane) bool {
	if a, b := l.urgency(), other.urgency(); a != b {
		return a < b
	}
	return l.head().out.ID < other.head().out.ID
}

func latest(times ...time.Time) (last time.Time) {
	for _, t := range times {
		if t.After(last) {
			last = t
		}
	}
	return last
}
