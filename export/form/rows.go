package form

import (
	"regexp"
	"strconv"
	"strings"
)

// grow makes room for n rows of records in a body: where something stands
// below, rows are put in before its last one, so that sums over it take them in.
// All rows look like the first.
func (c *cells) grow(b body, n int) (body, error) {
	missing := n - b.room
	if missing > 0 && !b.free {
		at := b.first + b.room
		if b.room > 1 {
			at--
		}
		if err := c.file.InsertRows(c.sheet, at+1, missing); err != nil {
			return b, err
		}
		c.shift(at, missing)
		if b.room == 1 {
			if err := c.stretch(b.first, b.first+n-1); err != nil {
				return b, err
			}
		}
		if b.total > 0 {
			b.total += missing
		}
		b.room = max(b.room, 1) // a row without a model looks like the first one put in
	}
	for row := b.first + 1; row < b.first+n; row++ {
		if err := c.like(b.first, row); err != nil {
			return b, err
		}
	}
	return b, nil
}

// stretch lets sums over a single row take in the rows put in below it.
func (c *cells) stretch(first, last int) error {
	one := regexp.MustCompile(`(\$?[A-Z]{1,3}\$?)` + strconv.Itoa(first+1) + `:(\$?[A-Z]{1,3}\$?)` + strconv.Itoa(first+1) + `\b`)
	for column := range c.width {
		at := cell(last+1, column)
		formula, err := c.file.GetCellFormula(c.sheet, at)
		if err != nil {
			return err
		}
		wide := one.ReplaceAllString(formula, "${1}"+strconv.Itoa(first+1)+":${2}"+strconv.Itoa(last+1))
		if wide == formula {
			continue
		}
		if err := c.file.SetCellFormula(c.sheet, at, wide); err != nil {
			return err
		}
	}
	return nil
}

// shift moves what is known of the sheet as the inserted rows do.
func (c *cells) shift(at, n int) {
	if at <= len(c.rows) {
		c.rows = append(c.rows[:at:at], append(make([][]string, n), c.rows[at:]...)...)
	}
	merged := map[int][]area{}
	for row, areas := range c.merged {
		for _, a := range areas {
			if a.top >= at {
				a.top, a.bottom = a.top+n, a.bottom+n
			} else if a.bottom >= at {
				a.bottom += n
			}
			to := row
			if row >= at {
				to += n
			}
			merged[to] = append(merged[to], a)
		}
	}
	c.merged = merged
}

// like gives a row the height, styles, merged cells and formulas of another,
// where it has none of its own.
func (c *cells) like(model, row int) error {
	height, err := c.file.GetRowHeight(c.sheet, model+1)
	if err != nil {
		return err
	}
	if own, err := c.file.GetRowHeight(c.sheet, row+1); err != nil || own != height {
		if err := c.file.SetRowHeight(c.sheet, row+1, height); err != nil {
			return err
		}
	}
	for column := range c.width {
		from, to := cell(model, column), cell(row, column)
		style, err := c.file.GetCellStyle(c.sheet, from)
		if err != nil {
			return err
		}
		own, err := c.file.GetCellStyle(c.sheet, to)
		if err != nil {
			return err
		}
		if own == 0 && style != 0 {
			if err := c.file.SetCellStyle(c.sheet, to, to, style); err != nil {
				return err
			}
		}
		if err := c.copyFormula(model, row, column); err != nil {
			return err
		}
		if err := c.copyMerge(model, row, column); err != nil {
			return err
		}
	}
	return nil
}

// copyFormula gives a row the formula of the model, about itself.
func (c *cells) copyFormula(model, row, column int) error {
	formula, err := c.file.GetCellFormula(c.sheet, cell(model, column))
	if err != nil || formula == "" || !c.empty(row, column) || c.text(row, column) != "" {
		return err
	}
	own := reference.ReplaceAllStringFunc(formula, func(ref string) string {
		name, digits := strings.TrimRight(ref, "0123456789"), strings.TrimLeft(ref, "$ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		if digits != strconv.Itoa(model+1) || strings.HasSuffix(name, "$") {
			return ref
		}
		return name + strconv.Itoa(row+1)
	})
	return c.file.SetCellFormula(c.sheet, cell(row, column), own)
}

var reference = regexp.MustCompile(`\$?[A-Z]{1,3}\$?[0-9]+`)

// copyMerge merges the cells of a row as those of the model are.
func (c *cells) copyMerge(model, row, column int) error {
	a := c.area(model, column)
	if a.left != column || a.right == a.left || a.top != model || a.bottom != model || c.area(row, column).right > column {
		return nil
	}
	c.merge(area{row, a.left, row, a.right})
	return c.file.MergeCell(c.sheet, cell(row, a.left), cell(row, a.right))
}
