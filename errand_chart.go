package main

import (
	"context"
	"fmt"
	"strconv"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/errands"
	"gridmate/export"
	"gridmate/export/chart"
	"gridmate/locale"
	"gridmate/storage"
)

// plates says which pictures go with a period's digest, a list for each photo.
// One that has nothing to show gives its place to the next.
var plates = map[community.Period][][]string{
	community.Week:  {{"trend", "found-fixed"}},
	community.Month: {{"kinds", "trend"}, {"found-fixed", "overdue", "coverage"}},
}

// perPhoto is how many pictures are legible in one photo.
const perPhoto = 2

// chartErrand draws the pictures that follow a group's digest. The digest does
// not wait for them.
func (a *assistant) chartErrand(ctx context.Context, e chat.Errand, _ errands.Tell) (finish, error) {
	order, err := export.ParsePlate(e.Body)
	if err != nil {
		return nil, err
	}
	var photos []made
	err = a.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, found := tx.Org().Unit(order.Unit)
		if !found {
			return nil // it is gone since
		}
		d := draughtsman{
			tx: tx, period: order.Period, say: a.texts.For(locale.Chinese),
			frame: export.Frame{Org: tx.Org(), Unit: unit, Span: order.Period.Of(order.From), Now: a.now(), Zone: a.config.Zone},
		}
		photos, err = d.photos(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *storage.Tx) ([]chat.Reply, error) {
		var replies []chat.Reply
		for _, m := range photos {
			r, err := m.reply(ctx, tx)
			if err != nil {
				return nil, err
			}
			r.Priority, r.Once, r.Silent = chat.Bulk, true, true
			replies = append(replies, r)
		}
		return replies, nil
	}, nil
}

// draughtsman draws the pictures of a unit and a period.
type draughtsman struct {
	tx      *storage.Tx
	frame   export.Frame
	period  community.Period
	say     locale.Printer
	figures *digest.Figures
	days    *chart.Days
}

// photos draws what goes with the digest; nothing for a period in which
// nothing happened.
func (d *draughtsman) photos(ctx context.Context) ([]made, error) {
	if err := d.readFigures(ctx); err != nil || d.figures.Unit(d.frame.Unit.ID).Empty() {
		return nil, err
	}
	var list []made
	for i, names := range plates[d.period] {
		var pictures []chart.Picture
		for _, name := range names {
			p, ok, err := d.picture(ctx, name)
			if err != nil {
				return nil, err
			}
			if ok && !p.Blank() && len(pictures) < perPhoto {
				pictures = append(pictures, p)
			}
		}
		if len(pictures) == 0 {
			continue
		}
		data, err := chart.Stack(pictures...)
		if err != nil {
			return nil, err
		}
		name := d.frame.Unit.Code + "-" + string(d.period) + "-" + d.frame.Span.From.String() + "-" + strconv.Itoa(i+1) + ".png"
		list = append(list, made{name: name, content: data, photo: true})
	}
	return list, nil
}

// picture draws one picture; false where the unit has nothing below it to
// tell apart.
func (d *draughtsman) picture(ctx context.Context, name string) (made chart.Picture, ok bool, err error) {
	switch name {
	case "trend", "found-fixed":
		if err := d.readDays(ctx); err != nil {
			return made, false, err
		}
		if name == "trend" {
			return d.days.Trend(d.say), true, nil
		}
		return d.days.FoundFixed(d.say), true, nil
	}
	if err := d.readFigures(ctx); err != nil {
		return made, false, err
	}
	switch one := d.figures.Unit(d.frame.Unit.ID); name {
	case "kinds":
		return chart.Kinds(one, d.frame, d.say), true, nil
	case "overdue":
		made, ok = chart.Overdue(one, d.frame, d.say)
	case "coverage":
		made, ok = chart.Coverage(one, d.frame, d.say)
	default:
		err = fmt.Errorf("there is no picture called %s", name)
	}
	return made, ok, err
}

func (d *draughtsman) readDays(ctx context.Context) error {
	if d.days != nil {
		return nil
	}
	d.days = chart.NewDays(d.frame)
	return d.tx.Facts(ctx, d.frame.Span, d.days.Add)
}

func (d *draughtsman) readFigures(ctx context.Context) (err error) {
	if d.figures != nil {
		return nil
	}
	d.figures, err = digest.Compute(ctx, d.tx, d.frame.Org, digest.Ask{
		Period: d.period, Day: d.frame.Span.From, Now: d.frame.Now, Zone: d.frame.Zone,
	})
	return err
}
