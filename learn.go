package main

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"gridmate/community"
	"gridmate/handlers"
	"gridmate/reading"
	"gridmate/storage"
)

// learn makes what the deployment has settled for itself act: the words that
// it has adopted, and what it knows about service guides.
func (a *assistant) learn(ctx context.Context) error {
	a.learning.Lock()
	defer a.learning.Unlock()
	both, ctx := errgroup.WithContext(ctx) // they are half of what a start takes
	both.Go(func() error { return a.learnGuides(ctx) })
	both.Go(func() error { return a.learnWords(ctx) })
	return both.Wait()
}

func (a *assistant) learnGuides(ctx context.Context) error {
	imported, err := importedGuides(ctx, a.db)
	if err != nil {
		return err
	}
	index, err := loadGuides(ctx, a.db)
	if err != nil {
		return err
	}
	a.guides.Store(index)
	a.imported = imported // read first: an import in between is learnt again
	return nil
}

// relearn is learn while the bot is working: it goes on with what it knew.
func (a *assistant) relearn(ctx context.Context) {
	if err := a.learn(ctx); err != nil && ctx.Err() == nil {
		a.log.Error("adopted words and guides cannot be learnt", "error", err)
	}
}

// noticeImport learns guides that another process has imported.
func (a *assistant) noticeImport(ctx context.Context) {
	imported, err := importedGuides(ctx, a.db)
	if err != nil {
		if ctx.Err() == nil {
			a.log.Error("imports cannot be looked for", "error", err)
		}
		return
	}
	a.learning.Lock()
	known := imported == a.imported
	a.learning.Unlock()
	if !known {
		a.relearn(ctx)
	}
}

// pruneGuideWords forgets what people asked and wrote about guides.
func (a *assistant) pruneGuideWords(ctx context.Context, before time.Time) (pruned int, err error) {
	err = a.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		pruned, err = handlers.PruneGuideWords(ctx, tx, before, community.DateOf(a.now().In(a.config.Zone)))
		return err
	})
	return pruned, err
}

func (a *assistant) learnWords(ctx context.Context) error {
	reader, err := reading.New()
	if err != nil {
		return err
	}
	var words []reading.Word
	err = a.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		stored, _, err := tx.Meta(ctx, handlers.WordsKey)
		if err != nil {
			return err
		}
		words, err = handlers.ParseWords(stored)
		return err
	})
	if err == nil && len(words) > 0 {
		reader, err = reader.With(words)
	}
	if err != nil {
		return err
	}
	a.reader.Store(reader)
	return nil
}
