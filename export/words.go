package export

import (
	"strings"
	"unicode/utf8"

	"gridmate/community"
	"gridmate/locale"
)

// Place is where a record happened, as far as it says: building and place.
func Place(r community.Record) string { return strings.TrimSpace(r.Building + " " + r.Place) }

// Village is the label of the record's community, or of the unit above it that
// the record names.
func (f Frame) Village(r community.Record) string {
	if u, ok := f.Org.At(r.Unit, community.Village); ok {
		return u.Label()
	}
	u, _ := f.Org.Unit(r.Unit)
	return u.Label()
}

// Grid is the name of the record's grid, several as they were read.
func (f Frame) Grid(r community.Record) string {
	if u, ok := f.Org.At(r.Unit, community.Grid); ok {
		return u.Name
	}
	return strings.ReplaceAll(r.Grids, ",", "、")
}

// Category is the word for a record's category; issues share the patrols' words.
func Category(p locale.Printer, k community.Kind, c community.Category) string {
	if k == community.KindIssue {
		k = community.KindPatrol
	}
	return p.Text(string(k) + "_category." + string(c))
}

// Clean takes out of a text what XML 1.0 cannot hold: control characters but
// line feeds and tabs, broken UTF-8 and noncharacters.
func Clean(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t':
			return c
		case c < 0x20, c == 0x7f, c == utf8.RuneError, c == 0xfffe, c == 0xffff:
			return -1
		}
		return c
	}, s)
}
