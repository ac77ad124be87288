package community

import (
	"strings"
	"unicode"
)

// PlaceName is a building and a place in it as people write them: a bare
// number is a building's.
func PlaceName(building, place string) string {
	last := []rune(building)
	if len(last) > 0 && (unicode.IsDigit(last[len(last)-1]) || unicode.In(last[len(last)-1], unicode.Latin)) {
		building += "号楼"
	}
	return strings.TrimSpace(building + " " + place)
}
