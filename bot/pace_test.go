package bot_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/sandbox"
)

// most returns the highest number of times within any stretch of a length.
func most(times []time.Time, per time.Duration) int {
	highest, from := 0, 0
	for i, at := range times {
		for at.Sub(times[from]) >= per {
			from++
		}
		highest = max(highest, i-from+1)
	}
	return highest
}

func moments(calls []call) []time.Time {
	list := make([]time.Time, len(calls))
	for i, c := range calls {
		list[i] = c.at
	}
	return list
}

// within fails the test unless a duration is at least want and at most percent
// longer.
func within(t *testing.T, got, want time.Duration, percent int) {
	t.Helper()
	if got < want || got > want+want*time.Duration(percent)/100 {
		t.Errorf("took %v, want %v and at most %d %% more", got, want, percent)
	}
}

func TestPaceHoldsEachLimitExactly(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		chats []int64
		n     int
		limit int
		per   time.Duration
		least time.Duration // that n messages must take
	}{
		{"thirty a second over all chats", many(1, 400), 400, 30, time.Second, 370 * time.Second / 30},
		{"three at once and one a second in a chat", []int64{1}, 60, 3, 3 * time.Second, 57 * time.Second},
		{"twenty a minute in a group", []int64{-1}, 100, 20, time.Minute, 4 * time.Minute},
	}
	for _, tt := range tests {
		for _, priority := range []chat.Priority{chat.Interactive, chat.Bulk} {
			t.Run(fmt.Sprint(tt.name, " with priority ", priority), func(t *testing.T) {
				t.Parallel()
				inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
					for i := range tt.n {
						p.say(chat.Reply{Verb: chat.Send, Chat: tt.chats[i%len(tt.chats)], Text: "好", Priority: priority})
					}
					after(time.Hour)
					times := moments(p.api.log("sendMessage"))
					equal(t, tt.n, len(times))
					if n := most(times, tt.per); n > tt.limit {
						t.Errorf("%d messages within %v", n, tt.per)
					}
					took := times[len(times)-1].Sub(times[0])
					within(t, took, tt.least, 10)
				})
			})
		}
	}
}

func many(from, n int64) []int64 {
	list := make([]int64, n)
	for i := range list {
		list[i] = from + int64(i)
	}
	return list
}

// A chat that is empty between its messages is not forgotten with its pace.
func TestPaceRemembersChatsThatAreEmpty(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
		for range 20 {
			p.say(message(1, "好"))
			after(500 * time.Millisecond)
		}
		after(time.Minute)
		times := moments(p.api.log("sendMessage"))
		equal(t, 20, len(times))
		equal(t, 3, most(times, 3*time.Second))
	})
}

// Slots that nobody used are gone: after a rest, and after Telegram asked for
// one, what nobody waits for goes on evenly.
func TestPaceForgetsLostSlots(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
		p.api.script = func(c call) *reply {
			if c.n >= 100 && c.n < 103 {
				return refusal(429, "Too Many Requests: retry after 7", `"retry_after":7`)
			}
			return nil
		}
		for range 3 {
			for i := range int64(60) {
				p.say(chat.Reply{Verb: chat.Send, Chat: i + 1, Text: "通知", Priority: chat.Notice})
			}
			after(time.Minute)
		}
		times := moments(p.api.log("sendMessage"))
		equal(t, 183, len(times))
		for i := range times[1:] {
			if gap := times[i+1].Sub(times[i]); gap < 33*time.Millisecond {
				t.Errorf("message %d left %v after the one before", i+1, gap)
			}
		}
	})
}

// On a busy machine every timer is late; only long stalls lose slots.
func TestPaceMakesUpForLateTimers(t *testing.T) {
	t.Parallel()
	from := time.Now()
	wakes := make([]time.Duration, 3000)
	for i := range wakes {
		wakes[i] = time.Duration(i*7%20) * time.Millisecond
	}
	used := bot.TakeSlots(bot.Rate{N: 30, Per: time.Second}, from, wakes)
	within(t, used[len(used)-1].Sub(from), 2999*time.Second/30, 2)

	wakes[1000] = 5 * time.Second
	used = bot.TakeSlots(bot.Rate{N: 30, Per: time.Second}, from, wakes)
	if n := most(used, time.Second); n > 31 {
		t.Errorf("%d slots in a second after a stall", n)
	}
}

// Ten thousand people, Telegram's limits, 60 ms each way and back.
func TestFanOutComesWithinTwoPercentOfTheLimit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		n        int
		once     bool
		priority chat.Priority
	}{
		{"digests that may be repeated", 10000, false, chat.Bulk},
		{"digests that are claimed before", 2000, true, chat.Bulk},
		{"answers that people wait for", 2000, false, chat.Interactive},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			reply := chat.Reply{Verb: chat.Send, Text: "日报", Once: tt.once, Priority: tt.priority}
			synctest.Test(t, func(t *testing.T) { fanOut(t, tt.n, reply) })
		})
	}
}

