package main

import (
	"context"
	"errors"
	"time"
)

type runCommand struct{}

// Run is the bot, until it is told to stop. It is the only one on its database
// and, as far as Telegram tells, on its token.
func (runCommand) Run(ctx context.Context, c *console) (err error) {
	if c.config.Token == "" {
		return usage{hidden("token", "is not set: get a token from BotFather, or try: gridmate sandbox")}
	}
	a, err := assemble(ctx, c.config, c.log, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.db.Close()) }()
	release, err := a.own()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	return a.serve(ctx)
}
