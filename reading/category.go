package reading

import "gridmate/community"

// score is how strongly the text speaks for a category, with the words.
type score struct {
	category community.Category
	points   int
	first    *hit
}

// categoryOf adds up the words of the kind's lexicon and returns the best two.
func (d *doc) categoryOf(kind community.Kind, group []*clause, f *facts) (best, second score) {
	scores := map[string]*score{}
	order := []*score{}
	l := categoryLayer(kind)
	seen := map[string]bool{}
	for _, c := range group {
		if c.dead != "" && kind != community.KindDispute {
			continue
		}
		for i := range c.hits[l] {
			h := &c.hits[l][i]
			word := d.text[h.start:h.end]
			if seen[word] {
				continue
			}
			seen[word] = true
			s := scores[h.tag]
			if s == nil {
				s = &score{category: community.Category(h.tag), first: h}
				scores[h.tag] = s
				order = append(order, s)
			}
			s.points += d.points(kind, c, h, f, len(seen) == 1)
		}
	}
	for _, s := range order {
		switch {
		case s.points > best.points:
			best, second = *s, best
		case s.points > second.points:
			second = *s
		}
	}
	if best.first == nil || best.points == 0 {
		return score{category: d.fallback(kind, group)}, score{}
	}
	return best, second
}

// clearly names the category by the rules when no other comes near it, and the
// one that comes second when it does.
func (s *sink) clearly(head string, best, second score) uint64 {
	if second.points*2 < best.points {
		return s.tag("sure-", head, "=", string(best.category))
	}
	return s.tag("next-", head, "=", string(second.category))
}

// points is the weight of one word: longer words say more, the first a little
// more, and what was found counts more than what was looked at.
func (d *doc) points(kind community.Kind, c *clause, h *hit, f *facts, first bool) int {
	if h.tag == string(community.Visit) && h.weight < 3 && f.clear != nil {
		return 0 // going from door to door is no visit to people in need
	}
	if d.occasion(c, h) {
		return 0
	}
	p := h.weight*4 + h.len()/3
	if first {
		p += 3
	}
	if hasAnyPrefix(d.text[h.end:c.end], "纠纷", "矛盾", "争议", "的纠纷", "问题", "活动", "培训", "宣传") != "" {
		p += 15 // named as what it is about
	}
	if kind == community.KindPatrol || kind == community.KindIssue {
		if d.clearIn(c) == nil && (h.attr == "problem" || h.weight > 3 && d.isBroken(c, h)) {
			p += 12
		}
	}
	return p
}

// occasion reports whether a feast only says when: 重阳节给老人送米面.
func (d *doc) occasion(c *clause, h *hit) bool {
	return hasAnySuffix(d.text[h.start:h.end], "节", "重阳", "中秋", "端午", "春节", "元旦", "国庆", "六一", "七一") != "" &&
		hasAnyPrefix(d.text[h.end:c.end], "节给", "节为", "节前", "给", "为", "前", "期间", "到来", "将至", "临近", "当天", "慰问", "走访", "送", "看望", "里") != ""
}

// isBroken reports whether h names the thing of the clause that is out of order.
func (d *doc) isBroken(c *clause, h *hit) bool {
	b := d.brokenIn(c)
	if b != nil {
		return b.start <= h.start && h.end <= b.end
	}
	return h.attr == "object" && h.tag != "visit" && h.tag != "floating" && !d.namesProblem(c) && c.find(layerKind, "issue") != nil && c.find(layerKind, "issue").attr == "defect"
}

func (d *doc) namesProblem(c *clause) bool {
	for i := range c.hits[layerPatrol] {
		if c.hits[layerPatrol][i].attr == "problem" {
			return true
		}
	}
	return false
}

func categoryLayer(kind community.Kind) layer {
	switch kind {
	case community.KindDispute:
		return layerDispute
	case community.KindEvent:
		return layerEvent
	}
	return layerPatrol
}

// fallback is the category when no word of the lexicon says one.
func (d *doc) fallback(kind community.Kind, group []*clause) community.Category {
	switch kind {
	case community.KindDispute:
		return community.Other
	case community.KindEvent:
		for _, c := range group {
			if containsAny(d.text[c.start:c.end], "帮", "替", "代", "上门", "服务") {
				return community.Service
			}
		}
		return community.Publicity
	}
	return community.General
}
