package digest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

// busy is a street of 22 communities where much happens and much is late.
func busy() (memory, *community.Org) {
	const communities, grids = 22, 5
	var m memory
	add := func(r community.Record) {
		r.Number = community.Number(1000 + len(m))
		r.Created = r.Date.In(shanghai).Add(10 * 60 * 60 * 1e9)
		m = append(m, r)
	}
	for c := 1; c <= communities; c++ {
		village := community.UnitID(100 * c)
		for i := range 120 {
			unit, day := village+community.UnitID(i%(grids-1)+1), date("2026-11-01")+community.Date(i%29)
			add(community.Record{Kind: community.KindPatrol, Category: community.Fire, Type: community.Safe, Unit: unit, Date: day, Found: number(3), Fixed: number(2)})
			category := community.Categories(community.KindDispute)[i%18]
			add(community.Record{Kind: community.KindDispute, Category: category, Type: community.Safe, Unit: unit, Date: day, Status: community.Mediating,
				Deadline: day + 1, Place: "12号楼3单元楼道西侧堆物点", Reporter: community.PersonID(i)})
			add(community.Record{Kind: community.KindIssue, Category: community.Facility, Type: community.Beautiful, Unit: unit, Date: day, Status: community.Open,
				Deadline: day + 1, Place: "12号楼3单元楼道西侧堆物点", Reporter: community.PersonID(i)})
			add(community.Record{Kind: community.KindEvent, Category: community.Health, Type: community.Happy, Unit: unit, Date: day, Participants: number(250), Handbooks: number(1200)})
		}
	}
	return m, city(communities, grids)
}

