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

// CardAt is the card that a message carries; false if it carries none.
func (t *Tx) CardAt(ctx context.Context, chat int64, message int) (card string, found bool, err error) {
	card, err = t.q.CardAt(ctx, query.CardAtParams{Chat: chat, Message: int64(message)})
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return card, err == nil, t.fail(fmt.Sprintf("find the card of message %d", message), err)
}

// CardChats lists the chats that show a card.
func (t *Tx) CardChats(ctx context.Context, card string) ([]int64, error) {
	rows, err := t.q.CardChats(ctx, card)
	if err != nil {
		return nil, t.fail(fmt.Sprintf("find the chats of card %q", card), err)
	}
	chats := make([]int64, len(rows))
	for i, r := range rows {
		chats[i] = r.Chat
	}
	return chats, nil
}
