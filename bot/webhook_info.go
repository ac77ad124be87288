package bot

import (
	"context"
	"time"
)

// WebhookInfo is what Telegram says about the webhook.
type WebhookInfo struct {
	URL       string // empty where none is set
	Pending   int    // updates that wait at Telegram
	LastError string // empty where the last delivery worked
	ErrorAt   time.Time
}

// WebhookInfo asks for it, once.
func (c *Client) WebhookInfo(ctx context.Context) (WebhookInfo, error) {
	var info WebhookInfo
	err := withTimeout(ctx, func(ctx context.Context) error {
		told, err := c.library.GetWebhookInfo(ctx)
		if err != nil {
			return err
		}
		info = WebhookInfo{URL: told.URL, Pending: told.PendingUpdateCount, LastError: told.LastErrorMessage}
		if told.LastErrorDate != 0 {
			info.ErrorAt = time.Unix(int64(told.LastErrorDate), 0)
		}
		return nil
	})
	return info, err
}

// Ask is Me without patience: one question, for somebody who waits.
func (c *Client) Ask(ctx context.Context) (Me, error) {
	var me Me
	err := withTimeout(ctx, func(ctx context.Context) error {
		user, err := c.library.GetMe(ctx)
		if err == nil {
			me = Me{ID: user.ID, Username: user.Username, Name: user.FirstName}
		}
		return err
	})
	if lasting, ok := permanent(err); ok {
		return Me{}, lasting
	}
	return me, err
}
