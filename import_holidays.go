package main

import (
	"context"

	"gridmate/community"
	"gridmate/storage"
)

type importHolidays struct {
	File string `arg:"" help:"CSV (UTF-8) or XLSX file."`
}

// Run takes in a published arrangement of holidays: days off and the weekend
// days that are worked instead. All rows are taken or none.
func (i importHolidays) Run(ctx context.Context, c *console) error {
	table, err := readTable(i.File, "date", "kind", "name")
	if err != nil {
		return err
	}
	var rows []community.DayRow
	for _, r := range table.Rows {
		rows = append(rows, community.DayRow{
			Line: r.Line, Date: r.Get("date"), Kind: r.Get("kind"), Name: r.Get("name"), Source: r.Get("source"),
		})
	}
	days, bad := community.PlanDays(rows)
	if len(bad) > 0 {
		return badRows(i.File, bad)
	}
	return c.importing(ctx, "holidays", func(ctx context.Context, tx *storage.Tx) (storage.Counts, error) {
		return tx.SaveCalendarDays(ctx, days)
	})
}
