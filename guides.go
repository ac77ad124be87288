package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gridmate/guides"
	"gridmate/handlers"
	"gridmate/storage"
)

type guidesCommand struct {
	Search guidesSearch `cmd:"" help:"Look up the queries of standard input, one a line; write CSV query,slugs."`
	Export guidesExport `cmd:"" help:"Write all guides as a table to edit and import again."`
}

type guidesExport struct {
	Output string `short:"o" required:"" placeholder:"FILE" help:"CSV file to write; - is standard output."`
}

// Run writes the guides as they are shown here: what the deployment filled in
// and checked included.
func (g guidesExport) Run(ctx context.Context, c *console) error {
	index, err := c.guideIndex(ctx)
	if err != nil {
		return err
	}
	return c.output(g.Output, func(out io.Writer) error { return guides.WriteCSV(out, index.Guides()) })
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
		return newGuideIndex(nil, nil)
	}
	if err != nil {
		return nil, err
	}
	index, err := loadGuides(ctx, db)
	return index, errors.Join(err, db.Close())
}

// loadGuides builds the search over the built-in guides and the imported ones,
// which take the place of those with the same slug.
func loadGuides(ctx context.Context, db *storage.DB) (*guides.Index, error) {
	var imported []guides.Guide
	var local map[string]guides.Local
	err := db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		rows, err := tx.Guides(ctx)
		for _, r := range rows {
			var g guides.Guide
			if err := json.Unmarshal(r.Body, &g); err != nil {
				return fmt.Errorf("guide %s in the database: %w", r.Slug, err)
			}
			imported = append(imported, g)
		}
		if err != nil {
			return err
		}
		stored, _, err := tx.Meta(ctx, handlers.LocalKey)
		if err != nil {
			return err
		}
		local, err = handlers.ParseLocal(stored)
		return err
	})
	if err != nil {
		return nil, err
	}
	return newGuideIndex(imported, local)
}

func newGuideIndex(imported []guides.Guide, local map[string]guides.Local) (*guides.Index, error) {
	list, err := guides.Builtin()
	if err != nil {
		return nil, fmt.Errorf("built-in guides: %w", err)
	}
	lexicon, err := guides.BuiltinLexicon()
	if err != nil {
		return nil, fmt.Errorf("lexicon of the guides: %w", err)
	}
	return guides.NewIndex(guides.Localise(guides.Merge(list, imported), local), lexicon), nil
}
