package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
	"gridmate/storage"
)

func TestARecordComesBackAsItWas(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	full := community.Record{
		Kind: community.KindEvent, Unit: b.grid, Grids: "1,2", Building: "3号楼", Place: "二楼楼道", Date: today - 1,
		DateEnd: today, Part: "am", Category: community.Health, Type: community.Happy, Outcome: community.OutcomeDone,
		Status: community.Recorded, Found: number(1), Fixed: number(2), Visited: number(3), Participants: number(4),
		Handbooks: number(0), Cases: number(5), Resolved: number(6), Persons: number(7), Amount: number(8),
		Agreement: community.Oral,
		Materials: []community.Material{
			{Title: "反诈手册", Kind: "handbook", Quantity: 50, Approximate: true}, {Title: "连心卡", Kind: "card", Quantity: 20},
		},
		Title: "义诊", Source: "patrol", Level: community.LevelMajor, Ledger: 3, Deadline: today + 7, From: 1,
		Reporter: b.worker.ID, Via: community.ViaForm, Text: "义诊一场 'quoted' \"x\"", Chat: -5, Message: 6,
		Created: noon, ClosedAt: noon.Add(time.Minute), Withdrawn: noon.Add(time.Hour),
	}
	b.add(b.patrol())
	stored := b.add(full)
	full.Number = stored.Number
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		got, err := tx.Record(ctx, full.Number)
		if diff := cmp.Diff(full, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
	bare := community.Record{Kind: community.KindPatrol, Unit: b.grid, Created: noon}
	bare.Number = b.add(bare).Number
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		got, err := tx.Record(ctx, bare.Number)
		if diff := cmp.Diff(bare, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

func TestAChangedRecordKeepsItsHistory(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r := b.valid(community.Record{
		Kind: community.KindEvent, Category: community.Health,
		Materials: []community.Material{{Title: "a", Quantity: 1}, {Title: "b", Quantity: 2}},
	})
	r = b.add(r)
	r.Materials, r.Participants, r.Created = r.Materials[1:], number(9), noon.Add(time.Hour)
	change := community.Change{Number: r.Number, Field: "Participants", To: "9", By: b.worker.ID, At: noon, Why: "edit"}
	for range 2 {
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			return tx.SaveRecord(ctx, r, []community.Change{change})
		})
	}
	r.Created = noon
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		got, err := tx.Record(ctx, r.Number)
		if diff := cmp.Diff(r, got); diff != "" {
			t.Errorf("the record, except for when it was created: %s", diff)
		}
		changes, err2 := tx.Changes(ctx, r.Number)
		if diff := cmp.Diff([]community.Change{change, change}, changes); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, err2)
	})
}

func TestUnknownRecordsAreRefused(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Record(ctx, 77)
		for _, err := range []error{err, tx.SaveRecord(ctx, community.Record{Number: 77, Unit: b.grid}, nil)} {
			if r, ok := community.Refusal(err); !ok || r.Key != "record_unknown" {
				t.Errorf("got %v", err)
			}
		}
		return nil
	})
}

func TestIssuesAreNumberedInTheirCommunityAndYear(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	var other, street community.UnitID
	b.look(func(_ context.Context, tx *storage.Tx) error {
		other, street = parentOf(tx, "BH-02"), parentOf(tx, "DF")
		return nil
	})
	issue := func(unit community.UnitID, day community.Date) community.Record {
		return b.add(b.valid(community.Record{Kind: community.KindIssue, Unit: unit, Date: day}))
	}
	newYear := community.NewDate(2026, 1, 1)
	for i, c := range []struct {
		unit community.UnitID
		day  community.Date
		want int
	}{
		{b.grid, today, 1}, {other, today, 2}, {street, today, 1}, {b.grid, newYear - 1, 1}, {b.grid, newYear, 3},
	} {
		if got := issue(c.unit, c.day).Ledger; got != c.want {
			t.Errorf("issue %d has ledger number %d, want %d", i, got, c.want)
		}
	}
	if p := b.add(b.patrol()); p.Ledger != 0 {
		t.Errorf("a patrol has ledger number %d", p.Ledger)
	}
	moved := issue(b.grid, today) // 4
	for _, c := range []struct {
		name   string
		change func(*community.Record)
		want   int
	}{
		{"another grid", func(r *community.Record) { r.Unit = other }, 4},
		{"another community", func(r *community.Record) { r.Unit = street }, 2},
		{"another year", func(r *community.Record) { r.Date = newYear - 1 }, 1},
	} {
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			c.change(&moved)
			if err := tx.SaveRecord(ctx, moved, nil); err != nil {
				return err
			}
			var err error
			moved, err = tx.Record(ctx, moved.Number)
			if moved.Ledger != c.want {
				t.Errorf("moved to %s: ledger number %d, want %d", c.name, moved.Ledger, c.want)
			}
			return err
		})
	}
}

