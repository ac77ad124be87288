package main

import (
	"context"
	"errors"
	"io"

	"gridmate/assess"
	"gridmate/community"
	"gridmate/export/book"
	"gridmate/locale"
	"gridmate/storage"
)

// indicators writes 指标自查表 of every community of a unit, as of the last day.
func (e exportCommand) indicators(ctx context.Context, c *console, span community.Span) error {
	texts, err := locale.Load()
	if err != nil {
		return err
	}
	return c.view(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, err := unitByCode(tx.Org(), e.Org)
		if err != nil {
			return err
		}
		units := tx.Org().Below(unit.ID, community.Village)
		if len(units) == 0 {
			return errors.New("--org=" + e.Org + ": indicators are those of communities: name one, or a unit above")
		}
		boards, err := assess.Compute(ctx, tx, tx.Org(), units, span.To, community.NoType)
		if err != nil {
			return err
		}
		if len(boards[0].Standings) == 0 {
			return errors.New("there are no indicators yet: gridmate import indicators FILE")
		}
		return c.output(e.Output, func(out io.Writer) error {
			return book.Indicators(out, boards, c.frame(tx, unit, span), texts.For(locale.Chinese))
		})
	})
}
