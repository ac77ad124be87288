package form_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Forms are drawn as text: a line is a row, | stands between cells, ← belongs
// to the cell on its left, ↑ to the one above, = begins a formula. Every sheet
// begins with a line "# name".

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func at(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column+1, row+1)
	return name
}

// workbook makes a file of a drawing, its tables with borders.
func workbook(t testing.TB, drawing string) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer func() { _ = file.Close() }()
	border, err := file.NewStyle(&excelize.Style{Border: []excelize.Border{
		{Type: "left", Style: 1}, {Type: "right", Style: 1}, {Type: "top", Style: 1}, {Type: "bottom", Style: 1},
	}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	must(t, err)
	name, row, sheets := "", 0, 0
	for line := range strings.Lines(drawing) {
		line = strings.TrimRight(line, "\n")
		if next, ok := strings.CutPrefix(line, "# "); ok {
			name, row = next, 0
			if sheets++; sheets == 1 {
				must(t, file.SetSheetName("Sheet1", name))
				continue
			}
			_, err := file.NewSheet(name)
			must(t, err)
			continue
		}
		cells := strings.Split(line, "|")
		drawRow(t, file, name, row, cells)
		if len(cells) > 1 {
			must(t, file.SetCellStyle(name, at(0, row), at(len(cells)-1, row), border))
		}
		row++
	}
	var out bytes.Buffer
	must(t, file.Write(&out))
	return out.Bytes()
}

func drawRow(t testing.TB, file *excelize.File, sheet string, row int, cells []string) {
	t.Helper()
	for column, text := range cells {
		text = strings.ReplaceAll(strings.TrimSpace(text), `\n`, "\n")
		name := at(column, row)
		var n int
		switch _, err := fmt.Sscanf(text+"|", "%d|", &n); {
		case text == "":
		case text == "←":
			must(t, file.MergeCell(sheet, at(column-1, row), name))
		case text == "↑":
			must(t, file.MergeCell(sheet, at(column, row-1), name))
		case text[0] == '=':
			must(t, file.SetCellFormula(sheet, name, text[1:]))
		case err == nil:
			must(t, file.SetCellInt(sheet, name, int64(n)))
		default:
			must(t, file.SetCellStr(sheet, name, text))
		}
	}
}

// drawn is a file as a drawing.
func drawn(t testing.TB, data []byte) string {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	defer func() { _ = file.Close() }()
	var b strings.Builder
	for _, name := range file.GetSheetList() {
		fmt.Fprintf(&b, "# %s\n", name)
		marks := merges(t, file, name)
		rows, err := file.GetRows(name)
		must(t, err)
		for row := range rows {
			width := len(rows[row])
			for column := width; column < 40; column++ {
				formula, err := file.GetCellFormula(name, at(column, row))
				must(t, err)
				if formula != "" || marks[at(column, row)] != "" {
					width = column + 1
				}
			}
			cells := make([]string, width)
			for column := range cells {
				cells[column] = drawnCell(t, file, name, at(column, row), marks)
			}
			fmt.Fprintln(&b, strings.TrimRight(strings.Join(cells, " | "), " "))
		}
	}
	return b.String()
}

func drawnCell(t testing.TB, file *excelize.File, sheet, name string, marks map[string]string) string {
	t.Helper()
	if marks[name] != "" {
		return marks[name]
	}
	formula, err := file.GetCellFormula(sheet, name)
	must(t, err)
	if formula != "" {
		return "=" + formula
	}
	text, err := file.GetCellValue(sheet, name)
	must(t, err)
	return strings.ReplaceAll(text, "\n", `\n`)
}

func merges(t testing.TB, file *excelize.File, sheet string) map[string]string {
	t.Helper()
	marks := map[string]string{}
	list, err := file.GetMergeCells(sheet, true)
	must(t, err)
	for _, m := range list {
		left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		must(t, err)
		right, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		must(t, err)
		for row := top; row <= bottom; row++ {
			for column := left; column <= right; column++ {
				switch {
				case column > left:
					marks[at(column-1, row-1)] = "←"
				case row > top:
					marks[at(column-1, row-1)] = "↑"
				}
			}
		}
	}
	return marks
}
