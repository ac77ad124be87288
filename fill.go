package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/export"
	"gridmate/export/form"
	"gridmate/locale"
	"gridmate/storage"
)

type fillCommand struct {
	File   string `arg:"" help:"XLSX file with headings of somebody else's making."`
	Org    string `required:"" placeholder:"CODE" help:"Unit whose records are wanted, with all below it."`
	From   string `required:"" placeholder:"YYYY-MM-DD" help:"First day."`
	To     string `required:"" placeholder:"YYYY-MM-DD" help:"Last day."`
	Output string `short:"o" required:"" placeholder:"FILE.xlsx" help:"File to write; - is standard output."`
}

// Run fills the columns of a table that are held and says which are not. A
// table of which nothing is held is not written.
func (f fillCommand) Run(ctx context.Context, c *console) error {
	span, err := exportCommand{From: f.From, To: f.To}.span()
	if err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Clean(f.File))
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", f.File, err)
	}
	texts, err := locale.Load()
	if err != nil {
		return err
	}
	say := texts.For(locale.Chinese)
	var (
		out     bytes.Buffer
		reports []form.Report
	)
	err = c.view(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, err := unitByCode(tx.Org(), f.Org)
		if err != nil {
			return err
		}
		words, err := vocabulary(ctx, tx)
		if err != nil {
			return err
		}
		frame := c.frame(tx, unit, span)
		from := func(f export.Frame) export.Source { return newArchive(tx, f) }
		reports, err = form.Fill(ctx, &out, data, form.Ask{From: from, Frame: frame, Words: words, Texts: say})
		return err
	})
	if err != nil {
		if refusal, ok := community.Refusal(err); ok {
			return fmt.Errorf("%s: %s", f.File, say.Fill("error."+refusal.Key, refusal.Args))
		}
		return err
	}
	if out.Len() == 0 {
		return fmt.Errorf("%s: %s", f.File, chat.Plain(form.Text(reports, say)))
	}
	err = c.output(f.Output, func(w io.Writer) error {
		_, err := out.WriteTo(w)
		return err
	})
	if err != nil {
		return err
	}
	report := c.stdout
	if f.Output == "-" {
		report = c.stderr
	}
	_, err = fmt.Fprintln(report, chat.Plain(form.Text(reports, say)))
	return err
}
