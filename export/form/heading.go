package form

import (
	"regexp"
	"slices"
	"strings"

	"gridmate/community"
)

// sense is what a heading asks for.
type sense struct {
	field    string
	category community.Category // only what is of it
	kind     community.Kind     // that the heading itself names; "" if it names none
	scale    int                // the unit of an amount: 1, or 10000 for 万元
	year     bool               // since 1 January
}

// lexis is which fields a table can have: those of records, or figures.
type lexis struct {
	fields  map[string]bool
	figures bool
	numbers bool // the heading names a unit of measure
}

// read understands a heading or does not: every character of it has to be
// accounted for, so that 上月发现隐患 is never taken for 发现隐患. parts are its
// levels from the top, kind is what the table is about.
func (v *Vocabulary) read(parts []string, in lexis, kind community.Kind) (sense, bool) {
	whole, leaf := strings.Join(parts, ""), parts[len(parts)-1]
	if s, ok := v.phrase(whole, in, kind); ok {
		return s, true
	}
	if s, ok := v.phrase(leaf, in, kind); ok && s.field == classPrivate {
		return s, true
	}
	if len(parts) == 1 || !v.harmless(strings.Join(parts[:len(parts)-1], "")) {
		return sense{}, false
	}
	return v.phrase(leaf, in, kind)
}

var brackets = regexp.MustCompile(`[(（\[【][^()（）\[\]【】]*[)）\]】]`)

var numbering = regexp.MustCompile(`^\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、．]\s*`)

// phrase understands a text with its brackets as words, else without them if
// they hold units of measure and hints only.
func (v *Vocabulary) phrase(text string, in lexis, kind community.Kind) (sense, bool) {
	text = numbering.ReplaceAllString(text, "")
	inner := brackets.FindAllString(text, -1)
	in.numbers = slices.ContainsFunc(inner, func(b string) bool { return v.aside(b, classUnit) })
	s, ok := v.sentence(fold(text), in, kind)
	if !ok {
		for _, b := range inner {
			if !v.aside(b, classUnit) && !v.aside(b, classNote) {
				return s, false
			}
		}
		s, ok = v.sentence(fold(brackets.ReplaceAllString(text, "")), in, kind)
	}
	if s.scale = 1; strings.Contains(text, "万元") {
		s.scale = 10_000
	}
	return s, ok
}

// aside reports whether brackets hold a word of a class.
func (v *Vocabulary) aside(bracket, class string) bool {
	inner := fold(strings.Trim(bracket, "()（）[]【】 "))
	return slices.ContainsFunc(v.at(inner), func(w Word) bool { return w.Text == inner && w.Field == class })
}

// at lists the words that a folded text may begin with.
func (v *Vocabulary) at(text string) []Word {
	for _, r := range text {
		return v.words[r]
	}
	return nil
}

// maxHeading is how long a heading may be, in bytes, and still be one.
const maxHeading = 120

// sentence finds the best way to cut a folded text into words.
func (v *Vocabulary) sentence(text string, in lexis, kind community.Kind) (sense, bool) {
	if text == "" || len(text) > maxHeading {
		return sense{}, false
	}
	c := cutter{v: v, lexis: in, kind: kind, ends: v.ends(text)}
	if !c.ends[len(text)] {
		return sense{}, false
	}
	c.cut(text, nil, 0)
	return c.best, c.found
}

// cutter tries all ways to cut a text.
type cutter struct {
	v     *Vocabulary
	lexis lexis
	kind  community.Kind
	best  sense
	price int // of the best way
	found bool
	steps int
	ends  []bool // by length: whether so much of the end of the text can be cut into words
}

// maxCuts bounds the work that a hostile heading can cause.
const maxCuts = 200

// ends reports for every length whether the end of a text can be cut into
// words: most texts cannot, and need no more work.
func (v *Vocabulary) ends(text string) []bool {
	ends := make([]bool, len(text)+1)
	ends[0] = true
	for n := 1; n <= len(text); n++ {
		rest := text[len(text)-n:]
		for _, w := range v.at(rest) {
			if len(w.Text) <= n && ends[n-len(w.Text)] && strings.HasPrefix(rest, w.Text) {
				ends[n] = true
				break
			}
		}
	}
	return ends
}

// prices make long words better than short ones, and words that mean something
// better than those that do not.
const (
	priceWord = 2
	priceSkip = 3
	priceSoft = 4
)

func (w Word) price() int {
	switch w.Field {
	case classSkip:
		return priceSkip
	case classSoft:
		return priceSoft
	}
	return priceWord
}

