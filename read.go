package main

import (
	"fmt"
	"time"

	"gridmate/reading"
)

type readCommand struct {
	Now string `placeholder:"RFC3339" help:"The moment that dates look backwards from; the present unless told."`

	Explain bool `help:"Say for people which words each field was read from."`
}

// Run reads one report a line of standard input, plain or {"id","text"}, and
// writes one JSON object a line. It needs no database.
func (r readCommand) Run(c *console) error {
	now := time.Now()
	if r.Now != "" {
		var err error
		if now, err = time.Parse(time.RFC3339, r.Now); err != nil {
			return usage{fmt.Errorf("--now=%s: must be a time such as 2026-11-23T10:00:00+08:00", r.Now)}
		}
	}
	reader, err := reading.New()
	if err != nil {
		return err
	}
	if r.Explain {
		return explain(reader, c.stdin, c.stdout, now.In(c.config.Zone))
	}
	return reader.Stream(c.stdin, c.stdout, now.In(c.config.Zone))
}
