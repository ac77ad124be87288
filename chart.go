package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/export"
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
		f := c.frame(tx, unit, community.Period(k.Period).Of(date))
		picture, err = k.picture(ctx, tx, f, texts.For(locale.Chinese))
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

func (k chartCommand) picture(ctx context.Context, tx *storage.Tx, f export.Frame, p locale.Printer) (chart.Picture, error) {
	if k.What == "trend" || k.What == "found-fixed" {
		return k.byDay(ctx, tx, f, p)
	}
	figures, err := digest.Compute(ctx, tx, f.Org, digest.Ask{
		Period: community.Period(k.Period), Day: f.Span.From, Now: time.Now(), Zone: f.Zone,
	})
	if err != nil {
		return chart.Picture{}, err
	}
	made, ok := chart.Picture{}, true
	switch d := figures.Unit(f.Unit.ID); k.What {
	case "kinds":
		made = chart.Kinds(d, f, p)
	case "overdue":
		made, ok = chart.Overdue(d, f, p)
	case "coverage":
		made, ok = chart.Coverage(d, f, p)
	}
	if !ok {
		return made, fmt.Errorf("--org=%s: %s sets the units below against one another, and there are none: use a unit above", f.Unit.Code, k.What)
	}
	return made, nil
}

func (k chartCommand) byDay(ctx context.Context, tx *storage.Tx, f export.Frame, p locale.Printer) (chart.Picture, error) {
	days := chart.NewDays(f)
	if err := tx.Facts(ctx, f.Span, days.Add); err != nil {
		return chart.Picture{}, err
	}
	if k.What == "trend" {
		return days.Trend(p), nil
	}
	return days.FoundFixed(p), nil
}
