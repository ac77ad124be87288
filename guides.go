package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"gridmate/guides"
	"gridmate/handlers"
	"gridmate/storage"
	"gridmate/tables"
)

type guidesCommand struct {
	Search guidesSearch `cmd:"" help:"Look up the queries of standard input, one a line; write CSV query,slugs."`
	Export guidesExport `cmd:"" help:"Write all guides as a table to edit and import again."`
}

type guidesExport struct {
	Output string `short:"o" required:"" placeholder:"FILE" help:"CSV or XLSX file to write; - is CSV on standard output."`
}

// Run writes the guides as they are shown here: what the deployment filled in
// and checked included.
func (g guidesExport) Run(ctx context.Context, c *console) error {
	index, err := c.guideIndex(ctx)
	if err != nil {
		return err
	}
	return c.output(g.Output, func(out io.Writer) error {
		if strings.EqualFold(filepath.Ext(g.Output), ".xlsx") {
			return guideSheet(index.Guides()).XLSX(out, "guides")
		}
		return guides.WriteCSV(out, index.Guides())
	})
}

func guideSheet(list []guides.Guide) tables.Sheet {
	lines := guides.Rows(list)
	s := tables.Sheet{Header: lines[0]}
	for _, line := range lines[1:] {
		row := make([]any, len(line))
		for i, cell := range line {
			row[i] = cell
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

type guidesSearch struct {
	Limit int `default:"3" help:"How many matters at most for one query."`
}

// Run answers each line of standard input with the matters that fit it. It
// needs no database: where there is none the built-in guides answer.
func (g guidesSearch) Run(ctx context.Context, c *console) error {
	if g.Limit < 1 || g.Limit > 50 {
		return usage{fmt.Errorf("--limit=%d: must be from 1 to 50", g.Limit)}
	}
	index, err := c.guideIndex(ctx)
	if err != nil {
		return err
	}
	return guides.Stream(c.stdin, c.stdout, index, g.Limit)
}

// guideIndex is the search over the built-in guides and those of the database,
// if there is one.
func (c *console) guideIndex(ctx context.Context) (*guides.Index, error) {
	db, err := storage.OpenExisting(ctx, c.config.DB)
	if errors.Is(err, storage.ErrNone) {
		list, err := guides.Builtin()
		if err != nil {
			return nil, fmt.Errorf("built-in guides: %w", err)
		}
		return newGuideIndex(list)
	}
	if err != nil {
		return nil, err
	}
	index, err := loadGuides(ctx, db)
	return index, errors.Join(err, db.Close())
}

// loadGuides builds the search over the guides of a database.
func loadGuides(ctx context.Context, db *storage.DB) (*guides.Index, error) {
	var list []guides.Guide
	err := db.View(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		list, err = shownGuides(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return newGuideIndex(list)
}

// shownGuides are the built-in guides and the imported ones, which take the
// place of those with the same slug, with what the deployment knows of them.
func shownGuides(ctx context.Context, tx *storage.Tx) ([]guides.Guide, error) {
	list, err := guides.Builtin()
	if err != nil {
		return nil, fmt.Errorf("built-in guides: %w", err)
	}
	rows, err := tx.Guides(ctx)
	if err != nil {
		return nil, err
	}
	imported := make([]guides.Guide, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal(r.Body, &imported[i]); err != nil {
			return nil, fmt.Errorf("guide %s in the database: %w", r.Slug, err)
		}
	}
	stored, _, err := tx.Meta(ctx, handlers.LocalKey)
	if err != nil {
		return nil, err
	}
	local, err := handlers.ParseLocal(stored)
	return guides.Localise(guides.Merge(list, imported), local), err
}

func newGuideIndex(list []guides.Guide) (*guides.Index, error) {
	lexicon, err := guides.BuiltinLexicon()
	if err != nil {
		return nil, fmt.Errorf("lexicon of the guides: %w", err)
	}
	return guides.NewIndex(list, lexicon), nil
}
