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
	if best.first == nil {
		return score{category: fallback(kind)}, score{}
	}
	return best, second
}

// points is the weight of one word: longer words say more, the first a little
// more, and what was found counts more than what was looked at.
func (d *doc) points(kind community.Kind, c *clause, h *hit, f *facts, first bool) int {
	p := h.weight*4 + h.len()/3
	if first {
		p += 3
	}
	if kind == community.KindPatrol || kind == community.KindIssue {
		if d.clearIn(c) == nil && (h.attr == "problem" || h.attr == "object" && h.weight > 3 && h.tag != "visit" && h.tag != "floating" && d.findingIn(kind, c) != nil) {
			p += 12
		}
	}
	return p
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

func fallback(kind community.Kind) community.Category {
	switch kind {
	case community.KindDispute:
		return community.Other
	case community.KindEvent:
		return community.Publicity
	}
	return community.General
}
