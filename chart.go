package main

import (
	"context"
	"fmt"
	"io"

	"gridmate/community"
	"gridmate/export/chart"
	"gridmate/locale"
	"gridmate/storage"
)

type chartCommand struct {
	What   string `arg:"" enum:"trend,kinds,found-fixed,overdue,coverage" help:"trend (by day), kinds, found-fixed, overdue (by unit) or coverage (units with records)."`
	Org    string `required:"" placeholder:"CODE" help:"Unit that it shows, with all below it."`
	Period string `required:"" enum:"week,month" placeholder:"week|month" help:"What it covers."`
	Date   string `required:"" placeholder:"YYYY-MM-DD" help:"Any day of the period."`
	Output string `short:"o" required:"" placeholder:"FILE.png" help:"File to write; - is standard output."`
}

// Run draws a picture that goes with the digest of the same period.
func (k chartCommand) Run(ctx context.Context, c *console) error {
	date, err := day("date", k.Date)
	if err != nil {
		return err
	}
	texts, err := locale.Load()
	if err != nil {
		return err
	}
	var picture chart.Picture
	err = c.view(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, err := unitByCode(tx.Org(), k.Org)
		if err != nil {
			return err
		}
		d := draughtsman{
			tx: tx, frame: c.frame(tx, unit, community.Period(k.Period).Of(date)),
			period: community.Period(k.Period), say: texts.For(locale.Chinese),
		}
		made, ok, err := d.picture(ctx, k.What)
		if err == nil && !ok {
			err = fmt.Errorf("--org=%s: %s sets the units below against one another, and there are none: use a unit above", unit.Code, k.What)
		}
		picture = made
		return err
	})
	if err != nil {
		return err
	}
	data, err := picture.PNG()
	if err != nil {
		return err
	}
	return c.output(k.Output, func(out io.Writer) error {
		_, err := out.Write(data)
		return err
	})
}
