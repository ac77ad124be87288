package main

import (
	"context"
	"fmt"

	"gridmate/community"
	"gridmate/storage"
	"gridmate/tables"
)

type importCommand struct {
	Org    importOrg    `cmd:"" help:"Units: code,level,name,parent and optionally short,pilot,tags."`
	People importPeople `cmd:"" help:"People, one row for each role: telegram_id,name,role,org and optionally type."`
	Guides importGuides `cmd:"" help:"Service guides: a folder of Markdown files, or a CSV or XLSX file."`

	Tasks      importTasks      `cmd:"" help:"A list of tasks: task,lead,deadline and optionally partners,progress,done,org,code,type; Chinese headings work as well."`
	Checklists importChecklists `cmd:"" help:"Checklists that communities tick off: checklist,item and optionally org, one row an item."`
	Headings   importHeadings   `cmd:"" help:"Words of headings for tables that others make: field,kind,words, as in export/form/data/headings.csv."`
	Indicators importIndicators `cmd:"" help:"The indicators of an assessment: type,item,clause,text,max_score and optionally evidence, rules that count records."`
	Holidays   importHolidays   `cmd:"" help:"Days off and make-up workdays: date,kind,name and optionally source."`
}

type importOrg struct {
	File string `arg:"" help:"CSV (UTF-8) or XLSX file."`
}

// Run adds and changes units. All rows are taken or none.
func (i importOrg) Run(ctx context.Context, c *console) error {
	table, err := readTable(i.File, "code", "level", "name", "parent")
	if err != nil {
		return err
	}
	return c.importing(ctx, "org", func(ctx context.Context, tx *storage.Tx) (storage.Counts, error) {
		return saveOrg(ctx, tx, i.File, table)
	})
}

func saveOrg(ctx context.Context, tx *storage.Tx, file string, table tables.Table) (storage.Counts, error) {
	var units []community.UnitRow
	for _, r := range table.Rows {
		units = append(units, community.UnitRow{
			Line: r.Line, Code: r.Get("code"), Level: r.Get("level"), Name: r.Get("name"), Parent: r.Get("parent"),
			Short: r.Get("short"), Pilot: r.Get("pilot"), Tags: r.Get("tags"),
		})
	}
	plan, bad := community.PlanUnits(tx.Org(), units)
	if len(bad) > 0 {
		return storage.Counts{}, badRows(file, bad)
	}
	rows := make([]storage.UnitRow, len(plan))
	for k, p := range plan {
		rows[k] = storage.UnitRow(p)
	}
	return tx.SaveUnits(ctx, rows)
}

type importPeople struct {
	File string `arg:"" help:"CSV (UTF-8) or XLSX file."`
}

// Run adds people and roles and changes names. All rows are taken or none;
// nobody loses a role.
func (i importPeople) Run(ctx context.Context, c *console) error {
	table, err := readTable(i.File, "telegram_id", "name", "role", "org")
	if err != nil {
		return err
	}
	return c.importing(ctx, "people", func(ctx context.Context, tx *storage.Tx) (storage.Counts, error) {
		return savePeople(ctx, tx, i.File, table)
	})
}

func savePeople(ctx context.Context, tx *storage.Tx, file string, table tables.Table) (storage.Counts, error) {
	var people []community.PersonRow
	for _, r := range table.Rows {
		people = append(people, community.PersonRow{
			Line: r.Line, User: r.Get("telegram_id"), Name: r.Get("name"), Role: r.Get("role"), Org: r.Get("org"), Type: r.Get("type"),
		})
	}
	plan, bad := community.PlanPeople(tx.Org(), people)
	if len(bad) > 0 {
		return storage.Counts{}, badRows(file, bad)
	}
	rows := make([]storage.PersonRow, len(plan))
	for k, p := range plan {
		rows[k] = storage.PersonRow(p)
	}
	return tx.SavePeople(ctx, rows)
}

// importing runs an import in one transaction and says what it changed.
func (c *console) importing(ctx context.Context, what string, save func(context.Context, *storage.Tx) (storage.Counts, error)) error {
	var n storage.Counts
	err := c.change(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		n, err = save(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.stdout, "%s: %d added, %d changed, %d unchanged\n", what, n.Added, n.Changed, n.Unchanged)
	return err
}

// readTable reads a file that must have these columns.
func readTable(file string, columns ...string) (tables.Table, error) {
	table, err := tables.Read(file)
	if err == nil {
		err = table.Need(columns...)
	}
	if err != nil {
		return table, fmt.Errorf("nothing was imported: %s: %w", file, err)
	}
	return table, nil
}

// badRows is the error that names every bad row of a file.
func badRows[E error](file string, bad []E) error {
	list := rows{sum: fmt.Sprintf("nothing was imported: %d errors in %s", len(bad), file)}
	for _, e := range bad {
		list.lines = append(list.lines, file+" "+e.Error())
	}
	return list
}
