package main

import (
	"context"
	"errors"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/community"
	"gridmate/errands"
	"gridmate/export"
	"gridmate/storage"
)

// What slow work is done by, see package errands.
type (
	doer   = errands.Doer[*storage.Tx]
	finish = errands.Finish[*storage.Tx]
	clerk  = errands.Runner[*storage.Tx]
)

func (a *assistant) newErrands() *clerk {
	return errands.New(errands.Options[*storage.Tx]{
		Store: a.db, Now: a.now, Log: a.log, Failed: a.gaveUp,
		Doers: map[string]doer{export.Errand: a.exportErrand, export.PlateErrand: a.chartErrand, export.IssueErrand: a.bulletinErrand},
	})
}

// gaveUp ends an errand that cannot be done.
func (a *assistant) gaveUp(e chat.Errand, cause error) finish {
	return func(ctx context.Context, tx *storage.Tx) ([]chat.Reply, error) {
		return a.handlers.GaveUp(ctx, tx, e, cause)
	}
}

// download fetches a file that somebody sent; what repeating does not cure is a
// refusal that tells them so.
func (a *assistant) download(ctx context.Context, id string) ([]byte, error) {
	content, err := a.client.Download(ctx, id, chat.MaxDownload)
	switch {
	case errors.Is(err, bot.ErrFileTooLarge):
		return nil, community.Refuse(community.Invalid, "file_large", "Limit", chat.MaxDownload>>20)
	case errors.Is(err, bot.ErrFileGone):
		return nil, community.Refuse(community.NotFound, "file_gone")
	}
	return content, err
}

// errandsDone waits until no errand is left.
func (a *assistant) errandsDone(ctx context.Context) error {
	for {
		ended := a.errands.Ended()
		n, err := a.db.OpenErrands(ctx)
		if err != nil || n == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ended:
		}
	}
}
