package main

import (
	"fmt"
	"os"
	"testing"
	"time"

	"gridmate/sandbox"
)

const (
	faultChats   = 8
	faultReports = 25
	retryAfter   = 2 // seconds that the throttled chat is asked to wait
)

// TestEverythingIsAnsweredOnceThroughFaults sends reports while Telegram
// answers 502 and 409, drops connections before and after it did what was
// asked, truncates answers, throttles one chat, loses another that blocked the
// bot, sends an update that nobody can decode, and is away altogether.
func TestEverythingIsAnsweredOnceThroughFaults(t *testing.T) {
	t.Parallel()
	telegram := sandbox.NewServer(sandbox.Options{})
	t.Cleanup(telegram.Close)
	p := newProgram(t, telegram)
	workers := p.settle(faultChats)
	throttled, lost := workers[0], workers[1]

	for _, effect := range []sandbox.Effect{
		sandbox.BadGateway, sandbox.BadGatewayHTML, sandbox.DropBefore, sandbox.DropAfter, sandbox.Truncate, sandbox.Conflict,
	} {
		telegram.Inject(sandbox.Fault{Method: "getUpdates", Effect: effect, Skip: 2, Times: 1})
	}
	telegram.Inject(sandbox.Fault{Method: "getUpdates", Effect: sandbox.TooManyRequests, RetryAfter: 1, Skip: 4, Times: 1})
	throttle := telegram.Inject(sandbox.Fault{
		Method: "sendMessage", Chat: throttled.ID, Effect: sandbox.TooManyRequests, RetryAfter: retryAfter, Skip: 3, Times: 1,
	})
	var arrived []*sandbox.Fault // whose calls had their effect although the bot cannot know
	for i, effect := range []sandbox.Effect{sandbox.BadGateway, sandbox.DropBefore, sandbox.DropAfter, sandbox.Truncate} {
		f := telegram.Inject(sandbox.Fault{Method: "sendMessage", Chat: workers[2+i].ID, Effect: effect, Skip: 2, Times: 2})
		if effect == sandbox.DropAfter || effect == sandbox.Truncate {
			arrived = append(arrived, f)
		}
	}

	sent := make([]int, faultChats)
	stop := p.start()
	for n := range faultReports {
		for i, w := range workers {
			if w == lost && n > faultReports/3 {
				continue // whoever blocked the bot writes no more
			}
			sent[i]++
			if _, err := w.Say(fmt.Sprintf("/patrol 第%d次，楼道堆物1处，已清理", n+1)); err != nil {
				t.Fatal(err)
			}
		}
		switch n {
		case faultReports / 3:
			telegram.InjectUndecodable()
			lost.Block()
		case faultReports / 2:
			telegram.Inject(sandbox.Fault{Effect: sandbox.BadGateway, For: 2 * time.Second})
		}
		if n == faultReports/3-1 {
			p.until("what came before the block is answered", func() bool {
				return len(receipts(telegram, lost.ID)) == n+1
			})
		}
	}
	p.until("every chat that can be reached is answered", func() bool {
		for _, w := range workers {
			if w != lost && len(receipts(telegram, w.ID)) < faultReports {
				return false
			}
		}
		return true
	})
	stop(os.Interrupt)
	p.checkRecords(workers, sent)
	checkRepeats(t, telegram, workers, arrived)
	checkThrottle(t, telegram, throttle)
}

// checkRepeats holds that no receipt was sent twice but those whose first
// sending ended in a lost answer.
func checkRepeats(t *testing.T, telegram *sandbox.Server, workers []*sandbox.User, arrived []*sandbox.Fault) {
	t.Helper()
	excused := 0
	for _, f := range arrived {
		if len(f.Hits()) == 0 {
			t.Error("a fault that should lose an answer hit nothing")
		}
		excused += len(f.Hits())
	}
	repeated := 0
	for _, w := range workers {
		for _, times := range receipts(telegram, w.ID) {
			repeated += times - 1
		}
	}
	if repeated > excused {
		t.Errorf("%d receipts were sent again, only %d answers were lost", repeated, excused)
	}
}

// checkThrottle holds that the throttled chat was left alone as long as asked.
func checkThrottle(t *testing.T, telegram *sandbox.Server, throttle *sandbox.Fault) {
	t.Helper()
	hits := throttle.Hits()
	if len(hits) != 1 {
		t.Fatalf("%d calls were throttled, not 1", len(hits))
	}
	for _, call := range telegram.CallsIn(throttle.Chat, "sendMessage") {
		since := call.At.Sub(hits[0].At)
		if since > 0 && since < retryAfter*time.Second {
			t.Errorf("the throttled chat was tried again after %s", since)
		}
	}
}