func TestTwentyTwoCommunitiesFitInAThousandCharacters(t *testing.T) {
	t.Parallel()
	m, org := busy()
	for _, period := range community.Periods() {
		figures, err := digest.Compute(t.Context(), m, org, digest.Ask{
			Period: period, Day: date("2026-11-18"), Now: at("2026-12-01 09:00"), Zone: shanghai,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, unit := range []community.UnitID{3, 100} {
			text := chat.Plain(digest.Text(figures.Unit(unit), printer(t, locale.Chinese)))
			if n := utf8.RuneCountInString(text); n > 1000 {
				t.Errorf("%s of unit %d has %d characters:\n%s", period, unit, n, text)
			}
			if period != community.Day && unit == 3 && strings.Count(text, "\n滨河") != 22 {
				t.Errorf("%s does not name all communities:\n%s", period, text)
			}
		}
	}
}

func TestTheFirst250CharactersAreEnoughToAct(t *testing.T) {
	t.Parallel()
	m, org := busy()
	figures, err := digest.Compute(t.Context(), m, org, digest.Ask{
		Period: community.Day, Day: date("2026-11-18"), Now: at("2026-11-18 18:00"), Zone: shanghai,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []community.UnitID{3, 100} {
		first := string([]rune(chat.Plain(digest.Text(figures.Unit(unit), printer(t, locale.Chinese))))[:250])
		for _, want := range []string{"日报 11月18日", "逾期问题", "#1002 12号楼3单元… 网格员0 超16天", "纠纷超期", "#1001 12号楼3单元… 网格员0 超16天"} {
			if !strings.Contains(first, want) {
				t.Errorf("the first 250 characters of unit %d lack %q:\n%s", unit, want, first)
			}
		}
		if unit == 100 && !strings.Contains(first, "无记录 1 个：5网格") {
			t.Errorf("the silent grid is missing:\n%s", first)
		}
	}
}

func TestAChangedPastIsShownAsAChange(t *testing.T) {
	t.Parallel()
	m, org := fortnight(), city(2, 3)
	compute := func(now string) *digest.Figures {
		figures, err := digest.Compute(t.Context(), m, org, digest.Ask{Period: community.Day, Now: at(now), Zone: shanghai})
		if err != nil {
			t.Fatal(err)
		}
		return figures
	}
	body, err := json.Marshal(compute("2026-11-23 18:00").Unit(100).Sent())
	if err != nil {
		t.Fatal(err)
	}
	var sent digest.Sent
	if err := json.Unmarshal(body, &sent); err != nil {
		t.Fatal(err)
	}
	m[0].Found, m[0].Visited = number(2), nil                    // the patrol #1 was corrected
	m[3].Withdrawn = at("2026-11-24 09:00")                      // the dispute #4 was withdrawn
	m[1].Category, m[1].Date = community.Env, date("2026-11-22") // the issue #2 was of the day before
	next := compute("2026-11-24 18:00")
	golden(t, "a changed past.zh-CN", digest.Text(next.Compare(next.Unit(100), sent), printer(t, locale.Chinese)))
	golden(t, "a changed past.en", digest.Text(next.Compare(next.Unit(100), sent), printer(t, locale.English)))

	same := next.Compare(next.Unit(200), sent)
	later := compute("2026-11-25 18:00")
	if n := len(same.Detail.Changes) + len(later.Compare(later.Unit(100), sent).Detail.Changes); n > 0 {
		t.Errorf("%d changes against another unit's or an older digest", n)
	}
}

func TestLeadersUnitsAreCountedOnce(t *testing.T) {
	t.Parallel()
	figures, err := digest.Compute(t.Context(), fortnight(), city(2, 3), digest.Ask{Period: community.Day, Now: at("2026-11-23 18:00"), Zone: shanghai})
	if err != nil {
		t.Fatal(err)
	}
	nested, flat := figures.Digest(units(101, 100, 200, 100, 999)), figures.Digest(units(100, 200))
	if nested.Totals != flat.Totals || nested.Org != "C1,C2" || nested.Late != flat.Late {
		t.Errorf("nested %+v\nflat %+v", nested, flat)
	}
	if nobody := figures.Digest(units(999)); nobody.Totals != (digest.Totals{}) || !nobody.Empty() || nobody.Silent == nil {
		t.Errorf("no unit has %+v", nobody)
	}
}

func TestACommunitysWeekNamesWhatRecursAndWhatIsDueNext(t *testing.T) {
	t.Parallel()
	m := fortnight()
	for i, day := range []string{"2026-10-20", "2026-11-12", "2026-11-17"} {
		m = append(m, community.Record{Number: community.Number(50 + i), Kind: community.KindIssue, Category: community.Fire, Type: community.Safe, Unit: 101,
			Date: date(day), Deadline: date("2026-11-25"), Place: "5号楼2单元楼道", Status: community.Open, Reporter: 7, Created: at(day + " 10:00")})
	}
	figures, err := digest.Compute(t.Context(), m, city(2, 3), digest.Ask{
		Period: community.Week, Day: date("2026-11-22"), Now: at("2026-11-23 09:00"), Zone: shanghai,
	})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "a week with recurring places.zh-CN", digest.Text(figures.Unit(100), printer(t, locale.Chinese)))
	golden(t, "a week with recurring places.en", digest.Text(figures.Unit(100), printer(t, locale.English)))
}

func TestWhatIsClosedAtMidnightBelongsToTheDayThatBegins(t *testing.T) {
	t.Parallel()
	closed := func(moment string) memory {
		return memory{{Number: 1, Kind: community.KindIssue, Category: community.Fire, Type: community.Safe, Unit: 101,
			Date: date("2026-11-20"), Deadline: date("2026-11-22"), Status: community.Closed, Created: at("2026-11-20 10:00"), ClosedAt: at(moment)}}
	}
	for _, row := range []struct {
		name, closed string
		day          string
		want         digest.Issues
		onTime       digest.Rate
	}{
		{"the last minute of the day", "2026-11-22 23:59", "2026-11-22", digest.Issues{Closed: 1}, digest.Rate{Part: 1, Of: 1}},
		{"midnight, seen from the day that ends", "2026-11-23 00:00", "2026-11-22", digest.Issues{Open: 1, Overdue: 1}, digest.Rate{Of: 1}},
		{"midnight, seen from the day that begins", "2026-11-23 00:00", "2026-11-23", digest.Issues{Closed: 1}, digest.Rate{Of: 1}},
		{"the day before it is overdue", "2026-11-23 00:00", "2026-11-21", digest.Issues{Open: 1}, digest.Rate{}},
		{"the day after", "2026-11-23 00:00", "2026-11-24", digest.Issues{}, digest.Rate{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			figures, err := digest.Compute(t.Context(), closed(row.closed), city(1, 1), digest.Ask{
				Period: community.Day, Day: date(row.day), Now: at("2026-11-30 09:00"), Zone: shanghai,
			})
			if err != nil {
				t.Fatal(err)
			}
			if d := figures.Unit(100); d.Issues != row.want || d.Detail.OnTime != row.onTime {
				t.Errorf("got %+v, on time %+v", d.Issues, d.Detail.OnTime)
			}
		})
	}
}

func TestManyCommunitiesAreShownByTheUnitsAboveThem(t *testing.T) {
	t.Parallel()
	figures, err := digest.Compute(t.Context(), fortnight(), city(40, 1), digest.Ask{
		Period: community.Week, Now: at("2026-11-23 18:00"), Zone: shanghai,
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := figures.Unit(1).Detail.Rows
	if len(rows) != 1 || rows[0].Unit.Code != "WB" {
		t.Errorf("a city of 40 communities has the lines %+v", rows)
	}
}
