package reading

import (
	"strings"
)

// total settles figures that depend on one another.
func (f *facts) total(d *doc, group []*clause) {
	f.found = settleFound(f.found, group)
	f.visited = settleVisited(d, f.visited, group)
	f.people = settlePeople(d, f.people, group)
	if f.cases != nil && len(f.cases.spans) > 1 {
		f.cases = settleRole(group, "cases")
	}
	if f.cases != nil && f.resolved != nil && f.cases.value < f.resolved.value {
		f.cases.value = f.resolved.value
	}
}

// settleFound keeps a total when its parts follow: 隐患3处：堆物2处、飞线1处.
func settleFound(f *figure, group []*clause) *figure {
	if f == nil || len(f.spans) < 2 {
		return f
	}
	total, parts := (*quantity)(nil), 0
	for _, c := range group {
		for k := range c.quants {
			q := &c.quants[k]
			if q.role != "found" && q.role != "both" {
				continue
			}
			if total == nil && q.noun == "problem" {
				total = q
				continue
			}
			parts += q.value
		}
	}
	if total != nil && parts <= total.value {
		return &figure{value: total.value, approx: total.approx, spans: []span{total.span}}
	}
	return f
}

// settleVisited keeps the households when people are counted beside them, and
// adds up what is listed side by side.
func settleVisited(d *doc, f *figure, group []*clause) *figure {
	if f == nil || len(f.spans) < 2 {
		return f
	}
	var first *quantity
	sum := &figure{}
	for _, c := range group {
		for k := range c.quants {
			q := &c.quants[k]
			if q.role != "visited" {
				continue
			}
			switch {
			case first == nil:
				first = q
			case q.unit != first.unit || !siblings(d.text[sum.spans[len(sum.spans)-1].end:q.start]):
				continue
			}
			sum = sum.add(*q)
		}
	}
	return sum
}

// siblings reports whether two counts stand side by side: 残疾人5户、低保8户.
func siblings(gap string) bool {
	return len(gap) < 60 && (strings.Contains(gap, "、") || strings.Contains(gap, "和")) && !strings.ContainsAny(gap, ",.;。\n")
}

// settlePeople takes the stated total, else the largest figure.
func settlePeople(d *doc, f *figure, group []*clause) *figure {
	if f == nil || len(f.spans) < 2 {
		return f
	}
	var best *quantity
	for _, c := range group {
		for k := range c.quants {
			q := &c.quants[k]
			if q.role != "people" {
				continue
			}
			if hasAnySuffix(d.text[c.start:q.start], "共", "共计", "合计", "总计", "累计", "一共", "共有") != "" {
				best = q
				return &figure{value: q.value, approx: q.approx, spans: []span{q.span}}
			}
			if best == nil || q.value > best.value {
				best = q
			}
		}
	}
	return &figure{value: best.value, approx: best.approx, spans: []span{best.span}}
}

func settleRole(group []*clause, role string) *figure {
	for _, c := range group {
		for k := range c.quants {
			if q := &c.quants[k]; q.role == role {
				return (*figure)(nil).add(*q)
			}
		}
	}
	return nil
}
