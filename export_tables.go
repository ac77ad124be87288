package main

import (
	"context"
	"io"
	"slices"
	"time"

	"gridmate/community"
	"gridmate/export"
	"gridmate/export/book"
	"gridmate/locale"
	"gridmate/storage"
)

// tables writes the official tables: a workbook to be printed and handed on.
func (e exportCommand) tables(ctx context.Context, c *console, span community.Span) error {
	texts, err := locale.Load()
	if err != nil {
		return err
	}
	return c.view(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, err := unitByCode(tx.Org(), e.Org)
		if err != nil {
			return err
		}
		from := newArchive(tx, c.frame(tx, unit, span))
		from.tasks = true
		return c.output(e.Output, func(out io.Writer) error {
			_, err := book.Write(ctx, out, from, from.frame, texts.For(locale.Chinese))
			return err
		})
	})
}

// frame is what a file of a unit and these days covers, as of now.
func (c *console) frame(tx *storage.Tx, unit community.Unit, span community.Span) export.Frame {
	return export.Frame{Org: tx.Org(), Unit: unit, Span: span, Now: time.Now(), Zone: c.config.Zone}
}

// archive gives a frame's records to what is made of them.
type archive struct {
	tx    *storage.Tx
	frame export.Frame
	units []community.UnitID
	tasks bool // visit what is to be done, too
}

func newArchive(tx *storage.Tx, f export.Frame) archive {
	return archive{tx: tx, frame: f, units: subtree(f.Org, f.Unit.ID)}
}

// Records visits what is dated within the frame's days.
func (a archive) Records(ctx context.Context, visit func(community.Record) error) error {
	return a.tx.EachRecord(ctx, community.Filter{Units: a.units, Span: a.frame.Span}, func(r community.Record) error {
		if r.Kind == community.KindTask && !a.tasks { // to be done: nothing that happened
			return nil
		}
		return visit(r)
	})
}

// Carried visits what was there before the frame's days and not finished when
// they began. It is found through the index of what is open.
func (a archive) Carried(ctx context.Context, visit func(community.Record) error) error {
	var numbers []community.Number
	first := a.frame.Span.From
	err := a.tx.Items(ctx, first-1, first.In(a.frame.Zone), func(i community.Item) error {
		if (a.tasks || i.Kind != community.KindTask) && a.frame.Org.Within(i.Unit, a.frame.Unit.ID) {
			numbers = append(numbers, i.Number)
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		r, err := a.tx.Record(ctx, n)
		if err != nil {
			return err
		}
		if err := visit(r); err != nil {
			return err
		}
	}
	return nil
}

// Course is how far a dispute or an issue has come.
func (a archive) Course(ctx context.Context, r community.Record) (community.Course, error) {
	matters, err := a.tx.Matters(ctx, []community.Record{r})
	if err != nil {
		return community.Course{}, err
	}
	return matters[0].Course, nil
}

// Person is a person's name, nothing for nobody.
func (a archive) Person(ctx context.Context, id community.PersonID) (string, error) {
	if id == 0 {
		return "", nil
	}
	p, err := a.tx.Person(ctx, id)
	return p.Name, err
}
