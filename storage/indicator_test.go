package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
	"gridmate/storage"
)

func TestScoresAreKeptWithTheirHistory(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	evidence, _ := community.ParseEvidence("patrol fire >=3", community.CategoryByCode)
	list := []community.Indicator{
		{Type: community.Safe, Item: "消防", Clause: "1", Text: "巡查", Max: 1000, Evidence: evidence},
		{Type: community.Safe, Item: "消防", Clause: "2", Text: "台账", Max: 550},
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.SaveIndicators(ctx, list, false)
		return err
	})
	var got []community.Indicator
	b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
		got, err = tx.Indicators(ctx)
		return err
	})
	list[0].ID, list[1].ID = 1, 2
	if diff := cmp.Diff(list, got); diff != "" {
		t.Error(diff)
	}
	var unit community.UnitID
	want := []community.Score{
		{Indicator: 1, Year: 2026, Stage: community.SelfCheck, Points: 900, Reason: "缺一次", By: b.worker.ID, At: noon},
		{Indicator: 1, Year: 2026, Stage: community.SelfCheck, Points: 1000, By: b.worker.ID, At: noon},
	}
	var record community.Record
	b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
		unit = tx.Org().Children(0)[0].ID
		for i := range want {
			want[i].Unit = unit
			if err := tx.AddScore(ctx, want[i]); err != nil {
				return err
			}
		}
		if err := tx.AddScore(ctx, community.Score{Indicator: 1, Unit: unit, Year: 2025, Stage: community.Verify, By: b.worker.ID, At: noon}); err != nil {
			return err
		}
		record, err = tx.AddRecord(ctx, community.Record{Kind: community.KindPatrol, Category: community.Fire, Unit: unit, Date: today, Created: noon})
		return err
	})
	proof := community.Proof{Indicator: 1, Unit: unit, Year: 2026, Record: record.Number, By: b.worker.ID, At: noon}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		for range 2 {
			if err := tx.AddProof(ctx, proof); err != nil {
				return err
			}
		}
		scores, err := tx.Scores(ctx, unit, 2026)
		if diff := cmp.Diff(want, scores, cmp.Comparer(time.Time.Equal)); diff != "" || err != nil {
			t.Errorf("%s %v", diff, err)
		}
		proofs, err := tx.Proofs(ctx, unit, 2026)
		if diff := cmp.Diff([]community.Proof{proof}, proofs, cmp.Comparer(time.Time.Equal)); diff != "" || err != nil {
			t.Errorf("%s %v", diff, err)
		}
		for _, dropped := range []bool{true, false} {
			if found, err := tx.DropProof(ctx, proof); found != dropped || err != nil {
				t.Errorf("dropped %v, %v", found, err)
			}
		}
		return nil
	})
}
