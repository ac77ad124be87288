package bot

import (
	"context"

	tg "github.com/go-telegram/bot"
)

// What tests look at from outside.

// Classify names the class of an error.
func Classify(err error) string { return string(classify(err)) }

// FormToJSON is formToJSON.
var FormToJSON = formToJSON

// Probe sends a message through the library and returns its error.
func (c *Client) Probe(ctx context.Context) (int, error) {
	m, err := c.library.SendMessage(ctx, &tg.SendMessageParams{ChatID: int64(1), Text: "<b>1</b> & 2"})
	if err != nil {
		return 0, err
	}
	return m.ID, nil
}
