package storage_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

func TestImportsCanBeRepeated(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	people := []storage.PersonRow{person(1, community.RoleGrid, b.grid), person(2, community.RoleLead, 0)}
	guides := []storage.GuideRow{{Slug: "dibao", Body: []byte("低保")}}
	run := func(units []storage.UnitRow) (counts [3]storage.Counts) {
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			var errs [3]error
			counts[0], errs[0] = tx.SaveUnits(ctx, units)
			counts[1], errs[1] = tx.SavePeople(ctx, people)
			counts[2], errs[2] = tx.SaveGuides(ctx, guides)
			return errors.Join(errs[:]...)
		})
		return counts
	}
	want := [3]storage.Counts{{Unchanged: 5}, {Added: 1, Unchanged: 1}, {Added: 1}}
	if got := run(smallCity()); got != want {
		t.Errorf("first %+v, want %+v", got, want)
	}
	before := b.number("SELECT org + people FROM counter")
	want = [3]storage.Counts{{Unchanged: 5}, {Unchanged: 2}, {Unchanged: 1}}
	if got := run(smallCity()); got != want {
		t.Errorf("again %+v, want %+v", got, want)
	}
	if after := b.number("SELECT org + people FROM counter"); after != before {
		t.Error("repeating made everybody read again")
	}
	units := smallCity()
	units[0].Name, people[0].Name, guides[0].Body = "第一网格", "张三", []byte("最低生活保障")
	units = append(units, unit("DF-01", community.Grid, "1网格", "df"))
	want = [3]storage.Counts{{Added: 1, Changed: 1, Unchanged: 4}, {Changed: 1, Unchanged: 1}, {Changed: 1}}
	if got := run(units); got != want {
		t.Errorf("changed %+v, want %+v", got, want)
	}
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		u, _ := tx.Org().ByCode("bh-01")
		p, _, err := tx.PersonByUser(ctx, 1)
		if u.Name != "第一网格" || p.Name != "张三" || u.ID != b.grid {
			t.Errorf("unit %+v, person %+v", u, p)
		}
		if u, found := tx.Org().ByCode("DF-01"); !found || !tx.Org().Within(u.ID, parentOf(tx, "DF")) {
			t.Error("the new unit is not below its parent")
		}
		return err
	})
}

func parentOf(tx *storage.Tx, code string) community.UnitID {
	u, _ := tx.Org().ByCode(code)
	return u.ID
}

func TestUnitsThatFitNowhereAreRefused(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	for name, c := range map[string]struct {
		row  storage.UnitRow
		want error
	}{
		"an unknown parent":          {unit("X", community.Grid, "x", "NO"), community.NotFound},
		"a parent of the same level": {unit("X", community.Grid, "x", "BH-01"), community.Invalid},
		"no level":                   {unit("X", "", "x", "BH"), community.Invalid},
		"no code":                    {unit(" ", community.Grid, "x", "BH"), community.Invalid},
	} {
		err := b.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			_, err := tx.SaveUnits(ctx, []storage.UnitRow{unit("NEW", community.Grid, "新", "BH"), c.row})
			return err
		})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	b.look(func(_ context.Context, tx *storage.Tx) error {
		if _, found := tx.Org().ByCode("NEW"); found {
			t.Error("half an import stayed")
		}
		return nil
	})
}

func TestPeopleChangeWithTheTransactionThatChangesThem(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	grant := community.Grant{Role: community.RoleLead, Unit: b.grid}
	boom := errors.New("boom")
	err := b.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		p, err := tx.SavePerson(ctx, community.Person{User: 9, Name: "李四", Language: "en", Chat: 9})
		if err != nil {
			return err
		}
		admin := community.Grant{Role: community.RoleAdmin}
		if err := errors.Join(tx.Grant(ctx, p.ID, grant), tx.Grant(ctx, p.ID, admin), tx.Grant(ctx, p.ID, grant)); err != nil {
			return err
		}
		got, found, err := tx.PersonByUser(ctx, 9)
		if err != nil || !found || !slices.Equal(got.Grants, []community.Grant{grant, admin}) || got.Language != "en" {
			t.Errorf("within: %+v, %v, %v", got, found, err)
		}
		b.look(func(ctx context.Context, tx *storage.Tx) error {
			if _, found, _ := tx.PersonByUser(ctx, 9); found {
				t.Error("others see what is not committed")
			}
			return nil
		})
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		if _, found, _ := tx.PersonByUser(ctx, 9); found {
			t.Error("what was rolled back is known")
		}
		if _, err := tx.Person(ctx, 99); !errors.Is(err, community.NotFound) {
			t.Errorf("nobody: %v", err)
		}
		return nil
	})
}

