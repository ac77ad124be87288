package storage_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"gridmate/community"
	"gridmate/jobs"
	"gridmate/storage"
)

// One tick's transaction is what jobs work on.
var _ jobs.Tx = (*storage.Tx)(nil)

func TestDutiesAreWhatIsOpenAndDueWithItsCourse(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	issue := func(deadline community.Date) community.Record {
		return b.add(b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire, Building: "3号楼", Deadline: deadline}))
	}
	first, second := issue(today+1), issue(today)
	issue(today + 9)
	b.add(b.patrol())
	done := b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire, Outcome: community.OutcomeFixed})
	b.add(done)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		top, _ := tx.Org().ByCode("JT")
		m := community.Matter{Record: second, Course: community.Course{Owner: b.worker.ID, OwnerUnit: b.grid, Desk: top.ID}}
		return tx.SaveMatter(ctx, m, nil)
	})
	acknowledge := func(want bool) {
		t.Helper()
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			got, err := tx.Acknowledge(ctx, first.Number, first.Deadline, b.worker.ID, noon)
			if got != want {
				t.Errorf("acknowledged %v", got)
			}
			return err
		})
	}
	acknowledge(true)
	acknowledge(false)
	duties := b.duties(today + 5)
	if len(duties) != 2 || duties[0].Number != first.Number || !duties[0].Acknowledged || duties[0].Assignee != 0 || duties[0].Place != "3号楼" {
		t.Fatalf("%+v", duties)
	}
	if d := duties[1]; d.Assignee != b.worker.ID || d.AssignedUnit != b.grid || d.Desk == 0 || d.Acknowledged || d.Owner != b.worker.Name {
		t.Errorf("%+v", d)
	}
	first.Deadline++
	b.do(func(ctx context.Context, tx *storage.Tx) error { return tx.SaveRecord(ctx, first, nil) })
	if d := b.duties(today + 5)[0]; d.Acknowledged {
		t.Errorf("a moved deadline is still acknowledged: %+v", d)
	}
}

func TestAnAcknowledgementEndsWhenTheWorkIsGivenToSomebodyElse(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r := b.add(b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire, Deadline: today + 1}))
	acknowledge := func(at time.Time, want bool) {
		t.Helper()
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			got, err := tx.Acknowledge(ctx, r.Number, r.Deadline, b.worker.ID, at)
			if got != want {
				t.Errorf("acknowledged %v", got)
			}
			return err
		})
		if d := b.duties(today + 1); !d[0].Acknowledged {
			t.Errorf("%+v", d)
		}
	}
	acknowledge(noon, true)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		return tx.AddEvents(ctx, []community.Event{{Number: r.Number, Action: community.Assign, At: noon.Add(time.Hour), To: r.Status}})
	})
	if d := b.duties(today + 1); d[0].Acknowledged {
		t.Errorf("%+v", d)
	}
	acknowledge(noon.Add(2*time.Hour), true)
	acknowledge(noon.Add(3*time.Hour), false)
}

func (b *bundle) duties(until community.Date) (duties []community.Duty) {
	b.t.Helper()
	b.look(func(ctx context.Context, tx *storage.Tx) (err error) {
		duties, err = tx.Duties(ctx, until)
		return err
	})
	slices.SortFunc(duties, func(a, b community.Duty) int { return int(a.Number - b.Number) })
	return duties
}

func TestLeavesLastUntilTheyAreOverOrDropped(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	leave := community.Leave{Person: b.worker.ID, StandIn: b.worker.ID, Days: community.Span{From: today, To: today + 2}}
	leaves := func(since community.Date, want ...community.Leave) {
		t.Helper()
		b.look(func(ctx context.Context, tx *storage.Tx) error {
			got, err := tx.Leaves(ctx, since)
			if !slices.Equal(got, want) {
				t.Errorf("since %s: %v", since, got)
			}
			return err
		})
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error { return tx.AddLeave(ctx, leave) })
	leaves(today, leave)
	leaves(today+2, leave)
	leaves(today + 3)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		n, err := tx.DropLeaves(ctx, b.worker.ID, today)
		if n != 1 {
			t.Errorf("%d dropped", n)
		}
		return err
	})
	leaves(today)
}

