package reading

import (
	"gridmate/community"
)

// assign decides what each quantity counts and returns the choices there were.
func (d *doc) assign(kind community.Kind, group []*clause) []choice {
	var choices []choice
	d.eachQuantity(group, func(w window) string {
		v := d.weighRole(kind, w)
		role := said(v.best())
		choices = append(choices, choice{quantity: w.q, options: v})
		return role
	})
	return choices
}

// eachQuantity visits the quantities of the live clauses and gives each the
// role that comes back; the one before is carried to the next.
func (d *doc) eachQuantity(group []*clause, role func(window) string) {
	carry, n := "", 0
	all := live(group)
	top := largest(all)
	for i, c := range group {
		if c.dead != "" {
			continue
		}
		for k := range c.quants {
			w := d.window(c, k)
			w.carry, w.all, w.at, w.top = carry, all, n, top
			if i > 0 && k == 0 {
				w.before = group[i-1]
			}
			if i < len(group)-1 && w.last {
				w.after = group[i+1]
			}
			w.q.role = role(w)
			carry = w.q.role
			n++
		}
	}
}

// live returns the quantities of the clauses that count.
func live(group []*clause) []*quantity {
	var all []*quantity
	for _, c := range group {
		for k := range c.quants {
			if c.dead == "" {
				all = append(all, &c.quants[k])
			}
		}
	}
	return all
}

// sum adds up the quantities by their roles.
func (d *doc) sum(kind community.Kind, group []*clause) *facts {
	f := &facts{}
	for _, c := range group {
		if c.dead != "" {
			continue
		}
		for k := range c.quants {
			f.take(&c.quants[k])
		}
		d.unnumbered(kind, c, f)
	}
	f.total(d, group)
	return f
}

func (d *doc) window(c *clause, k int) window {
	w := window{d: d, c: c, q: &c.quants[k], left: span{c.start, c.quants[k].start}, right: span{min(c.quants[k].end, c.end), c.end}, last: k == len(c.quants)-1}
	if k > 0 {
		w.left.start = c.quants[k-1].end
	}
	if !w.last {
		w.right.end = c.quants[k+1].start
	}
	return w
}

func (f *facts) take(q *quantity) {
	switch q.role {
	case "found":
		f.found, f.last = f.found.add(*q), q
	case "fixed":
		f.fixed = f.fixed.add(*q)
	case "both":
		f.found, f.fixed = f.found.add(*q), f.fixed.add(*q)
	case "open":
		f.open = f.open.add(*q)
	case "reported":
		f.reported = f.reported.add(*q)
	case "visited", "visited+":
		f.visited = f.visited.add(*q)
	case "people", "people+":
		f.people = f.people.add(*q)
	case "persons":
		f.persons = f.persons.add(*q)
	case "cases":
		f.cases = f.cases.add(*q)
	case "resolved":
		f.resolved = f.resolved.add(*q)
	case "print":
		f.prints = append(f.prints, *q)
	case "money":
		f.money = append(f.money, *q)
	}
}

// proposal is the role of a quantity by the rules.
func (w window) proposal(kind community.Kind) string {
	switch w.q.unit {
	case "other":
		return ""
	case "money":
		return "money"
	}
	n := w.noun()
	if n != nil {
		w.q.noun, w.q.attr = n.tag, n.attr
	}
	if r := w.handout(n); r != "" {
		return r
	}
	switch {
	case w.q.unit == "people", w.q.unit == "thing" && w.q.word == "个" && n != nil && n.tag == "people" && (n.start >= w.q.end && n.start-w.q.end <= 15 || kind == community.KindEvent && w.q.start-n.end <= 6):
		return w.peopleRole(kind)
	case w.q.unit == "house":
		return w.houseRole(kind)
	}
	if kind == community.KindDispute {
		return w.caseRole()
	}
	if w.q.unit == "" {
		return w.bareRole(kind, n)
	}
	return w.thingRole(kind, n)
}
