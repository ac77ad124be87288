package form

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"gridmate/community"
	"gridmate/export"
)

// cells writes into a sheet and leaves what it looks like.
type cells struct {
	*grid
	v       *Vocabulary
	looks   map[look]int
	lines   map[int]int      // by row: how many the longest of our texts takes
	lists   map[int][]string // by column: what a cell may hold
	filled  int
	refused int // values that the form's own list does not have
}

// look is a style with another number format, or that breaks lines.
type look struct {
	style  int
	format string // "" for its own
	wrap   bool
}

// Number formats for values whose cell has none of its own.
const (
	dateFormat    = "yyyy-mm-dd"
	percentFormat = "0.0%"
	textFormat    = "@"
)

func newCells(g *grid, v *Vocabulary, columns []Column) (*cells, error) {
	c := &cells{grid: g, v: v, looks: map[look]int{}, lines: map[int]int{}, lists: map[int][]string{}}
	rules, err := g.file.GetDataValidations(g.sheet)
	if err != nil {
		return nil, err
	}
	for _, rule := range rules {
		list, ok := strings.CutPrefix(rule.Formula1, `"`)
		if rule.Type != "list" || !ok {
			continue
		}
		options := strings.Split(strings.TrimSuffix(list, `"`), ",")
		for _, column := range columns {
			if covers(rule.Sqref, column.at) {
				c.lists[column.at] = options
			}
		}
	}
	return c, nil
}

// covers reports whether ranges such as "C4:C99 E4" take a column in.
func covers(ranges string, column int) bool {
	return slices.ContainsFunc(strings.Fields(ranges), func(r string) bool {
		from, to, two := strings.Cut(r, ":")
		if !two {
			to = from
		}
		left, _, err := excelize.CellNameToCoordinates(strings.ReplaceAll(from, "$", ""))
		right, _, failed := excelize.CellNameToCoordinates(strings.ReplaceAll(to, "$", ""))
		return err == nil && failed == nil && left-1 <= column && column <= right-1
	})
}

// put writes a value into a cell that is free for it. Text stays text whatever
// it begins with; nothing is written for nothing.
func (c *cells) put(row, column int, value any) error {
	value = plain(value)
	if value == nil || !c.empty(row, column) {
		return nil
	}
	if text, words := value.(string); words {
		if list := c.lists[column]; list != nil {
			if text = c.choose(list, text); text == "" {
				c.refused++
				return nil
			}
		}
		c.filled++
		return c.write(row, column, text)
	}
	c.filled++
	name := cell(row, column)
	switch n := value.(type) {
	case community.Date:
		return c.day(row, column, n)
	case ratio:
		format, err := c.format(name)
		if err != nil {
			return err
		}
		return c.number(name, float64(n), format, percentFormat, func(f string) bool { return strings.Contains(f, "%") })
	}
	return c.file.SetCellValue(c.sheet, name, value)
}

// plain is a value without its wrapping; nil for what is not stated.
func plain(value any) any {
	switch v := value.(type) {
	case *int:
		if v == nil {
			return nil
		}
		return *v
	case string:
		if v = export.Clean(v); v == "" {
			return nil
		}
		return v
	case community.Date:
		if v == 0 {
			return nil
		}
	}
	return value
}

func (c *cells) write(row, column int, text string) error {
	name := cell(row, column)
	if err := c.file.SetCellStr(c.sheet, name, text); err != nil {
		return err
	}
	change := look{}
	if strings.ContainsAny(text[:1], "=+-@") { // would be computed once somebody edits the cell
		change.format = textFormat
	}
	width, err := c.span(row, column)
	if err != nil {
		return err
	}
	lines := 0
	for line := range strings.SplitSeq(text, "\n") {
		lines += 1 + max(0, export.Wide(line)-1)/max(1, int(width-1))
	}
	if change.wrap = lines > 1; change.wrap {
		c.lines[row] = max(c.lines[row], lines)
	}
	return c.restyle(name, change)
}

// span is how wide a cell is, in characters, with those merged to it.
func (c *cells) span(row, column int) (float64, error) {
	width := 0.0
	for at := column; at <= c.area(row, column).right; at++ {
		w, err := c.columnWidth(at)
		if err != nil {
			return 0, err
		}
		width += w
	}
	return width, nil
}

func (c *cells) columnWidth(column int) (float64, error) {
	name, err := excelize.ColumnNumberToName(column + 1)
	if err != nil {
		return 0, err
	}
	return c.file.GetColWidth(c.sheet, name)
}

