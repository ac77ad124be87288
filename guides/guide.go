package guides

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gridmate/community"
)

// Guide is one matter that residents can have done.
type Guide struct {
	Slug       string // identity: lower-case Latin letters, digits, hyphens
	Name       string // official name of the matter
	Department string // the field that runs it, as people say it: 民政, 人社, …
	Type       community.CommunityType
	Aliases    []string       // other names, each of them enough to mean this matter
	Source     string         // where the text comes from
	Region     string         // where it holds: 全国, or a place
	Verified   community.Date // last checked against the counter; zero = 未核实
	Sections   []Section      // in the order of Kinds, no kind twice
}

// Limits of a guide, in characters.
const (
	maxName    = 60
	maxAliases = 40
	maxBody    = 8000
)

var slugForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// check returns what is wrong with a guide, in words for the person who wrote
// it, or nothing.
func (g Guide) check() []string {
	var bad []string
	say := func(wrong bool, reason string) {
		if wrong {
			bad = append(bad, reason)
		}
	}
	say(!slugForm.MatchString(g.Slug), "slug 要用小写字母、数字和连字符，最多 64 个字符")
	say(g.Name == "", "缺少名称")
	say(utf8.RuneCountInString(g.Name) > maxName, "名称超过 60 个字")
	say(strings.ContainsAny(g.Name, "\n|"), "名称里不能有换行或竖线")
	say(g.Department == "", "缺少部门")
	say(strings.ContainsRune(g.Department+g.Source+g.Region, '\n'), "部门、来源、地区里不能有换行")
	say(g.Type != community.NoType && !slices.Contains(community.Types(), g.Type),
		"类型要写 pingan、bianli、meili、xingfu 或 平安型、便利型、美丽型、幸福型")
	say(len(g.Aliases) > maxAliases, "别名超过 40 个")
	for _, s := range g.Sections {
		say(utf8.RuneCountInString(s.Body) > maxBody, "“"+s.Title()+"”超过 8000 个字")
		say(strings.Contains("\n"+s.Body, "\n## "), "“"+s.Title()+"”里不能再有 ## 小标题")
	}
	return bad
}

// Section returns the body of a section, or false if the guide has none.
func (g Guide) Section(k SectionKind) (Section, bool) {
	for _, s := range g.Sections {
		if s.Kind == k {
			return s, true
		}
	}
	return Section{}, false
}

// RelatedNames lists the matters that the guide points to: one name a line,
// with or without a list mark.
func (g Guide) RelatedNames() []string {
	s, _ := g.Section(Related)
	return items(s.Body)
}

// Merge lays guides over others: a guide with a known slug takes its place,
// a new one comes after. Neither argument is changed.
func Merge(base, over []Guide) []Guide {
	out := slices.Clone(base)
	at := map[string]int{}
	for i, g := range out {
		at[g.Slug] = i
	}
	for _, g := range over {
		i, known := at[g.Slug]
		if known {
			out[i] = g
			continue
		}
		at[g.Slug] = len(out)
		out = append(out, g)
	}
	return out
}

// items splits a body into its list items or lines, marks removed.
func items(body string) []string {
	var out []string
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		line = strings.TrimSpace(strings.TrimLeft(line, "-*·0123456789.、"))
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}
