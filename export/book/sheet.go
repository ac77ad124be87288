package book

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"gridmate/community"
	"gridmate/export"
)

// firstRow is the first row of records: above it stand the title, the line
// with unit and period, and the heads of the columns.
const firstRow = 4

// column is a column of an official table.
type column struct {
	id    string  // of its head in the catalogue
	width float64 // in characters of the standard font
	look  look
}

// sheet is one table while it is written, row after row.
type sheet struct {
	book    *book
	name    string
	w       *excelize.StreamWriter
	columns []column
	count   int // rows of records so far
}

// open starts a sheet with its title, its line of unit and period and its
// heads, frozen on screen and repeated on every printed page.
func (b *book) open(id string, columns []column) (*sheet, error) {
	return b.openAs(b.text("sheet."+id), id, columns)
}

// openAs is open with another name on the sheet's tab.
func (b *book) openAs(name, id string, columns []column) (*sheet, error) {
	s := &sheet{book: b, name: name, columns: columns}
	if err := b.newSheet(s.name); err != nil {
		return nil, err
	}
	if err := s.print(); err != nil {
		return nil, err
	}
	var err error
	if s.w, err = b.file.NewStreamWriter(s.name); err != nil {
		return nil, err
	}
	for i, c := range columns {
		if err := s.w.SetColWidth(i+1, i+1, c.width); err != nil {
			return nil, err
		}
	}
	panes := &excelize.Panes{Freeze: true, YSplit: firstRow - 1, TopLeftCell: cell(1, firstRow), ActivePane: "bottomLeft"}
	if err := s.w.SetPanes(panes); err != nil {
		return nil, err
	}
	title := b.text("title."+id, "Unit", b.frame.Unit.Name)
	return s, s.head(title)
}

// newSheet adds a sheet. The one that a new file has becomes the first:
// deleting it would read all others again.
func (b *book) newSheet(name string) error {
	if !b.begun {
		b.begun = true
		return b.file.SetSheetName(b.file.GetSheetName(0), name)
	}
	_, err := b.file.NewSheet(name)
	return err
}

func (s *sheet) head(title string) error {
	b, heads := s.book, make([]any, len(s.columns))
	for i, c := range s.columns {
		heads[i] = excelize.Cell{StyleID: b.styles[lookHead], Value: b.text("column." + c.id)}
	}
	today := b.frame.Today()
	line := b.text("line", "Unit", b.frame.Unit.Name, "From", b.date(b.frame.Span.From), "To", b.date(b.frame.Span.To), "Today", b.date(today))
	for _, row := range []struct {
		n      int
		cells  []any
		height float64
		merged bool
	}{
		{1, []any{excelize.Cell{StyleID: b.styles[lookTitle], Value: export.Clean(title)}}, 36, true},
		{2, []any{excelize.Cell{StyleID: b.styles[lookLine], Value: export.Clean(line)}}, 21, true},
		{3, heads, 32, false},
	} {
		if err := s.w.SetRow(cell(1, row.n), row.cells, excelize.RowOpts{Height: row.height}); err != nil {
			return err
		}
		if row.merged {
			if err := s.w.MergeCell(cell(1, row.n), cell(len(s.columns), row.n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// date is a day in words.
func (b *book) date(d community.Date) string {
	y, m, day := d.Civil()
	return b.text("date", "Year", y, "Month", int(m), "Day", day)
}

// add writes the row of a record.
func (s *sheet) add(values []any) error {
	s.count++
	return s.write(values, nil, excelize.RowOpts{Height: s.height(values)})
}

// Heights are in points. Programs do not fit rows to wrapped text when they
// open a file, so it is reckoned here: a Chinese character is two wide.
const (
	lineHeight, rowPadding = 14.0, 8.0
	maxHeight              = 400.0 // a row cannot be higher than 409
)

func (s *sheet) height(values []any) float64 {
	most := 1
	for i, v := range values {
		text, ok := v.(string)
		if !ok {
			continue
		}
		lines := 0
		for line := range strings.SplitSeq(text, "\n") {
			lines += 1 + max(0, export.Wide(line)-1)/int(s.columns[i].width-1)
		}
		most = max(most, lines)
	}
	return min(maxHeight, float64(most)*lineHeight+rowPadding)
}

// write writes a row; looks replaces the columns' own.
func (s *sheet) write(values []any, looks []look, opts excelize.RowOpts) error {
	cells := make([]any, len(values))
	for i, v := range values {
		l := s.columns[i].look
		if looks != nil {
			l = looks[i]
		}
		value := plain(v)
		if value != nil && value != "" {
			s.book.cells++
		}
		cells[i] = excelize.Cell{StyleID: s.book.styles[l], Value: value}
	}
	return s.w.SetRow(cell(1, firstRow+s.count-1), cells, opts)
}

// end writes the totals and closes the sheet.
func (s *sheet) end(totals []any) error {
	s.count++
	looks := make([]look, len(s.columns))
	for i := range looks {
		looks[i] = lookTotal
		if _, words := totals[i].(string); words && i > 0 {
			looks[i] = lookTotalText
		}
	}
	if err := s.write(totals, looks, excelize.RowOpts{Height: 24}); err != nil {
		return err
	}
	// Empty cells after words belong to them: 合计 and a sentence need room.
	for i := 0; i < len(totals); i++ {
		last := i
		for last+1 < len(totals) && totals[last+1] == nil {
			last++
		}
		if _, words := totals[i].(string); words && last > i {
			row := firstRow + s.count - 1
			if err := s.w.MergeCell(cell(i+1, row), cell(last+1, row)); err != nil {
				return err
			}
		}
		i = last
	}
	return s.w.Flush()
}

// plain is a value as a cell holds it. Text stays text, whatever it begins
// with; a day is the serial number that spreadsheets count days by.
func plain(v any) any {
	switch v := v.(type) {
	case string:
		return export.Clean(v)
	case community.Date:
		if v == 0 {
			return nil
		}
		return export.Serial(v)
	case *int:
		if v == nil {
			return nil
		}
		return *v
	}
	return v
}

func cell(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return fmt.Sprint(err) // both are counted here, from 1
	}
	return name
}
