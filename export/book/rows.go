package book

import (
	"context"
	"fmt"
	"strings"

	"gridmate/community"
	"gridmate/export"
)

var patrolColumns = []column{
	{"no", 6, lookNumber}, {"number", 9, lookCentre}, {"date", 12, lookDate}, {"community", 12, lookCentre},
	{"grid", 10, lookCentre}, {"place", 18, lookText}, {"category", 11, lookCentre}, {"found", 8, lookNumber},
	{"fixed", 8, lookNumber}, {"visited", 9, lookNumber}, {"outcome", 11, lookCentre}, {"patrol_text", 42, lookText},
	{"reporter", 11, lookCentre},
}

func (b *book) patrol(ctx context.Context, r community.Record, n int) ([]any, error) {
	name, err := b.person(ctx, r.Reporter)
	return []any{
		n, hash(r), r.Date, b.frame.Village(r), b.frame.Grid(r), export.Place(r), b.category(r),
		r.Found, r.Fixed, r.Visited, b.outcome(r), r.Text, name,
	}, err
}

// patrolTotals are the patrols' own findings; the summary adds those that
// issues state.
func (b *book) patrolTotals() []any {
	sum, issues := b.sum.Totals(), b.findings
	return []any{
		b.text("total"), nil, nil, b.text("patrols", "N", sum.Patrols), nil, nil, nil,
		sum.Found - issues[0], sum.Fixed - issues[1], sum.Visited - issues[2], "", "", "",
	}
}

// issueColumns are those of the official ledger, in its order.
var issueColumns = []column{
	{"no", 6, lookNumber}, {"problem", 40, lookText}, {"category", 11, lookCentre}, {"where", 22, lookText},
	{"measure", 20, lookText}, {"owner_unit", 12, lookCentre}, {"owner", 10, lookCentre}, {"found_at", 12, lookDate},
	{"deadline", 12, lookDate}, {"progress", 18, lookCentre}, {"closed_at", 12, lookDate}, {"closed_by", 10, lookCentre},
}

func (b *book) issue(ctx context.Context, r community.Record, n int) ([]any, error) {
	w, err := b.frame.Work(ctx, b.from, b.texts, r)
	if b.frame.Group && r.Delicate() {
		w = export.Work{}
	}
	where := strings.TrimSpace(b.frame.Village(r) + b.frame.Grid(r) + " " + export.Place(r))
	return []any{
		n, r.Text, b.category(r), where, w.Measure, w.Unit, w.Owner, r.Date,
		r.Deadline, b.progress(r), b.frame.Day(r.ClosedAt), w.Closer,
	}, err
}

func (b *book) progress(r community.Record) string { return b.frame.Progress(b.texts, r) }

func (b *book) issueTotals() []any {
	t := b.sum.Totals().Issues
	line := b.text("issues", "Opened", t.Opened, "Closed", t.Closed, "Open", t.Open, "Overdue", t.Overdue)
	return append([]any{b.text("total"), line}, make([]any, len(issueColumns)-2)...)
}

var disputeColumns = []column{
	{"no", 6, lookNumber}, {"number", 9, lookCentre}, {"registered_at", 12, lookDate}, {"community", 12, lookCentre},
	{"category", 13, lookCentre}, {"source", 10, lookCentre}, {"cases", 7, lookNumber}, {"success", 7, lookNumber},
	{"failed", 8, lookNumber}, {"persons", 8, lookNumber}, {"amount", 11, lookNumber}, {"dispute_text", 36, lookText},
	{"agreement", 10, lookCentre}, {"deadline", 12, lookDate}, {"progress", 16, lookCentre}, {"finished_at", 12, lookDate},
	{"reporter", 10, lookCentre}, {"remark", 12, lookCentre},
}

func (b *book) dispute(ctx context.Context, r community.Record, n int) ([]any, error) {
	name, err := b.person(ctx, r.Reporter)
	c := r.Tally().Counts()
	counts, remark := []any{c.Cases, c.Success, c.Failed, r.Persons, r.Amount}, ""
	if !b.frame.Span.Has(r.Date) { // counted when it was new: its columns add up without it
		counts, remark = make([]any, len(counts)), b.text("carried")
	}
	row := append([]any{n, hash(r), r.Date, b.frame.Village(r), b.category(r), b.word("source", r.Source)}, counts...)
	return append(row, r.Text, b.word("agreement", string(r.Agreement)), r.Deadline, b.progress(r), b.frame.Day(r.ClosedAt), name, remark), err
}

// disputeTotals count the cases that are dated in the period; what was carried
// over counts among those still open only.
func (b *book) disputeTotals() []any {
	t := b.sum.Totals().Disputes
	return []any{
		b.text("total"), nil, nil, nil, nil, nil, t.Registered, t.Success, t.Failed, b.sum.N(export.Persons),
		b.sum.N(export.Amount), b.text("disputes_open", "Open", t.Open), nil, nil, nil, nil, nil, nil,
	}
}

var eventColumns = []column{
	{"no", 6, lookNumber}, {"number", 9, lookCentre}, {"date", 12, lookDate}, {"community", 12, lookCentre},
	{"event_category", 12, lookCentre}, {"type", 11, lookCentre}, {"place", 18, lookText}, {"event_text", 42, lookText},
	{"participants", 10, lookNumber}, {"handbooks", 11, lookNumber}, {"materials", 26, lookText}, {"reporter", 11, lookCentre},
}

func (b *book) event(ctx context.Context, r community.Record, n int) ([]any, error) {
	name, err := b.person(ctx, r.Reporter)
	what := r.Text
	if r.Title != "" && !strings.Contains(r.Text, r.Title) {
		what = r.Title + "：" + r.Text
	}
	return []any{
		n, hash(r), r.Date, b.frame.Village(r), b.category(r), b.word("type", string(r.Type)), export.Place(r), what,
		r.Participants, r.Handbooks, b.materials(r.Materials), name,
	}, err
}

func (b *book) eventTotals() []any {
	t := b.sum.Totals()
	return []any{b.text("total"), nil, nil, b.text("events", "N", t.Events), nil, nil, nil, nil, t.Participants, t.Handbooks, "", ""}
}

func (b *book) materials(all []community.Material) string {
	lines := make([]string, len(all))
	for i, m := range all {
		id := "material"
		if m.Approximate {
			id = "material_about"
		}
		lines[i] = b.text(id, "Title", m.Title, "N", m.Quantity)
	}
	return strings.Join(lines, "\n")
}

func (b *book) category(r community.Record) string {
	if b.frame.Group && r.Delicate() {
		return ""
	}
	return export.Category(b.texts, r.Kind, r.Category)
}

func (b *book) outcome(r community.Record) string { return b.word("outcome", string(r.Outcome)) }

func (b *book) word(list, code string) string { return export.Word(b.texts, list, code) }

func hash(r community.Record) string { return fmt.Sprintf("#%d", r.Number) }
