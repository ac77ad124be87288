// Package tables reads what people export from spreadsheets: CSV and XLSX with
// a header row. Cells are text as it stands; nothing in them is computed.
package tables

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Limits on a file. They are far above any city and far below what would hurt.
const (
	maxFile    = 16 << 20 // bytes on disk
	maxUnzip   = 64 << 20 // bytes of an XLSX unpacked
	maxRows    = 100_000
	maxColumns = 64
	maxCell    = 10_000 // bytes
)

// Table is a sheet with a header.
type Table struct {
	Rows    []Row // blank ones left out
	columns map[string]int
}

// Row is one line of a table.
type Row struct {
	Line    int // in the file, counted from 1, the header included
	cells   []string
	columns map[string]int
}

// Get returns the trimmed cell of a column, whatever the column's place; an
// unknown column and a cell that the row does not have are empty.
func (r Row) Get(column string) string {
	i, ok := r.columns[fold(column)]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return r.cells[i]
}

// Has reports whether the table has a column.
func (t Table) Has(column string) bool {
	_, ok := t.columns[fold(column)]
	return ok
}

// Call lets a column be got by another name, where the table has none of that
// name: 牵头单位 for lead.
func (t Table) Call(name string, words ...string) {
	for _, w := range words {
		if i, ok := t.columns[fold(w)]; ok && !t.Has(name) {
			t.columns[fold(name)] = i
		}
	}
}

// Need returns an error that names every column the table lacks.
func (t Table) Need(columns ...string) error {
	missing := slices.DeleteFunc(slices.Clone(columns), t.Has)
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("the header row lacks %s: it must hold %s",
		strings.Join(missing, ", "), strings.Join(columns, ","))
}

// Read reads a .csv or .xlsx file, telling them apart by their first bytes: of
// a workbook the first sheet. The error names the line where there is one; the
// file's name is the caller's to add.
func Read(path string) (Table, error) {
	data, err := load(path)
	if err != nil {
		return Table{}, err
	}
	return Parse(data)
}

// Parse is Read of a file's content.
func Parse(data []byte) (Table, error) {
	switch {
	case strings.HasPrefix(string(data), "PK\x03\x04"):
		return readXLSX(data)
	case strings.HasPrefix(string(data), "\xd0\xcf\x11\xe0"):
		return Table{}, fmt.Errorf("this is the old .xls format or has a password: save it as .xlsx or as CSV UTF-8")
	}
	return readCSV(data)
}

func load(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, plain(err)
	}
	if info.IsDir() {
		return nil, fmt.Errorf("is a folder, not a file")
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("has %d bytes, more than the %d that are read", info.Size(), maxFile)
	}
	data, err := os.ReadFile(filepath.Clean(path))
	return data, plain(err)
}

// plain takes the path out of a file error: the caller names the file.
func plain(err error) error {
	if broken, ok := errors.AsType[*os.PathError](err); ok {
		return broken.Err
	}
	return err
}

// builder makes a table row by row and refuses what breaks a limit.
type builder struct {
	table Table
	width int
}

func (b *builder) add(line int, cells []string) error {
	for i, c := range cells {
		if len(c) > maxCell {
			return fmt.Errorf("line %d: cell %d is longer than %d bytes", line, i+1, maxCell)
		}
		cells[i] = strings.TrimSpace(c)
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	switch {
	case len(cells) == 0:
		return nil
	case b.table.columns == nil:
		return b.header(line, cells)
	case len(cells) > b.width:
		return fmt.Errorf("line %d has %d cells, the header %d: a text with a comma in it needs quotes", line, len(cells), b.width)
	case len(b.table.Rows) == maxRows:
		return fmt.Errorf("line %d: more than %d rows", line, maxRows)
	}
	b.table.Rows = append(b.table.Rows, Row{Line: line, cells: cells, columns: b.table.columns})
	return nil
}

func (b *builder) header(line int, names []string) error {
	if len(names) > maxColumns {
		return fmt.Errorf("line %d: more than %d columns", line, maxColumns)
	}
	if len(names) == 1 && strings.ContainsAny(names[0], ";\t，、") {
		return fmt.Errorf("line %d: columns must be separated by commas", line)
	}
	b.width, b.table.columns = len(names), make(map[string]int, len(names))
	for i, name := range names {
		name = fold(name)
		if name == "" {
			continue
		}
		if _, twice := b.table.columns[name]; twice {
			return fmt.Errorf("line %d: the column %s is there twice", line, name)
		}
		b.table.columns[name] = i
	}
	return nil
}

func (b *builder) done() (Table, error) {
	if b.table.columns == nil {
		return Table{}, fmt.Errorf("is empty: the first line must name the columns")
	}
	return b.table, nil
}

func fold(column string) string { return strings.ToLower(strings.TrimSpace(column)) }