func TestAReaderThatBeganBeforeAChangeDoesNotSeeIt(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		b.do(func(ctx context.Context, tx *storage.Tx) error {
			_, err := tx.SavePerson(ctx, community.Person{User: 9})
			return err
		})
		if _, found, _ := tx.PersonByUser(ctx, 9); found {
			t.Error("the change is seen")
		}
		return nil
	})
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		if _, found, _ := tx.PersonByUser(ctx, 9); !found {
			t.Error("the change is not seen afterwards")
		}
		return nil
	})
}

func TestRevokedRolesAreGone(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	revoke := func(ctx context.Context, tx *storage.Tx) error {
		return tx.Revoke(ctx, b.worker.ID, b.worker.Grants[0])
	}
	b.do(revoke)
	b.do(revoke)
	again := open(t, b.Path())
	err := again.View(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		p, found, err := tx.PersonByUser(ctx, 1)
		if !found || p.Known() {
			t.Errorf("found %v, %+v", found, p)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAnInvitationIsForOneAndForAWhile(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	inv := community.Invitation{
		Grant: community.Grant{Role: community.RoleGrid, Unit: b.grid}, By: b.worker.ID, Expires: noon.Add(time.Hour),
	}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		return errors.Join(tx.AddInvitation(ctx, "one", inv), tx.AddInvitation(ctx, "two", inv))
	})
	take := func(hash string, at time.Time) (community.Invitation, error) {
		var got community.Invitation
		err := b.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) (err error) {
			got, err = tx.TakeInvitation(ctx, hash, 5, at)
			return err
		})
		return got, err
	}
	got, err := take("one", noon)
	if err != nil || got != inv {
		t.Errorf("got %+v, %v, want %+v", got, err, inv)
	}
	for name, c := range map[string]struct {
		hash string
		at   time.Time
		key  string
	}{
		"a second use":      {"one", noon, "invite_used"},
		"after its time":    {"two", inv.Expires, "invite_expired"},
		"an invented one":   {"three", noon, "invite_unknown"},
		"its payload empty": {"", noon, "invite_unknown"},
	} {
		_, err := take(c.hash, c.at)
		if r, ok := community.Refusal(err); !ok || r.Key != c.key {
			t.Errorf("%s: got %v, want %s", name, err, c.key)
		}
	}
}

func TestAnInvitationTakenInVainIsNotUsedUp(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	inv := community.Invitation{Grant: community.Grant{Role: community.RoleGrid, Unit: b.grid}, Expires: noon.Add(time.Hour)}
	b.do(func(ctx context.Context, tx *storage.Tx) error { return tx.AddInvitation(ctx, "one", inv) })
	b.accept(1, 2)
	var taken int64 // by the update that took it last
	b.work(func(ctx context.Context, tx *storage.Tx, u chat.Raw) ([]chat.Reply, error) {
		if _, err := tx.TakeInvitation(ctx, "one", u.UpdateID, noon); err != nil {
			return nil, err
		}
		taken = u.UpdateID
		if u.UpdateID == 1 {
			return nil, errors.New("no")
		}
		return nil, nil
	})
	if taken != 2 {
		t.Errorf("taken by update %d, want the failed one undone and the second to have it", taken)
	}
}

func TestGroupsAndSchedules(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	g := community.Group{Chat: -7, Topic: 5, Unit: b.grid, Title: "滨河群", Schedule: community.DefaultSchedule(), Since: noon}
	private := community.Schedule{Day: 17 * 60, Week: community.Off, Month: 0, Silent: true}
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		if s, err := tx.Schedule(ctx, 1); err != nil || s != community.DefaultSchedule() {
			t.Errorf("unset: %+v, %v", s, err)
		}
		return errors.Join(tx.SaveGroup(ctx, g), tx.SaveSchedule(ctx, 1, private))
	})
	g.Schedule = g.Schedule.With(community.Day, 9*60)
	b.do(func(ctx context.Context, tx *storage.Tx) error { return tx.SaveGroup(ctx, g) })
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		got, found, err := tx.Group(ctx, -7)
		if err != nil || !found || got != g {
			t.Errorf("got %+v, %v, %v, want %+v", got, found, err, g)
		}
		if _, found, err := tx.Group(ctx, -8); found || err != nil {
			t.Errorf("a group nobody bound: %v, %v", found, err)
		}
		all, err := tx.GroupsAll(ctx)
		if err != nil || len(all) != 1 || all[0] != g {
			t.Errorf("all %+v, %v", all, err)
		}
		s, err := tx.SchedulesAll(ctx)
		if s[1] != private || s[-7] != g.Schedule {
			t.Errorf("schedules %+v", s)
		}
		return err
	})
}
