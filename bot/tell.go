package bot

import (
	"context"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Tell sends a short text at once, past every queue and pace, and once: for
// what cannot be stored because nothing can.
func (c *Client) Tell(ctx context.Context, chat int64, text string) error {
	parts, err := Render(text)
	if err != nil {
		return err
	}
	return withTimeout(ctx, func(ctx context.Context) error {
		_, err := c.sendMessage(ctx, &tg.SendMessageParams{
			ChatID: chat, Text: parts[0], ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview(),
		})
		return err
	})
}
