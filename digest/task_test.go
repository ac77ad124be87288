package digest_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

// setting is a memory with tasks that are to be done.
type setting struct {
	memory
	tasks []community.Item
}

func (m setting) Items(ctx context.Context, until community.Date, since time.Time, visit func(community.Item) error) error {
	for _, task := range m.tasks {
		if err := visit(task); err != nil {
			return err
		}
	}
	return m.memory.Items(ctx, until, since, visit)
}

func TestTasksAreNamedWhereTheyAreDueAndCountedInNoTotal(t *testing.T) {
	t.Parallel()
	day := date("2026-11-23")
	task := func(n community.Number, unit community.UnitID, due community.Date, typ community.CommunityType) community.Item {
		return community.Item{
			Number: n, Kind: community.KindTask, Unit: unit, Category: community.General, Type: typ, Place: "完善标线", Date: day - 9,
			Deadline: due, Status: community.Assigned, Owner: "住建局", Reporter: 7,
		}
	}
	m := setting{tasks: []community.Item{
		task(1, 101, day-2, community.NoType), task(2, 201, day+3, community.Safe), task(3, 100, day+30, community.NoType), task(4, 201, day-1, community.Safe),
	}}
	figures, err := digest.Compute(t.Context(), m, city(2, 1), digest.Ask{Period: community.Day, Day: day, Now: at("2026-11-23 18:00"), Zone: shanghai})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		view     digest.View
		open     int
		due      []community.Number
		dueNext  int
		overText string
	}{
		"the street":       {digest.View{Units: []community.UnitID{3}}, 4, []community.Number{1, 4}, 1, "任务超期 2 件：#1 完善标线 住建局 超2天、#4"},
		"a community":      {digest.View{Units: []community.UnitID{100}}, 2, []community.Number{1}, 0, "任务：未办结 2，超期 1"},
		"a task group":     {digest.View{Units: []community.UnitID{1}, Type: community.Safe}, 2, []community.Number{4}, 1, "任务超期 1 件：#4"},
		"another of these": {digest.View{Units: []community.UnitID{1}, Type: community.Happy}, 0, nil, 0, "零报告"},
	} {
		d := figures.Digest(c.view)
		var due []community.Number
		for _, item := range d.Detail.TasksDue {
			due = append(due, item.Number)
		}
		if d.Detail.Tasks != c.open || !slices.Equal(due, c.due) || len(d.Detail.DueNext) != c.dueNext || d.Totals != (digest.Totals{}) {
			t.Errorf("%s: %+v", name, d)
		}
		if text := chat.Plain(digest.Text(d, printer(t, locale.Chinese))); !strings.Contains(text, c.overText) {
			t.Errorf("%s: %q is missing in\n%s", name, c.overText, text)
		}
	}
	if own := figures.Own(community.Person{ID: 7, Name: "书记"}); len(own) != 0 {
		t.Errorf("whoever set them has them to do: %+v", own)
	}
}
