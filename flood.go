package main

import (
	"time"

	"gridmate/bot"
	"gridmate/chat"
)

// flood mutes people who send more than anybody can mean: one is answered
// once, then passed over until it is quiet again. It belongs to the work loop.
type flood struct {
	rate  bot.Rate
	seen  map[int64]*sender
	swept time.Time
}

// sender is what somebody sent lately: a bucket that fills with time.
type sender struct {
	left  float64
	at    time.Time
	last  int64 // the latest update that was counted
	muted int64 // the first update that was passed over; 0 while none is
}

// verdict is what becomes of an update.
type verdict int

const (
	heard  verdict = iota
	warned         // it is the first one too many
	muted
)

// strangerShare is how much less strangers may send: they can only look things up.
const strangerShare = 10

// maxSenders bounds what strangers can make the program remember.
const maxSenders = 10_000

func newFlood(rate bot.Rate) *flood { return &flood{rate: rate, seen: map[int64]*sender{}} }

// judge counts an update of somebody, or of a chat that nobody stands for. An
// update may be judged twice: the work loop repeats a batch in which one failed.
func (f *flood) judge(u chat.Update, known bool, now time.Time) verdict {
	if f.rate.N == 0 || u.Event == chat.Ignored || u.Event == chat.Migrated {
		return heard
	}
	who := u.From.ID
	if who == 0 {
		who = u.Chat.ID
	}
	most := float64(f.rate.N)
	if !known {
		most = max(1, most/strangerShare)
	}
	f.sweep(now)
	s, met := f.seen[who]
	if !met {
		s = &sender{left: most, at: now}
		f.seen[who] = s
	}
	if u.Seq <= s.last {
		return s.again(u.Seq)
	}
	s.last = u.Seq
	s.left = min(most, s.left+most*now.Sub(s.at).Seconds()/f.rate.Per.Seconds())
	s.at = now
	return s.take(u.Seq, most)
}

// take is the verdict on one more. Who was muted is heard again when a quarter
// of what they may send has come back, not at every single one.
func (s *sender) take(seq int64, most float64) verdict {
	switch {
	case s.muted != 0 && s.left < most/4:
		return muted
	case s.left < 1:
		s.muted = seq
		return warned
	}
	s.left--
	s.muted = 0
	return heard
}

// again is the verdict on an update that was counted before.
func (s *sender) again(seq int64) verdict {
	switch {
	case s.muted == 0 || seq < s.muted:
		return heard
	case seq == s.muted:
		return warned
	}
	return muted
}

// sweep forgets whoever has been quiet for as long as it takes to be
// forgiven everything; all of them if there are too many.
func (f *flood) sweep(now time.Time) {
	if now.Sub(f.swept) < f.rate.Per && len(f.seen) < maxSenders {
		return
	}
	f.swept = now
	if len(f.seen) >= maxSenders {
		clear(f.seen)
	}
	for who, s := range f.seen {
		if now.Sub(s.at) > f.rate.Per {
			delete(f.seen, who)
		}
	}
}
