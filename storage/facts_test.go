package storage_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gridmate/community"
	"gridmate/storage"
)

// history is a random past: records added, changed and withdrawn, in the
// database and in memory.
type history struct {
	*bundle
	records []community.Record
}

// inHistory runs f after a random past, in a transaction that leaves nothing.
func inHistory(rt *rapid.T, b *bundle, f func(context.Context, *storage.Tx, *history) error) {
	undo := errors.New("undo")
	err := b.InTx(b.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		h, err := drawHistory(ctx, rt, tx, b)
		if err != nil {
			return err
		}
		return cmp.Or(f(ctx, tx, h), undo)
	})
	if !errors.Is(err, undo) {
		rt.Error(err)
	}
}

func drawHistory(ctx context.Context, rt *rapid.T, tx *storage.Tx, b *bundle) (*history, error) {
	h := &history{bundle: b}
	var units []community.UnitID
	for _, u := range tx.Org().Subtree(0) {
		units = append(units, u.ID)
	}
	for range rapid.IntRange(0, 20).Draw(rt, "records") {
		r, err := tx.AddRecord(ctx, drawRecord(rt, units, b.worker.ID))
		if err != nil {
			return nil, err
		}
		h.records = append(h.records, r)
	}
	return h, h.correct(ctx, tx, rt, units)
}

// correct changes some records as people do, and withdraws some.
func (h *history) correct(ctx context.Context, tx *storage.Tx, rt *rapid.T, units []community.UnitID) error {
	for i := range h.records {
		r := &h.records[i]
		switch rapid.IntRange(0, 3).Draw(rt, "correction") {
		case 0:
			r.Withdrawn = drawTime(rt, "withdrawn")
		case 1:
			fresh := drawRecord(rt, units, r.Reporter)
			fresh.Number, fresh.Kind, fresh.Category, fresh.Created = r.Number, r.Kind, r.Category, r.Created
			if r.Kind != community.KindDispute && r.Kind != community.KindIssue {
				fresh.ClosedAt = r.Created
			}
			fresh.Ledger = r.Ledger
			*r = fresh
		default:
			continue
		}
		if err := tx.SaveRecord(ctx, *r, nil); err != nil {
			return err
		}
		stored, err := tx.Record(ctx, r.Number)
		if err != nil {
			return err
		}
		*r = stored
	}
	return nil
}

func drawRecord(rt *rapid.T, units []community.UnitID, reporter community.PersonID) community.Record {
	kind := rapid.SampledFrom(community.Kinds()).Draw(rt, "kind")
	r := community.Record{
		Kind: kind, Category: rapid.SampledFrom(community.Categories(kind)).Draw(rt, "category"),
		Unit: rapid.SampledFrom(units).Draw(rt, "unit"), Date: today - community.Date(rapid.IntRange(0, 20).Draw(rt, "age")),
		Created: drawTime(rt, "created"), Building: rapid.SampledFrom([]string{"", "3号楼"}).Draw(rt, "building"),
		Place: rapid.SampledFrom([]string{"", "二楼楼道"}).Draw(rt, "place"), Deadline: today, Message: 1, Chat: 1,
	}
	if rapid.Bool().Draw(rt, "reported by the worker") {
		r.Reporter = reporter
	}
	for _, n := range []**int{&r.Found, &r.Visited, &r.Participants, &r.Handbooks} {
		*n = drawCount(rt)
	}
	r.Status = community.Mediating
	if kind == community.KindDispute {
		r.Cases = drawCount(rt)
		r.Status = rapid.SampledFrom([]community.Status{community.Registered, community.Success, community.Failure}).Draw(rt, "status")
	}
	if kind == community.KindPatrol || kind == community.KindEvent {
		r.ClosedAt = r.Created
	} else if rapid.Bool().Draw(rt, "closed") {
		r.ClosedAt = drawTime(rt, "closed at")
	}
	return r
}

func drawCount(rt *rapid.T) *int {
	n := rapid.IntRange(-1, 9).Draw(rt, "count")
	if n < 0 {
		return nil
	}
	return &n
}

func drawTime(rt *rapid.T, name string) time.Time {
	return noon.Add(-time.Duration(rapid.IntRange(0, 20*24).Draw(rt, name)) * time.Hour)
}

