package reading

import (
	"strings"

	"gridmate/community"
)

// assemble makes a draft of one group of clauses.
func (d *doc) assemble(kind community.Kind, why *hit, group []*clause, masked string) Draft {
	b := &builder{doc: d, group: group, shown: d.look(group)}
	b.draft = Draft{Kind: kind, Spans: map[string][]Span{}}
	b.settle(kind)
	b.mark("kind", why)
	b.dates()
	b.places()
	b.counts(kind)
	b.materials()
	b.category(kind)
	b.outcome(kind)
	b.draft.Text = b.part(masked)
	return b.draft
}

// builder collects a draft.
type builder struct {
	doc   *doc
	group []*clause
	facts *facts
	shown []int32 // the scores of what the group shows
	came  string  // the class of the outcome of a patrol or issue
	draft Draft
}

func (b *builder) mark(field string, h *hit) {
	if h != nil {
		b.markSpan(field, h.span)
	}
}

func (b *builder) markSpan(field string, s span) {
	b.draft.Spans[field] = append(b.draft.Spans[field], b.doc.runes(s))
}

func (b *builder) unsure(field string, alternatives ...string) {
	b.draft.Unsure = append(b.draft.Unsure, Guess{field, alternatives})
}

// doubt shows a field as a guess when there are rivals.
func (b *builder) doubt(field string, rivals []string) {
	if len(rivals) > 0 {
		b.unsure(field, rivals...)
	}
}

// bounds is the stretch of text that the group covers.
func (b *builder) bounds() span {
	if len(b.group) == 0 {
		return span{}
	}
	return span{b.group[0].start, b.group[len(b.group)-1].end}
}

func (b *builder) covers(s span) bool {
	g := b.bounds()
	return s.start >= g.start && s.end <= g.end
}

// part cuts the group's stretch out of the masked text, rune for rune.
func (b *builder) part(masked string) string {
	s := b.doc.runes(b.bounds())
	if s.Start == 0 && b.bounds().end == len(b.doc.text) {
		return masked
	}
	return string([]rune(masked)[s.Start:s.End])
}

// dates takes the first date that belongs to the report, and the first that
// sets a limit.
func (b *builder) dates() {
	var report, limit *dateExpr
	for _, c := range b.group {
		for k := range c.dates {
			e := &c.dates[k]
			switch b.doc.weighDate(b.draft.Kind, c, e) {
			case dateReport:
				if report == nil {
					report = e
				}
			case dateLimit:
				if limit == nil {
					limit = e
				}
			}
		}
	}
	if report != nil {
		b.takeDate(report)
	}
	b.deadline(limit)
}

func (b *builder) takeDate(e *dateExpr) {
	b.draft.PartOfDay = e.part
	b.draft.DateExpr = b.doc.text[e.span.start:e.span.end]
	b.markSpan("date", e.span)
	switch {
	case e.day != 0:
		b.draft.Date, b.draft.DateEnd = e.day, e.end
	case e.hour > b.doc.hour:
		b.draft.partOnly = true
		b.draft.Date = b.doc.today - 1
		b.unsure("date", b.doc.today.String())
	default:
		b.draft.partOnly = true
		b.draft.Date = b.doc.today
	}
}

func (b *builder) places() {
	seen := map[string]bool{}
	for _, g := range b.doc.grids {
		if !b.covers(g.span) {
			continue
		}
		for _, n := range g.names {
			if !seen[n] {
				seen[n] = true
				b.draft.Grids = append(b.draft.Grids, n)
			}
		}
		b.markSpan("grid", g.span)
	}
	var names []string
	seen = map[string]bool{}
	for _, g := range b.doc.builds {
		if !b.covers(g.span) {
			continue
		}
		for _, n := range g.names {
			if !seen[n] {
				seen[n] = true
				names = append(names, n)
			}
		}
		b.markSpan("building", g.span)
	}
	b.draft.Building = strings.Join(names, ",")
	for _, c := range b.group {
		if s, ok := b.doc.placeIn(c); ok {
			b.draft.Place = b.doc.text[s.start:s.end]
			b.markSpan("place", s)
			return
		}
	}
}

