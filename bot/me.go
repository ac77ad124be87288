package bot

import (
	"context"
	"fmt"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Me is the bot's own account.
type Me struct {
	ID       int64
	Username string // without @
	Name     string
}

// Me asks Telegram who the bot is, and repeats the question until it is
// answered or ctx ends. ErrToken and ErrAddress are not repeated.
func (c *Client) Me(ctx context.Context) (Me, error) {
	var user *models.User
	err := c.repeat(ctx, "ask who the bot is", func(ctx context.Context) (err error) {
		user, err = c.library.GetMe(ctx)
		return err
	})
	if err != nil {
		return Me{}, err
	}
	return Me{ID: user.ID, Username: user.Username, Name: user.FirstName}, nil
}

// Command is one entry of the bot's command menu.
type Command struct{ Name, Description string }

// SetCommands puts commands into the bot's menu for people whose Telegram
// speaks language, a two-letter code; empty for everybody without a menu of
// their own.
func (c *Client) SetCommands(ctx context.Context, language string, commands []Command) error {
	list := make([]models.BotCommand, len(commands))
	for i, cmd := range commands {
		list[i] = models.BotCommand{Command: cmd.Name, Description: cmd.Description}
	}
	return c.repeat(ctx, "set the command menu", func(ctx context.Context) error {
		_, err := c.library.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: list, LanguageCode: language})
		return err
	})
}

// repeat makes a call again and again until it works, is refused for good or
// ctx ends.
func (c *Client) repeat(ctx context.Context, doing string, call func(context.Context) error) error {
	wait := newBackoff()
	for attempt := 1; ; attempt++ {
		err := withTimeout(ctx, call)
		kind := classify(err)
		switch {
		case err == nil, kind == classAccepted:
			return nil
		case stopped(ctx):
			return ctx.Err()
		}
		if err, ok := permanent(err); ok {
			return fmt.Errorf("%s: %w", doing, err)
		}
		pause := wait.NextBackOff()
		switch kind {
		case classThrottled:
			pause = retryAfter(err)
		case classServer, classBroken, classUnsent:
		default:
			return fmt.Errorf("%s: %w", doing, err)
		}
		c.log.Warn("telegram did not answer at the start, asking again", "attempt", attempt, "error", string(kind))
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// withTimeout makes one call that cannot hang.
func withTimeout(ctx context.Context, call func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return call(ctx)
}
