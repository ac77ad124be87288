package main

import "gridmate/community"

// deadlines are the terms of matters for which nobody names a day.
type deadlines struct {
	Deadlines string `default:"general=7,major=3,critical=1,dispute=30" help:"Days that problems and disputes may take; 5w is five days of work."`
}

func (s settings) readDeadlines(c *config) (err error) {
	if c.Terms, err = community.ParseTerms(s.Deadlines); err != nil {
		return bad("deadlines", s.Deadlines, err.Error())
	}
	return nil
}
