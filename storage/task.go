package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// OpenTasks lists the tasks on which somebody has to act, newest first, that
// lie in these units or that one of these units helps with; no units stands
// for all.
func (t *Tx) OpenTasks(ctx context.Context, units []community.UnitID) ([]community.Matter, error) {
	rows, err := t.q.OpenTasks(ctx)
	if err != nil {
		return nil, t.fail("read open tasks", err)
	}
	next := t.numbered(backwards(rows, nil, func(r query.OpenTasksRow) (int64, int64) { return r.Number, r.Unit }))
	within := unitSet(units)
	var found []community.Matter
	for {
		page, err := next(ctx)
		if err != nil || len(page) == 0 {
			return found, err
		}
		records, err := t.complete(ctx, page)
		if err != nil {
			return nil, err
		}
		list, err := t.Matters(ctx, records)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			if within == nil || concerns(m, within) {
				found = append(found, m)
			}
		}
	}
}

func concerns(m community.Matter, units map[community.UnitID]bool) bool {
	if units[m.Unit] || units[m.OwnerUnit] {
		return true
	}
	for _, p := range m.Partners {
		if units[p.Unit] {
			return true
		}
	}
	return false
}

// Instructions lists what a leader asked for, oldest first, revoked ones
// excepted.
func (t *Tx) Instructions(ctx context.Context, leader community.PersonID) ([]community.Asked, error) {
	rows, err := t.q.TasksSetBy(ctx, query.TasksSetByParams{Reporter: ref(leader), Source: community.SourceInstruction})
	if err != nil {
		return nil, t.fail(fmt.Sprintf("read instructions of person %d", leader), err)
	}
	asked := make([]community.Asked, len(rows))
	for i, r := range rows {
		asked[i] = community.Asked{Number: community.Number(r.Number), Date: community.Date(r.Date), ClosedAt: timeOf(r.ClosedAt)}
	}
	return asked, nil
}

// taskLine is the row of a list as it was last taken in; false if it never was.
func (t *Tx) taskLine(ctx context.Context, key string) (n community.Number, row community.TaskRow, found bool, err error) {
	r, err := t.q.FindTaskLine(ctx, key)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, row, false, nil
	}
	if err != nil {
		return 0, row, false, t.fail("find a row of a list", err)
	}
	if err := json.Unmarshal([]byte(r.Body), &row); err != nil {
		return 0, row, false, t.fail("read a row of a list", err)
	}
	return community.Number(r.Record), row, true, nil
}

// saveTaskLine keeps what a row of a list said.
func (t *Tx) saveTaskLine(ctx context.Context, key string, n community.Number, row community.TaskRow) error {
	body, err := json.Marshal(row)
	if err != nil {
		return t.fail("write a row of a list", err)
	}
	err = t.q.SaveTaskLine(ctx, query.SaveTaskLineParams{Key: key, Record: int64(n), Body: string(body)})
	return t.fail("keep a row of a list", err)
}

// AddTask stores a task with the first event of its history.
func (t *Tx) AddTask(ctx context.Context, k community.Task, by community.Person, at time.Time) (community.Matter, community.Event, error) {
	r, err := k.Record(by, at)
	if err != nil {
		return community.Matter{}, community.Event{}, err
	}
	if r, err = t.AddRecord(ctx, r); err != nil {
		return community.Matter{}, community.Event{}, err
	}
	m, e := k.Set(r, by, at)
	return m, e, t.SaveMatter(ctx, m, []community.Event{e})
}

func partnersText(list []community.Partner) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// partnersOf reads what partnersText wrote; the column has no other writer.
func partnersOf(text string) (list []community.Partner) {
	if text != "" {
		_ = json.Unmarshal([]byte(text), &list)
	}
	return list
}

// SaveTasks takes in a list: new rows are set as tasks, which are returned,
// rows that say something else than they did in an earlier list change that.
// What people did since stays.
func (t *Tx) SaveTasks(ctx context.Context, plan []community.PlannedTask, at time.Time) (n Counts, set []community.Matter, err error) {
	for _, p := range plan {
		number, before, found, err := t.taskLine(ctx, p.Key)
		if err != nil {
			return Counts{}, nil, err
		}
		if p.Row.Line = 0; found && before == p.Row {
			n.Unchanged++
			continue
		}
		m, err := t.listed(ctx, p, number, &before, found, at)
		if err != nil {
			return Counts{}, nil, err
		}
		if before != p.Row {
			next, events := m.Listed(p, before, at)
			if err := t.SaveMatter(ctx, next, events); err != nil {
				return Counts{}, nil, err
			}
			m = next
		}
		if err := t.saveTaskLine(ctx, p.Key, m.Number, p.Row); err != nil {
			return Counts{}, nil, err
		}
		if found {
			n.Changed++
			continue
		}
		n.Added, set = n.Added+1, append(set, m)
	}
	return n, set, nil
}

// listed is the task of a row: the one of an earlier list, or a new one, of
// which the row has said all but how far it is.
func (t *Tx) listed(
	ctx context.Context, p community.PlannedTask, number community.Number, before *community.TaskRow, found bool, at time.Time,
) (community.Matter, error) {
	if found {
		return t.Matter(ctx, number)
	}
	*before = p.Row
	before.Progress, before.Done = "", ""
	m, _, err := t.AddTask(ctx, p.Task, community.Person{}, at)
	return m, err
}
