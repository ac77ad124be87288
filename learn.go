package main

import (
	"context"

	"gridmate/handlers"
	"gridmate/reading"
	"gridmate/storage"
)

// learn makes a reader that knows the words that the deployment has adopted.
func (a *assistant) learn(ctx context.Context) error {
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
