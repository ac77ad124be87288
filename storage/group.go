package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Group finds a group by its chat; false if it is not bound.
func (t *Tx) Group(ctx context.Context, chat int64) (community.Group, bool, error) {
	row, err := t.q.FindGroup(ctx, chat)
	if errors.Is(err, sql.ErrNoRows) {
		return community.Group{}, false, nil
	}
	if err != nil {
		return community.Group{}, false, t.fail(fmt.Sprintf("find group %d", chat), err)
	}
	schedule, err := t.Schedule(ctx, chat)
	if err != nil {
		return community.Group{}, false, err
	}
	return groupOf(row, schedule), true, nil
}

// SaveGroup binds a group or changes how it is bound.
func (t *Tx) SaveGroup(ctx context.Context, g community.Group) error {
	err := t.q.SaveGroup(ctx, query.SaveGroupParams{
		Chat: g.Chat, Unit: int64(g.Unit), Title: g.Title, Since: millis(g.Since), Gone: flag(g.Gone), Topic: int64(g.Topic),
	})
	if err != nil {
		return t.fail(fmt.Sprintf("save group %d", g.Chat), err)
	}
	return t.SaveSchedule(ctx, g.Chat, g.Schedule)
}

// GroupsAll lists every group that was ever bound, those that are gone too.
func (t *Tx) GroupsAll(ctx context.Context) ([]community.Group, error) {
	rows, err := t.q.Groups(ctx)
	if err != nil {
		return nil, t.fail("read groups", err)
	}
	schedules, err := t.SchedulesAll(ctx)
	if err != nil {
		return nil, err
	}
	groups := make([]community.Group, len(rows))
	for i, r := range rows {
		schedule, set := schedules[r.Chat]
		if !set {
			schedule = community.DefaultSchedule()
		}
		groups[i] = groupOf(r, schedule)
	}
	return groups, nil
}

func groupOf(r query.BoundGroup, s community.Schedule) community.Group {
	return community.Group{
		Chat: r.Chat, Topic: int(r.Topic), Unit: community.UnitID(r.Unit), Title: r.Title, Schedule: s, Since: timeOf(r.Since), Gone: r.Gone == 1,
	}
}
