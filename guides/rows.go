package guides

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// FromRows reads a table with a header row, one guide a row. The columns may
// stand in any order: slug, name, department, type, aliases (a|b), source,
// region, verified, and one for each kind of section (what … related); their
// Chinese headings are understood too. slug, name and department are needed.
// Empty rows are skipped.
//
// It is all or nothing: with anything wrong it returns no guide and a
// RowErrors that names every line and reason.
func FromRows(rows [][]string) ([]Guide, error) {
	lines := make([]int, len(rows))
	for i := range lines {
		lines[i] = i + 1
	}
	return fromRows(rows, lines)
}

func fromRows(rows [][]string, lines []int) ([]Guide, error) {
	if len(rows) == 0 {
		return nil, RowErrors{{Reason: "表是空的，第一行要写 slug,name,department 等列名"}}
	}
	setters, bad := readHeader(rows[0])
	if len(bad) > 0 {
		return nil, bad.orNil()
	}
	var (
		list []Guide
		from []origin
	)
	for i, row := range rows[1:] {
		if isEmpty(row) {
			continue
		}
		g, reasons := readRow(setters, row)
		for _, reason := range reasons {
			bad = append(bad, RowError{Line: lines[i+1], Reason: reason})
		}
		list, from = append(list, g), append(from, origin{line: lines[i+1]})
	}
	if len(list) == 0 {
		bad = append(bad, RowError{Reason: "表里没有事项"})
	}
	bad = append(bad, checkAll(list, from)...)
	if err := bad.orNil(); err != nil {
		return nil, err
	}
	return list, nil
}

type setter func(*Guide, string) error

func readHeader(row []string) ([]setter, RowErrors) {
	var bad RowErrors
	setters := make([]setter, len(row))
	seen := map[string]bool{}
	for i, cell := range row {
		heading := strings.TrimSpace(strings.TrimPrefix(cell, "\ufeff"))
		if heading == "" {
			continue
		}
		key, set, known := columnSetter(heading)
		switch {
		case !known:
			bad = append(bad, RowError{Line: 1, Reason: "不认识列名“" + clip(heading, 20) + "”"})
		case seen[key]:
			bad = append(bad, RowError{Line: 1, Reason: "列“" + key + "”有两个"})
		}
		seen[key], setters[i] = true, set
	}
	for _, need := range []string{"slug", "name", "department"} {
		if !seen[need] {
			bad = append(bad, RowError{Line: 1, Reason: "缺少列“" + need + "”"})
		}
	}
	return setters, bad
}

func columnSetter(heading string) (key string, set setter, known bool) {
	if c, is := columnOf(heading); is {
		return c.key, c.set, true
	}
	k, is := kindOf(heading)
	if !is {
		return "", nil, false
	}
	return string(k), func(g *Guide, v string) error {
		g.Sections = append(g.Sections, Section{Kind: k, Body: v})
		return nil
	}, true
}

func readRow(setters []setter, row []string) (Guide, []string) {
	var (
		g       Guide
		reasons []string
	)
	for i, cell := range row {
		value := strings.TrimSpace(strings.ReplaceAll(unguard(cell), "\r\n", "\n"))
		switch {
		case !utf8.ValidString(cell):
			reasons = append(reasons, "不是 UTF-8 编码")
		case i >= len(setters) || setters[i] == nil:
			if value != "" {
				reasons = append(reasons, "有一格没有列名：“"+clip(value, 20)+"”")
			}
		default:
			if err := setters[i](&g, value); err != nil {
				reasons = append(reasons, err.Error())
			}
		}
	}
	g.Sections = ordered(g.Sections)
	return g, reasons
}

func isEmpty(row []string) bool {
	return !slices.ContainsFunc(row, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// Rows is the table that FromRows reads: a header and one row a guide.
func Rows(list []Guide) [][]string {
	header := []string{}
	for _, c := range columns {
		header = append(header, c.key)
	}
	for _, k := range Kinds() {
		header = append(header, string(k))
	}
	rows := [][]string{header}
	for _, g := range list {
		var row []string
		for _, c := range columns {
			row = append(row, c.get(g))
		}
		for _, k := range Kinds() {
			s, _ := g.Section(k)
			row = append(row, s.Body)
		}
		rows = append(rows, row)
	}
	return rows
}

// ReadCSV reads the same table as FromRows from UTF-8 CSV, with or without a
// byte order mark.
func ReadCSV(in io.Reader) ([]Guide, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	var (
		rows  [][]string
		lines []int
	)
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return fromRows(rows, lines)
		}
		if broken, is := errors.AsType[*csv.ParseError](err); is {
			return nil, RowErrors{{Line: broken.Line, Reason: "不是正确的 CSV：" + broken.Err.Error()}}
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		rows, lines = append(rows, row), append(lines, line)
	}
}

// WriteCSV writes Rows with a byte order mark, so that spreadsheets read it as
// UTF-8. Cells that a spreadsheet would take for a formula get an apostrophe
// in front, which ReadCSV takes away.
func WriteCSV(out io.Writer, list []Guide) error {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	for _, row := range Rows(list) {
		for i, cell := range row {
			row[i] = guard(cell)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// formula holds the first characters that make a spreadsheet compute.
const formula = "=+-@'\t"

func guard(cell string) string {
	if cell != "" && strings.ContainsRune(formula, rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func unguard(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune(formula, rune(cell[1])) {
		return cell[1:]
	}
	return cell
}
