package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/storage"
)

// deadLettersCommand is what an operator does about updates that could not be
// handled. The running bot notices within seconds. Files that Telegram refused
// are listed, too: only the running bot can send them again.
type deadLettersCommand struct {
	List  letterList  `cmd:"" default:"1" help:"List them, with what to do (the default)."`
	Show  letterShow  `cmd:"" help:"Show what is kept of one: masked JSON and the error."`
	Retry letterRetry `cmd:"" help:"Let some be handled again, or all."`
	Drop  letterDrop  `cmd:"" help:"Give some up, or all, and forget what they held."`
}

type letterList struct{}

// Run lists the dead letters, a line each, and says what they mean.
func (letterList) Run(ctx context.Context, c *console) error {
	letters, err := c.letters(ctx)
	if err != nil {
		return err
	}
	files, err := c.refusedFiles(ctx)
	if err != nil {
		return err
	}
	if len(letters)+len(files) == 0 {
		_, err := fmt.Fprintln(c.stdout, "none: every update could be handled")
		return err
	}
	for _, f := range files {
		_, _ = fmt.Fprintf(c.stdout, "file  %s  for chat %d  %s\n", f.At.In(c.config.Zone).Format("2006-01-02 15:04"), f.Reply.Chat, f.Error)
	}
	if len(files) > 0 {
		_, _ = fmt.Fprintln(c.stdout, "file: Telegram refused it, whoever asked was told. The running bot sends it again or drops it: /deadletters in the chat")
	}
	advice := map[string]bool{}
	for _, l := range letters {
		_, _ = fmt.Fprintf(c.stdout, "%d  %s  %s  %s\n", l.Seq, l.ReceivedAt.In(c.config.Zone).Format("2006-01-02 15:04"), letterSort(l), l.Error)
		advice[letterAdvice(l)] = true
	}
	for text := range advice {
		_, _ = fmt.Fprintln(c.stdout, text)
	}
	return nil
}

type letterShow struct {
	Number int64 `arg:"" help:"Its number, as listed."`
}

// Run shows what is kept of one. Personal numbers were masked before it was.
func (s letterShow) Run(ctx context.Context, c *console) error {
	letters, err := c.letters(ctx)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.Seq == s.Number {
			_, err := fmt.Fprintf(c.stdout, "%s\nerror: %s\n%s\n", l.JSON, l.Error, letterAdvice(l))
			return err
		}
	}
	return noLetter(s.Number)
}

// which says which letters a command is about.
type which struct {
	Numbers []int64 `arg:"" optional:"" help:"Their numbers, as listed."`
	All     bool    `help:"All of them."`
}

type letterRetry struct {
	which `embed:""`
}

// Run lets letters be handled again.
func (r letterRetry) Run(ctx context.Context, c *console) error {
	return c.eachLetter(ctx, r.which, "waits to be handled again", func(ctx context.Context, tx *storage.Tx, id int64) error { return tx.RetryDead(ctx, id) })
}

type letterDrop struct {
	which `embed:""`
}

// Run gives letters up.
func (d letterDrop) Run(ctx context.Context, c *console) error {
	return c.eachLetter(ctx, d.which, "dropped", func(ctx context.Context, tx *storage.Tx, id int64) error { return tx.DropDead(ctx, id) })
}

// eachLetter changes all letters that are named, or none.
func (c *console) eachLetter(ctx context.Context, w which, done string, change func(context.Context, *storage.Tx, int64) error) (err error) {
	if w.All == (len(w.Numbers) > 0) {
		return usage{errors.New("name letters by their numbers, or all with --all")}
	}
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	numbers := w.Numbers
	err = db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		letters, err := tx.DeadLetters(ctx)
		if err != nil {
			return err
		}
		there := map[int64]bool{}
		for _, l := range letters {
			there[l.Seq] = true
			if w.All {
				numbers = append(numbers, l.Seq)
			}
		}
		for _, id := range numbers {
			if !there[id] {
				return noLetter(id)
			}
			if err := change(ctx, tx, id); err != nil {
				return fmt.Errorf("letter %d: %w", id, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range numbers {
		_, _ = fmt.Fprintf(c.stdout, "letter %d: %s\n", id, done)
	}
	return nil
}

func noLetter(id int64) error {
	return fmt.Errorf("there is no dead letter %d: see gridmate deadletters", id)
}

func (c *console) letters(ctx context.Context) (letters []chat.DeadLetter, err error) {
	err = c.view(ctx, func(ctx context.Context, tx *storage.Tx) error {
		letters, err = tx.DeadLetters(ctx)
		return err
	})
	return letters, err
}

func (c *console) refusedFiles(ctx context.Context) (files []chat.Undelivered, err error) {
	err = c.view(ctx, func(ctx context.Context, tx *storage.Tx) error {
		files, err = tx.Undelivered(ctx)
		return err
	})
	return files, err
}

// letterSort says what somebody did, as far as it can be read.
func letterSort(l chat.DeadLetter) string {
	u, err := bot.Decode(l.Raw, bot.Me{})
	if err != nil {
		return "unreadable"
	}
	sort := map[chat.Event]string{
		chat.Said: "message", chat.Edited: "edited message", chat.Pressed: "button", chat.Inquired: "inline query",
		chat.Joined: "membership", chat.Migrated: "moved group",
	}[u.Event]
	if u.Chat.ID == 0 {
		return sort
	}
	return fmt.Sprintf("%s in chat %d", sort, u.Chat.ID)
}

// letterAdvice says what a letter's error means and what helps.
func letterAdvice(l chat.DeadLetter) string {
	switch {
	case strings.HasPrefix(l.Error, "panic"):
		return "panic: a fault in the program. Look for this update in the log, report the fault, update gridmate, then: gridmate deadletters retry NUMBER"
	case strings.HasPrefix(l.Error, "decode"):
		return "decode: Telegram sent what this version cannot read. Nothing of a known kind is lost by: gridmate deadletters drop NUMBER. A newer gridmate may read it: retry"
	}
	return "other: try again with: gridmate deadletters retry NUMBER. If it comes back, the person was told to send it again: gridmate deadletters drop NUMBER"
}
