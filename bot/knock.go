package bot

import (
	"context"
	"time"

	"gridmate/chat"
)

// Knock looks who wrote to the bot last, in private, before anybody has run
// it. It takes nothing away: the updates stay at Telegram. False if nobody did.
func (c *Client) Knock(ctx context.Context) (who chat.User, found bool, err error) {
	err = withTimeout(ctx, func(ctx context.Context) error {
		result, err := c.call(ctx, "getUpdates", struct {
			Timeout int `json:"timeout"`
		}{1}, pollAnswer)
		if err != nil {
			return err
		}
		list, _ := elements(result)
		for _, raw := range list {
			u, err := Decode(chat.Raw{ReceivedAt: time.Now(), JSON: raw}, Me{})
			if err == nil && u.Event == chat.Said && u.Chat.Type == chat.Private && u.From.ID != 0 {
				who, found = u.From, true
			}
		}
		return nil
	})
	return who, found, err
}
