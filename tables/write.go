package tables

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Sheet is a table to write. A cell is a string, an int, or nil for nothing.
type Sheet struct {
	Header []string
	Rows   [][]any
}

// CSV writes the sheet as UTF-8 without a byte order mark: scripts read it,
// spreadsheets have XLSX. A text that a spreadsheet would take for a formula
// gets an apostrophe in front; numbers stay as they are.
func (s Sheet) CSV(out io.Writer) error {
	w := csv.NewWriter(out)
	if err := w.Write(s.Header); err != nil {
		return err
	}
	for _, row := range s.Rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = csvCell(c)
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func csvCell(cell any) string {
	switch c := cell.(type) {
	case nil:
		return ""
	case string:
		return guard(c)
	default:
		return fmt.Sprint(c)
	}
}

// guard keeps a spreadsheet from computing a text that somebody typed.
func guard(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// XLSX writes the sheet as a workbook with one sheet and a header that stays
// in view. Texts are text cells: a formula in them is not computed.
func (s Sheet) XLSX(out io.Writer, name string) (err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	w, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	header := make([]any, len(s.Header))
	for i, h := range s.Header {
		header[i] = h
	}
	for i, row := range append([][]any{header}, s.Rows...) {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return book.Write(out)
}
