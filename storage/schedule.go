package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Schedule is when a chat's digests come, for groups and private chats alike:
// the default unless somebody has set it.
func (t *Tx) Schedule(ctx context.Context, chat int64) (community.Schedule, error) {
	row, err := t.q.FindSchedule(ctx, chat)
	if errors.Is(err, sql.ErrNoRows) {
		return community.DefaultSchedule(), nil
	}
	if err != nil {
		return community.Schedule{}, t.fail(fmt.Sprintf("find schedule of chat %d", chat), err)
	}
	return scheduleOf(row), nil
}

// SaveSchedule sets when a chat's digests come.
func (t *Tx) SaveSchedule(ctx context.Context, chat int64, s community.Schedule) error {
	err := t.q.SaveSchedule(ctx, query.SaveScheduleParams{
		Chat: chat, Day: int64(s.Day), Week: int64(s.Week), Month: int64(s.Month), Silent: flag(s.Silent),
	})
	return t.fail(fmt.Sprintf("save schedule of chat %d", chat), err)
}

// SchedulesAll is the schedules that somebody has set, by chat. Every other
// chat has the default.
func (t *Tx) SchedulesAll(ctx context.Context) (map[int64]community.Schedule, error) {
	rows, err := t.q.Schedules(ctx)
	if err != nil {
		return nil, t.fail("read schedules", err)
	}
	all := make(map[int64]community.Schedule, len(rows))
	for _, r := range rows {
		all[r.Chat] = scheduleOf(r)
	}
	return all, nil
}

func scheduleOf(r query.Schedule) community.Schedule {
	return community.Schedule{
		Day: community.Clock(r.Day), Week: community.Clock(r.Week), Month: community.Clock(r.Month), Silent: r.Silent == 1,
	}
}
