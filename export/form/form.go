// Package form fills the tables that others ask for. Somebody sends a workbook
// with headings of their own making; the columns are matched to what is held,
// filled for a unit and some days, and what is missing is named, so that nobody
// types a second time what is recorded already.
//
// A heading is filled only if every character of it is understood; what its
// words mean is data that people extend (data/headings.csv). Formats, formulas
// and whatever stands in a cell already are left as they are.
package form

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"gridmate/community"
	"gridmate/export"
	"gridmate/locale"
)

// Limits on a form. A workbook unpacks to many times its size.
const (
	maxUnzip = 24 << 20 // bytes unpacked
	maxSheet = 12       // sheets that are looked at
	maxRows  = 20_000   // records in one list
)

// Ask is what a form is filled from.
type Ask struct {
	From  func(export.Frame) export.Source
	Frame export.Frame
	Words *Vocabulary
	Texts locale.Printer
}

// Fill fills a workbook and says what was done with each sheet that has
// headings. A refusal says what is wrong with the file. With nothing filled
// nothing is written.
func Fill(ctx context.Context, out io.Writer, data []byte, a Ask) (reports []Report, err error) {
	file, err := open(data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	fillers, err := a.plan(file)
	if err != nil {
		return nil, err
	}
	if len(fillers) == 0 {
		return nil, community.Refuse(community.Invalid, "form_no_header")
	}
	if err := a.read(ctx, fillers); err != nil {
		return nil, err
	}
	filled := 0
	for _, f := range fillers {
		if err := f.fill(); err != nil {
			return nil, fmt.Errorf("fill a form of %s: %w", a.Frame.Unit.Code, err)
		}
		reports = append(reports, f.report())
		filled += f.cells.filled
	}
	if filled == 0 {
		return reports, nil
	}
	return reports, write(out, file)
}

func open(data []byte) (*excelize.File, error) {
	switch {
	case len(data) > export.MaxForm:
		return nil, community.Refuse(community.Invalid, "form_large", "Limit", export.MaxForm>>20)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, community.Refuse(community.Invalid, "form_old")
	}
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip})
	if err != nil { // its words may quote the file
		return nil, community.Refuse(community.Invalid, "form_broken")
	}
	return file, nil
}

// write has all formulas computed anew by whoever opens the file: the values
// that were stored with them are from before.
func write(out io.Writer, file *excelize.File) error {
	anew := true
	if err := errors.Join(file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &anew}), file.UpdateLinkedValue()); err != nil {
		return err
	}
	_, err := file.WriteTo(out)
	return err
}

// plan understands the visible sheets that have headings.
func (a Ask) plan(file *excelize.File) ([]*filler, error) {
	var fillers []*filler
	for i, name := range file.GetSheetList() {
		visible, err := file.GetSheetVisible(name)
		if err != nil || !visible || i >= maxSheet {
			continue // charts have no cells
		}
		g, err := readGrid(file, name)
		if err != nil {
			continue // a sheet of charts, or one that is beyond reading
		}
		p, ok := a.Words.understand(g, placeOf(a.Frame))
		if !ok {
			continue
		}
		c, err := newCells(g, a.Words, p.columns)
		if err != nil {
			return nil, err
		}
		fillers = append(fillers, newFiller(a, c, p))
	}
	return fillers, nil
}

// read shows the sheets every record of the frame and what was carried into it;
// where figures are asked since 1 January, those since then.
func (a Ask) read(ctx context.Context, fillers []*filler) error {
	frame := a.Frame
	for _, f := range fillers {
		for _, p := range f.sums {
			frame.Span.From = min(frame.Span.From, p.span.From)
		}
	}
	return frame.Carry(ctx, a.From(frame), func(r community.Record) error {
		for _, f := range fillers {
			if err := f.take(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}
