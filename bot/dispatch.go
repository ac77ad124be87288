package bot

import (
	"context"
	"log/slog"
	"time"

	"gridmate/chat"
)

// dispatcher decides what is sent when. All its state belongs to the one
// goroutine that runs loop; workers and keeper get an item and hand it back.
type dispatcher struct {
	sender *Sender
	keeper *keeper
	log    *slog.Logger

	jobs      chan *item
	quickJobs chan *item
	results   chan result

	lanes   map[int64]*lane
	ready   ordered[*lane] // may send as far as they are concerned
	asleep  ordered[*lane] // wait for their pace, a pause or their head's time
	parked  ordered[*item] // not in their lane yet: quiet hours
	quick   []*item        // wait for a quick worker
	claimed []*lane        // head is claimed, to be sent next

	total *window
	slots slots
	brake brake

	calling      int // calls under way
	quickCalling int
	keeping      int // items with the keeper
	ahead        int // claims asked for or granted whose call has not begun
	maxAhead     int
	stopping     bool
	loaded       loaded
	newest       int64           // the highest id seen
	lost         map[int64]int64 // by chat that could not be reached: the highest id that expired
	timer        *time.Timer
}

// newDispatcher makes a dispatcher with nothing to send.
func newDispatcher(s *Sender) *dispatcher {
	d := &dispatcher{
		sender: s, keeper: newKeeper(s.outbox, s.log), log: s.log,
		jobs:      make(chan *item, workers),
		quickJobs: make(chan *item, quickWorkers),
		results:   make(chan result, workers+quickWorkers),
		lanes:     map[int64]*lane{},
		lost:      map[int64]int64{},
		total:     newWindow(s.pace.Total, 1),
		slots:     newSlots(s.pace.Total),
		brake:     newBrake(),
		maxAhead:  claimsAhead(s.pace.Total),
		timer:     time.NewTimer(time.Hour),
	}
	place := func(heap *ordered[*lane]) func(*lane, int) {
		return func(l *lane, at int) { l.in, l.at = heap, at }
	}
	d.ready = ordered[*lane]{less: (*lane).before, moved: place(&d.ready)}
	d.asleep = ordered[*lane]{
		less:  func(a, b *lane) bool { return a.wake.Before(b.wake) },
		moved: place(&d.asleep),
	}
	d.parked = ordered[*item]{
		less:  func(a, b *item) bool { return a.out.Due.Before(b.out.Due) },
		moved: func(*item, int) {},
	}
	return d
}

// claimsAhead is how many replies may be claimed before their turn has come:
// enough to hide the commit, few because a crash leaves them unsure.
func claimsAhead(total Rate) int {
	if total.N == 0 {
		return workers
	}
	return min(workers, 1+int(claimLead*time.Duration(total.N)/total.Per))
}

// loop runs until ctx has ended and nothing is under way.
func (d *dispatcher) loop(ctx context.Context) {
	defer d.timer.Stop()
	stop := ctx.Done()
	for {
		d.timer.Reset(d.start(time.Now()))
		if d.stopping && d.calling+d.quickCalling+d.keeping == 0 {
			return
		}
		select {
		case <-d.sender.wake:
			d.pushed(d.sender.taken())
		case r := <-d.results:
			d.called(r)
		case g := <-d.keeper.stored:
			d.stored(g)
		case <-d.timer.C:
		case <-stop:
			stop = nil
			d.stop()
		}
	}
}

// load takes over what waited in the outbox before the start.
func (d *dispatcher) load(waiting []chat.Outgoing) {
	d.loaded = newLoaded(waiting)
	now := time.Now()
	for _, out := range waiting {
		d.queue(newItem(out), now)
	}
}

// pushed takes over new replies.
func (d *dispatcher) pushed(replies []chat.Outgoing) {
	now := time.Now()
	for _, out := range replies {
		if !d.loaded.has(out.ID) {
			d.queue(newItem(out), now)
		}
	}
}

// queue puts an item where it waits. What is not due yet stays outside of its
// lane and holds up nothing there, unless it was tried before.
func (d *dispatcher) queue(it *item, now time.Time) {
	d.newest = max(d.newest, it.out.ID)
	switch {
	case it.out.Due.After(now) && (it.out.Attempts == 0 || it.quick()):
		d.parked.add(it)
	case it.quick():
		d.quick = append(d.quick, it)
	default:
		l := d.lane(it.out.Reply.Chat)
		d.unplace(l)
		l.add(it)
		d.place(l, now)
	}
}

// lane finds or makes the lane of a chat.
func (d *dispatcher) lane(id int64) *lane {
	l, ok := d.lanes[id]
	if ok {
		return l
	}
	l = &lane{chat: id}
	d.lanes[id] = l
	return l
}

// unplace takes a lane out of its heap, before anything that orders it changes.
func (d *dispatcher) unplace(l *lane) {
	if l.in != nil && l.at >= 0 {
		l.in.remove(l.at)
	}
	l.in = nil
}

// place puts a lane where it belongs. Lanes that hold nothing and remember
// nothing are forgotten.
func (d *dispatcher) place(l *lane, now time.Time) {
	d.unplace(l)
	if l.busy {
		return
	}
	if l.head() == nil {
		l.wake = l.forgotten()
		if !l.wake.After(now) {
			delete(d.lanes, l.chat)
			return
		}
	} else if l.wake = l.free(); !l.wake.After(now) {
		d.ready.add(l)
		return
	}
	d.asleep.add(l)
}

// stop begins nothing new. Claims that were granted and not used are returned.
func (d *dispatcher) stop() {
	d.stopping = true
	for _, l := range d.claimed {
		d.returnClaim(l)
	}
	d.claimed = nil
	for _, l := range d.lanes { // between two parts
		if l.current != nil && !l.busy && l.current.begun().claimed {
			d.unplace(l)
			l.busy = true
			d.returnClaim(l)
		}
	}
}

// returnClaim lets a claimed item wait on.
func (d *dispatcher) returnClaim(l *lane) {
	d.settle(l.current, chat.Receipt{Fate: chat.Retry, Due: l.current.out.Due})
}
