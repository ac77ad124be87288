package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gridmate/guides"
	"gridmate/storage"
	"gridmate/tables"
)

type importGuides struct {
	Path string `arg:"" help:"Folder of Markdown files, CSV (UTF-8) or XLSX file."`
}

// Run adds guides and changes those that differ. All are taken or none.
func (i importGuides) Run(ctx context.Context, c *console) error {
	list, err := readGuides(i.Path)
	if bad, ok := errors.AsType[guides.RowErrors](err); ok {
		return badRows(i.Path, bad)
	}
	if err != nil {
		return fmt.Errorf("nothing was imported: %s: %w", i.Path, err)
	}
	rows := make([]storage.GuideRow, len(list))
	for k, g := range list {
		body, err := json.Marshal(g)
		if err != nil {
			return err
		}
		rows[k] = storage.GuideRow{Slug: g.Slug, Body: body}
	}
	return c.importing(ctx, "guides", func(ctx context.Context, tx *storage.Tx) (storage.Counts, error) {
		return tx.SaveGuides(ctx, rows)
	})
}

func readGuides(path string) ([]guides.Guide, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	if info.IsDir() {
		return guides.ReadFolder(os.DirFS(path))
	}
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		lines, err := tables.Workbook(path)
		if err != nil {
			return nil, err
		}
		return guides.FromRows(lines)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	list, err := guides.ReadCSV(file)
	return list, errors.Join(err, file.Close())
}