func (c *cutter) cut(rest string, words []Word, price int) {
	if c.steps++; c.steps > maxCuts || c.found && price >= c.price {
		return
	}
	if rest == "" {
		if s, ok := c.judge(words); ok {
			c.best, c.price, c.found = s, price, true
		}
		return
	}
	for _, w := range c.v.at(rest) {
		if strings.HasPrefix(rest, w.Text) && c.ends[len(rest)-len(w.Text)] && !w.aside() {
			c.cut(rest[len(w.Text):], append(words[:len(words):len(words)], w), price+w.price())
		}
	}
}

// judge says what words mean together: one field, or one category, and what
// says nothing beside it.
func (c *cutter) judge(words []Word) (s sense, ok bool) {
	total, blank := false, false
	for _, w := range words {
		category, isCategory := strings.CutPrefix(w.Field, classOf)
		switch {
		case w.Field == classSkip, w.Field == classSoft && !c.lexis.figures:
		case w.Field == classYear && c.lexis.figures:
			s.year = true
		case w.Field == classNoun:
			if s.kind != "" && s.kind != w.Kinds[0] {
				return s, false
			}
			s.kind = w.Kinds[0]
		case w.Field == classSum:
			total = true
		case isCategory:
			if s.category != "" {
				return s, false
			}
			s.category = community.Category(category)
		case w.Field == classBlank: // 巡查人签字
			blank = true
		case s.field != "":
			return s, false
		default:
			s.field = w.Field
		}
	}
	if blank {
		return sense{field: classBlank}, true
	}
	return c.complete(s, words, total)
}

// complete adds the figure that a category or 合计 alone stands for, and checks
// that all words speak of one kind.
func (c *cutter) complete(s sense, words []Word, total bool) (sense, bool) {
	kind := c.kind
	if s.kind != "" {
		kind = s.kind
	}
	if !c.lexis.figures && !belongs(s.kind, c.kind) {
		return s, false
	}
	for _, w := range words {
		if len(w.Kinds) > 0 && w.Field != classNoun && !slices.Contains(w.Kinds, kind) {
			return s, false
		}
	}
	if c.lexis.figures && s.field == "" && (s.category != "" || total) {
		s.field = byDefault[kind]
	}
	if s.category != "" && (!c.lexis.figures || figures[s.field].of == nil) {
		return s, false
	}
	if s.year && figures[s.field].of == nil {
		return s, false
	}
	if _, number := figures[s.field]; c.lexis.numbers && !number && s.field != "cases" {
		return s, false
	}
	return s, s.field == classPrivate || c.lexis.fields[s.field]
}

// belongs reports whether a list of records of a kind can have a column that
// names another: 排查时间 stands in any ledger, 隐患描述 in a list of patrols,
// 纠纷描述 in neither.
func belongs(named, kind community.Kind) bool {
	return named == "" || named == kind || named == community.KindPatrol ||
		named == community.KindIssue && kind == community.KindPatrol
}

// harmless reports whether the upper level of a heading leaves the lower one
// its meaning: it is made of words that say nothing by themselves.
func (v *Vocabulary) harmless(text string) bool {
	text = fold(brackets.ReplaceAllString(text, ""))
	if len(text) > maxHeading {
		return false
	}
	reach := make([]bool, len(text)+1)
	reach[0] = true
	for i := range text {
		if !reach[i] {
			continue
		}
		for _, w := range v.at(text[i:]) {
			mute := w.Field == classSkip || w.Field == classSoft || w.Field == classNoun
			if mute && strings.HasPrefix(text[i:], w.Text) {
				reach[i+len(w.Text)] = true
			}
		}
	}
	return reach[len(text)]
}

// only is the category that a title confines its table to, "" for none.
func (v *Vocabulary) only(title string, kind community.Kind) community.Category {
	title = fold(title)
	for i := range title {
		for _, w := range v.at(title[i:]) {
			c, ok := strings.CutPrefix(w.Field, classOnly)
			if ok && slices.Contains(w.Kinds, kind) && strings.HasPrefix(title[i:], w.Text) {
				return community.Category(c)
			}
		}
	}
	return ""
}

// speaks counts how often a text names a kind, a list or totals: words of a class.
func (v *Vocabulary) speaks(text, class string, kind community.Kind) int {
	text = fold(text)
	n := 0
	for i := range text {
		if slices.ContainsFunc(v.at(text[i:]), func(w Word) bool {
			return w.Field == class && strings.HasPrefix(text[i:], w.Text) && (kind == "" || slices.Contains(w.Kinds, kind))
		}) {
			n++
		}
	}
	return n
}

// aside reports whether a word speaks in brackets or titles only.
func (w Word) aside() bool {
	return w.Field == classNote || w.Field == classUnit || w.Field == classList || w.Field == classTotals || strings.HasPrefix(w.Field, classOnly)
}
