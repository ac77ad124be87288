package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gridmate/chat"
	"gridmate/storage/internal/query"
)

// MoveChat gives everything of one chat to another id: a group that became a
// supergroup. Message ids start anew there, so what pointed at a message of the
// old chat points at none: cards are forgotten, records cannot be found by
// message any more, waiting replies answer nothing and edit nothing.
func (t *Tx) MoveChat(ctx context.Context, from, to int64) error {
	if from == to || from == 0 || to == 0 {
		return nil
	}
	for _, move := range []func(context.Context, int64, int64) error{
		t.moveGroup, t.moveReplies, t.moveRuns, t.moveRest,
	} {
		if err := move(ctx, from, to); err != nil {
			return t.fail(fmt.Sprintf("move chat %d to %d", from, to), err)
		}
	}
	return nil
}

func (t *Tx) moveGroup(ctx context.Context, from, to int64) error {
	g, found, err := t.Group(ctx, from)
	if err != nil || !found {
		return err
	}
	g.Chat = to
	if err := t.SaveGroup(ctx, g); err != nil {
		return err
	}
	if err := t.q.DropGroup(ctx, from); err != nil {
		return err
	}
	return t.q.DropSchedule(ctx, from)
}

func (t *Tx) moveReplies(ctx context.Context, from, to int64) error {
	if err := t.moveQueued(from, to); err != nil {
		return err
	}
	rows, err := t.q.PendingOfChat(ctx, from)
	if err != nil {
		return err
	}
	for _, r := range rows {
		var reply chat.Reply
		if err := json.Unmarshal(r.Reply, &reply); err != nil {
			return err
		}
		payload, err := json.Marshal(moved(reply, to))
		if err != nil {
			return err
		}
		if err := t.q.MoveOutgoing(ctx, query.MoveOutgoingParams{Chat: to, Reply: payload, ID: r.ID}); err != nil {
			return err
		}
	}
	return nil
}

// moveQueued is moveReplies for those that are not in the table yet. It works
// on a copy: an undone savepoint needs the list as it was.
func (t *Tx) moveQueued(from, to int64) (err error) {
	t.out = slices.Clone(t.out)
	for i := range t.out {
		q := &t.out[i]
		if q.Reply.Chat != from {
			continue
		}
		q.Reply = moved(q.Reply, to)
		if q.payload, err = json.Marshal(q.Reply); err != nil {
			return err
		}
	}
	return nil
}

func moved(r chat.Reply, to int64) chat.Reply {
	r.Chat, r.Message, r.ReplyTo = to, 0, 0
	return r
}

func (t *Tx) moveRuns(ctx context.Context, from, to int64) error {
	if err := t.q.CopyRuns(ctx, query.CopyRunsParams{Becomes: to, Was: from}); err != nil {
		return err
	}
	return t.q.DropRuns(ctx, from)
}

func (t *Tx) moveRest(ctx context.Context, from, to int64) error {
	if err := t.q.MoveDrafts(ctx, query.MoveDraftsParams{Becomes: to, Was: from}); err != nil {
		return err
	}
	if err := t.q.MoveRecords(ctx, query.MoveRecordsParams{Becomes: to, Was: from}); err != nil {
		return err
	}
	if err := t.q.MoveErrands(ctx, query.MoveErrandsParams{Becomes: to, Was: from}); err != nil {
		return err
	}
	return t.q.DropCards(ctx, from)
}
