package community

import (
	"strings"
	"unicode"
)

// How alike two reports have to be to be held for the same thing.
const (
	nearDays = 3
	nearness = 0.34 // shared pairs of characters among all pairs of both texts
)

// Near reports whether two records of different people may tell of the same
// thing: same kind of matter and category in the same unit, within three days,
// at places that do not contradict each other, in similar words.
func (r Record) Near(o Record) bool {
	if r.Number == o.Number || r.Reporter == o.Reporter || r.Unit != o.Unit || r.Category != o.Category {
		return false
	}
	if (r.Kind == KindDispute) != (o.Kind == KindDispute) || r.Kind == KindEvent || o.Kind == KindEvent {
		return false
	}
	if r.Date-o.Date > nearDays || o.Date-r.Date > nearDays {
		return false
	}
	if r.Building != "" && o.Building != "" && r.Building != o.Building {
		return false
	}
	return likeness(r.Text, o.Text) >= nearness
}

// likeness is the share of character pairs that two texts have in common,
// marks and digits aside: 0 for nothing, 1 for the same words.
func likeness(a, b string) float64 {
	x, y := pairs(a), pairs(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	common := 0
	for p := range x {
		if y[p] {
			common++
		}
	}
	return float64(common) / float64(len(x)+len(y)-common)
}

func pairs(s string) map[[2]rune]bool {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s))
	found := make(map[[2]rune]bool, len(runes))
	for i := 1; i < len(runes); i++ {
		found[[2]rune{runes[i-1], runes[i]}] = true
	}
	return found
}
