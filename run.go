package main

import "context"

type runCommand struct{}

// Run is the bot.
func (runCommand) Run(ctx context.Context, c *console) error {
	if c.config.Token == "" {
		return usage{hidden("token", "is not set: get a token from BotFather, or try: gridmate sandbox")}
	}
	return nil
}
