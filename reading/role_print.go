package reading

import (
	"strings"
	"unicode/utf8"
)

// handout recognises printed matter and what is handed out but is none.
func (w window) handout(n *hit) string {
	printUnit := w.q.unit == "print"
	if n != nil && n.tag == "print" {
		w.q.title = w.title(n)
	}
	give := w.in(w.left, true, layerVerb, "give")
	switch {
	case !printUnit && w.q.unit != "" && w.q.word != "个" && w.q.word != "余":
		return ""
	case n != nil && n.tag == "print" && (printUnit || w.q.unit == "" && n.end <= w.q.start):
		return "print"
	case n != nil && n.tag == "nonprint" && (printUnit || give != nil):
		return "none"
	case !printUnit:
		return ""
	case w.wrong() != nil && give == nil:
		return ""
	case give != nil:
		return "print"
	case w.carry == "print":
		return "print"
	}
	return ""
}

// title returns the words that name printed matter: 反诈手册, 《居民公约》读本.
func (w window) title(n *hit) span {
	start := n.start
	for runes := 0; runes < 10 && start > w.c.start; runes++ {
		r, size := utf8.DecodeLastRuneInString(w.d.text[:start])
		if !isHan(r) && r != '《' && r != '》' || strings.ContainsRune("发放送赠给了各和及共个的本份张册", r) || w.d.claimed[start-1] || w.d.verbEnds(w.c, start) {
			break
		}
		start -= size
	}
	return span{start, n.end}
}

// verbEnds reports whether a word for handing out ends at byte i.
func (d *doc) verbEnds(c *clause, i int) bool {
	for k := range c.hits[layerVerb] {
		if h := &c.hits[layerVerb][k]; h.end == i && h.tag == "give" {
			return true
		}
	}
	return false
}
