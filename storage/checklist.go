package storage

import (
	"context"
	"fmt"
	"slices"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Checklists lists all checklists, in the order they came.
func (t *Tx) Checklists(ctx context.Context) ([]community.Checklist, error) {
	rows, err := t.q.Checklists(ctx)
	if err != nil {
		return nil, t.fail("read checklists", err)
	}
	items, err := t.q.ChecklistItems(ctx)
	if err != nil {
		return nil, t.fail("read the items of checklists", err)
	}
	list := make([]community.Checklist, len(rows))
	for i, r := range rows {
		list[i] = community.Checklist{ID: r.ID, Name: r.Name, Unit: community.UnitID(r.Unit)}
		for _, item := range items {
			if item.Checklist == r.ID {
				list[i].Items = append(list[i].Items, item.Name)
			}
		}
	}
	return list, nil
}

// SaveChecklists adds checklists and changes those that differ, by their names.
// What was ticked stays with an item's name.
func (t *Tx) SaveChecklists(ctx context.Context, list []community.Checklist) (n Counts, err error) {
	stored, err := t.Checklists(ctx)
	if err != nil {
		return n, err
	}
	for _, c := range list {
		i := slices.IndexFunc(stored, func(old community.Checklist) bool { return old.Name == c.Name })
		switch {
		case i < 0:
			n.Added++
		case stored[i].Unit == c.Unit && slices.Equal(stored[i].Items, c.Items):
			n.Unchanged++
			continue
		default:
			n.Changed++
		}
		if err := t.saveChecklist(ctx, c); err != nil {
			return Counts{}, err
		}
	}
	return n, nil
}

func (t *Tx) saveChecklist(ctx context.Context, c community.Checklist) error {
	id, err := t.q.SaveChecklist(ctx, query.SaveChecklistParams{Name: c.Name, Unit: int64(c.Unit)})
	if err != nil {
		return t.fail("save a checklist", err)
	}
	if err := t.q.DropChecklistItems(ctx, id); err != nil {
		return t.fail(fmt.Sprintf("drop the items of checklist %d", id), err)
	}
	for i, item := range c.Items {
		err := t.q.AddChecklistItem(ctx, query.AddChecklistItemParams{Checklist: id, Place: int64(i), Name: item})
		if err != nil {
			return t.fail(fmt.Sprintf("add an item of checklist %d", id), err)
		}
	}
	return nil
}

// Ticks lists what every community said last of every item.
func (t *Tx) Ticks(ctx context.Context, checklist int64) ([]community.Ticked, error) {
	rows, err := t.q.Ticks(ctx, checklist)
	if err != nil {
		return nil, t.fail(fmt.Sprintf("read ticks of checklist %d", checklist), err)
	}
	type key struct {
		item string
		unit int64
	}
	places := map[key]int{}
	var list []community.Ticked
	for _, r := range rows {
		k := tickedOf(r)
		if i, known := places[key{r.Item, r.Unit}]; known {
			list[i] = k
			continue
		}
		places[key{r.Item, r.Unit}], list = len(list), append(list, k)
	}
	return list, nil
}

func tickedOf(r query.Tick) community.Ticked {
	return community.Ticked{
		Item: r.Item, Unit: community.UnitID(r.Unit), Done: r.Done == 1, By: community.PersonID(r.Person), At: timeOf(r.At),
	}
}

// SetChecklist adds a checklist, or changes the one of that name.
func (t *Tx) SetChecklist(ctx context.Context, c community.Checklist) error {
	_, err := t.SaveChecklists(ctx, []community.Checklist{c})
	return err
}