// Heights are in points; a row cannot be higher than 409.
const (
	lineHeight = 14.0
	rowPadding = 4.0
	maxHeight  = 400.0
)

// fit makes rows high enough for what was written; none gets lower.
func (c *cells) fit() error {
	for row, lines := range c.lines {
		height, err := c.file.GetRowHeight(c.sheet, row+1)
		if err != nil {
			return err
		}
		if need := min(maxHeight, float64(lines)*lineHeight+rowPadding); need > height {
			if err := c.file.SetRowHeight(c.sheet, row+1, need); err != nil {
				return err
			}
		}
	}
	return nil
}

// dayWidth is what a date takes: in a narrower column it shows as ####.
const dayWidth = 11.5

// day writes a day; a column too narrow for it is made wide enough.
func (c *cells) day(row, column int, d community.Date) error {
	name := cell(row, column)
	format, err := c.format(name)
	if err != nil || format == textFormat {
		return c.write(row, column, d.String())
	}
	width, err := c.span(row, column)
	if err != nil {
		return err
	}
	if width < dayWidth && c.area(row, column).right == column {
		letters, err := excelize.ColumnNumberToName(column + 1)
		if err != nil {
			return err
		}
		if err := c.file.SetColWidth(c.sheet, letters, letters, dayWidth); err != nil {
			return err
		}
	}
	return c.number(name, export.Serial(d), format, dateFormat, isDate)
}

// renumber gives a row its number, also where the form had one before rows were
// put in.
func (c *cells) renumber(row, column, n int) error {
	if text := c.text(row, column); text == "" || numeric.MatchString(text) && !c.formula(row, column) {
		return c.file.SetCellInt(c.sheet, cell(row, column), int64(n))
	}
	return nil
}

// number writes a number; the cell gets a format only if its own would show
// something else.
func (c *cells) number(name string, n any, format, wanted string, fits func(string) bool) error {
	if err := c.file.SetCellValue(c.sheet, name, n); err != nil || fits(format) {
		return err
	}
	return c.restyle(name, look{format: wanted})
}

// choose is the entry of a form's list that a text means, "" for none.
func (c *cells) choose(list []string, text string) string {
	for _, option := range list {
		if fold(option) == fold(text) {
			return option
		}
	}
	for _, kind := range community.Kinds() {
		meant, ok := c.v.phrase(text, sumFields(), kind)
		if !ok || meant.category == "" {
			continue
		}
		for _, option := range list {
			if s, ok := c.v.phrase(option, sumFields(), kind); ok && s.category == meant.category {
				return option
			}
		}
	}
	return ""
}

// format is a cell's number format as a code.
func (c *cells) format(name string) (string, error) {
	id, err := c.file.GetCellStyle(c.sheet, name)
	if err != nil {
		return "", err
	}
	style, err := c.file.GetStyle(id)
	if err != nil {
		return "", err
	}
	if style.CustomNumFmt != nil {
		return *style.CustomNumFmt, nil
	}
	return builtinFormats[style.NumFmt], nil
}

// builtinFormats are the built-in formats that matter here, by their numbers:
// of texts, days and percentages. The last are those of Chinese editions.
var builtinFormats = func() map[int]string {
	all := map[int]string{9: "0%", 10: "0.00%", 49: textFormat}
	for _, id := range []int{14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58} {
		all[id] = dateFormat
	}
	return all
}()

// isDate reports whether a number format shows days.
func isDate(format string) bool {
	return strings.ContainsAny(strings.ToLower(format), "ymd年月日") && !strings.Contains(strings.ToLower(format), "general")
}

// restyle gives a cell its own style with what is to be different.
func (c *cells) restyle(name string, change look) error {
	if change == (look{}) {
		return nil
	}
	var err error
	if change.style, err = c.file.GetCellStyle(c.sheet, name); err != nil {
		return err
	}
	styled, known := c.looks[change]
	if !known {
		if styled, err = c.derive(change); err != nil {
			return err
		}
		c.looks[change] = styled
	}
	return c.file.SetCellStyle(c.sheet, name, name, styled)
}

func (c *cells) derive(change look) (int, error) {
	style, err := c.file.GetStyle(change.style)
	if err != nil {
		return 0, err
	}
	switch change.format {
	case "":
	case textFormat:
		style.NumFmt, style.CustomNumFmt = 49, nil
	default:
		style.NumFmt, style.CustomNumFmt = 0, &change.format
	}
	if change.wrap {
		if style.Alignment == nil {
			style.Alignment = &excelize.Alignment{Vertical: "center"}
		}
		style.Alignment.WrapText = true
	}
	return c.file.NewStyle(style)
}
