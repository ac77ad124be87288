package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"gridmate/community"
	"gridmate/export/bulletin"
	"gridmate/locale"
	"gridmate/storage"
)

type bulletinCommand struct {
	Org     string `required:"" placeholder:"CODE" help:"Unit that issues it, with all below it."`
	From    string `required:"" placeholder:"YYYY-MM-DD" help:"First day."`
	To      string `required:"" placeholder:"YYYY-MM-DD" help:"Last day."`
	Output  string `short:"o" required:"" placeholder:"FILE.docx" help:"File to write; - is standard output."`
	Topic   string `placeholder:"TEXT" help:"Topic, shown in brackets."`
	Number  int    `placeholder:"N" help:"Number of the issue; else it follows the unit's last one of the year, and the same days keep theirs."`
	Issuer  string `placeholder:"NAME" help:"Who issues it; else the unit."`
	Title   string `placeholder:"A/B" help:"Two phrases of the title, with / between; else they follow from the records."`
	Report  string `placeholder:"NAMES" help:"Whom it is reported to (呈); kept for the unit's next ones, as are issuer, copy and publish."`
	Copy    string `placeholder:"NAMES" help:"Who gets a copy (送)."`
	Publish string `placeholder:"NAMES" help:"Whom it is sent to (发)."`
}

// Run drafts a bulletin from the records and writes it as a Word document.
func (b bulletinCommand) Run(ctx context.Context, c *console) error {
	span, err := exportCommand{From: b.From, To: b.To}.span()
	if err != nil {
		return err
	}
	if b.Number < 0 {
		return usage{fmt.Errorf("--number=%d: must be 1 or more", b.Number)}
	}
	texts, err := locale.Load()
	if err != nil {
		return err
	}
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	made, err := b.draft(ctx, c, db, span, texts.For(locale.Chinese))
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	return c.output(b.Output, func(out io.Writer) error {
		_, err := made.WriteTo(out)
		return err
	})
}

// draft takes a number in a transaction of its own and reads the records on a
// snapshot: a year's records do not hold up the bot.
func (b bulletinCommand) draft(
	ctx context.Context, c *console, db *storage.DB, span community.Span, p locale.Printer,
) (made bulletin.Bulletin, err error) {
	today := community.DateOf(time.Now().In(c.config.Zone))
	h := bulletin.Heading{
		Number: b.Number, Topic: b.Topic, Issuer: b.Issuer, Title: phrases(b.Title), Day: today,
		Report: b.Report, Copy: b.Copy, Publish: b.Publish,
	}
	err = db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, err := unitByCode(tx.Org(), b.Org)
		if err != nil {
			return err
		}
		h.Number, err = bulletinNumber(ctx, tx, bulletinRun{unit: unit.ID, day: today, span: span, topic: b.Topic}, b.Number)
		return errors.Join(err, keepLists(ctx, tx, unit.ID, &h))
	})
	if err != nil {
		return made, err
	}
	err = db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, err := unitByCode(tx.Org(), b.Org)
		if err != nil {
			return err
		}
		from := newArchive(tx, c.frame(tx, unit, span))
		made, err = bulletin.Draft(ctx, from, from.frame, h, p)
		return err
	})
	return made, err
}

func phrases(title string) []string {
	var list []string
	for phrase := range strings.SplitSeq(title, "/") {
		if phrase = strings.TrimSpace(phrase); phrase != "" {
			list = append(list, phrase)
		}
	}
	return list
}

// bulletinRun is what a bulletin is numbered by: numbers run per unit and
// year, and drafting the same days and topic again is the same issue.
type bulletinRun struct {
	unit  community.UnitID
	day   community.Date
	span  community.Span
	topic string
}

func (r bulletinRun) last() string {
	year, _, _ := r.day.Civil()
	return fmt.Sprintf("bulletin.%d.%d", r.unit, year)
}

func (r bulletinRun) own() string {
	return fmt.Sprintf("%s.%s.%s.%s", r.last(), r.span.From, r.span.To, r.topic)
}

// bulletinNumber is the number of an issue: the wanted one, the one that the
// same issue had, or the next.
func bulletinNumber(ctx context.Context, tx *storage.Tx, r bulletinRun, wanted int) (int, error) {
	own, err := metaNumber(ctx, tx, r.own())
	if err != nil || own != 0 && wanted == 0 {
		return own, err
	}
	last, err := metaNumber(ctx, tx, r.last())
	if err != nil {
		return 0, err
	}
	if wanted == 0 {
		wanted = last + 1
	}
	if err := tx.SetMeta(ctx, r.own(), strconv.Itoa(wanted)); err != nil {
		return 0, err
	}
	return wanted, tx.SetMeta(ctx, r.last(), strconv.Itoa(max(last, wanted)))
}

// keepLists keeps who gets a unit's bulletins: a list that was given once
// stands until another is given.
func keepLists(ctx context.Context, tx *storage.Tx, unit community.UnitID, h *bulletin.Heading) error {
	for _, list := range []struct {
		name string
		who  *string
	}{{"issuer", &h.Issuer}, {"report", &h.Report}, {"copy", &h.Copy}, {"publish", &h.Publish}} {
		key := fmt.Sprintf("bulletin.%d.%s", unit, list.name)
		kept, _, err := tx.Meta(ctx, key)
		if err == nil && *list.who != "" && *list.who != kept {
			err = tx.SetMeta(ctx, key, *list.who)
		}
		if err != nil {
			return err
		}
		if *list.who == "" {
			*list.who = kept
		}
	}
	return nil
}

// metaNumber is a fact that is a number; 0 if nobody has set it.
func metaNumber(ctx context.Context, tx *storage.Tx, key string) (int, error) {
	value, found, err := tx.Meta(ctx, key)
	if err != nil || !found {
		return 0, err
	}
	return strconv.Atoi(value)
}
