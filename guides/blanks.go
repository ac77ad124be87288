package guides

import (
	"regexp"
	"slices"
	"strings"
)

// Unfilled is what a blank shows until the deployment knows better.
const Unfilled = "以当地公布为准"

// blankForm is a named blank: {{本地: 名称}}, the colon of either width.
var blankForm = regexp.MustCompile(`\{\{\s*本地\s*[:：]\s*([^{}\n]{1,40}?)\s*\}\}`)

// Blank is a place in a guide for what is known only locally.
type Blank struct {
	Name    string
	Section SectionKind // where it stands first
}

// Blanks lists the blanks of a guide by first appearance, each name once.
func (g Guide) Blanks() []Blank {
	var out []Blank
	for _, s := range g.Sections {
		for _, m := range blankForm.FindAllStringSubmatch(s.Body, -1) {
			if !slices.ContainsFunc(out, func(b Blank) bool { return b.Name == m[1] }) {
				out = append(out, Blank{Name: m[1], Section: s.Kind})
			}
		}
	}
	return out
}

// Fill returns the guide with its blanks replaced by values, by name. Blanks
// without a value stay, so that they can be listed and filled later.
func (g Guide) Fill(values map[string]string) Guide {
	if len(values) == 0 {
		return g
	}
	g.Sections = slices.Clone(g.Sections)
	for i, s := range g.Sections {
		g.Sections[i].Body = replaceBlanks(s.Body, func(name string) (string, bool) {
			v := strings.TrimSpace(values[name])
			return v, v != ""
		})
	}
	return g
}

// Show is a text as people read it: blanks that nobody filled say so.
func Show(text string) string {
	return replaceBlanks(text, func(string) (string, bool) { return Unfilled, true })
}

func replaceBlanks(text string, value func(name string) (string, bool)) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	return blankForm.ReplaceAllStringFunc(text, func(blank string) string {
		v, found := value(blankForm.FindStringSubmatch(blank)[1])
		if !found {
			return blank
		}
		return v
	})
}
