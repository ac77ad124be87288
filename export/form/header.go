package form

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gridmate/community"
)

// header is the rows of a sheet that say what its columns hold.
type header struct {
	top, bottom int // rows, from zero
	columns     []heading
	title       string // what stands above, the sheet's name included
}

// heading is what a column is called.
type heading struct {
	column int
	parts  []string // its levels from the top
}

// Name is the heading as people say it.
func (h heading) name() string { return strings.Join(h.parts, "·") }

// findHeader looks for the rows of headings: those of which most is
// understood, else the first that look like headings.
func (v *Vocabulary) findHeader(g *grid) (header, bool) {
	var best header
	most := 0
	for top := range min(len(g.rows), maxTop) {
		h, ok := g.header(top)
		if !ok {
			continue
		}
		if score := 1 + len(h.columns) + 20*v.understood(h); score > most {
			best, most = h, score
		}
	}
	best.title = g.title(best.top)
	return best, most > 0
}

// maxRanked is how many columns are looked at to tell headings from other rows.
const maxRanked = 40

// understood is how many columns mean something, for the kind of which most do.
func (v *Vocabulary) understood(h header) int {
	most := 0
	for _, kind := range community.Kinds() {
		for _, fields := range []lexis{recordFields(kind), sumFields()} {
			n := 0
			for _, c := range h.columns[:min(len(h.columns), maxRanked)] {
				if _, ok := v.read(c.parts, fields, kind); ok {
					n++
				}
			}
			most = max(most, n)
		}
	}
	return most
}

// header is the headings that begin in a row, over as many rows as merged
// cells and gaps below groups make it.
func (g *grid) header(top int) (header, bool) {
	h := header{top: top, bottom: top}
	if g.distinct(top) < 2 {
		return h, false
	}
	for h.bottom < top+maxLevels-1 {
		next := max(g.depth(top, h.bottom), h.bottom)
		if next == h.bottom && g.grouped(h.bottom) {
			next++
		}
		if next == h.bottom {
			break
		}
		h.bottom = min(next, top+maxLevels-1)
	}
	for c := range g.width {
		if a := g.area(h.bottom, c); a.left < c {
			continue // one heading over several columns is one column
		}
		if parts := g.parts(h, c); len(parts) > 0 {
			h.columns = append(h.columns, heading{c, parts})
		}
	}
	return h, len(h.columns) >= 2
}

// looksLikeHeading: a label of a form to be filled in (填报单位：) is none, nor
// is a number or a sentence.
func looksLikeHeading(text string) bool {
	return text != "" && utf8.RuneCountInString(text) <= 40 && !strings.HasSuffix(text, "：") && !strings.HasSuffix(text, ":") &&
		!strings.ContainsAny(text, "。；") && !labelled.MatchString(text) && !numeric.MatchString(text)
}

var (
	labelled = regexp.MustCompile(`^[^（(]{1,8}[：:]`)
	numeric  = regexp.MustCompile(`^[\d.,%/-]+$`)
)

// distinct counts the headings of a row, merged cells once.
func (g *grid) distinct(row int) int {
	n := 0
	for c := range g.width {
		a := g.area(row, c)
		if a.top == row && a.left == c && looksLikeHeading(g.text(row, c)) {
			n++
		}
	}
	return n
}

// depth is the last row that cells merged downward from these rows reach.
func (g *grid) depth(top, bottom int) int {
	deepest := bottom
	for row := top; row <= bottom; row++ {
		for c := range g.width {
			if a := g.area(row, c); a.top >= top && g.text(a.top, a.left) != "" {
				deepest = max(deepest, a.bottom)
			}
		}
	}
	return deepest
}

// grouped reports whether headings of a row are groups with headings below:
// cells merged across, or a text with a gap to its right, and texts in the row
// below that nothing in the row itself names.
func (g *grid) grouped(row int) bool {
	below, found := 0, false
	for c := range g.width {
		if g.text(row+1, c) == "" {
			continue
		}
		if !looksLikeHeading(g.text(row+1, c)) {
			return false
		}
		below++
		a := g.area(row, c)
		found = found || a.right > a.left && a.right-a.left+1 < g.width && g.text(a.top, a.left) != "" || g.shown(row, c) == ""
	}
	return found && below >= 2
}

// parts are the levels of a column's heading.
func (g *grid) parts(h header, column int) []string {
	var parts []string
	for row := h.top; row <= h.bottom; row++ {
		a := g.area(row, column)
		if a.top < h.top || a.top < row {
			continue // a title above, or said already
		}
		text := g.text(a.top, a.left)
		if text == "" && row < h.bottom {
			text = g.group(row, column)
		}
		if text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return parts
}

// group is the text of a group whose cells are not merged: the one to the
// left, if the columns in between have headings of their own below.
func (g *grid) group(row, column int) string {
	for c := column; c >= 0; c-- {
		if text := g.shown(row, c); text != "" {
			return text
		}
		if g.text(row+1, c) == "" {
			return ""
		}
	}
	return ""
}

// title is what stands above the headings, and the sheet's name.
func (g *grid) title(top int) string {
	lines := []string{g.sheet}
	for row := range top {
		for c := range g.width {
			if text := g.text(row, c); text != "" && utf8.RuneCountInString(text) <= 60 {
				lines = append(lines, text)
			}
		}
	}
	return strings.Join(lines, "\n")
}
