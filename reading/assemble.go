package reading

import (
	"strings"

	"gridmate/community"
)

// assemble makes a draft of one group of clauses.
func (d *doc) assemble(kind community.Kind, why *hit, group []*clause, masked string) Draft {
	b := &builder{doc: d, group: group, facts: d.collect(kind, group)}
	b.draft = Draft{Kind: kind, Spans: map[string][]Span{}}
	b.mark("kind", why)
	b.dates()
	b.places()
	b.counts(kind)
	b.materials()
	best, second := d.categoryOf(kind, group, b.facts)
	b.draft.Category = best.category
	b.mark("category", best.first)
	if second.first != nil && second.points*10 > best.points*8 {
		b.unsure("category", string(second.category))
	}
	b.outcome(kind)
	b.deadline()
	b.draft.Text = b.part(masked)
	return b.draft
}

// builder collects a draft.
type builder struct {
	doc   *doc
	group []*clause
	facts *facts
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

// dates takes the first date that belongs to the report.
func (b *builder) dates() {
	for _, c := range b.group {
		for k := range c.dates {
			if e := &c.dates[k]; e.role == roleReport && (!e.day.IsZero() || b.opens(c, e)) {
				b.takeDate(e)
				return
			}
		}
	}
}

// opens reports whether a part of the day without a day says when it was:
// 下午巡查…, not 每天早上 or 晚上太黑.
func (b *builder) opens(c *clause, e *dateExpr) bool {
	d := b.doc
	if hasAnySuffix(d.text[:e.span.start], "一", "每", "每天", "天天", "经常", "老是", "半", "整", "总", "到", "的", "一到", "有时", "时", "这", "个") != "" {
		return false
	}
	if b.draft.Kind == community.KindIssue || b.draft.Kind == community.KindDispute {
		return e.span.start == b.bounds().start || d.claimed[e.span.start-1]
	}
	return e.span.start-c.start <= 12
}

func (b *builder) takeDate(e *dateExpr) {
	b.draft.PartOfDay = e.part
	b.draft.DateExpr = b.doc.text[e.span.start:e.span.end]
	b.markSpan("date", e.span)
	switch {
	case !e.day.IsZero():
		b.draft.Date, b.draft.DateEnd = e.day, e.end
	case e.hour > b.doc.hour:
		b.draft.partOnly = true
		b.draft.Date = b.doc.today.Add(-1)
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
		if h := c.find(layerPlace, "place"); h != nil && b.draft.Place == "" {
			b.draft.Place = b.doc.text[h.start:h.end]
			b.mark("place", h)
		}
	}
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
	var h *hit
	switch kind {
	case community.KindEvent:
		b.draft.Outcome = community.OutcomeDone
	case community.KindDispute:
		b.draft.Outcome, h = b.doc.disputeOutcome(b.group, b.facts)
		b.draft.Agreement, _ = b.doc.agreementOf(b.group)
		b.resolve()
	default:
		b.draft.Outcome, h = b.doc.outcomeOf(kind, b.group, b.facts, b.draft.Found, b.draft.Fixed)
	}
	b.mark("outcome", h)
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

// deadline takes the first limit of the group.
func (b *builder) deadline() {
	base := b.draft.Date
	if base.IsZero() {
		base = b.doc.today
	}
	for k := range b.doc.dates {
		if e := &b.doc.dates[k]; e.role == roleDeadline && b.covers(e.span) {
			b.draft.Deadline = e.forward
			b.markSpan("deadline", e.span)
			return
		}
	}
	for _, e := range b.doc.limits {
		if b.covers(e.span) {
			b.draft.Deadline = e.day(base)
			b.markSpan("deadline", e.span)
			return
		}
	}
}