// placeIn returns the first place of a clause: 二单元 with its number, but not
// 社区 that something was reported to.
func (d *doc) placeIn(c *clause) (span, bool) {
	for i := range c.hits[layerPlace] {
		h := &c.hits[layerPlace][i]
		before := d.text[c.start:h.start]
		if h.tag != "place" || hasAnySuffix(before, "报", "报给", "上报到", "报到", "转", "转给", "交", "交给", "移交给", "反映给", "联系", "通知", "告诉") != "" {
			continue
		}
		if d.text[h.start:h.end] != "单元" {
			return h.span, true
		}
		if number := strings.TrimRight(before, numerals); len(number) < len(before) {
			return span{c.start + len(number), h.end}, true
		}
	}
	return span{}, false
}

func (b *builder) figure(field string, f *figure) *int {
	if f == nil {
		return nil
	}
	for _, s := range f.spans {
		b.markSpan(field, s)
	}
	v := f.value
	return &v
}

// counts fills the figures of the kind.
func (b *builder) counts(kind community.Kind) {
	f := b.facts
	switch kind {
	case community.KindPatrol, community.KindIssue:
		b.draft.Found, b.draft.Fixed = b.findings()
		if kind == community.KindIssue && b.draft.Found == nil {
			one := 1 // somebody's problem is one problem
			b.draft.Found = &one
		}
		b.draft.Visited = b.figure("visited", f.visited)
		b.draft.Participants = b.figure("participants", f.people)
	case community.KindEvent:
		b.draft.Visited = b.figure("visited", f.visited)
		b.draft.Participants = b.figure("participants", f.people)
	case community.KindDispute:
		b.draft.Cases = b.figure("cases", f.cases)
		b.draft.Resolved = b.figure("resolved", f.resolved)
		b.draft.People = b.figure("people", f.persons)
		b.amount()
	}
}

// findings settles found and fixed from numbers and words.
func (b *builder) findings() (found, fixed *int) {
	f := b.facts
	found, fixed = b.figure("found", f.found), b.figure("fixed", f.fixed)
	if found == nil && fixed != nil {
		n := *fixed
		for _, more := range []*figure{f.open, f.reported} {
			if more != nil {
				n += more.value
			}
		}
		found = &n
		b.unsure("found", "")
	}
	if found == nil && (f.open != nil || f.reported != nil) {
		n := 0
		for _, more := range []*figure{f.open, f.reported} {
			if more != nil {
				n += more.value
			}
		}
		found = &n
	}
	if found == nil && f.clear != nil && f.finding == nil {
		zero := 0
		b.mark("found", f.clear)
		return &zero, nil
	}
	if found == nil && f.finding != nil {
		one := 1
		found = &one
		b.mark("found", f.finding)
		b.unsure("found", "")
	}
	if fixed == nil && f.allFixed != nil && (found == nil || *found > 0) {
		fixed = b.allFixed(found)
	}
	if found != nil && fixed != nil && *fixed > *found {
		*found = *fixed
	}
	return found, fixed
}

// allFixed reads 已整改 without a number: everything that is not left over.
func (b *builder) allFixed(found *int) *int {
	n := 1
	if found != nil {
		n = *found
	}
	for _, left := range []*figure{b.facts.open, b.facts.reported} {
		if left != nil && left.value < n {
			n -= left.value
		}
	}
	b.mark("fixed", b.facts.allFixed)
	return &n
}

// amount takes the largest sum of money.
func (b *builder) amount() {
	var best *quantity
	for k := range b.facts.money {
		if q := &b.facts.money[k]; best == nil || q.value > best.value {
			best = q
		}
	}
	for k := range b.facts.money {
		q := &b.facts.money[k]
		if hasAnySuffix(b.doc.before(q.start, 4), "最后赔了", "赔了", "赔付", "退了", "退还", "给了", "付了", "最后赔", "补了") != "" {
			best = q // what was paid, not what was asked
		}
	}
	if best != nil {
		v := best.value
		b.draft.Amount = &v
		b.markSpan("amount", best.span)
	}
}

