package reading

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"gridmate/community"
	"gridmate/reading/weigh"
)

// Explain tells how a message is read, for people: the clauses and why some
// report nothing, the lexicon's words in each with file and section, the
// figures with their roles, and for every draft which words gave which field
// and what weighed most for kind, category and outcome.
func (r *Reader) Explain(text string, now time.Time) string {
	out := r.Read(text, now)
	d := r.recognise(normalise(out.Text), now)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", out.Text)
	for _, m := range out.Masked {
		fmt.Fprintf(&b, "masked: %s at %d–%d\n", m.Kind, m.Span.Start, m.Span.End)
	}
	groups, drafts := d.group(), 0
	var reasons []string
	for _, g := range groups {
		if k, _, _ := d.decideKind(g); k == community.KindNone {
			reasons = append(reasons, d.votes(headKind, string(k), g))
		} else if drafts < len(out.Drafts) {
			d.assign(k, g)
			reasons = append(reasons, d.explainDraft(drafts+1, out.Drafts[drafts], g, []rune(out.Text)))
			drafts++
		}
	}
	for k := range d.clauses {
		d.explainClause(&b, &d.clauses[k])
	}
	if len(out.Drafts) == 0 {
		fmt.Fprintf(&b, "nothing reported %s\n", out.Reason)
	}
	b.WriteString(strings.Join(reasons, ""))
	return b.String()
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

func (d *doc) explainDraft(n int, draft Draft, group []*clause, text []rune) string {
	var b strings.Builder
	fmt.Fprintf(&b, "draft %d: %s %s %s\n", n, draft.Kind, draft.Category, draft.Outcome)
	fields := make([]string, 0, len(draft.Spans))
	for f := range draft.Spans {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	for _, f := range fields {
		var words []string
		for _, s := range draft.Spans[f] {
			words = append(words, string(text[s.Start:s.End]))
		}
		fmt.Fprintf(&b, "  %s: %s\n", f, strings.Join(words, " + "))
	}
	b.WriteString(d.votes(headKind, string(draft.Kind), group))
	b.WriteString(d.votes(headCategory(draft.Kind), string(draft.Category), group))
	b.WriteString(d.votes(headOutcome(draft.Kind), cmp.Or(string(draft.Outcome), nothing), group))
	for _, g := range draft.Unsure {
		fmt.Fprintf(&b, "  unsure: %s, else %q\n", g.Field, g.Alternatives)
	}
	return b.String()
}

// mostVotes is how many of what speaks for a class are named.
const mostVotes = 6

// votes names what weighed most for a class of a decision, in natural-log
// units: runs of characters in quotes, sections of the lexicon by file. What the
// rules say comes on top.
func (d *doc) votes(head, class string, group []*clause) string {
	h := d.weights.Head(head)
	if len(h.Names) == 0 {
		return ""
	}
	type vote struct {
		name   string
		weight int
	}
	var list []vote
	shown := sink{names: map[uint64]string{}}
	for _, k := range d.features(&shown, group) {
		if w := d.weights.Weight(h, k, class); w > 0 {
			list = append(list, vote{quoted(shown.names[k]), w})
		}
	}
	slices.SortStableFunc(list, func(a, b vote) int { return b.weight - a.weight })
	var parts []string
	for _, v := range list[:min(len(list), mostVotes)] {
		parts = append(parts, fmt.Sprintf("%s +%.1f", v.name, float64(v.weight)/weigh.Scale))
	}
	return fmt.Sprintf("  weighed %s=%s: %s\n", head, class, strings.Join(parts, ", "))
}

func quoted(name string) string {
	if tag, ok := strings.CutPrefix(name, "#"); ok {
		return tag
	}
	return "“" + name + "”"
}
