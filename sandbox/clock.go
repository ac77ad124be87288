package sandbox

import (
	"fmt"
	"sync"
	"time"
)

// Clock tells the sandbox's time: real time plus an offset that only grows.
// The zero value is not usable; see NewClock and NewClockAt.
type Clock struct {
	mu       sync.Mutex
	offset   time.Duration
	watchers map[int]func(time.Time)
	next     int
}

// NewClock returns a clock that shows real time until it is moved.
func NewClock() *Clock { return &Clock{watchers: map[int]func(time.Time){}} }

// NewClockAt returns a clock that shows t now, in the past or in the future,
// and runs on from there.
func NewClockAt(t time.Time) *Clock {
	c := NewClock()
	c.offset = time.Until(t)
	return c
}

// Now returns the sandbox's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

// Offset returns how far the clock is ahead of real time (negative: behind).
func (c *Clock) Offset() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.offset
}

// Set moves the clock forward to t and calls those who subscribed by OnMove.
// A t that the clock has passed is refused and moves nothing.
func (c *Clock) Set(t time.Time) error {
	c.mu.Lock()
	by := t.Sub(time.Now().Add(c.offset))
	if by < 0 {
		c.mu.Unlock()
		return fmt.Errorf("sandbox: the clock only moves forward, not to %s", t.Format(time.RFC3339))
	}
	c.moved(by)
	return nil
}

// Advance moves the clock forward by d and calls those who subscribed by OnMove.
// A negative d is refused and moves nothing.
func (c *Clock) Advance(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("sandbox: the clock only moves forward, not by %s", d)
	}
	c.mu.Lock()
	c.moved(d)
	return nil
}

// moved adds to the offset, unlocks, and tells the watchers.
func (c *Clock) moved(by time.Duration) {
	c.offset += by
	now := time.Now().Add(c.offset)
	watchers := make([]func(time.Time), 0, len(c.watchers))
	for i := range c.next {
		if f, ok := c.watchers[i]; ok {
			watchers = append(watchers, f)
		}
	}
	c.mu.Unlock()
	for _, f := range watchers {
		f(now)
	}
}

// OnMove calls f with the new time after every move, on the mover's goroutine,
// so that whoever moved the clock may rely on f having returned. Stop ends it.
func (c *Clock) OnMove(f func(now time.Time)) (stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := c.next
	c.next++
	c.watchers[id] = f
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.watchers, id)
	}
}
