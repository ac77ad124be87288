package bot

import (
	"context"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// What tests look at from outside.

// Classify names the class of an error.
func Classify(err error) string { return string(classify(err)) }

// FormToJSON is formToJSON.
var FormToJSON = formToJSON

// ProbeCall sends a message past the library, as the sender does.
func (c *Client) ProbeCall(ctx context.Context) (int, error) {
	var m models.MessageID
	err := c.call(ctx, "sendMessage", &tg.SendMessageParams{ChatID: int64(1), Text: "<b>1</b> & 2"}, &m)
	return m.ID, err
}

// Probe sends a message through the library and returns its error.
func (c *Client) Probe(ctx context.Context) (int, error) {
	m, err := c.library.SendMessage(ctx, &tg.SendMessageParams{ChatID: int64(1), Text: "<b>1</b> & 2"})
	if err != nil {
		return 0, err
	}
	return m.ID, nil
}

// UpdateIDs cuts an answer of getUpdates and finds the ids in it.
func UpdateIDs(answer []byte) (ids []int64, ok bool) {
	list, ok := updatesOf(answer)
	for _, u := range list {
		if id, ok := updateID(u); ok {
			ids = append(ids, id)
		}
	}
	return ids, ok
}
