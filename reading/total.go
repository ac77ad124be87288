package reading

import (
	"strings"
)

// total settles figures that depend on one another.
func (f *facts) total(d *doc, group []*clause) {
	f.found = settleFound(f.found, group)
	f.visited = settleVisited(f.visited, group)
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

// settleVisited keeps what is counted first (households when people are counted
// beside them) and what adds to it.
func settleVisited(f *figure, group []*clause) *figure {
	if f == nil || len(f.spans) < 2 {
		return f
	}
	var first *quantity
	sum := &figure{}
	eachRole(group, "visited", func(q *quantity) {
		if first == nil {
			first, sum = q, sum.add(*q)
		}
	})
	eachRole(group, "visited+", func(q *quantity) { sum = sum.add(*q) })
	return sum
}

// settlePeople takes the stated total, else the largest figure and what adds to
// it.
func settlePeople(d *doc, f *figure, group []*clause) *figure {
	if f == nil || len(f.spans) < 2 {
		return f
	}
	var best, total *quantity
	eachRole(group, "people", func(q *quantity) {
		if total == nil && hasAnySuffix(d.text[:q.start], "共", "共计", "合计", "总计", "累计", "一共", "共有") != "" {
			total = q
		}
		if best == nil || q.value > best.value {
			best = q
		}
	})
	if total != nil {
		return (*figure)(nil).add(*total)
	}
	sum := &figure{}
	if best != nil {
		sum = sum.add(*best)
	}
	eachRole(group, "people+", func(q *quantity) { sum = sum.add(*q) })
	return sum
}

// eachRole visits the quantities that have a role.
func eachRole(group []*clause, role string, visit func(*quantity)) {
	for _, c := range group {
		for k := range c.quants {
			if q := &c.quants[k]; q.role == role {
				visit(q)
			}
		}
	}
}

// siblings reports whether a count stands side by side with the one before:
// 残疾人5户、低保8户.
func (w window) siblings() bool {
	if w.at == 0 || w.all[w.at-1].unit != w.q.unit {
		return false
	}
	gap := w.d.text[w.all[w.at-1].end:w.q.start]
	return len(gap) < 60 && (strings.Contains(gap, "、") || strings.Contains(gap, "和")) && !strings.ContainsAny(gap, ",.;。\n")
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
