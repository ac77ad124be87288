package bulletin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gridmate/community"
	"gridmate/export"
	"gridmate/locale"
)

// Draft makes a bulletin of a frame from its records. It says nothing that no
// record supports: such places carry [待核].
func Draft(ctx context.Context, from export.Source, f export.Frame, h Heading, p locale.Printer) (Bulletin, error) {
	sum := export.NewSum(f)
	err := f.Carry(ctx, from, func(r community.Record) error { sum.Add(r); return nil })
	if err != nil {
		return Bulletin{}, fmt.Errorf("bulletin of %s: %w", f.Unit.Code, err)
	}
	w := &writer{frame: f, sum: sum, p: p}
	w.lead()
	w.patrols()
	w.goals()
	w.disputes()
	w.issues()
	w.examples(h.Examples)
	w.next()
	w.rewrite(h.Said)
	return Bulletin{
		Masthead: w.text("masthead"), Number: w.text("number", "N", h.Number), Topic: w.or(h.Topic, "topic"),
		Issuer: w.or(h.Issuer, "issuer", "Unit", f.Unit.Name), Date: w.date(h.Day),
		Title: w.title(h.Title), Body: w.body,
		Lists: []string{
			w.text("report", "Who", w.or(h.Report, "doubt")),
			w.text("copy", "Who", w.or(h.Copy, "doubt")),
			w.text("publish", "Who", w.or(h.Publish, "doubt")),
		},
		Annex: w.annex(),
	}, nil
}

// writer drafts a bulletin, paragraph by paragraph.
type writer struct {
	frame export.Frame
	sum   *export.Sum
	p     locale.Printer
	body  []Paragraph

	mentioned []export.Key // by the paragraph that is being written
	rated     bool         // and whether it states a rate
}

func (w *writer) text(id string, args ...any) string { return w.p.Text("export.bulletin."+id, args...) }

// or is what somebody said, or else a text.
func (w *writer) or(said, id string, args ...any) string {
	if said = strings.TrimSpace(said); said != "" {
		return said
	}
	return w.text(id, args...)
}

func (w *writer) date(d community.Date) string {
	y, m, day := d.Civil()
	return w.p.Text("export.date", "Year", y, "Month", int(m), "Day", day)
}

// part is a clause with one figure: 巡查15次.
type part struct {
	id  string
	key export.Key
}

// clauses joins the clauses whose figures are not zero; there are none if all
// are.
func (w *writer) clauses(parts ...part) string {
	var said []string
	for _, c := range parts {
		if w.sum.Of(c.key).N != 0 {
			said = append(said, w.text("part."+c.id, "N", w.figure(c.key)))
		}
	}
	return strings.Join(said, w.text("comma"))
}

// figure says a figure and notes that the annex has to lead to its records.
func (w *writer) figure(k export.Key) string {
	if !slices.Contains(w.mentioned, k) {
		w.mentioned = append(w.mentioned, k)
	}
	return w.number(w.sum.Of(k))
}

// add ends a paragraph that is opened by so many runs.
func (w *writer) add(id string, head int, runs []Run) *Paragraph {
	w.body = append(w.body, Paragraph{ID: id, Runs: runs, head: head, figures: w.mentioned, rated: w.rated})
	w.mentioned, w.rated = nil, false
	return &w.body[len(w.body)-1]
}

// kinds names the categories that have a share in a figure, the largest first.
func (w *writer) kinds(kind community.Kind, code export.Code, id string) string {
	var parts []string
	for _, c := range w.largest(kind, code) {
		parts = append(parts, w.text("kind."+id, "Kind", export.Category(w.p, kind, c), "N", w.figure(export.Key{Code: code, Category: c})))
	}
	return strings.Join(parts, w.text("pause"))
}

// section opens 一是…四是… with a bold sentence. What no record supports is
// said to be so.
func (w *writer) section(id string, sentences ...string) {
	w.add(id, 2, w.finish(w.opening(id), sentences, "none"))
}

func (w *writer) opening(id string) []Run {
	return []Run{{Text: w.text("section." + id + ".order")}, {Text: w.text("section." + id + ".opening"), Look: Opening}}
}

// finish adds sentences to a paragraph, or the words for none of them.
func (w *writer) finish(runs []Run, sentences []string, none string) []Run {
	said := false
	for _, s := range sentences {
		if s != "" {
			runs, said = append(runs, Run{Text: s + w.text("stop")}), true
		}
	}
	if !said {
		runs = append(runs, Run{Text: w.text(none)}, Run{Text: w.text("doubt"), Look: Doubt})
	}
	return runs
}
