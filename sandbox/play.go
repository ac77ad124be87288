package sandbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// PlayOptions shape the playing of the demo's two weeks.
type PlayOptions struct {
	// Until is where the clock stands at the end; real time where zero. What
	// people say later than that is left out.
	Until time.Time
	// Settle is called after each move of the clock past a time when digests are
	// due, and at the end: it returns when the program's work is done and sent.
	Settle func(context.Context) error
	// Answer is how long the bot may take for an answer, 5 s where 0. A bot that
	// stays silent three times in a row ends the play.
	Answer time.Duration
	// Zone is the zone of the script's times, Asia/Shanghai where nil.
	Zone *time.Location
}

// digestHours are the hours at which digests are due by default.
var digestHours = []int{9, 18}

// maxSilence is how often in a row the bot may leave an answer out.
const maxSilence = 3

var errSilent = errors.New("sandbox: the bot does not answer")

// Days is how many full days a city lives before the day on which it ends.
const Days = 14

// Start is when a city's two weeks begin that end on the day of end: 08:25,
// Days before. Make the clock with NewClockAt(Start(time.Now(), nil)).
func Start(end time.Time, zone *time.Location) time.Time {
	day := end.In(china(zone)).AddDate(0, 0, -Days)
	return time.Date(day.Year(), day.Month(), day.Day(), 8, 25, 0, 0, day.Location())
}

// china is the zone, or Asia/Shanghai, which keeps one time without summer time.
func china(zone *time.Location) *time.Location {
	if zone == nil {
		return time.FixedZone("Asia/Shanghai", 8*3600)
	}
	return zone
}

// Play lets the city's people live their two weeks through the running bot: they
// open it, say the script's lines with the clock set to each line's time, and
// confirm the cards that ask for it. Day 0 is the day that the clock shows.
func (c *City) Play(ctx context.Context, opts PlayOptions) error {
	if opts.Answer == 0 {
		opts.Answer = 5 * time.Second
	}
	if opts.Settle == nil {
		opts.Settle = func(context.Context) error { return nil }
	}
	p := &play{City: c, opts: opts, first: c.server.clock.Now().In(china(opts.Zone))}
	for _, m := range c.cast {
		if m.enrol {
			if err := p.say(ctx, c.users[m.key].ID, c.users[m.key], "/start"); err != nil {
				return err
			}
		}
	}
	for _, line := range (Demo{}).Script() {
		if line.Time(p.first).After(p.end()) {
			break
		}
		if err := p.line(ctx, line); err != nil {
			return err
		}
	}
	if err := p.advance(ctx, p.end()); err != nil {
		return err
	}
	return opts.Settle(ctx)
}

type play struct {
	*City
	opts   PlayOptions
	first  time.Time
	silent int
}

func (p *play) end() time.Time {
	if p.opts.Until.IsZero() {
		return time.Now()
	}
	return p.opts.Until
}

func (p *play) line(ctx context.Context, line Line) error {
	if err := p.advance(ctx, line.Time(p.first)); err != nil {
		return err
	}
	u, ok := p.users[line.Person]
	if !ok {
		return fmt.Errorf("sandbox: demo: nobody is called %q", line.Person)
	}
	chat := u.ID
	if line.Chat != "bot" {
		chat = p.groups[line.Chat]
	}
	return p.say(ctx, chat, u, line.Say(p.first))
}

// advance moves the clock to t and stops on the way wherever digests are due.
func (p *play) advance(ctx context.Context, t time.Time) error {
	for {
		due, ok := nextDigest(p.server.clock.Now().In(p.first.Location()), t)
		if !ok {
			break
		}
		if err := p.server.clock.Set(due); err != nil {
			return err
		}
		if err := p.opts.Settle(ctx); err != nil {
			return err
		}
	}
	if t.Before(p.server.clock.Now()) {
		return nil // the bot took longer than the script thought
	}
	return p.server.clock.Set(t)
}

// nextDigest is the first digest hour after now and not after t.
func nextDigest(now, t time.Time) (time.Time, bool) {
	for day := range 2 {
		for _, hour := range digestHours {
			due := time.Date(now.Year(), now.Month(), now.Day()+day, hour, 0, 0, 0, now.Location())
			if due.After(now) {
				return due, !due.After(t)
			}
		}
	}
	return time.Time{}, false
}

// say sends a text, waits for the answer, and confirms the card if it is one.
func (p *play) say(ctx context.Context, chat int64, u *User, text string) error {
	m, err := u.Send(chat, text)
	if err != nil {
		return err
	}
	if !p.server.isSeen(m) {
		return nil
	}
	answer, err := p.answer(ctx, m)
	if err != nil || answer == nil {
		return err
	}
	if b, ok := answer.ReplyMarkup.Button("确认"); ok && !strings.Contains(answer.Shown(), "#") {
		if _, err := u.PressData(chat, answer.ID, b.CallbackData); err != nil {
			return err
		}
		_, err = p.answer(ctx, answer)
	}
	return err
}

// answer waits for the bot's next message or reaction in m's chat. One that does
// not come is nil; too many of those end the play.
func (p *play) answer(ctx context.Context, m *Message) (*Message, error) {
	short, cancel := context.WithTimeout(ctx, p.opts.Answer)
	defer cancel()
	answer, err := p.server.awaitAny(short, m)
	switch {
	case err == nil:
		p.silent = 0
		return answer, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, errClosed):
		return nil, err
	}
	if p.silent++; p.silent >= maxSilence {
		return nil, errSilent
	}
	return nil, nil
}

// awaitAny waits for anything that the bot does in m's chat after m.
func (s *Server) awaitAny(ctx context.Context, m *Message) (answer *Message, err error) {
	err = s.until(ctx, func() bool {
		for _, v := range s.chats[m.Chat.ID].since(m.Seq) {
			if v.ByBot || len(v.Reactions) > 0 {
				answer = v
				return true
			}
		}
		return false
	})
	return answer, err
}

// isSeen reports whether the bot gets to see a message.
func (s *Server) isSeen(m *Message) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sees(s.chats[m.Chat.ID], m)
}
