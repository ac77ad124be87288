package bot

import (
	"time"

	"gridmate/chat"
)

// never is how long the dispatcher sleeps when nothing is to come.
const never = time.Hour

// claimLead is how long before its turn a reply is claimed: time for a commit.
const claimLead = 50 * time.Millisecond

// start begins all that may begin now and returns how long nothing else may.
func (d *dispatcher) start(now time.Time) time.Duration {
	if d.stopping {
		return never
	}
	d.waken(now)
	for len(d.quick) > 0 && d.quickCalling < quickWorkers {
		it := d.quick[0]
		d.quick[0] = nil
		d.quick = d.quick[1:]
		d.startQuick(it, now)
	}
	next := d.startLanes(now)
	if l, ok := d.asleep.first(); ok {
		next = earliest(next, l.wake)
	}
	if it, ok := d.parked.first(); ok {
		next = earliest(next, it.out.Due)
	}
	if next.IsZero() {
		return never
	}
	return max(next.Sub(now), 0)
}

// waken moves what has become due.
func (d *dispatcher) waken(now time.Time) {
	for it, ok := d.parked.first(); ok && !it.out.Due.After(now); it, ok = d.parked.first() {
		d.parked.remove(0)
		if it.out.ID > d.lost[it.out.Reply.Chat] {
			d.queue(it, now)
		}
	}
	for l, ok := d.asleep.first(); ok && !l.wake.After(now); l, ok = d.asleep.first() {
		d.place(l, now)
	}
}

// startQuick begins an item that waits for nothing.
func (d *dispatcher) startQuick(it *item, now time.Time) {
	if it.expired(now) {
		d.settle(it, chat.Receipt{Fate: chat.Expired, Error: string(classExpired)})
		return
	}
	d.quickCalling++
	d.quickJobs <- it
}

// startLanes begins the heads of lanes, the most urgent first, as far as
// workers and pace allow. It returns when the pace allows more, or zero.
func (d *dispatcher) startLanes(now time.Time) time.Time {
	for d.calling < d.brake.width(workers) {
		l, ok := d.choose()
		if !ok {
			return time.Time{}
		}
		head := l.head()
		if head.expired(now) {
			d.take(l)
			d.settle(l.begin(), chat.Receipt{Fate: chat.Expired, Error: string(classExpired)})
			continue
		}
		free := d.free(l)
		if head.unclaimed() {
			free = free.Add(-claimLead)
		}
		if free.After(now) {
			return free
		}
		d.take(l)
		if head.unclaimed() {
			d.claim(l)
			continue
		}
		d.call(l, now)
	}
	return time.Time{}
}

// choose returns the lane to serve next. Answers that people wait for go
// first, then what is claimed already, then the rest; what must be claimed
// first has to wait when enough is claimed.
func (d *dispatcher) choose() (*lane, bool) {
	l, ok := d.ready.first()
	if ok && l.urgency() == chat.Interactive && !l.head().unclaimed() {
		return l, true
	}
	if ok && l.head().unclaimed() && d.ahead < d.maxAhead {
		return l, true
	}
	if len(d.claimed) > 0 {
		return d.claimed[0], true
	}
	return l, ok && !l.head().unclaimed()
}

// take makes a chosen lane busy.
func (d *dispatcher) take(l *lane) {
	if l.busy { // its head is claimed
		d.claimed = d.claimed[1:]
		d.ahead--
		return
	}
	d.unplace(l)
	l.busy = true
}

// claim asks for the claim of a lane's head.
func (d *dispatcher) claim(l *lane) {
	d.ahead++
	d.keeping++
	d.keeper.claim(l.begin())
}

// free returns when the total pace allows a lane's head. What nobody waits
// for is spread evenly over time.
func (d *dispatcher) free(l *lane) time.Time {
	free := latest(d.total.free(), d.brake.until)
	if l.urgency() != chat.Interactive && d.total != nil {
		free = latest(free, d.slots.next)
	}
	return free
}

// call begins the call for a lane's head.
func (d *dispatcher) call(l *lane, now time.Time) {
	it := l.begin()
	d.total.take(now)
	if l.urgency() != chat.Interactive {
		d.slots.take(now)
	}
	l.note(now, d.sender.pace)
	d.calling++
	d.jobs <- it
}

// earliest returns the earlier of two times, of which zero is none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}
