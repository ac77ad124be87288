package tables

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads the first sheet. Numbers come as they are stored, not as they
// are shown, so that a long id does not turn into 7.0E+09; a formula counts by
// the value that the spreadsheet saved with it.
func readXLSX(data []byte) (_ Table, err error) {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip,
	})
	if err != nil {
		return Table{}, fmt.Errorf("is not a readable .xlsx file: %w", err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return Table{}, errors.New("has no sheet")
	}
	rows, err := book.Rows(sheets[0])
	if err != nil {
		return Table{}, fmt.Errorf("sheet %s: %w", sheets[0], err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	return readRows(rows)
}

func readRows(rows *excelize.Rows) (Table, error) {
	var b builder
	for line := 1; rows.Next(); line++ {
		if line > 2*maxRows {
			return Table{}, fmt.Errorf("more than %d rows", maxRows)
		}
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return Table{}, fmt.Errorf("line %d: %w", line, err)
		}
		if err := b.add(line, cells); err != nil {
			return Table{}, err
		}
	}
	if err := rows.Error(); err != nil {
		return Table{}, err
	}
	return b.done()
}
