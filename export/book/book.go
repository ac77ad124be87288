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

	"github.com/xuri/excelize/v2"

	"gridmate/community"
	"gridmate/export"
	"gridmate/locale"
)

// Write writes the workbook of a frame. The figures of its totals rows are
// those of the digest of the same unit and days.
func Write(ctx context.Context, out io.Writer, from export.Source, f export.Frame, p locale.Printer) (err error) {
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()
	b := &book{file: file, from: from, frame: f, texts: p, sum: export.NewSum(f)}
	if err := b.fill(ctx); err != nil {
		return fmt.Errorf("workbook of %s: %w", f.Unit.Code, err)
	}
	_, err = file.WriteTo(out)
	return err
}

// book is a workbook while it is written.
type book struct {
	file   *excelize.File
	from   export.Source
	frame  export.Frame
	texts  locale.Printer
	styles styles
	sum    *export.Sum
	// findings are what issues state as found, fixed and visited; the digest
	// counts them with those of patrols.
	findings [3]int
}

// table is one sheet: what it is called, its columns, the row of a record and
// the totals below.
type table struct {
	id      string
	columns []column
	row     func(context.Context, community.Record, int) ([]any, error)
	totals  func() []any
}

func (b *book) fill(ctx context.Context) (err error) {
	if b.styles, err = newStyles(b.file); err != nil {
		return err
	}
	// The sheet that a new file has becomes the first table: deleting it would
	// read all others again.
	if err := b.file.SetSheetName(b.file.GetSheetName(0), b.text("sheet.summary")); err != nil {
		return err
	}
	summary, err := b.open("summary", summaryColumns)
	if err != nil {
		return err
	}
	tables := map[community.Kind]*sheet{}
	rows := b.tables()
	for _, kind := range []community.Kind{community.KindPatrol, community.KindIssue, community.KindDispute, community.KindEvent} {
		if tables[kind], err = b.open(rows[kind].id, rows[kind].columns); err != nil {
			return err
		}
	}
	monthly, err := b.open("eighteen", eighteenColumns)
	if err != nil {
		return err
	}
	err = b.frame.Carry(ctx, b.from, func(r community.Record) error {
		b.sum.Add(r)
		s := tables[r.Kind]
		if s == nil {
			return nil
		}
		cells, err := rows[r.Kind].row(ctx, r, s.count+1)
		if err != nil {
			return err
		}
		return s.add(cells)
	})
	if err != nil {
		return err
	}
	for kind, s := range tables {
		if err := s.end(rows[kind].totals()); err != nil {
			return err
		}
	}
	return errors.Join(b.summary(summary), b.eighteen(monthly))
}

func (b *book) tables() map[community.Kind]table {
	return map[community.Kind]table{
		community.KindPatrol:  {"patrols", patrolColumns, b.patrol, b.patrolTotals},
		community.KindIssue:   {"issues", issueColumns, b.issue, b.issueTotals},
		community.KindDispute: {"disputes", disputeColumns, b.dispute, b.disputeTotals},
		community.KindEvent:   {"events", eventColumns, b.event, b.eventTotals},
	}
}

func (b *book) text(id string, args ...any) string { return b.texts.Text("export."+id, args...) }

// person is the name of who a record names; nothing for nobody.
func (b *book) person(ctx context.Context, id community.PersonID) (string, error) {
	if id == 0 {
		return "", nil
	}
	return b.from.Person(ctx, id)
}
