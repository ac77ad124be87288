package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"gridmate/community"
	"gridmate/export/form"
	"gridmate/storage"
	"gridmate/tables"
)

type importHeadings struct {
	File string `arg:"" help:"CSV (UTF-8) or XLSX file."`
}

// headingsKey is the fact that holds a deployment's own words of headings: a
// JSON list of form.Word.
const headingsKey = "headings"

// Run takes in words that people use in the headings of tables: all that the
// deployment has besides those of the program. All rows are taken or none.
func (i importHeadings) Run(ctx context.Context, c *console) error {
	table, err := readTable(i.File, "field", "kind", "words")
	if err != nil {
		return err
	}
	words, err := readHeadings(i.File, table)
	if err != nil {
		return err
	}
	return c.importing(ctx, "headings", func(ctx context.Context, tx *storage.Tx) (storage.Counts, error) {
		return saveHeadings(ctx, tx, words)
	})
}

func readHeadings(file string, table tables.Table) (words []form.Word, err error) {
	var bad []community.RowError
	for _, r := range table.Rows {
		if strings.HasPrefix(r.Get("field"), "#") {
			continue // a remark, as in the program's own list
		}
		more, reason := form.NewWords(r.Get("field"), r.Get("kind"), r.Get("words"))
		if reason != "" {
			bad = append(bad, community.RowError{Line: r.Line, Column: "words", Reason: reason})
		}
		words = append(words, more...)
	}
	if len(bad) > 0 {
		return nil, badRows(file, bad)
	}
	return words, nil
}

// saveHeadings puts words in the place of those that were there.
func saveHeadings(ctx context.Context, tx *storage.Tx, words []form.Word) (n storage.Counts, err error) {
	old, err := ownHeadings(ctx, tx)
	if err != nil {
		return n, err
	}
	has := func(list []form.Word, w form.Word) bool {
		return slices.ContainsFunc(list, func(o form.Word) bool {
			return o.Text == w.Text && o.Field == w.Field && slices.Equal(o.Kinds, w.Kinds)
		})
	}
	for _, w := range words {
		if has(old, w) {
			n.Unchanged++
		} else {
			n.Added++
		}
	}
	for _, w := range old {
		if !has(words, w) {
			n.Changed++ // given up
		}
	}
	body, err := json.Marshal(words)
	if err != nil {
		return n, err
	}
	return n, tx.SetMeta(ctx, headingsKey, string(body))
}

func ownHeadings(ctx context.Context, tx *storage.Tx) (words []form.Word, err error) {
	stored, found, err := tx.Meta(ctx, headingsKey)
	if err != nil || !found {
		return nil, err
	}
	return words, json.Unmarshal([]byte(stored), &words)
}

// vocabulary is what headings mean here: the program's words and the
// deployment's own.
func vocabulary(ctx context.Context, tx *storage.Tx) (*form.Vocabulary, error) {
	own, err := ownHeadings(ctx, tx)
	if err != nil {
		return nil, err
	}
	return form.Builtin(own...)
}
