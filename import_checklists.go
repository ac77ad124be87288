package main

import (
	"context"

	"gridmate/community"
	"gridmate/storage"
)

type importChecklists struct {
	File string `arg:"" help:"CSV (UTF-8) or XLSX file."`
}

// Run takes in checklists (三个一), one row an item. All rows are taken or
// none; what communities have ticked stays with an item's name.
func (i importChecklists) Run(ctx context.Context, c *console) error {
	table, err := readTable(i.File, "checklist", "item")
	if err != nil {
		return err
	}
	var rows []community.ChecklistRow
	for _, r := range table.Rows {
		rows = append(rows, community.ChecklistRow{Line: r.Line, Checklist: r.Get("checklist"), Item: r.Get("item"), Org: r.Get("org")})
	}
	return c.importing(ctx, "checklists", func(ctx context.Context, tx *storage.Tx) (storage.Counts, error) {
		list, bad := community.PlanChecklists(tx.Org(), rows)
		if len(bad) > 0 {
			return storage.Counts{}, badRows(i.File, bad)
		}
		return tx.SaveChecklists(ctx, list)
	})
}
