package storage_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"gridmate/community"
	"gridmate/storage"
)

func TestATaskComesBackAsItWasSetWithItsHistoryInTheChain(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	k := community.Task{
		Unit: b.grid, Lead: b.grid, Title: "完善标线", Text: "完善标线", Deadline: today + 7, Source: community.SourceInstruction,
		Partners: []community.Partner{{Unit: b.grid, Name: "1网格"}, {Name: "物业办"}},
	}
	var m community.Matter
	b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
		if m, _, err = tx.AddTask(ctx, k, b.worker, noon); err != nil {
			return err
		}
		m.Percent, m.Measure = 60, "已招标"
		return tx.SaveMatter(ctx, m, nil)
	})
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		list, err := tx.OpenTasks(ctx, []community.UnitID{b.grid})
		if len(list) != 1 || list[0].Percent != 60 || !slices.Equal(list[0].Partners, k.Partners) || list[0].Status != community.Assigned {
			t.Errorf("%+v", list)
		}
		if other, err := tx.OpenTasks(ctx, []community.UnitID{b.grid + 1000}); len(other) != 0 || err != nil {
			t.Errorf("elsewhere: %+v %v", other, err)
		}
		asked, err2 := tx.Instructions(ctx, b.worker.ID)
		if len(asked) != 1 || asked[0].Date != community.DateOf(noon) || !asked[0].ClosedAt.IsZero() {
			t.Errorf("%+v %v", asked, err2)
		}
		events, err2 := tx.Events(ctx, m.Number)
		if len(events) != 1 || events[0].Action != community.Instruct || events[0].Why != "完善标线" {
			t.Errorf("%+v %v", events, err2)
		}
		return err
	})
	if n, err := b.Audit(t.Context()); n != 1 || err != nil {
		t.Errorf("%d events: %v", n, err)
	}
	if d := b.duties(today + 9); len(d) != 1 || d[0].Place != "完善标线" {
		t.Errorf("%+v", d)
	}
}

func TestVisitsAreListedUntilTheyAreTakenBack(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	visits := func(unit community.UnitID, since community.Date) (list []community.VisitNote) {
		b.look(func(ctx context.Context, tx *storage.Tx) (err error) {
			list, err = tx.Visits(ctx, []community.UnitID{unit}, since)
			return err
		})
		return list
	}
	v := community.VisitNote{By: b.worker.ID, Unit: b.grid, Date: today, Text: "电梯停了", At: noon}
	b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
		v, err = tx.AddVisit(ctx, v)
		return err
	})
	if got := visits(b.grid, today); len(got) != 1 || got[0].Text != v.Text || got[0].ID != v.ID || !got[0].At.Equal(noon) {
		t.Errorf("%+v", got)
	}
	if got := slices.Concat(visits(b.grid, today+1), visits(b.grid+1000, today)); len(got) != 0 {
		t.Errorf("later or elsewhere: %+v", got)
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		return tx.WithdrawVisit(ctx, v.ID, noon.Add(time.Hour))
	})
	if got := visits(b.grid, today); len(got) != 0 {
		t.Errorf("taken back: %+v", got)
	}
}
