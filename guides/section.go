package guides

import "slices"

// SectionKind says what a section of a guide tells.
type SectionKind string

// The kinds of sections, in the order of a guide.
const (
	What      SectionKind = "what"
	Who       SectionKind = "who"
	Bring     SectionKind = "bring"
	Steps     SectionKind = "steps"
	Where     SectionKind = "where"
	Time      SectionKind = "time"
	Fee       SectionKind = "fee"
	Outcome   SectionKind = "result"
	Basis     SectionKind = "basis"
	Hotline   SectionKind = "hotline"
	Questions SectionKind = "questions"
	Related   SectionKind = "related"
)

// Section is one part of a guide. Body is plain text: paragraphs, and lists
// whose items start with "- " or "1. ".
type Section struct {
	Kind SectionKind
	Body string
}

// sectionTitles are the kinds with their headings: the one we write first,
// then what else is understood in an import.
var sectionTitles = []struct {
	kind   SectionKind
	titles []string
}{
	{What, []string{"是什么", "事项说明", "简介"}},
	{Who, []string{"谁能办", "申请条件", "办理对象", "适用对象"}},
	{Bring, []string{"带什么", "要带什么", "申请材料", "所需材料", "材料"}},
	{Steps, []string{"怎么办", "办理流程", "流程"}},
	{Where, []string{"去哪办", "办理地点", "地点"}},
	{Time, []string{"多久", "办理时限", "时限"}},
	{Fee, []string{"收费", "收费标准", "费用"}},
	{Outcome, []string{"办理结果", "结果"}},
	{Basis, []string{"依据", "办理依据", "政策依据"}},
	{Hotline, []string{"咨询电话", "热线", "电话"}},
	{Questions, []string{"常见问题", "问答"}},
	{Related, []string{"相关事项", "相关"}},
}

// Kinds lists the kinds of sections in the order of a guide.
func Kinds() []SectionKind {
	out := make([]SectionKind, len(sectionTitles))
	for i, s := range sectionTitles {
		out[i] = s.kind
	}
	return out
}

// Title is the heading that people read.
func (k SectionKind) Title() string {
	for _, s := range sectionTitles {
		if s.kind == k {
			return s.titles[0]
		}
	}
	return string(k)
}

// Title is the heading that people read.
func (s Section) Title() string { return s.Kind.Title() }

// kindOf reads a heading: a title or a kind's own code.
func kindOf(heading string) (SectionKind, bool) {
	for _, s := range sectionTitles {
		if string(s.kind) == heading || slices.Contains(s.titles, heading) {
			return s.kind, true
		}
	}
	return "", false
}

// ordered sorts sections into the order of Kinds and drops empty ones.
func ordered(list []Section) []Section {
	list = slices.DeleteFunc(list, func(s Section) bool { return s.Body == "" })
	if len(list) == 0 {
		return nil
	}
	order := Kinds()
	slices.SortStableFunc(list, func(a, b Section) int {
		return slices.Index(order, a.Kind) - slices.Index(order, b.Kind)
	})
	return list
}
