package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"gridmate/community"
	"gridmate/export"
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
// snapshot: a year's records do not hold up the bot. What was changed in the
// chat in the same issue is kept.
func (b bulletinCommand) draft(
	ctx context.Context, c *console, db *storage.DB, span community.Span, p locale.Printer,
) (made bulletin.Bulletin, err error) {
	today := community.DateOf(time.Now().In(c.config.Zone))
	year, _, _ := today.Civil()
	var issue community.Bulletin
	lists := map[string]string{"issuer": b.Issuer, "report": b.Report, "copy": b.Copy, "publish": b.Publish}
	err = db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, err := unitByCode(tx.Org(), b.Org)
		if err != nil {
			return err
		}
		issue, err = tx.Issue(ctx, community.Bulletin{Unit: unit.ID, Year: year, Number: b.Number, Span: span, Topic: b.Topic})
		return errors.Join(err, keepLists(ctx, tx, unit.ID, lists))
	})
	if err != nil {
		return made, err
	}
	err = db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if title := phrases(b.Title); len(title) > 0 {
			issue.Title = title
		}
		unit, _ := tx.Org().Unit(issue.Unit)
		made, err = draftIssue(ctx, tx, c.frame(tx, unit, span), issue, today, p)
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

// keepLists keeps who gets a unit's bulletins: a list that was given once
// stands until another is given.
func keepLists(ctx context.Context, tx *storage.Tx, unit community.UnitID, lists map[string]string) error {
	for name, who := range lists {
		if who == "" {
			continue
		}
		if err := tx.SetMeta(ctx, community.BulletinFact(unit, name), who); err != nil {
			return err
		}
	}
	return nil
}

// draftIssue makes an issue from the records, with what people changed in it
// and the examples that leads marked.
func draftIssue(
	ctx context.Context, tx *storage.Tx, f export.Frame, issue community.Bulletin, today community.Date, p locale.Printer,
) (made bulletin.Bulletin, err error) {
	h := bulletin.Heading{Number: issue.Number, Topic: issue.Topic, Title: issue.Title, Day: today, Said: issue.Said}
	for name, who := range map[string]*string{"issuer": &h.Issuer, "report": &h.Report, "copy": &h.Copy, "publish": &h.Publish} {
		if *who, _, err = tx.Meta(ctx, community.BulletinFact(issue.Unit, name)); err != nil {
			return made, err
		}
	}
	marked, err := tx.Highlights(ctx, issue.Unit, issue.Span)
	if err != nil {
		return made, err
	}
	for _, n := range marked {
		if slices.Contains(issue.Left, n) || len(h.Examples) == community.MaxExamples {
			continue
		}
		r, err := tx.Record(ctx, n)
		if err != nil {
			return made, err
		}
		if r.Delicate() { // since it was corrected
			continue
		}
		h.Examples = append(h.Examples, r)
	}
	from := newArchive(tx, f)
	return bulletin.Draft(ctx, from, from.frame, h, p)
}
