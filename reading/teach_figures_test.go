package reading

import (
	"slices"

	"gridmate/community"
	"gridmate/reading/weigh"
)

// figures finds the roles of the quantities, and what is said without a number,
// that explain the line's figures with the fewest changes to what the rules
// say. It teaches them and returns the facts.
func (u *teacher) figures(l labelled, d *doc, group []*clause, shown *sink) *facts {
	ruleFacts := d.byRules(l.Kind, group)
	quants := live(group)
	rules := make([]string, len(quants))
	for i, q := range quants {
		rules[i] = q.role
	}
	x := &explanation{l: l, d: d, group: group, quants: quants, rules: rules, roles: rolesOf[community.Kind(sharing(l.Kind))]}
	for i, s := range ruleFacts.unnumbered() {
		x.said[i] = *s.hit != nil
		x.ruleSaid[i] = x.said[i]
	}
	x.shown = shown.keys
	if !x.search() {
		u.unexplained++
		for i, q := range quants {
			q.role = rules[i]
		}
		return d.sum(l.Kind, group)
	}
	u.roles(l, d, group, rules)
	f := d.sum(l.Kind, group)
	if sharing(l.Kind) == "patrol" {
		for i, s := range f.unnumbered() {
			u.example(l, shown, headSaid(s.what), yes(x.ruleSaid[i]), map[string]float64{yes(x.said[i]): 1})
			s.set(x.said[i], group)
		}
	}
	return f
}

// roles teaches the roles that the quantities have now.
func (u *teacher) roles(l labelled, d *doc, group []*clause, rules []string) {
	n := 0
	d.eachQuantity(group, func(w window) string {
		shown := &sink{names: map[uint64]string{}}
		w.features(shown)
		shown.each()
		rule := rules[n]
		if rule == "none" {
			rule = ""
		}
		role := w.q.role
		if role == "none" {
			role = ""
		}
		u.example(l, shown, headRole(l.Kind), rule, shares(role, nil))
		n++
		return w.q.role
	})
}

// explanation looks for roles that give a line's figures.
type explanation struct {
	l        labelled
	d        *doc
	group    []*clause
	quants   []*quantity
	rules    []string
	roles    []string
	said     [3]bool
	ruleSaid [3]bool
	shown    []uint64 // what the group shows
}

// search tries the rules' roles, then every change of one and of two things,
// and keeps what explains the figures with the least cost.
func (x *explanation) search() bool {
	best, bestRoles, bestSaid := -1, []string(nil), x.said
	try := func(changes int) {
		if c := x.cost(changes); c >= 0 && (best < 0 || c < best) {
			best, bestRoles, bestSaid = c, x.current(), x.said
		}
	}
	try(0)
	if best != 0 {
		x.each(func(from int) {
			try(1)
			x.eachFrom(from+1, func(int) { try(2) })
		})
	}
	if best < 0 {
		return false
	}
	for i, q := range x.quants {
		q.role = bestRoles[i]
	}
	x.said = bestSaid
	return true
}

func (x *explanation) current() []string {
	list := make([]string, len(x.quants))
	for i, q := range x.quants {
		list[i] = q.role
	}
	return list
}

func (x *explanation) each(visit func(at int)) { x.eachFrom(0, visit) }

// eachFrom changes one thing after another, from the quantity or saying at.
func (x *explanation) eachFrom(from int, visit func(at int)) {
	for i := from; i < len(x.quants); i++ {
		for _, role := range x.roles {
			if role == nothing {
				role = ""
			}
			if role != x.rules[i] {
				x.quants[i].role = role
				visit(i)
			}
		}
		x.quants[i].role = x.rules[i]
	}
	if sharing(x.l.Kind) != "patrol" {
		return
	}
	for i := max(from-len(x.quants), 0); i < len(x.said); i++ {
		x.said[i] = !x.said[i]
		visit(len(x.quants) + i)
		x.said[i] = !x.said[i]
	}
}

// cost is -1 if a figure is wrong. In the first round it counts the changes to
// what the rules say, in the second how unlikely the first finds it all; and in
// both how many figures are only also right.
func (x *explanation) cost(changes int) int {
	also := x.misfit()
	switch {
	case also < 0:
		return -1
	case x.d.weights == nil:
		return also + 10*changes
	}
	return also*weigh.Scale + x.loss()
}

// loss is how far the roles and what is said are behind the likeliest.
func (x *explanation) loss() int {
	sum, n := 0, 0
	x.d.eachQuantity(x.group, func(w window) string {
		role := w.q.role
		sum += x.d.weighRole(x.l.Kind, w).lossOf(role)
		n++
		return role
	})
	if sharing(x.l.Kind) == "patrol" {
		shown := x.d.weights.AppendScores(nil, x.shown)
		for i, what := range []string{saidClear, saidFinding, saidFixed} {
			sum += x.d.decide(headSaid(what), shown, yes(x.ruleSaid[i])).lossOf(yes(x.said[i]))
		}
	}
	return sum
}

// lossOf is how far a class is behind the likeliest.
func (v verdict) lossOf(class string) int {
	if class == "" || class == "none" {
		class = nothing
	}
	for _, o := range v {
		if o.class == class {
			return o.loss
		}
	}
	return doubt
}

// misfit is how many figures are only also right, -1 if one is wrong.
func (x *explanation) misfit() int {
	f := x.d.sum(x.l.Kind, x.group)
	for i, s := range f.unnumbered() {
		s.set(x.said[i], x.group)
	}
	b := &builder{doc: x.d, group: x.group, facts: f, draft: Draft{Kind: x.l.Kind, Spans: map[string][]Span{}}}
	b.counts(x.l.Kind)
	b.materials()
	if x.l.Outcome == "success" {
		b.draft.Outcome = community.OutcomeSuccess
	}
	b.resolve()
	sum := 0
	for _, c := range []struct {
		field     string
		want, got *int
	}{
		{"found", x.l.Found, b.draft.Found}, {"fixed", x.l.Fixed, b.draft.Fixed}, {"visited", x.l.Visited, b.draft.Visited},
		{"participants", x.l.People, b.draft.Participants}, {"handbooks", x.l.Prints, b.draft.Handbooks},
		{"cases", x.l.Cases, b.draft.Cases}, {"resolved", x.l.Resolved, b.draft.Resolved}, {"amount", x.l.Amount, b.draft.Amount},
	} {
		switch {
		case equal(c.want, c.got):
		case x.l.allows(c.field, c.got):
			sum++
		case c.field == "fixed" && x.l.Found != nil && *x.l.Found == 0 && (c.got == nil || *c.got == 0):
		default:
			return -1
		}
	}
	return sum
}

func equal(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

func (l labelled) allows(field string, got *int) bool {
	return slices.ContainsFunc(l.Alt[field], func(v any) bool {
		n, isNumber := v.(float64)
		return got == nil && v == nil || got != nil && isNumber && int(n) == *got
	})
}
