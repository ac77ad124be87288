package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gridmate/storage/internal/query"
)

// CardMessage is the message that carries a card; false if none is known.
func (d *DB) CardMessage(ctx context.Context, chat int64, card string) (message int, found bool, err error) {
	err = d.on(ctx, d.readers, beginRead, func(ctx context.Context, tx *Tx) error {
		message, found, err = tx.CardMessage(ctx, chat, card)
		return err
	})
	return message, found, err
}

// CardMessage is the message that carries a card; false if none is known.
func (t *Tx) CardMessage(ctx context.Context, chat int64, card string) (message int, found bool, err error) {
	id, err := t.q.FindCard(ctx, query.FindCardParams{Chat: chat, Card: card})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return int(id), err == nil, t.fail(fmt.Sprintf("find card %q of chat %d", card, chat), err)
}

func (t *Tx) saveCard(ctx context.Context, chat int64, card string, message int) error {
	err := t.q.SaveCard(ctx, query.SaveCardParams{Chat: chat, Card: card, Message: int64(message)})
	return t.fail(fmt.Sprintf("save card %q of chat %d", card, chat), err)
}
