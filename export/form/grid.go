package form

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits on what is looked at of a sheet.
const (
	maxColumns = 120
	maxTop     = 30   // rows among which the headings are looked for
	maxLevels  = 4    // rows of headings
	maxLabels  = 2000 // rows that are looked at below
)

// area is a rectangle of merged cells, from zero, both ends included.
type area struct{ top, left, bottom, right int }

// grid is a sheet as it stands: texts, and which cells are one.
type grid struct {
	file   *excelize.File
	sheet  string
	rows   [][]string
	merged map[int][]area // by row
	width  int
}

func readGrid(file *excelize.File, sheet string) (*grid, error) {
	g := &grid{file: file, sheet: sheet, merged: map[int][]area{}}
	var err error
	if g.rows, err = file.GetRows(sheet, excelize.Options{RawCellValue: true}); err != nil {
		return nil, err
	}
	for i, row := range g.rows {
		row = row[:min(len(row), maxColumns)]
		for j, text := range row {
			row[j] = strings.TrimSpace(text)
		}
		g.rows[i], g.width = row, max(g.width, len(row))
	}
	cells, err := file.GetMergeCells(sheet, true)
	if err != nil {
		return nil, err
	}
	for _, c := range cells {
		left, top, err := excelize.CellNameToCoordinates(c.GetStartAxis())
		if err != nil {
			return nil, err
		}
		right, bottom, err := excelize.CellNameToCoordinates(c.GetEndAxis())
		if err != nil {
			return nil, err
		}
		g.merge(area{top - 1, left - 1, bottom - 1, right - 1})
	}
	return g, nil
}

func (g *grid) merge(a area) {
	if a.left >= maxColumns {
		return
	}
	a.right = min(a.right, maxColumns-1)
	if a.top < maxTop && a.right > a.left {
		g.width = max(g.width, a.right+1)
	}
	for row := a.top; row <= min(a.bottom, maxTop+maxLabels); row++ {
		if len(g.merged[row]) < maxColumns {
			g.merged[row] = append(g.merged[row], a)
		}
	}
}

// text is what a cell holds itself; nothing for one that a merge hides.
func (g *grid) text(row, column int) string {
	if row < 0 || row >= len(g.rows) || column >= len(g.rows[row]) {
		return ""
	}
	return g.rows[row][column]
}

// area is the merged cells that a cell belongs to, else the cell itself.
func (g *grid) area(row, column int) area {
	for _, a := range g.merged[row] {
		if a.left <= column && column <= a.right {
			return a
		}
	}
	return area{row, column, row, column}
}

// shown is what a cell shows: for merged cells the text of the first.
func (g *grid) shown(row, column int) string {
	a := g.area(row, column)
	return g.text(a.top, a.left)
}

// formula reports whether a cell is computed.
func (g *grid) formula(row, column int) bool {
	f, err := g.file.GetCellFormula(g.sheet, cell(row, column))
	return err == nil && f != ""
}

// empty reports whether a cell may be filled: it holds nothing and computes
// nothing, and is no hidden part of merged cells.
func (g *grid) empty(row, column int) bool {
	a := g.area(row, column)
	return g.text(row, column) == "" && a.top == row && a.left == column && !g.formula(row, column)
}

// cell is the name of a cell, counted from zero.
func cell(row, column int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		return "A1" // rows and columns are counted here
	}
	return name
}
