package tables

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Workbook reads the first sheet of an .xlsx file as it stands: one slice a
// line, blank lines included, so that the index tells the line.
func Workbook(path string) ([][]string, error) {
	data, err := load(path)
	if err != nil {
		return nil, err
	}
	return sheet(data)
}

func readXLSX(data []byte) (Table, error) {
	lines, err := sheet(data)
	if err != nil {
		return Table{}, err
	}
	var b builder
	for i, cells := range lines {
		if err := b.add(i+1, cells); err != nil {
			return Table{}, err
		}
	}
	return b.done()
}

// sheet reads the cells of the first sheet. Numbers come as they are stored,
// not as they are shown, so that a long id does not turn into 7.0E+09; a
// formula counts by the value that the spreadsheet saved with it.
func sheet(data []byte) (lines [][]string, err error) {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip,
	})
	if err != nil {
		return nil, fmt.Errorf("is not a readable .xlsx file: %w", err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, errors.New("has no sheet")
	}
	rows, err := book.Rows(sheets[0])
	if err != nil {
		return nil, fmt.Errorf("sheet %s: %w", sheets[0], err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if len(lines) > maxRows {
			return nil, fmt.Errorf("more than %d rows", maxRows)
		}
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", len(lines)+1, err)
		}
		lines = append(lines, cells)
	}
	return lines, rows.Error()
}
