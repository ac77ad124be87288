package main

import (
	"context"

	"gridmate/handlers"
	"gridmate/reading"
	"gridmate/storage"
)

// learn makes what the deployment has settled for itself act: the words that
// it has adopted, and what it knows about service guides.
func (a *assistant) learn(ctx context.Context) error {
	index, err := loadGuides(ctx, a.db)
	if err != nil {
		return err
	}
	a.guides.Store(index)
	return a.learnWords(ctx)
}

func (a *assistant) learnWords(ctx context.Context) error {
	var words []reading.Word
	err := a.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		stored, _, err := tx.Meta(ctx, handlers.WordsKey)
		if err != nil {
			return err
		}
		words, err = handlers.ParseWords(stored)
		return err
	})
	if err != nil {
		return err
	}
	reader, err := reading.New()
	if err != nil {
		return err
	}
	if len(words) > 0 {
		if reader, err = reader.With(words); err != nil {
			return err
		}
	}
	a.reader.Store(reader)
	return nil
}
