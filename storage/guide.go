package storage

import (
	"bytes"
	"context"
	"time"

	"gridmate/storage/internal/query"
)

// GuideRow is an imported guide: its text as the importer encoded it.
type GuideRow struct {
	Slug    string
	Body    []byte
	Updated time.Time // when it was stored; not looked at by SaveGuides
}

// SaveGuides adds guides and changes those whose body differs.
func (t *Tx) SaveGuides(ctx context.Context, rows []GuideRow) (Counts, error) {
	stored, err := t.Guides(ctx)
	if err != nil {
		return Counts{}, err
	}
	old := map[string][]byte{}
	for _, g := range stored {
		old[g.Slug] = g.Body
	}
	var n Counts
	for _, r := range rows {
		was, found := old[r.Slug]
		switch {
		case found && bytes.Equal(was, r.Body):
			n.Unchanged++
			continue
		case found:
			n.Changed++
		default:
			n.Added++
		}
		old[r.Slug] = r.Body
		err := t.q.SaveGuide(ctx, query.SaveGuideParams{Slug: r.Slug, Body: body(r.Body), Updated: t.db.now()})
		if err != nil {
			return Counts{}, t.fail("save guide "+r.Slug, err)
		}
	}
	return n, nil
}

// Guides lists the imported guides by slug.
func (t *Tx) Guides(ctx context.Context) ([]GuideRow, error) {
	rows, err := t.q.Guides(ctx)
	if err != nil {
		return nil, t.fail("read guides", err)
	}
	guides := make([]GuideRow, len(rows))
	for i, r := range rows {
		guides[i] = GuideRow{Slug: r.Slug, Body: r.Body, Updated: timeOf(r.Updated)}
	}
	return guides, nil
}