func fanOut(t *testing.T, n int, reply chat.Reply) {
	api := sandbox.NewServer(sandbox.Options{Limits: sandbox.TelegramLimits(), CallLog: -1, History: 1})
	defer api.Close()
	// One way is 8 ms slower than the other: Telegram counts what arrives.
	api.Inject(sandbox.Fault{
		Method: "sendMessage", Effect: sandbox.Delay, Latency: 68 * time.Millisecond,
		When: func(c *sandbox.Call) bool { return c.Chat%62 < 31 },
	})
	api.Inject(sandbox.Fault{Method: "sendMessage", Effect: sandbox.Delay, Latency: 60 * time.Millisecond})
	client, err := bot.NewClient(bot.Config{Token: api.Token(), Transport: api.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	p := &post{outbox: newMemory()}
	p.outbox.slow = 15 * time.Millisecond
	p.Sender = bot.NewSender(client, p.outbox, bot.TelegramPace())
	replies := make([]chat.Reply, n)
	for i := range replies {
		u := api.AddUser(sandbox.Person{FirstName: "网格员"})
		if _, err := u.Start(""); err != nil {
			t.Fatal(err)
		}
		reply.Chat = u.ID
		replies[i] = reply
	}
	defer p.run(t)()
	began := time.Now()
	p.say(replies...)
	for len(p.outbox.done()) < n && time.Since(began) < time.Hour {
		after(time.Second)
	}
	var last time.Time
	for _, r := range p.outbox.done() {
		if r.Fate != chat.Sent {
			t.Fatalf("a message ended %s: %s", r.Fate, r.Error)
		}
	}
	for _, r := range p.outbox.rows {
		last = latest(last, r.settled)
	}
	within(t, last.Sub(began), time.Duration(n-1)*time.Second/30, 2)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func TestAnswersGoBeforeDigests(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
		for i := range int64(1000) {
			p.say(chat.Reply{Verb: chat.Send, Chat: i + 1, Text: "日报", Priority: chat.Bulk, Once: true})
		}
		after(10 * time.Second)
		began := time.Now()
		p.say(
			chat.Reply{Verb: chat.Send, Chat: 5000, Text: "提醒", Priority: chat.Notice},
			message(5001, "回答"),
			message(900, "跟在日报后面的回答"),
		)
		after(time.Second)
		for to, limit := range map[int64]time.Duration{5001: 70, 900: 210, 5000: 300} {
			calls := p.api.of(to)
			if len(calls) == 0 {
				t.Errorf("chat %d got nothing within a second", to)
				continue
			}
			if took := calls[len(calls)-1].at.Sub(began); took > limit*time.Millisecond {
				t.Errorf("chat %d waited %v", to, took)
			}
		}
		equal(t, []string{"日报", "跟在日报后面的回答"}, texts(p.api.of(900)))
	})
}

func TestOneThrottledGroupDelaysNobody(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
		began := time.Now()
		p.api.script = func(c call) *reply {
			if c.chat == -9 && time.Since(began) < 40*time.Second {
				return refusal(429, "Too Many Requests: retry after 40", `"retry_after":40`)
			}
			return nil
		}
		for i := range int64(300) {
			p.say(message(-9, "慢群"), message(i+1, "别人"))
		}
		after(11 * time.Second)
		others := 0
		for _, c := range p.api.log("sendMessage") {
			if c.chat != -9 {
				others++
			}
		}
		equal(t, 300, others)
		group := p.api.of(-9)
		equal(t, 1, len(group))
		after(40 * time.Second)
		if first := p.api.of(-9)[1].at.Sub(group[0].at); first < 40*time.Second || first > 41*time.Second {
			t.Errorf("asked again after %v", first)
		}
	})
}

func TestThrottledBotStopsEverywhere(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		began := time.Now()
		p.api.script = func(c call) *reply {
			if c.n >= 50 && time.Since(began) < 20*time.Second {
				return refusal(429, "Too Many Requests: retry after 20", `"retry_after":20`)
			}
			return nil
		}
		for i := range int64(1000) {
			p.say(message(i+1, "好"))
		}
		after(time.Minute)
		throttled := 0
		for _, c := range p.api.log("") {
			if c.n >= 50 && c.at.Sub(began) < 20*time.Second {
				throttled++
			}
		}
		if throttled > 128 {
			t.Errorf("%d calls while Telegram refused all", throttled)
		}
		for i, s := range p.outbox.states() {
			if s != "sent" {
				t.Fatalf("reply %d is %s", i+1, s)
			}
		}
	})
}

func TestSenderLeavesAnIllTelegramAlone(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
		ill := time.Now().Add(10 * time.Minute)
		p.api.script = func(call) *reply {
			if time.Now().Before(ill) {
				return &reply{status: 502}
			}
			return nil
		}
		for i := range int64(200) {
			p.say(message(i+1, "好"))
		}
		after(10 * time.Minute)
		if n := len(p.api.log("")); n > 300 {
			t.Errorf("%d calls in ten minutes of illness", n)
		}
		after(90 * time.Second)
		for i, s := range p.outbox.states() {
			if s != "sent" {
				t.Fatalf("reply %d is %s", i+1, s)
			}
		}
	})
}

// A chat to which nothing can be sent is its own trouble, not Telegram's.
func TestOneIllChatDelaysNobody(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
		p.api.script = func(c call) *reply {
			if c.chat == 1 {
				return &reply{status: 502}
			}
			return nil
		}
		p.say(message(1, "坏"))
		for i := range int64(100) {
			after(7 * time.Second)
			began := time.Now()
			p.say(message(i+2, "好"))
			after(time.Second)
			equal(t, []time.Time{began}, moments(p.api.of(i+2)))
		}
	})
}
