package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Pushed is what went to somebody's chat unasked on a day; zero if nothing did.
func (t *Tx) Pushed(ctx context.Context, chat int64, day community.Date) (community.Pushed, error) {
	row, err := t.q.FindPush(ctx, query.FindPushParams{Chat: chat, Day: int64(day)})
	if errors.Is(err, sql.ErrNoRows) {
		return community.Pushed{}, nil
	}
	return community.Pushed{N: int(row.Pushes), Last: timeOf(row.Last)}, t.fail(fmt.Sprintf("count pushes to chat %d", chat), err)
}

// CountPush notes that a message goes to somebody's chat unasked, news at a
// moment or with the zero time what was due anyway, and whether that is in the
// quiet hours.
func (t *Tx) CountPush(ctx context.Context, chat int64, day community.Date, news time.Time, night bool) error {
	err := t.q.CountPush(ctx, query.CountPushParams{Chat: chat, Day: int64(day), Nights: flag(night), Last: millis(news)})
	return t.fail(fmt.Sprintf("count a push to chat %d", chat), err)
}

// PrunePushes forgets how often somebody was written to before a time.
func (d *DB) PrunePushes(ctx context.Context, before time.Time) (int, error) {
	return d.prune(ctx, "prune pushes", before, (*query.Queries).PrunePushes)
}

// PruneNews forgets what has waited since before a time: it can only be for
// somebody who cannot be reached.
func (d *DB) PruneNews(ctx context.Context, before time.Time) (int, error) {
	return d.prune(ctx, "prune news", before, (*query.Queries).PruneNews)
}

// AddNews keeps what somebody is to be told with their next push.
func (t *Tx) AddNews(ctx context.Context, n community.News) error {
	err := t.q.AddNews(ctx, query.AddNewsParams{
		Chat: n.Chat, Person: int64(n.Person), Record: ref(n.Number), Urgent: flag(n.Urgent), Line: n.Line, Since: millis(n.Since),
	})
	return t.fail(fmt.Sprintf("add news for chat %d", n.Chat), err)
}

// NewsAll lists what waits to be told, oldest first.
func (t *Tx) NewsAll(ctx context.Context) ([]community.News, error) {
	rows, err := t.q.NewsAll(ctx)
	return newsOf(rows), t.fail("read news", err)
}

// TakeNews hands out what a chat is still to be told, oldest first, and
// forgets it: whoever takes it tells it.
func (t *Tx) TakeNews(ctx context.Context, chat int64) ([]community.News, error) {
	rows, err := t.q.NewsOfChat(ctx, chat)
	if err != nil || len(rows) == 0 {
		return nil, t.fail(fmt.Sprintf("read news of chat %d", chat), err)
	}
	return newsOf(rows), t.fail(fmt.Sprintf("drop news of chat %d", chat), t.q.DropNews(ctx, chat))
}

func newsOf(rows []query.News) []community.News {
	list := make([]community.News, len(rows))
	for i, r := range rows {
		list[i] = community.News{
			Chat: r.Chat, Person: community.PersonID(r.Person), Number: deref[community.Number](r.Record),
			Urgent: r.Urgent == 1, Line: r.Line, Since: timeOf(r.Since),
		}
	}
	return list
}
