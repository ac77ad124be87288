package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/sandbox"
)

// crowd sends updates to a flood gate.
type crowd struct {
	*flood
	now time.Time
	seq int64
}

func newCrowd(t *testing.T, rate string) *crowd {
	t.Helper()
	r, err := bot.ParseRate(rate)
	if err != nil {
		t.Fatal(err)
	}
	return &crowd{newFlood(r), time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), 0}
}

// send counts the verdicts on n updates of somebody.
func (c *crowd) send(who int64, known bool, n int) (counts [3]int) {
	for range n {
		c.seq++
		counts[c.judge(chat.Update{Seq: c.seq, Event: chat.Said, From: chat.User{ID: who}}, known, c.now)]++
	}
	return counts
}

func TestAFloodIsAnsweredOnceAndThenMuted(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, "600/m")
	want := func(what string, got, want [3]int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: heard, warned, muted %v, want %v", what, got, want)
		}
	}
	want("a day's reports at once", c.send(1, true, 600), [3]int{600, 0, 0})
	want("more than anybody means", c.send(1, true, 100), [3]int{0, 1, 99})
	want("somebody else meanwhile", c.send(2, true, 1), [3]int{1, 0, 0})
	c.now = c.now.Add(10 * time.Second)
	want("not quiet for long enough", c.send(1, true, 5), [3]int{0, 0, 5})
	c.now = c.now.Add(10 * time.Second)
	want("quiet", c.send(1, true, 5), [3]int{5, 0, 0})
	want("a stranger guessing invitations", c.send(3, false, 1000), [3]int{60, 1, 939})
	c.now = c.now.Add(time.Hour)
	want("a stranger an hour later", c.send(3, false, 1), [3]int{1, 0, 0})
}

func TestNoLimitMutesNobody(t *testing.T) {
	t.Parallel()
	if got := newCrowd(t, "0").send(1, false, 5000); got != [3]int{5000, 0, 0} {
		t.Errorf("%v", got)
	}
}

// The work loop hands a batch over twice if one of it fails: nobody is counted
// twice, and the verdicts are the same.
func TestABatchThatIsRepeatedIsJudgedAlike(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, "60/m")
	first := c.send(1, true, 100)
	c.seq = 0
	if again := c.send(1, true, 100); again != first || first != [3]int{60, 1, 39} {
		t.Errorf("%v, then %v", first, again)
	}
}

func TestStrangersCannotFillTheMemory(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, "600/m")
	for who := range int64(3 * maxSenders) {
		c.send(who+1, false, 1)
	}
	if len(c.seen) > maxSenders {
		t.Errorf("%d senders are remembered", len(c.seen))
	}
}

func TestTheLimitFollowsThePaceOfAChat(t *testing.T) {
	t.Parallel()
	for chatPace, want := range map[string]string{"1/s": "600/m", "0": "0"} {
		s := settings{RateTotal: "0", RateChat: chatPace, RateGroup: "0", discretion: discretion{KeepTexts: "90", KeepRecords: "1096"}}
		var c config
		if err := s.readPaces(&c); err != nil {
			t.Fatal(err)
		}
		if err := s.readDiscretion(&c); err != nil || c.RatePerson.String() != want {
			t.Errorf("%s: %s, %v", chatPace, c.RatePerson, err)
		}
	}
}

// TestGuessingInvitationsIsUseless: 144 bits cannot be guessed, and whoever
// tries is soon not even answered, while everybody else is.
func TestGuessingInvitationsIsUseless(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	start(t, append(env, "GRIDMATE_RATE_PERSON=100/m", "GRIDMATE_RATE_CHAT=0", "GRIDMATE_RATE_TOTAL=0"))
	guesser := server.AddUser(sandbox.Person{ID: 7666, FirstName: "路人"})
	for n := range 50 {
		if _, err := guesser.Start(fmt.Sprintf("bm90IGF0IGFsbCByYW5kb%03d", n)); err != nil {
			t.Fatal(err)
		}
	}
	count := func(words string) (n int) {
		for _, m := range server.Messages(guesser.ID) {
			if strings.Contains(m.Shown(), words) {
				n++
			}
		}
		return n
	}
	eventually(t, "the guesser is told to stop", func() bool { return count("发得太快了") == 1 })
	report(t, server, worker, "/patrol 1网格 正常", "已记录")
	if n := count("邀请链接不对"); n != 10 {
		t.Errorf("%d guesses were answered, want a tenth of 100", n)
	}
	if o := call(t, env, "", "doctor"); !strings.Contains(o.out, "people         ! 2,") {
		t.Errorf("somebody got in: %s", o.out)
	}
}
