package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
	"gridmate/storage"
)

type digestCommand struct {
	Org    string `required:"" placeholder:"CODE" help:"Unit whose digest it is."`
	Period string `required:"" enum:"day,week,month" placeholder:"day|week|month" help:"What it covers."`
	Date   string `required:"" placeholder:"YYYY-MM-DD" help:"Any day of the period."`
	Format string `default:"text" enum:"text,json" help:"text or json."`
}

// Run prints the digest that the unit's group would get.
func (d digestCommand) Run(ctx context.Context, c *console) error {
	date, err := day("date", d.Date)
	if err != nil {
		return err
	}
	return c.view(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, err := unitByCode(tx.Org(), d.Org)
		if err != nil {
			return err
		}
		figures, err := digest.Compute(ctx, tx, tx.Org(), digest.Ask{
			Period: community.Period(d.Period), Day: date, Now: time.Now(), Zone: c.config.Zone,
		})
		if err != nil {
			return err
		}
		return d.print(c, figures.Digest(digest.View{Units: []community.UnitID{unit.ID}, Group: true}))
	})
}

func (d digestCommand) print(c *console, made digest.Digest) error {
	if d.Format == "json" {
		return json.NewEncoder(c.stdout).Encode(made)
	}
	texts, err := locale.Load()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.stdout, chat.Plain(digest.Text(made, texts.For(locale.Chinese))))
	return err
}
