package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"gridmate/reading"
)

// explain says of each line what was read and from which words: for people who
// extend the lexicon.
func explain(reader *reading.Reader, in io.Reader, out io.Writer, now time.Time) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		read := reader.Read(lines.Text(), now)
		if _, err := fmt.Fprintf(out, "%s\n", read.Text); err != nil {
			return err
		}
		if len(read.Drafts) == 0 {
			if _, err := fmt.Fprintf(out, "  nothing reported %s\n", read.Reason); err != nil {
				return err
			}
		}
		for _, d := range read.Drafts {
			if err := explainDraft(out, read.Text, d); err != nil {
				return err
			}
		}
	}
	return lines.Err()
}

func explainDraft(out io.Writer, text string, d reading.Draft) error {
	values, err := fieldsOf(d)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "  %s\n", d.Kind); err != nil {
		return err
	}
	for _, field := range slices.Sorted(maps.Keys(values)) {
		if _, err := fmt.Fprintf(out, "    %-12s %-12v %s\n", field, values[field], wordsOf(text, d.Spans[field])); err != nil {
			return err
		}
	}
	for _, guess := range d.Unsure {
		if _, err := fmt.Fprintf(out, "    unsure: %s, or %s\n", guess.Field, strings.Join(guess.Alternatives, ", ")); err != nil {
			return err
		}
	}
	return nil
}

// fieldsOf is what a draft states, by the names of the JSON output.
func fieldsOf(d reading.Draft) (map[string]any, error) {
	encoded, err := reading.Reading{Drafts: []reading.Draft{d}}.JSON(nil)
	if err != nil {
		return nil, err
	}
	var values map[string]any
	if err := json.Unmarshal(encoded, &values); err != nil {
		return nil, err
	}
	maps.DeleteFunc(values, func(field string, v any) bool { return v == nil || field == "text" || field == "kind" })
	return values, nil
}

// wordsOf quotes the places of a text.
func wordsOf(text string, spans []reading.Span) string {
	runes := []rune(text)
	var quoted []string
	for _, s := range spans {
		if 0 <= s.Start && s.Start <= s.End && s.End <= len(runes) {
			quoted = append(quoted, "“"+string(runes[s.Start:s.End])+"”")
		}
	}
	return strings.Join(quoted, " ")
}
