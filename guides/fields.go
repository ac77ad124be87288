package guides

import (
	"fmt"
	"strings"
	"time"

	"gridmate/community"
)

// column is one field of a guide's head, as a front-matter key and as a
// column of a table. set returns a reason when the value cannot be read.
type column struct {
	key   string
	names []string // what else the heading may say
	get   func(Guide) string
	set   func(*Guide, string) error
}

var columns = []column{
	{
		"slug", []string{"编码"},
		func(g Guide) string { return g.Slug },
		func(g *Guide, v string) error { g.Slug = v; return nil },
	},
	{
		"name", []string{"名称", "事项名称"},
		func(g Guide) string { return g.Name },
		func(g *Guide, v string) error { g.Name = v; return nil },
	},
	{
		"department", []string{"部门"},
		func(g Guide) string { return g.Department },
		func(g *Guide, v string) error { g.Department = v; return nil },
	},
	{
		"type", []string{"类型"},
		func(g Guide) string { return string(g.Type) },
		func(g *Guide, v string) error { g.Type = readType(v); return nil },
	},
	{
		"aliases", []string{"别名"},
		func(g Guide) string { return strings.Join(g.Aliases, "|") },
		func(g *Guide, v string) error { g.Aliases = splitBars(v); return nil },
	},
	{
		"source", []string{"来源"},
		func(g Guide) string { return g.Source },
		func(g *Guide, v string) error { g.Source = v; return nil },
	},
	{
		"region", []string{"地区"},
		func(g Guide) string { return g.Region },
		func(g *Guide, v string) error { g.Region = v; return nil },
	},
	{
		"verified", []string{"核实日期"},
		func(g Guide) string { return g.Verified.String() },
		setVerified,
	},
}

func columnOf(heading string) (column, bool) {
	for _, c := range columns {
		if c.key == heading {
			return c, true
		}
		for _, n := range c.names {
			if n == heading {
				return c, true
			}
		}
	}
	return column{}, false
}

var typeNames = map[string]community.CommunityType{
	"平安": community.Safe, "便利": community.Convenient, "美丽": community.Beautiful, "幸福": community.Happy,
}

// readType takes a code or 平安型; what it does not know stays as it is, for
// the check to name.
func readType(v string) community.CommunityType {
	if t, known := typeNames[strings.TrimSuffix(v, "型")]; known {
		return t
	}
	return community.CommunityType(v)
}

// dateForms are the ways in which spreadsheets hand over a day.
var dateForms = []string{"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日"}

func setVerified(g *Guide, v string) error {
	if v == "" {
		g.Verified = 0
		return nil
	}
	for _, form := range dateForms {
		t, err := time.Parse(form, v)
		if err == nil {
			g.Verified = community.DateOf(t)
			return nil
		}
	}
	return fmt.Errorf("核实日期“%s”要写成 2026-01-31 的样子，未核实就留空", clip(v, 20))
}

// splitBars reads a list kept in one cell: a|b, also with ｜ and 、.
func splitBars(v string) []string {
	var out []string
	seen := map[string]bool{}
	for _, part := range strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune("|｜、，,;；\n", r) }) {
		part = strings.TrimSpace(part)
		if part != "" && !seen[part] {
			seen[part] = true
			out = append(out, part)
		}
	}
	return out
}

// clip keeps an answer short when it quotes what was given.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
