package main

import (
	"fmt"
	"strings"

	"gridmate/community"
)

// holidaysKnown says for which years the calendar has a published arrangement,
// and what happens in a year without one.
func holidaysKnown(c community.Calendar, year int) string {
	var years []string
	for _, y := range c.Years() {
		years = append(years, fmt.Sprint(y))
	}
	text := "known for " + strings.Join(years, ", ")
	if !c.Knows(year) {
		text += fmt.Sprintf("; none for %d: only weekends count as days off, import them with: gridmate import holidays FILE", year)
	}
	return text
}
