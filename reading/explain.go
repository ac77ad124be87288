package reading

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Explain tells how a message is read, for people: the clauses and why some
// report nothing, the lexicon's words in each with file and section, the
// figures with their roles, and for every draft which words gave which field.
func (r *Reader) Explain(text string, now time.Time) string {
	out := r.Read(text, now)
	d := r.recognise(normalise(out.Text), now)
	groups := d.group()
	var b strings.Builder
	fmt.Fprintf(&b, "text: %s\n", out.Text)
	for _, m := range out.Masked {
		fmt.Fprintf(&b, "masked: %s at %d–%d\n", m.Kind, m.Span.Start, m.Span.End)
	}
	for _, g := range groups {
		d.collectAs(out, g)
	}
	for k := range d.clauses {
		d.explainClause(&b, &d.clauses[k])
	}
	if len(out.Drafts) == 0 {
		fmt.Fprintf(&b, "none: %s\n", out.Reason)
	}
	for i, draft := range out.Drafts {
		explainDraft(&b, i+1, draft, []rune(out.Text))
	}
	return b.String()
}

// collectAs gives the quantities of a group the roles they have in its draft.
func (d *doc) collectAs(out Reading, group []*clause) {
	if k, _, _ := d.decideKind(group); len(out.Drafts) > 0 {
		d.assign(k, group)
	}
}

func (d *doc) explainClause(b *strings.Builder, c *clause) {
	fmt.Fprintf(b, "clause: %s", d.text[c.start:c.end])
	if c.dead != "" {
		fmt.Fprintf(b, "  (reports nothing: %s)", c.dead)
	}
	b.WriteByte('\n')
	for l, hits := range c.hits {
		for _, h := range hits {
			fmt.Fprintf(b, "  %s.txt [%s] %s\n", layerNames[l], strings.TrimSpace(h.tag+" "+h.attr), d.text[h.start:h.end])
		}
	}
	for _, q := range c.quants {
		fmt.Fprintf(b, "  number %s = %d, unit %q, role %q\n", d.text[q.start:q.end], q.value, q.unit, q.role)
	}
}

func explainDraft(b *strings.Builder, n int, d Draft, text []rune) {
	fmt.Fprintf(b, "draft %d: %s %s %s\n", n, d.Kind, d.Category, d.Outcome)
	fields := make([]string, 0, len(d.Spans))
	for f := range d.Spans {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	for _, f := range fields {
		var words []string
		for _, s := range d.Spans[f] {
			words = append(words, string(text[s.Start:s.End]))
		}
		fmt.Fprintf(b, "  %s: %s\n", f, strings.Join(words, " + "))
	}
	for _, g := range d.Unsure {
		fmt.Fprintf(b, "  unsure: %s, else %q\n", g.Field, g.Alternatives)
	}
}
