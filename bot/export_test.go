package bot

import (
	"context"
	"time"

	tg "github.com/go-telegram/bot"
)

// What tests look at from outside.

// Classify names the class of an error.
func Classify(err error) string { return string(classify(err)) }

// FormToJSON is formToJSON.
var FormToJSON = formToJSON

// ProbeCall sends a message past the library, as the sender does.
func (c *Client) ProbeCall(ctx context.Context) (int, error) {
	return c.sendMessage(ctx, &tg.SendMessageParams{ChatID: int64(1), Text: "<b>1</b> & 2"})
}

// Probe sends a message through the library and returns its error.
func (c *Client) Probe(ctx context.Context) (int, error) {
	m, err := c.library.SendMessage(ctx, &tg.SendMessageParams{ChatID: int64(1), Text: "<b>1</b> & 2"})
	if err != nil {
		return 0, err
	}
	return m.ID, nil
}

// UpdateIDs cuts a list of updates, which must be valid JSON, and finds the ids
// in it.
func UpdateIDs(result []byte) (ids []int64, ok bool) {
	list, ok := elements(result)
	for _, u := range list {
		if id, ok := updateID(u); ok {
			ids = append(ids, id)
		}
	}
	return ids, ok
}

// TakeSlots uses the slots of a rate, each as late as wake says, and returns
// when each was used.
func TakeSlots(r Rate, from time.Time, wakes []time.Duration) []time.Time {
	s := newSlots(r)
	s.next = from
	used := make([]time.Time, len(wakes))
	for i, wake := range wakes {
		now := latest(s.next, from).Add(wake)
		if i > 0 {
			now = latest(now, used[i-1])
		}
		s.take(now)
		used[i] = now
	}
	return used
}
