package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
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
	return c.importing(ctx, "guides", func(ctx context.Context, tx *storage.Tx) (storage.Counts, error) {
		return saveGuides(ctx, tx, list)
	})
}

// importKey is the fact that counts the imports of guides that changed
// something, so that a running bot notices them.
const importKey = "guides.import"

// saveGuides stores the guides that are not shown just so already: an export
// that nobody edited changes nothing, and built-in texts stay built in.
func saveGuides(ctx context.Context, tx *storage.Tx, list []guides.Guide) (storage.Counts, error) {
	shown, err := shownGuides(ctx, tx)
	if err != nil {
		return storage.Counts{}, err
	}
	same := map[string]string{}
	for _, g := range shown {
		same[g.Slug] = guideRow(g)
	}
	var rows []storage.GuideRow
	for _, g := range list {
		if same[g.Slug] == guideRow(g) {
			continue
		}
		body, err := json.Marshal(g)
		if err != nil {
			return storage.Counts{}, err
		}
		rows = append(rows, storage.GuideRow{Slug: g.Slug, Body: body})
	}
	n, err := tx.SaveGuides(ctx, rows)
	if err != nil {
		return n, err
	}
	n.Unchanged += len(list) - len(rows)
	if n.Added+n.Changed == 0 {
		return n, nil
	}
	last, _, err := tx.Meta(ctx, importKey)
	if err != nil {
		return n, err
	}
	count, _ := strconv.Atoi(last) // nothing yet is 0
	return n, tx.SetMeta(ctx, importKey, strconv.Itoa(count+1))
}

// guideRow is a guide as a table holds it: what an import can tell apart.
func guideRow(g guides.Guide) string { return strings.Join(guides.Rows([]guides.Guide{g})[1], "\x00") }

// importedGuides says which import the guides of a database are as of.
func importedGuides(ctx context.Context, db *storage.DB) (as string, err error) {
	err = db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		as, _, err = tx.Meta(ctx, importKey)
		return err
	})
	return as, err
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