// materials lists and adds up printed matter.
func (b *builder) materials() {
	if len(b.facts.prints) == 0 {
		return
	}
	sum := 0
	for _, q := range b.facts.prints {
		sum += q.value
		kind := MaterialKind(q.attr)
		if q.noun != "print" {
			kind = OtherMaterial
		}
		b.draft.Materials = append(b.draft.Materials, Material{Title: b.title(q), Kind: kind, Quantity: q.value, Approximate: q.approx})
		b.markSpan("handbooks", q.span)
	}
	b.draft.Handbooks = &sum
}

// title names printed matter in the message's own words.
func (b *builder) title(q quantity) string {
	if q.title.len() == 0 {
		return ""
	}
	return b.doc.text[q.title.start:q.title.end]
}

func (b *builder) outcome(kind community.Kind) {
	d := b.doc
	switch kind {
	case community.KindEvent:
		b.draft.Outcome = community.OutcomeDone
	case community.KindDispute:
		b.disputeOutcome()
		form := d.agreementOf(b.group)
		b.draft.Agreement = community.Agreement(d.decide(headAgreement, b.shown, string(form)).careful(string(form)))
		b.resolve()
	default:
		b.draft.Outcome = community.Outcome(said(b.came))
		if rule, h := d.outcomeOf(kind, b.group, b.facts, b.draft.Found, b.draft.Fixed); rule == b.draft.Outcome {
			b.mark("outcome", h)
		}
	}
}

// disputeOutcome weighs what came of a dispute. Where it is said how many were
// settled, the figures decide.
func (b *builder) disputeOutcome() {
	rule, h := b.doc.disputeOutcome(b.group, b.facts)
	v := b.doc.decide(headOutcome(community.KindDispute), b.shown, string(rule))
	switch cases, resolved := b.draft.Cases, b.draft.Resolved; {
	case cases == nil || resolved == nil || *resolved == 0:
		b.draft.Outcome = community.Outcome(v.careful(string(rule)))
		if b.draft.Outcome != "" {
			b.doubt("outcome", v.rivals(unsureOutcome))
		}
	case *resolved < *cases:
		b.draft.Outcome = community.OutcomePartial
	default:
		b.draft.Outcome = community.OutcomeSuccess
	}
	if b.draft.Outcome == rule {
		b.mark("outcome", h)
	}
}

// said is the empty string for the class of what is not said.
func said(class string) string {
	if class == nothing {
		return ""
	}
	return class
}

// category weighs the category; a word that the deployment adopted decides.
func (b *builder) category(kind community.Kind) {
	best, second := b.doc.categoryOf(kind, b.group, b.facts)
	b.mark("category", best.first)
	if best.first != nil && best.first.weight >= adoptedWeight {
		b.draft.Category = best.category
		return
	}
	head := headCategory(kind)
	v := b.doc.decide(head, b.shown, string(best.category), b.doc.scratch.clearly(head, best, second))
	if found := b.draft.Found; found != nil && *found > 0 && best.first != nil && best.first.attr == "problem" {
		v = v.without(string(community.General)) // what was found has a name
	}
	b.draft.Category = community.Category(v.best())
	b.doubt("category", v.rivals(unsureCategory))
}

// resolve counts the one dispute of a message as settled when it was.
func (b *builder) resolve() {
	d := &b.draft
	if d.Cases != nil && d.Resolved == nil && d.Outcome == community.OutcomeSuccess {
		n := *d.Cases
		d.Resolved = &n
	}
	if d.Cases == nil && d.Resolved != nil {
		n := *d.Resolved
		d.Cases = &n
	}
}

// deadline takes the day that a date sets as the limit, else a number of days.
func (b *builder) deadline(by *dateExpr) {
	if by != nil {
		b.draft.Deadline = by.forward
		b.markSpan("deadline", by.span)
		return
	}
	base := b.draft.Date
	if base == 0 {
		base = b.doc.today
	}
	for _, e := range b.doc.limits {
		if b.covers(e.span) {
			b.draft.Deadline = e.day(base)
			b.markSpan("deadline", e.span)
			return
		}
	}
}
