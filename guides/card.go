package guides

import (
	"strings"

	"gridmate/community"
)

// Closing ends every card: the counter decides, not the guide.
const Closing = "以窗口答复为准"

// Notes on how far a guide can be relied on.
const (
	noteUnverified = "⚠ 未核实"
	noteStale      = "⚠ 核实已超过 180 天"
	noteVerified   = "核实日期 "
)

// Note says in one line whether and when the guide was checked.
func (g Guide) Note(today community.Date) string {
	switch {
	case g.Verified == 0:
		return noteUnverified
	case g.Stale(today):
		return noteStale + "（" + g.Verified.String() + "）"
	default:
		return noteVerified + g.Verified.String()
	}
}

// Card is the guide in eight lines of plain text at most: its official name,
// field and type, what to bring, where, how long, the fee, how far it can be
// relied on, and Closing. Blanks are shown as Unfilled, so Fill first.
func (g Guide) Card(today community.Date) string {
	lines := []string{g.Name, strings.Join(nonEmpty(g.Department, TypeName(g.Type)), " · ")}
	for _, k := range []SectionKind{Bring, Where, Time, Fee} {
		if text := g.brief(k); text != "" {
			lines = append(lines, k.Title()+"："+text)
		}
	}
	return strings.Join(append(lines, g.Note(today), Closing), "\n")
}

// Page is one section in full, under the official name, for the buttons below
// a card. False if the guide has no such section.
func (g Guide) Page(k SectionKind, today community.Date) (string, bool) {
	s, found := g.Section(k)
	if !found {
		return "", false
	}
	return strings.Join([]string{g.Name, "【" + s.Title() + "】", Show(s.Body), g.Note(today), Closing}, "\n"), true
}

// residentKinds are the sections that a resident needs.
var residentKinds = []SectionKind{What, Who, Bring, Steps, Where, Time, Fee, Hotline}

// Text is the guide as it is forwarded to residents: plain, whole, without
// what only workers need.
func (g Guide) Text(today community.Date) string {
	parts := []string{g.Name}
	for _, k := range residentKinds {
		if s, found := g.Section(k); found {
			parts = append(parts, "【"+s.Title()+"】\n"+Show(s.Body))
		}
	}
	parts = append(parts, strings.Join(nonEmpty("来源："+g.Source, g.Note(today), Closing), "\n"))
	return strings.Join(parts, "\n\n")
}

// Summary is what the matter is in one sentence, for lists and inline results.
func (g Guide) Summary() string {
	s, _ := g.Section(What)
	first, _, found := strings.Cut(Show(s.Body), "。")
	if found {
		first += "。"
	}
	return strings.ReplaceAll(clip(first, maxBrief), "\n", " ")
}

// maxBrief is how many characters of a section a card shows.
const maxBrief = 70

// brief is a section in one line: the papers by name, else the first line.
func (g Guide) brief(k SectionKind) string {
	s, found := g.Section(k)
	if !found {
		return ""
	}
	list := items(s.Body)
	if len(list) == 0 {
		return ""
	}
	if k == Bring {
		return papers(list)
	}
	text := strings.TrimPrefix(list[0], "窗口：")
	if at := strings.LastIndex(text, "（"); at > 0 && strings.HasSuffix(Show(text), Unfilled+"）") {
		text = text[:at]
	}
	return clip(Show(text), maxBrief)
}

// papers names what to bring, as many as fit.
func papers(list []string) string {
	var b strings.Builder
	for i, item := range list {
		name, _, _ := strings.Cut(Show(item), "：")
		if i > 0 && len([]rune(b.String()))+len([]rune(name)) > maxBrief {
			return b.String() + " 等"
		}
		if i > 0 {
			b.WriteString("；")
		}
		b.WriteString(clip(name, maxBrief))
	}
	return b.String()
}

func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" && s != "来源：" {
			out = append(out, s)
		}
	}
	return out
}

// TypeName is what people call a type: 平安型.
func TypeName(t community.CommunityType) string {
	for name, code := range typeNames {
		if code == t {
			return name + "型"
		}
	}
	return ""
}
