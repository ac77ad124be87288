package main

import (
	"strconv"
	"strings"

	"gridmate/bot"
	"gridmate/handlers"
)

// discretion are the settings of what is kept how long, and of how much one
// person may send.
type discretion struct {
	KeepTexts   string `default:"90" help:"Days that what people typed is kept: 1 to 365."`
	KeepRecords string `default:"1096" help:"Days until a closed record keeps its figures only: 365 to 3653."`
	RatePerson  string `help:"Messages and presses of one person that are answered; 600/m unless GRIDMATE_RATE_CHAT is 0, a tenth of it for strangers; 0 is no limit." placeholder:"N/m"`
}

// usualRate is what nobody reaches by hand, not even with a day's reports that
// a telephone sends at once when it is on the air again.
const usualRate = "600/m"

func (s settings) readDiscretion(c *config) error {
	days := func(flag, value string, least, most int, to *int) error {
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < least || n > most {
			return bad(flag, value, "must be a number of days from "+strconv.Itoa(least)+" to "+strconv.Itoa(most))
		}
		*to = n
		return nil
	}
	c.Keeping = handlers.Keeping{}
	if err := days("keep-texts", s.KeepTexts, 1, 365, &c.Keeping.Texts); err != nil {
		return err
	}
	if err := days("keep-records", s.KeepRecords, 365, 3653, &c.Keeping.Records); err != nil {
		return err
	}
	rate := s.RatePerson
	if rate == "" { // a chat that is answered at any pace cannot be flooded
		if rate = usualRate; c.Pace.Chat.N == 0 {
			rate = "0"
		}
	}
	var err error
	if c.RatePerson, err = bot.ParseRate(rate); err != nil {
		return bad("rate-person", s.RatePerson, err.Error())
	}
	return nil
}