func TestImportedHolidaysCountBeforePublishedOnes(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	day := community.CalendarDay{Date: community.NewDate(2026, 10, 8), Kind: community.Holiday, Name: "示例", Source: "示例"}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		for _, want := range []storage.Counts{{Added: 1}, {Unchanged: 1}} {
			if n, err := tx.SaveCalendarDays(ctx, []community.CalendarDay{day}); err != nil || n != want {
				t.Errorf("%+v, want %+v: %v", n, want, err)
			}
		}
		c, err := tx.Calendar(ctx)
		if c.Workday(day.Date) || c.Workday(day.Date-1) || !c.Workday(day.Date+1) {
			t.Error("the calendar has not both")
		}
		return err
	})
}

func TestWhatIsToBeReviewedIsADutyUntilItIsDone(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	done := b.add(b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire, Outcome: community.OutcomeFixed}))
	save := func(review community.Date) {
		t.Helper()
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			return tx.SaveMatter(ctx, community.Matter{Record: done, Course: community.Course{Fixer: b.worker.ID, Review: review}}, nil)
		})
	}
	save(today + 3)
	if duties := b.duties(today + 2); len(duties) != 0 {
		t.Errorf("too early: %+v", duties)
	}
	duties := b.duties(today + 3)
	if len(duties) != 1 || duties[0].Review != today+3 || duties[0].Assignee != b.worker.ID || duties[0].Number != done.Number {
		t.Errorf("%+v", duties)
	}
	save(0)
	if duties := b.duties(today + 3); len(duties) != 0 {
		t.Errorf("it is done: %+v", duties)
	}
}

func TestWorkOfAUnitIsTheirsWhoeverDoesIt(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r := b.add(b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire}))
	var other community.UnitID
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		u, _ := tx.Org().ByCode("JT")
		other = u.ID
		return tx.SaveMatter(ctx, community.Matter{Record: r, Course: community.Course{OwnerUnit: other}}, nil)
	})
	for name, c := range map[string]struct {
		units []community.UnitID
		want  int
	}{"no unit": {nil, 0}, "another one": {[]community.UnitID{b.grid}, 0}, "the unit": {[]community.UnitID{b.grid, other}, 1}} {
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			got, err := tx.Owned(ctx, b.worker.ID, c.units)
			if len(got) != c.want {
				t.Errorf("%s: %d records", name, len(got))
			}
			return err
		})
	}
}

func TestPushesAreCountedByDayAndRememberTheLastNews(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	const room = 77
	pushed := func(day community.Date) (p community.Pushed) {
		t.Helper()
		b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
			p, err = tx.Pushed(ctx, room, day)
			return err
		})
		return p
	}
	for _, news := range []time.Time{{}, noon, {}} {
		b.do(func(ctx context.Context, tx *storage.Tx) error { return tx.CountPush(ctx, room, today, news, false) })
	}
	if p := pushed(today); p.N != 3 || !p.Last.Equal(noon) {
		t.Errorf("%+v", p)
	}
	if p := pushed(today + 1); p != (community.Pushed{}) {
		t.Errorf("the next day: %+v", p)
	}
	if n, err := b.PrunePushes(t.Context(), noon); n != 0 || err != nil || pushed(today).N != 3 {
		t.Errorf("of today %d are gone: %v", n, err)
	}
	if n, err := b.PrunePushes(t.Context(), noon.Add(24*time.Hour)); n != 1 || err != nil || pushed(today).N != 0 {
		t.Errorf("a day later: %d %v", n, err)
	}
}

func TestNewsAreTakenOnceInTheirOrder(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	r := b.add(b.patrol())
	lines := []community.News{
		{Chat: 77, Person: b.worker.ID, Number: r.Number, Urgent: true, Line: "one", Since: noon},
		{Chat: 78, Person: b.worker.ID, Line: "other", Since: noon},
		{Chat: 77, Person: b.worker.ID, Line: "two", Since: noon},
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		for _, n := range lines {
			if err := tx.AddNews(ctx, n); err != nil {
				return err
			}
		}
		all, err := tx.NewsAll(ctx)
		if err != nil || len(all) != 3 {
			t.Errorf("%+v %v", all, err)
		}
		got, err := tx.TakeNews(ctx, 77)
		if err != nil || len(got) != 2 || got[0].Line != "one" || !got[0].Urgent || got[0].Number != r.Number || got[1].Line != "two" {
			t.Errorf("%+v %v", got, err)
		}
		if again, err := tx.TakeNews(ctx, 77); err != nil || len(again) != 0 {
			t.Errorf("taken twice: %+v %v", again, err)
		}
		return nil
	})
}
