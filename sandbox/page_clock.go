package sandbox

import (
	"context"
	"errors"
	"time"
)

var errBackwards = errors.New("sandbox: the clock only moves forward")

// moveClock moves the clock to one of the moments that the page offers.
func (p *page) moveClock(ctx context.Context, in request) (any, error) {
	p.moving.Lock()
	defer p.moving.Unlock()
	now := p.server.clock.Now().In(p.opts.Zone)
	to, ok := moment(now, in.To)
	if !ok {
		return nil, errBackwards
	}
	if err := p.opts.Move(ctx, to); err != nil {
		return nil, err
	}
	p.server.mu.Lock()
	p.server.touch()
	p.server.mu.Unlock()
	return p.clockState(), nil
}

// moment names the moments: the next 18:00, the next Monday 09:00, the next first
// of a month 09:00, an hour on and a day on.
func moment(now time.Time, name string) (time.Time, bool) {
	day := func(days, hour int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()+days, hour, 0, 0, 0, now.Location())
	}
	switch name {
	case "evening":
		if to := day(0, 18); to.After(now) {
			return to, true
		}
		return day(1, 18), true
	case "monday":
		to := day(int(8-now.Weekday())%7, 9)
		if !to.After(now) {
			to = to.AddDate(0, 0, 7)
		}
		return to, true
	case "month":
		to := time.Date(now.Year(), now.Month(), 1, 9, 0, 0, 0, now.Location())
		if !to.After(now) {
			to = to.AddDate(0, 1, 0)
		}
		return to, true
	case "hour":
		return now.Add(time.Hour), true
	case "day":
		return now.AddDate(0, 0, 1), true
	}
	return time.Time{}, false
}
