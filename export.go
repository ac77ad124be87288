package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"gridmate/community"
	"gridmate/storage"
	"gridmate/tables"
)

type exportCommand struct {
	What   string `arg:"" enum:"records,ledger,tasks,tables,indicators" help:"records; ledger: the issues; tasks; tables: the official tables, a workbook to be handed on; indicators: where each community stands on the last day, a workbook."`
	Org    string `required:"" placeholder:"CODE" help:"Unit whose records are wanted, with all below it."`
	From   string `required:"" placeholder:"YYYY-MM-DD" help:"First day."`
	To     string `required:"" placeholder:"YYYY-MM-DD" help:"Last day."`
	Format string `enum:",csv,xlsx,json" default:"" placeholder:"csv|xlsx|json" help:"csv if nothing is said; tables are always xlsx."`
	Output string `short:"o" required:"" placeholder:"FILE" help:"File to write; - is standard output."`
}

// Run writes the records that are dated within the days, withdrawn ones
// included, in the order of their numbers; of tasks all that were set up to the
// last day and not finished before the first.
func (e exportCommand) Run(ctx context.Context, c *console) error {
	span, err := e.span()
	if err != nil {
		return err
	}
	if workbook := map[string]func(context.Context, *console, community.Span) error{"tables": e.tables, "indicators": e.indicators}[e.What]; workbook != nil {
		if e.Format != "" && e.Format != "xlsx" {
			return usage{fmt.Errorf("--format=%s: %s are a workbook: leave it out or say xlsx", e.Format, e.What)}
		}
		return workbook(ctx, c, span)
	}
	var sheet tables.Sheet
	err = c.view(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, err := unitByCode(tx.Org(), e.Org)
		if err != nil {
			return err
		}
		sheet, err = e.sheet(ctx, c, tx, unit, span)
		return err
	})
	if err != nil {
		return err
	}
	return c.output(e.Output, func(out io.Writer) error { return writeSheet(out, sheet, e.Format, e.What) })
}

func (e exportCommand) span() (s community.Span, err error) {
	if s.From, err = day("from", e.From); err != nil {
		return s, err
	}
	if s.To, err = day("to", e.To); err != nil {
		return s, err
	}
	if s.To < s.From {
		return s, usage{fmt.Errorf("--to=%s: must not be before --from=%s", e.To, e.From)}
	}
	return s, nil
}

func (e exportCommand) sheet(ctx context.Context, c *console, tx *storage.Tx, unit community.Unit, span community.Span) (tables.Sheet, error) {
	x := exporter{tx: tx, org: tx.Org(), zone: c.config.Zone}
	columns, kind := x.recordColumns(ctx), community.Kind("")
	x.leaves = func(r community.Record) bool { return r.Kind == community.KindTask } // which have an export of their own
	switch e.What {
	case "ledger":
		columns, kind = x.ledgerColumns(ctx), community.KindIssue
	case "tasks":
		columns, kind = x.taskColumns(ctx), community.KindTask
		begin := span.From.In(x.zone)
		x.leaves = func(r community.Record) bool {
			return !r.ClosedAt.IsZero() && r.ClosedAt.Before(begin) || !r.Withdrawn.IsZero() && r.Withdrawn.Before(begin)
		}
		span.From = 0 // whatever was set before and was not finished yet
	}
	return x.sheet(ctx, columns, community.Filter{Units: subtree(tx.Org(), unit.ID), Kind: kind, Span: span})
}

func subtree(org *community.Org, id community.UnitID) []community.UnitID {
	var ids []community.UnitID
	for _, u := range org.Subtree(id) {
		ids = append(ids, u.ID)
	}
	return ids
}

func writeSheet(out io.Writer, s tables.Sheet, format, name string) error {
	switch format {
	case "json":
		return writeJSON(out, s)
	case "xlsx":
		return s.XLSX(out, name)
	}
	return s.CSV(out)
}

// writeJSON writes an array with one object a row, its keys in the order of
// the columns, one object a line.
func writeJSON(out io.Writer, s tables.Sheet) error {
	text := []byte("[")
	for i, row := range s.Rows {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, "\n{"...)
		for k, cell := range row {
			if k > 0 {
				text = append(text, ',')
			}
			value, err := json.Marshal(cell)
			if err != nil {
				return err
			}
			text = append(fmt.Appendf(text, "%q:", s.Header[k]), value...)
		}
		text = append(text, '}')
	}
	_, err := out.Write(append(text, "\n]\n"...))
	return err
}
