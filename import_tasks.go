package main

import (
	"context"
	"fmt"
	"time"

	"gridmate/community"
	"gridmate/locale"
	"gridmate/reading"
	"gridmate/storage"
	"gridmate/tables"
)

type importTasks struct {
	File string `arg:"" help:"CSV (UTF-8) or XLSX file."`
}

// taskColumns are the columns of a list of tasks, by the names that lists have.
var taskColumns = []struct {
	name  string
	words []string
}{
	{"task", []string{"任务", "重点任务", "工作任务", "任务名称"}},
	{"lead", []string{"牵头单位", "责任单位", "牵头"}},
	{"deadline", []string{"完成时限", "期限", "完成期限", "截止日期"}},
	{"partners", []string{"co_units", "配合单位", "协助单位", "配合"}},
	{"progress", []string{"进展", "进度", "进展情况"}},
	{"done", []string{"是否完成", "完成", "完成情况"}},
	{"org", []string{"单位编码", "所属单位"}},
	{"code", []string{"序号", "编号", "任务编号"}},
	{"type", []string{"类型"}},
}

// Run takes in a list of tasks. All rows are taken or none. A row that was
// taken in before changes what it now says otherwise and nothing that people
// did since.
func (i importTasks) Run(ctx context.Context, c *console) error {
	table, err := tables.Read(i.File)
	if err == nil {
		err = nameTaskColumns(table).Need("task", "lead", "deadline")
	}
	if err != nil {
		return fmt.Errorf("nothing was imported: %s: %w", i.File, err)
	}
	now := time.Now().In(c.config.Zone)
	return c.importing(ctx, "tasks", func(ctx context.Context, tx *storage.Tx) (storage.Counts, error) {
		return saveTasks(ctx, tx, i.File, table, now)
	})
}

func nameTaskColumns(t tables.Table) tables.Table {
	for _, c := range taskColumns {
		t.Call(c.name, c.words...)
	}
	return t
}

func saveTasks(ctx context.Context, tx *storage.Tx, file string, table tables.Table, now time.Time) (storage.Counts, error) {
	var rows []community.TaskRow
	for _, r := range table.Rows {
		rows = append(rows, community.TaskRow{
			Line: r.Line, Org: r.Get("org"), Code: r.Get("code"), Task: hide(r.Get("task")), Lead: hide(r.Get("lead")),
			Partners: hide(r.Get("partners")), Deadline: r.Get("deadline"), Progress: hide(r.Get("progress")),
			Done: r.Get("done"), Type: r.Get("type"),
		})
	}
	plan, bad := community.PlanTasks(tx.Org(), rows, community.DateOf(now))
	if len(bad) > 0 {
		return storage.Counts{}, badRows(file, bad)
	}
	n, set, err := tx.SaveTasks(ctx, plan, now)
	if err != nil {
		return n, err
	}
	return n, tellOfTasks(ctx, tx, set, now)
}

// tellOfTasks lets those who have to act on new tasks know with their next
// push; nobody is written to for a list alone.
func tellOfTasks(ctx context.Context, tx *storage.Tx, set []community.Matter, now time.Time) error {
	texts, err := locale.Load()
	if err != nil {
		return err
	}
	people, err := tx.PeopleAll(ctx)
	if err != nil {
		return err
	}
	for _, m := range set {
		for _, p := range people {
			if p.Chat == 0 || m.Finished() || !m.ServedBy(p) {
				continue
			}
			line := texts.For(p.Language).Text("task.listed", "Number", int64(m.Number), "Title", m.Title, "Date", m.Deadline.String())
			if err := tx.AddNews(ctx, community.News{Chat: p.Chat, Person: p.ID, Number: m.Number, Line: line, Since: now}); err != nil {
				return err
			}
		}
	}
	return nil
}

// hide takes personal data out of a text.
func hide(text string) string {
	text, _ = reading.Mask(text)
	return text
}
