package book

import (
	"context"
	"strings"

	"gridmate/community"
)

// taskColumns are those of a 任务责任分解表: what, who leads, who helps, until
// when, how far.
var taskColumns = []column{
	{"no", 6, lookNumber}, {"number", 9, lookCentre}, {"task", 44, lookText}, {"lead_unit", 16, lookCentre},
	{"partners", 24, lookText}, {"owner", 10, lookCentre}, {"set_at", 12, lookDate}, {"deadline", 12, lookDate},
	{"progress", 18, lookCentre}, {"percent", 9, lookNumber}, {"finished_at", 12, lookDate},
}

func (b *book) task(ctx context.Context, r community.Record, n int) ([]any, error) {
	b.tasks++
	course, err := b.from.Course(ctx, r)
	if err != nil {
		return nil, err
	}
	owner, err := b.person(ctx, course.Owner)
	lead := course.Body
	if u, ok := b.frame.Org.Unit(course.OwnerUnit); ok {
		lead = u.Label()
	}
	partners := make([]string, len(course.Partners))
	for i, p := range course.Partners {
		partners[i] = p.Name
	}
	title := r.Title
	if title == "" {
		title = r.Text
	}
	var percent any
	if course.Percent > 0 {
		percent = course.Percent
	}
	return []any{
		n, hash(r), title, lead, strings.Join(partners, "、"), owner, r.Date, r.Deadline, b.progress(r), percent, b.frame.Day(r.ClosedAt),
	}, err
}

func (b *book) taskTotals() []any {
	return append([]any{b.text("total"), nil, b.text("tasks", "N", b.tasks)}, make([]any, len(taskColumns)-3)...)
}
