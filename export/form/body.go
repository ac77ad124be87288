package form

// body is the rows below the headings that wait to be filled.
type body struct {
	first int  // row, from zero
	room  int  // rows up to what stands below; 0 if there is none
	free  bool // nothing stands below: there is room for any number
	total int  // the row of totals right below; 0 without one
}

// body finds the first row that is free and what stands below it. Rows that
// hold something in a column of ours, an example or what somebody filled in,
// are passed over; numbers and formulas that are there already do not count.
func (g *grid) body(p plan, scope place) body {
	last := min(len(g.rows), p.bottom+1+maxLabels)
	b := body{first: p.bottom + 1}
	for b.first < last && !g.vacant(b.first, p) {
		if scope.total(label{texts: g.leading(b.first)}) {
			break // a form with totals and no row above them
		}
		b.first++
	}
	row := b.first
	for row < last && g.vacant(row, p) {
		row++
	}
	b.room, b.free = row-b.first, row == len(g.rows)
	if scope.total(label{texts: g.leading(row)}) {
		b.total = row
	}
	return b
}

// vacant reports whether a row waits to be filled.
func (g *grid) vacant(row int, p plan) bool {
	for _, c := range p.columns {
		if c.sense.field != "no" && g.text(row, c.at) != "" && !g.formula(row, c.at) {
			return false
		}
	}
	for c := range maxLabelColumns { // 填报人：… below the table
		if text := g.shown(row, c); text != "" && !numeric.MatchString(text) && !g.formula(row, c) {
			return false
		}
	}
	return true
}

func (g *grid) leading(row int) []string {
	var texts []string
	for c := range maxLabelColumns {
		texts = append(texts, g.shown(row, c))
	}
	return texts
}