func TestNumbersGrowOverFailuresAndRestarts(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	first := b.add(b.patrol())
	_ = b.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		if _, err := tx.AddRecord(ctx, b.patrol()); err != nil {
			return err
		}
		return errors.New("no")
	})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again := &bundle{DB: open(t, b.Path()), t: t, grid: b.grid, worker: b.worker}
	if second := again.add(again.patrol()); second.Number != first.Number+1 {
		t.Errorf("number %d after %d", second.Number, first.Number)
	}
}

func TestAttachments(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r, other := b.add(b.patrol()), b.add(b.patrol())
	photo := community.Attachment{Number: r.Number, Message: 5, Album: "al", File: "AgAC"}
	place := community.Attachment{Number: r.Number, Message: 6, Lat: 34.36, Lon: 107.14}
	second := community.Attachment{Number: other.Number, Message: 7, Album: "al", File: "AgAD"}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		var errs []error
		for _, a := range []community.Attachment{photo, place, photo, place, second} {
			errs = append(errs, tx.Attach(ctx, a))
		}
		return errors.Join(errs...)
	})
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		got, err := tx.Attachments(ctx, r.Number)
		if diff := cmp.Diff([]community.Attachment{photo, place}, got); diff != "" {
			t.Error(diff)
		}
		numbers, err2 := tx.AlbumRecords(ctx, "al")
		if diff := cmp.Diff([]community.Number{r.Number, other.Number}, numbers); diff != "" {
			t.Error(diff)
		}
		none, err3 := tx.AlbumRecords(ctx, "")
		if len(none) != 0 {
			t.Errorf("places are an album: %v", none)
		}
		return errors.Join(err, err2, err3)
	})
}

func TestAMessageFindsItsRecords(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	for _, at := range [][2]int{{-5, 8}, {-5, 8}, {-5, 9}, {-6, 8}, {-5, 0}} {
		r := b.patrol()
		r.Chat, r.Message = int64(at[0]), at[1]
		b.add(r)
	}
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		list, err := tx.RecordsOf(ctx, -5, 8)
		if len(list) != 2 || list[0].Number != 1 || list[1].Number != 2 {
			t.Errorf("got %+v", list)
		}
		none, err2 := tx.RecordsOf(ctx, -5, 0)
		if len(none) != 0 {
			t.Errorf("records of no message: %+v", none)
		}
		return errors.Join(err, err2)
	})
}

func TestOldTextIsForgottenAndTheRecordStays(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	old, young := b.patrol(), b.patrol()
	old.Text, old.Created, young.Text = "旧", noon.AddDate(0, 0, -91), "新"
	old, young = b.add(old), b.add(young)
	if n, err := b.PruneTexts(t.Context(), noon.AddDate(0, 0, -90)); n != 1 || err != nil {
		t.Errorf("pruned %d, %v", n, err)
	}
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		a, err := tx.Record(ctx, old.Number)
		c, err2 := tx.Record(ctx, young.Number)
		if a.Text != "" || c.Text != "新" {
			t.Errorf("texts %q and %q", a.Text, c.Text)
		}
		return errors.Join(err, err2)
	})
}

func TestWhatIsSensitiveStaysSoWhenItsTextIsForgotten(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	secret := b.add(b.valid(community.Record{Kind: community.KindDispute, Category: community.MarriageFamily, Text: "一户家暴，正在调解"}))
	plain := b.add(b.valid(community.Record{Kind: community.KindDispute, Category: community.Neighbor, Text: "楼上漏水"}))
	if _, err := b.PruneTexts(t.Context(), noon.AddDate(1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		for n, want := range map[community.Number]bool{secret.Number: true, plain.Number: false} {
			r, err := tx.Record(ctx, n)
			if err != nil || r.Text != "" || r.Delicate() != want {
				t.Errorf("#%d: %q, delicate is %v (%v)", n, r.Text, r.Delicate(), err)
			}
		}
		return tx.Items(ctx, secret.Date, noon, func(i community.Item) error {
			if i.Sensitive != (i.Number == secret.Number) {
				t.Errorf("%+v", i)
			}
			return nil
		})
	})
}