func TestFiguresEqualARecount(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	rapid.Check(t, func(rt *rapid.T) {
		from := today - community.Date(rapid.IntRange(0, 20).Draw(rt, "from"))
		span := community.Span{From: from, To: from + community.Date(rapid.IntRange(-1, 20).Draw(rt, "days"))}
		since, until := drawTime(rt, "since"), drawTime(rt, "until")
		inHistory(rt, b, func(ctx context.Context, tx *storage.Tx, h *history) error {
			return errors.Join(
				h.checkFacts(ctx, rt, tx, span),
				h.checkLate(ctx, rt, tx, since, until, from),
				h.checkItems(ctx, rt, tx, span.To, since),
			)
		})
	})
}

func (h *history) checkFacts(ctx context.Context, rt *rapid.T, tx *storage.Tx, span community.Span) error {
	var got, want []community.Fact
	err := tx.Facts(ctx, span, func(f community.Fact) error { got = append(got, f); return nil })
	for _, r := range h.records {
		if r.Withdrawn.IsZero() && span.Has(r.Date) {
			want = append(want, community.Fact{Date: r.Date, Unit: r.Unit, Tally: r.Tally()})
		}
	}
	compare(rt, "facts", want, got, compareFacts)
	return err
}

func (h *history) checkLate(ctx context.Context, rt *rapid.T, tx *storage.Tx, from, to time.Time, before community.Date) error {
	var got, want []community.Fact
	err := tx.Late(ctx, from, to, before, func(f community.Fact) error { got = append(got, f); return nil })
	for _, r := range h.records {
		if r.Withdrawn.IsZero() && r.Date < before && !r.Created.Before(from) && r.Created.Before(to) {
			want = append(want, community.Fact{Date: r.Date, Unit: r.Unit, Tally: r.Tally()})
		}
	}
	compare(rt, "late", want, got, compareFacts)
	return err
}

func (h *history) checkItems(ctx context.Context, rt *rapid.T, tx *storage.Tx, until community.Date, since time.Time) error {
	var got, want []community.Number
	err := tx.Items(ctx, until, since, func(i community.Item) error {
		got = append(got, i.Number)
		return h.checkItem(i)
	})
	for _, r := range h.records {
		tracked := r.Kind == community.KindDispute || r.Kind == community.KindIssue
		if tracked && r.Withdrawn.IsZero() && r.Date <= until && (r.ClosedAt.IsZero() || !r.ClosedAt.Before(since)) {
			want = append(want, r.Number)
		}
	}
	compare(rt, "items", want, got, cmp.Compare[community.Number])
	return err
}

func (h *history) checkItem(i community.Item) error {
	r := h.records[i.Number-1]
	want := community.Item{
		Number: r.Number, Kind: r.Kind, Unit: r.Unit, Category: r.Category, Date: r.Date, Deadline: r.Deadline,
		Status: r.Status, Reporter: r.Reporter, ClosedAt: r.ClosedAt,
		Place: map[string]string{"": r.Place, "3号楼": "3号楼 二楼楼道"}[r.Building],
	}
	if r.Building != "" && r.Place == "" {
		want.Place = r.Building
	}
	if r.Reporter != 0 {
		want.Owner = h.worker.Name
	}
	if r.ClosedAt.IsZero() {
		want.Open = 1
		if r.Kind == community.KindDispute && r.Cases != nil {
			want.Open = *r.Cases
		}
	}
	if diff := gocmp.Diff(want, i); diff != "" {
		return errors.New(diff)
	}
	return nil
}

func compareFacts(a, b community.Fact) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Tally, b.Tally))
}

func compare[T any](rt *rapid.T, what string, want, got []T, order func(a, b T) int) {
	slices.SortFunc(want, order)
	slices.SortFunc(got, order)
	if diff := gocmp.Diff(want, got); diff != "" {
		rt.Errorf("%s: %s", what, diff)
	}
}

func TestAnErrorFromVisitEndsTheReading(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	for range 3 {
		b.add(b.patrol())
		b.add(b.valid(community.Record{Kind: community.KindIssue}))
	}
	boom := errors.New("boom")
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		visits := 0
		fact := func(community.Fact) error { visits++; return boom }
		for name, err := range map[string]error{
			"facts":   tx.Facts(ctx, community.Span{From: today, To: today}, fact),
			"late":    tx.Late(ctx, noon, noon.Add(1e9), today+1, fact),
			"items":   tx.Items(ctx, today, noon, func(community.Item) error { visits++; return boom }),
			"records": tx.EachRecord(ctx, community.Filter{}, func(community.Record) error { visits++; return boom }),
		} {
			if !errors.Is(err, boom) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if visits != 4 {
			t.Errorf("%d visits, want one each", visits)
		}
		return nil
	})
}
