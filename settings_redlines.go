package main

import (
	"fmt"
	"strconv"
	"strings"

	"gridmate/community"
)

// forbidden are settings that somebody may look for and that red lines forbid:
// each is off, and asking for it stops the start with the rule that it breaks.
type forbidden struct {
	CheckIn       string `default:"off" help:"Compulsory check-in: a red line, stays off."`
	Ranking       string `default:"off" help:"Points and ranking of persons: a red line, stays off."`
	ReadReceipts  string `default:"off" help:"Showing who has read what: a red line, stays off."`
	PhotoRequired string `default:"off" help:"Compulsory photos: a red line, stays off."`
	PlaceRequired string `default:"off" help:"Compulsory locations: a red line, stays off."`
	Unmasked      string `default:"off" help:"Storing personal data as typed: a red line, stays off."`
}

// readManners judges the settings by the red lines.
func (s settings) readManners(c *config) error {
	var err error
	w := community.Wishes{}
	if w.Budget, err = strconv.Atoi(strings.TrimSpace(s.PushBudget)); err != nil {
		return bad("push-budget", s.PushBudget, "must be a number from 1 to 3")
	}
	if w.Quiet, err = community.ParseQuietHours(s.Quiet); err != nil {
		return bad("quiet", s.Quiet, "must be an evening and a morning such as 21:00-08:00")
	}
	asked := map[string]asked{
		"pushes": {"push-budget", s.PushBudget, nil}, "quiet": {"quiet", s.Quiet, nil},
		"checkin": {"check-in", s.CheckIn, &w.CheckIns}, "ranking": {"ranking", s.Ranking, &w.Rankings},
		"receipts": {"read-receipts", s.ReadReceipts, &w.ReadReceipts},
		"photo":    {"photo-required", s.PhotoRequired, &w.PhotoRequired},
		"place":    {"place-required", s.PlaceRequired, &w.PlaceRequired},
		"personal": {"unmasked", s.Unmasked, &w.Unmasked},
	}
	for _, a := range asked {
		if a.wish != nil {
			*a.wish = !isOff(a.value)
		}
	}
	if line, broken := w.Broken(); broken {
		a := asked[line.Key]
		return bad(a.flag, a.value, fmt.Sprintf("breaks the red line %s: %s, see %s", line.Key, line.Rule, line.Source))
	}
	c.Manners = w.Manners
	return nil
}

// asked is what a setting asks for against a red line.
type asked struct {
	flag, value string
	wish        *bool
}

func isOff(value string) bool {
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "", "off", "no", "none", "false", "0":
		return true
	}
	return false
}
