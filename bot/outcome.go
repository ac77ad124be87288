package bot

import (
	"math/rand/v2"
	"time"

	"gridmate/chat"
)

// maxAttempts is how often a reply is tried: about five hours of retries.
const maxAttempts = 300

// verdict is what becomes of an item after a call.
type verdict int

const (
	again   verdict = iota // at once, with what the item's progress says now
	retry                  // later
	final                  // with fate
	migrate                // in the chat's new id
)

// judge says what a result means for its item. It changes the item's progress.
func judge(r result) (verdict, chat.Fate) {
	it := r.item
	p, once := it.progress, it.out.Reply.Once
	switch r.class {
	case classNone, classSame, classAccepted:
		if p.part < len(p.parts)-1 {
			p.part++
			return again, ""
		}
		return final, chat.Sent
	case classRich:
		return again, ""
	case classGone:
		if it.out.Reply.Verb == chat.Show && !p.anew {
			p.anew = true
			return again, ""
		}
		return final, chat.Failed
	case classReplyGone:
		if !p.alone {
			p.alone = true
			return again, ""
		}
		return final, chat.Failed
	case classTopic:
		if it.out.Reply.Topic != 0 && !p.general {
			p.general = true
			return again, ""
		}
		return final, chat.Failed
	case classBlocked:
		return final, chat.Blocked
	case classStale:
		return final, chat.Expired
	case classMigrated:
		if r.moved != 0 {
			return migrate, chat.Retry
		}
		return final, chat.Failed
	case classBroken, classServer:
		if once {
			return final, chat.Unsure
		}
		return retry, chat.Retry
	case classThrottled, classUnsent, classOutbox, classToken, classAddress, classConflict:
		return retry, chat.Retry
	}
	return final, chat.Failed
}

// called takes an item back from its call.
func (d *dispatcher) called(r result) {
	now := time.Now()
	it := r.item
	if it.quick() {
		d.quickCalling--
	} else {
		d.calling--
	}
	d.brake.note(r, now)
	what, fate := judge(r)
	if what == again && d.stopping {
		what, fate = retry, chat.Retry
	}
	switch what {
	case again:
		d.repeat(it, now)
	case migrate:
		d.settle(it, chat.Receipt{Fate: fate, MovedTo: r.moved, Error: string(r.class)})
	case retry:
		d.retry(r, now)
	case final:
		receipt := chat.Receipt{Fate: fate, Message: r.message, Error: string(r.class)}
		if fate == chat.Sent {
			receipt.Error = ""
		}
		if fate == chat.Sent && r.message != 0 {
			receipt.Card = it.out.Reply.Card
		}
		if fate == chat.Sent && it.progress.remote != "" {
			receipt.File, receipt.Remote = it.out.Reply.File.ID, it.progress.remote
		}
		d.settle(it, receipt)
		if fate == chat.Blocked {
			d.lose(it.out.Reply.Chat)
		}
	}
}

// lose forgets what waits for a chat that cannot be reached: it expires with
// the receipt. What is pushed later is tried, somebody may have come back.
func (d *dispatcher) lose(id int64) {
	d.lost[id] = d.newest
	if l, ok := d.lanes[id]; ok {
		d.unplace(l)
		l.queue, l.waiting = nil, [3]int32{}
		if l.current != nil {
			l.waiting[l.current.priority()]++
		}
		d.place(l, time.Now())
	}
}

// repeat lets an item take its next step, in its lane's turn.
func (d *dispatcher) repeat(it *item, now time.Time) {
	if it.quick() {
		d.quick = append(d.quick, it)
		return
	}
	l := d.lane(it.out.Reply.Chat)
	l.busy = false
	d.place(l, now)
}

// retry lets an item wait, and its chat with it. Being throttled is no fault of
// the item's and counts as no attempt.
func (d *dispatcher) retry(r result, now time.Time) {
	it := r.item
	if r.class == classThrottled {
		it.out.Due = now.Add(r.wait)
	} else {
		it.out.Attempts++
		it.out.Due = now.Add(delay(it.out.Attempts))
	}
	if it.out.Attempts >= maxAttempts {
		d.settle(it, chat.Receipt{Fate: chat.Failed, Error: string(classGaveUp)})
		return
	}
	d.settle(it, chat.Receipt{Fate: chat.Retry, Due: it.out.Due, Error: string(r.class)})
}

// delay is the wait before a retry: half a second, doubled with every attempt
// up to a quarter of a minute, and a minute once it has failed a dozen times,
// give or take a third. Attempts are stored with the reply, so
// the wait goes on after a restart where it was.
func delay(attempts int) time.Duration {
	d := time.Minute
	if attempts < 12 {
		d = min(15*time.Second, 250*time.Millisecond<<attempts)
	}
	return d*2/3 + rand.N(d*2/3)
}

// settle gives an item's receipt to the keeper.
func (d *dispatcher) settle(it *item, receipt chat.Receipt) {
	receipt.ID, receipt.Chat = it.out.ID, it.out.Reply.Chat
	it.begun().receipt = receipt
	d.report(it)
	d.keeping++
	d.keeper.settle(it)
}

// report logs what did not go well.
func (d *dispatcher) report(it *item) {
	r := it.progress.receipt
	attrs := []any{"chat", r.Chat, "attempt", it.out.Attempts, "error", r.Error}
	switch r.Fate {
	case chat.Failed:
		d.log.Error("reply refused, given up", attrs...)
	case chat.Unsure:
		d.log.Warn("reply may have arrived, not repeated", attrs...)
	case chat.Blocked:
		d.log.Info("chat cannot be reached", attrs...)
	case chat.Retry:
		if r.Error != "" {
			d.log.Warn("reply not sent yet, trying again", attrs...)
		}
	}
}

// stored takes a group back from the keeper.
func (d *dispatcher) stored(g group) {
	now := time.Now()
	d.keeping -= len(g.claims) + len(g.receipts)
	for _, it := range g.receipts {
		d.settled(it, now)
	}
	for _, it := range g.claims {
		it.begun().claimed = true
		l := d.lane(it.out.Reply.Chat)
		if d.stopping {
			d.returnClaim(l)
			continue
		}
		d.claimed = append(d.claimed, l)
	}
}

// settled goes on after an item's receipt is stored.
func (d *dispatcher) settled(it *item, now time.Time) {
	receipt := it.progress.receipt
	waits := receipt.Fate == chat.Retry
	it.progress.claimed = false
	if it.quick() {
		if waits {
			d.queue(it, now)
		}
		return
	}
	l := d.lane(it.out.Reply.Chat)
	l.busy = false
	switch {
	case waits && receipt.MovedTo != 0:
		d.move(l, receipt.MovedTo, now)
		return
	case !waits:
		l.finish()
	}
	d.place(l, now)
}

// move gives all that waits in a lane to the chat's new id. Message ids of the
// old chat mean nothing in the new one.
func (d *dispatcher) move(old *lane, id int64, now time.Time) {
	d.log.Info("group has a new id", "chat", id)
	d.unplace(old)
	delete(d.lanes, old.chat)
	items := old.queue
	if old.current != nil {
		items = append(items, old.current)
	}
	for _, it := range items {
		it.out.Reply.Chat, it.out.Reply.Message, it.out.Reply.ReplyTo = id, 0, 0
		d.queue(it, now)
	}
}
