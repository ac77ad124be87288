package digest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
	"gridmate/digest"
)

// broken fails where it is told to.
type broken struct{ where string }

var errBroken = errors.New("the disk is gone")

func (b broken) fails(where string) error {
	if b.where == where {
		return errBroken
	}
	return nil
}

func (b broken) Facts(context.Context, community.Span, func(community.Fact) error) error {
	return b.fails("facts")
}

func (b broken) Items(context.Context, community.Date, time.Time, func(community.Item) error) error {
	return b.fails("items")
}

func (b broken) Reviews(context.Context, community.Date, func(community.Item) error) error {
	return b.fails("reviews")
}

func (b broken) Late(context.Context, time.Time, time.Time, community.Date, func(community.Fact) error) error {
	return b.fails("late")
}

func TestAnErrorOfTheSourceIsTheErrorOfTheDigest(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"facts", "items", "reviews", "late"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			_, err := digest.Compute(t.Context(), broken{where: where}, city(1, 1), digest.Ask{
				Period: community.Day, Now: at("2026-11-23 18:00"), Zone: shanghai,
			})
			if !errors.Is(err, errBroken) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Records of the 20th to the 23rd; the digest of the 23rd is asked for.
func TestWhatIsLateDependsOnTheDigestBefore(t *testing.T) {
	t.Parallel()
	patrol := func(n community.Number, day, created string) community.Record {
		return community.Record{Number: n, Kind: community.KindPatrol, Category: community.Fire, Type: community.Safe, Unit: 101, Date: date(day), Created: at(created)}
	}
	m := memory{
		patrol(1, "2026-11-20", "2026-11-20 10:00"),
		patrol(2, "2026-11-21", "2026-11-21 07:00"),
		patrol(3, "2026-11-20", "2026-11-21 12:00"),
		patrol(4, "2026-11-22", "2026-11-22 19:00"),
		patrol(5, "2026-11-22", "2026-11-23 19:00"),
		patrol(6, "2026-11-23", "2026-11-23 10:00"),
	}
	for _, row := range []struct {
		name  string
		now   string
		last  digest.Last
		until time.Time
		want  int
	}{
		{"looked up while the day runs, before its slot", "2026-11-23 12:00", digest.Last{}, time.Time{}, 1},
		{"looked up while the day runs, after its slot", "2026-11-23 20:00", digest.Last{}, time.Time{}, 2},
		{"looked up later it ends at its slot", "2026-11-25 12:00", digest.Last{}, time.Time{}, 1},
		{"sent after the day before", "2026-11-23 18:00", digest.Last{At: at("2026-11-22 18:00"), To: date("2026-11-22")}, at("2026-11-23 18:00"), 1},
		{"sent late after the day before", "2026-11-23 20:30", digest.Last{At: at("2026-11-22 20:00"), To: date("2026-11-22")}, at("2026-11-23 20:30"), 1},
		{"two days were passed over", "2026-11-23 18:00", digest.Last{At: at("2026-11-21 08:00"), To: date("2026-11-20")}, at("2026-11-23 18:00"), 3},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			ask := digest.Ask{Period: community.Day, Day: date("2026-11-23"), Now: at(row.now), Zone: shanghai, Until: row.until}
			first, err := digest.Compute(t.Context(), m, city(1, 1), ask)
			if err != nil {
				t.Fatal(err)
			}
			ask.Last = row.last
			figures, err := digest.Compute(t.Context(), m, city(1, 1), ask)
			if err != nil {
				t.Fatal(err)
			}
			if got := figures.Unit(100).Late; got != row.want {
				t.Errorf("%d late, want %d", got, row.want)
			}
			if row.last.At.IsZero() {
				return
			}
			shared, err := first.After(t.Context(), m, row.last)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(figures.Unit(1), shared.Unit(1), cmp.AllowUnexported(digest.Detail{})); diff != "" {
				t.Errorf("figures that are shared differ:\n%s", diff)
			}
		})
	}
}

func TestOwnItemsAreReportedOrGiven(t *testing.T) {
	t.Parallel()
	figures, err := digest.Compute(t.Context(), fortnight(), city(2, 3), digest.Ask{Period: community.Day, Now: at("2026-11-23 18:00"), Zone: shanghai})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name string
		who  community.Person
		want []community.Number
	}{
		{"what one reported, what waits longest first", community.Person{ID: 8, Name: "x"}, []community.Number{5, 3}},
		{"what one was given, wherever it lies", community.Person{ID: 1, Name: "x", Grants: []community.Grant{{Role: community.RoleGrid, Unit: 201}}}, []community.Number{5, 3}},
		{"somebody of the owner's name", community.Person{ID: 2, Name: "网格员8", Grants: []community.Grant{{Role: community.RoleGrid, Unit: 102}}}, nil},
		{"reported and given is one item", community.Person{ID: 7, Name: "网格员7", Grants: []community.Grant{{Role: community.RoleGrid, Unit: 101}}}, []community.Number{2}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var got []community.Number
			for _, item := range figures.Own(row.who) {
				got = append(got, item.Number)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAMonthHasItsYear(t *testing.T) {
	t.Parallel()
	figures, err := digest.Compute(t.Context(), fortnight(), city(2, 3), digest.Ask{Period: community.Month, Now: at("2026-11-30 18:00"), Zone: shanghai})
	if err != nil {
		t.Fatal(err)
	}
	d := figures.Unit(1)
	if year := d.Detail.Year; year.Disputes.Registered != 4 || d.Disputes.Registered != 1 || d.Previous.Disputes.Registered != 3 {
		t.Errorf("disputes: %d this year, %d this month, %d before", year.Disputes.Registered, d.Disputes.Registered, d.Previous.Disputes.Registered)
	}
}

func TestRatesAreRoundedAndNothingIsNoRate(t *testing.T) {
	t.Parallel()
	for rate, want := range map[digest.Rate]int{{}: 0, {Part: 1, Of: 3}: 33, {Part: 2, Of: 3}: 67, {Part: 1, Of: 8}: 13, {Part: 5, Of: 5}: 100} {
		if got := rate.Percent(); got != want {
			t.Errorf("%d of %d is %d %%, want %d", rate.Part, rate.Of, got, want)
		}
	}
}
