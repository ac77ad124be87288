package guides

import (
	"fmt"
	"slices"
	"strings"
)

// RowError is one thing wrong with an import, in words for the person who
// made the file.
type RowError struct {
	File   string // name in the folder; empty for a table
	Line   int    // counted from 1, the header included; 0 = the whole file
	Reason string // Chinese, one line
}

func (e RowError) Error() string {
	switch {
	case e.File != "" && e.Line > 0:
		return fmt.Sprintf("%s 第 %d 行：%s", e.File, e.Line, e.Reason)
	case e.File != "":
		return fmt.Sprintf("%s：%s", e.File, e.Reason)
	case e.Line > 0:
		return fmt.Sprintf("第 %d 行：%s", e.Line, e.Reason)
	default:
		return e.Reason
	}
}

// RowErrors is everything wrong with an import. Nothing of it was taken.
type RowErrors []RowError

func (e RowErrors) Error() string {
	lines := make([]string, len(e))
	for i, r := range e {
		lines[i] = r.Error()
	}
	return strings.Join(lines, "\n")
}

// orNil is the list as an error, sorted by place; no errors are no error.
func (e RowErrors) orNil() error {
	if len(e) == 0 {
		return nil
	}
	slices.SortStableFunc(e, func(a, b RowError) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return a.Line - b.Line
	})
	return e
}

// origin is where a guide of an import stands.
type origin struct {
	file string
	line int
}

// checkAll returns what is wrong with each guide and between them: a slug or
// a name stands for one matter only.
func checkAll(list []Guide, from []origin) RowErrors {
	var bad RowErrors
	slugs, names := map[string]origin{}, map[string]origin{}
	for i, g := range list {
		say := func(reason string) {
			bad = append(bad, RowError{File: from[i].file, Line: from[i].line, Reason: reason})
		}
		for _, reason := range g.check() {
			say(reason)
		}
		if first, twice := slugs[g.Slug]; twice && g.Slug != "" {
			say("slug “" + g.Slug + "”已用于" + first.String())
		}
		if first, twice := names[g.Name]; twice && g.Name != "" {
			say("名称“" + g.Name + "”已用于" + first.String())
		}
		slugs[g.Slug], names[g.Name] = from[i], from[i]
	}
	return bad
}

func (o origin) String() string {
	if o.file != "" {
		return " " + o.file
	}
	return fmt.Sprintf("第 %d 行", o.line)
}
