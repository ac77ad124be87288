package storage

import (
	"context"
	"fmt"

	"gridmate/chat"
	"gridmate/storage/internal/query"
)

// Settle stores what became of replies, in one transaction. A chat that turned
// out to be blocked is marked unreachable and what else waits for it expires;
// one that moved gets its new id everywhere. A receipt for a reply that was
// settled before changes nothing about the reply. It goes along with a
// transaction of Take or Work if one comes by soon.
func (d *DB) Settle(ctx context.Context, receipts []chat.Receipt) error {
	if len(receipts) == 0 {
		return nil
	}
	return d.ride(ctx, func(ctx context.Context, tx *Tx) error {
		for _, r := range receipts {
			if err := tx.settle(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *Tx) settle(ctx context.Context, r chat.Receipt) error {
	if r.MovedTo != 0 {
		if err := t.MoveChat(ctx, r.Chat, r.MovedTo); err != nil {
			return err
		}
	}
	if err := t.settleReply(ctx, r); err != nil {
		return t.fail(fmt.Sprintf("settle reply %d", r.ID), err)
	}
	if r.File != 0 && r.Remote != "" {
		err := t.q.SentFile(ctx, query.SentFileParams{Remote: r.Remote, ID: r.File})
		if err != nil {
			return t.fail(fmt.Sprintf("note that file %d was sent", r.File), err)
		}
	}
	if r.Card != "" && r.Message != 0 {
		place := r.Chat
		if r.MovedTo != 0 {
			place = r.MovedTo
		}
		if err := t.saveCard(ctx, place, r.Card, r.Message); err != nil {
			return err
		}
	}
	if r.Fate == chat.Blocked {
		return t.lose(ctx, r.Chat)
	}
	return nil
}

func (t *Tx) settleReply(ctx context.Context, r chat.Receipt) error {
	if r.Fate == chat.Retry {
		return t.q.RetryOutgoing(ctx, query.RetryOutgoingParams{Due: millis(r.Due), Error: r.Error, ID: r.ID})
	}
	if r.Fate == chat.Failed {
		if file, err := t.refuse(ctx, r); file || err != nil {
			return err
		}
	}
	return t.q.FinishOutgoing(ctx, query.FinishOutgoingParams{
		State: string(r.Fate), Message: int64(r.Message), Error: r.Error, Settled: t.db.now(), ID: r.ID,
	})
}

// lose gives a chat up: the person has to open it again, the group to be bound
// again.
func (t *Tx) lose(ctx context.Context, lost int64) error {
	if err := t.q.ExpireChat(ctx, query.ExpireChatParams{Settled: t.db.now(), Chat: lost}); err != nil {
		return t.fail(fmt.Sprintf("expire replies for chat %d", lost), err)
	}
	if err := t.q.LeaveGroup(ctx, lost); err != nil {
		return t.fail(fmt.Sprintf("leave group %d", lost), err)
	}
	if err := t.load(ctx); err != nil {
		return err
	}
	for _, p := range t.people.byID {
		if p.Chat != lost {
			continue
		}
		p.Chat = 0
		if _, err := t.SavePerson(ctx, p); err != nil {
			return err
		}
	}
	return nil
}
