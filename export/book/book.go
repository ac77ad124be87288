// Package book writes the official tables of a unit and a period as an Excel
// workbook: the summary, patrols, issues with their rectification, disputes,
// events and the eighteen kinds of disputes. They are made to be printed and
// handed on; a table for machines is export records and export ledger.
//
// Rows are streamed: what is held in memory does not grow with the text of
// the records beyond what the library keeps before it spills to a file.
package book

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"gridmate/community"
	"gridmate/export"
	"gridmate/locale"
)

// Written is what a workbook holds: its sums, and how many cells were filled
// from records.
type Written struct {
	*export.Sum
	Cells int
}

// Write writes the workbook of a frame, with some of its tables or, if none is
// named, with all. The figures of its totals rows are
// those of the digest of the same unit and days.
func Write(
	ctx context.Context, out io.Writer, from export.Source, f export.Frame, p locale.Printer, tables ...export.Table,
) (w Written, err error) {
	if len(tables) == 0 {
		tables = export.Tables()
	}
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()
	b := &book{file: file, from: from, frame: f, texts: p, sum: export.NewSum(f), wanted: tables}
	if err := b.fill(ctx); err != nil {
		return w, fmt.Errorf("workbook of %s: %w", f.Unit.Code, err)
	}
	_, err = file.WriteTo(out)
	return Written{b.sum, b.cells}, err
}

// book is a workbook while it is written.
type book struct {
	file   *excelize.File
	from   export.Source
	frame  export.Frame
	texts  locale.Printer
	styles styles
	sum    *export.Sum
	wanted []export.Table
	begun  bool // the sheet that a new file has is in use
	cells  int  // that were filled from records
	tasks  int
	// findings are what issues state as found, fixed and visited; the digest
	// counts them with those of patrols.
	findings [3]int
}

// list is a sheet with one row for each record of a kind: what it is called,
// its columns, the row of a record and the totals below.
type list struct {
	table   export.Table
	columns []column
	row     func(context.Context, community.Record, int) ([]any, error)
	totals  func() []any
}

// lists says which table is made of which records.
func (b *book) lists() map[community.Kind]list {
	return map[community.Kind]list{
		community.KindPatrol:  {export.PatrolTable, patrolColumns, b.patrol, b.patrolTotals},
		community.KindIssue:   {export.IssueTable, issueColumns, b.issue, b.issueTotals},
		community.KindDispute: {export.DisputeTable, disputeColumns, b.dispute, b.disputeTotals},
		community.KindEvent:   {export.EventTable, eventColumns, b.event, b.eventTotals},
		community.KindTask:    {export.TaskTable, taskColumns, b.task, b.taskTotals},
	}
}

// fill reads the records once and writes every wanted sheet on the way; those
// of sums come after it.
func (b *book) fill(ctx context.Context) (err error) {
	if b.styles, err = newStyles(b.file); err != nil {
		return err
	}
	open := map[export.Table]*sheet{}
	for _, t := range b.wanted {
		if t == export.TaskTable && len(b.wanted) > 1 {
			continue // once there is one
		}
		if open[t], err = b.open(string(t), b.columns(t)); err != nil {
			return err
		}
	}
	lists := b.lists()
	err = b.frame.Carry(ctx, b.from, func(r community.Record) error {
		b.sum.Add(r)
		if r.Kind == community.KindIssue {
			b.countFindings(r)
		}
		l := lists[r.Kind]
		s := open[l.table]
		if s == nil && slices.Contains(b.wanted, l.table) {
			if s, err = b.open(string(l.table), l.columns); err != nil {
				return err
			}
			open[l.table] = s
		}
		if s == nil {
			return nil
		}
		cells, err := l.row(ctx, b.frame.Shown(r, b.text("private")), s.count+1)
		if err != nil {
			return err
		}
		return s.add(cells)
	})
	if err != nil {
		return err
	}
	return b.conclude(open, lists)
}

// conclude writes the totals.
func (b *book) conclude(open map[export.Table]*sheet, lists map[community.Kind]list) error {
	for _, l := range lists {
		if s := open[l.table]; s != nil {
			if err := s.end(l.totals()); err != nil {
				return err
			}
		}
	}
	for table, write := range map[export.Table]func(*sheet) error{export.SummaryTable: b.summary, export.EighteenTable: b.eighteen} {
		if s := open[table]; s != nil {
			if err := write(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// columns are those of a table.
func (b *book) columns(t export.Table) []column {
	for _, l := range b.lists() {
		if l.table == t {
			return l.columns
		}
	}
	if t == export.EighteenTable {
		return eighteenColumns
	}
	return summaryColumns
}

func (b *book) text(id string, args ...any) string { return b.texts.Text("export."+id, args...) }

// person is the name of who a record names; nothing for nobody.
func (b *book) person(ctx context.Context, id community.PersonID) (string, error) {
	if id == 0 {
		return "", nil
	}
	return b.from.Person(ctx, id)
}
