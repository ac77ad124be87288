package digest_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

// again is a memory with finished matters that are to be looked at again.
type again struct {
	memory
	reviews []community.Item
}

func (m again) Reviews(_ context.Context, until community.Date, visit func(community.Item) error) error {
	for _, i := range m.reviews {
		if i.Deadline > until {
			continue
		}
		if err := visit(i); err != nil {
			return err
		}
	}
	return nil
}

func numbersOf(items []community.Item) (numbers []community.Number) {
	for _, i := range items {
		numbers = append(numbers, i.Number)
	}
	return numbers
}

func TestALeadersDigestSaysWhatIsToBeLookedAtAgain(t *testing.T) {
	t.Parallel()
	monday := date("2026-11-23")
	review := func(n community.Number, kind community.Kind, unit community.UnitID, due community.Date) community.Item {
		category := map[community.Kind]community.Category{community.KindDispute: community.Neighbor, community.KindIssue: community.Fire}[kind]
		return community.Item{
			Number: n, Kind: kind, Unit: unit, Category: category, Deadline: due, Owner: "小李",
			ClosedAt: at("2026-11-01 10:00"), Sensitive: n == 4,
		}
	}
	patrol := func(day community.Date) community.Record {
		return community.Record{Kind: community.KindPatrol, Category: community.Fire, Type: community.Safe, Unit: 101, Date: day, Status: community.Recorded}
	}
	m := again{memory: memory{patrol(monday), patrol(monday - 7)}, reviews: []community.Item{
		review(1, community.KindDispute, 101, monday-3), review(2, community.KindIssue, 100, monday), review(3, community.KindIssue, 201, monday),
		review(4, community.KindDispute, 101, monday), review(5, community.KindIssue, 101, monday+6), review(6, community.KindIssue, 101, monday+7),
	}}
	community1, leader := []community.UnitID{100}, []community.UnitID{100, 200}
	for name, c := range map[string]struct {
		period community.Period
		day    community.Date
		now    string
		view   digest.View
		want   []community.Number
		text   string
	}{
		"a community's day": {
			community.Day, monday, "2026-11-23 18:00", digest.View{Units: community1}, []community.Number{1, 2, 4},
			"待回访、回头看 3 件：#1 邻里 小李 11月20日回访、#2 消防 11月23日回头看 等",
		},
		"in a group without what is private": {
			community.Day, monday, "2026-11-23 18:00", digest.View{Units: []community.UnitID{101}, Group: true}, []community.Number{1, 4},
			"#4 11月23日回访",
		},
		"its week, with what is due until the next one": {
			community.Week, monday - 7, "2026-11-23 09:00", digest.View{Units: community1}, []community.Number{1, 2, 4, 5}, "待回访、回头看 4 件",
		},
		"in the middle of it": {
			community.Week, monday, "2026-11-24 09:00", digest.View{Units: community1}, []community.Number{1, 2, 4, 5, 6}, "待回访、回头看 5 件",
		},
		"a leader's day":      {community.Day, monday, "2026-11-23 18:00", digest.View{Units: leader}, []community.Number{1, 2, 3, 4}, "待回访、回头看 4 件"},
		"a task group's":      {community.Day, monday, "2026-11-23 18:00", digest.View{Units: leader, Type: community.Safe}, []community.Number{1, 2, 3, 4}, "待回访、回头看 4 件"},
		"another of these":    {community.Day, monday, "2026-11-23 18:00", digest.View{Units: leader, Type: community.Happy}, nil, "零报告"},
		"a street's day":      {community.Day, monday, "2026-11-23 18:00", digest.View{Units: []community.UnitID{3}}, nil, ""},
		"a month":             {community.Month, monday, "2026-11-23 18:00", digest.View{Units: community1}, nil, ""},
		"a day that has gone": {community.Day, monday - 5, "2026-11-23 18:00", digest.View{Units: community1}, nil, ""},
	} {
		figures, err := digest.Compute(t.Context(), m, city(2, 1), digest.Ask{Period: c.period, Day: c.day, Now: at(c.now), Zone: shanghai})
		if err != nil {
			t.Fatal(err)
		}
		d := figures.Digest(c.view)
		if got := numbersOf(d.Detail.Reviews); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if text := chat.Plain(digest.Text(d, printer(t, locale.Chinese))); !strings.Contains(text, c.text) {
			t.Errorf("%s: %q is missing in\n%s", name, c.text, text)
		}
	}
}

// What is to be looked at again is no reason for a message where nothing else
// has happened, but stands in the one line.
func TestADayWithNothingButReviewsIsOneLine(t *testing.T) {
	t.Parallel()
	m := again{reviews: []community.Item{{Number: 1, Kind: community.KindIssue, Unit: 101, Category: community.Fire, Deadline: date("2026-11-20"), ClosedAt: at("2026-10-20 10:00")}}}
	figures, err := digest.Compute(t.Context(), m, city(2, 1), digest.Ask{Period: community.Day, Now: at("2026-11-23 18:00"), Zone: shanghai})
	if err != nil {
		t.Fatal(err)
	}
	d := figures.Unit(100)
	if text := chat.Plain(digest.Text(d, printer(t, locale.Chinese))); !d.Empty() || text != "滨河1社区 日报 11月23日 周一：零报告（待回访回看 1）" {
		t.Errorf("%v: %s", d.Empty(), text)
	}
}

// A grave problem is in every digest of its units until it is closed, before
// its deadline as the first line, then as the first of the overdue.
func TestAGraveProblemIsToldEveryDay(t *testing.T) {
	t.Parallel()
	issue := func(n community.Number, level community.IssueLevel, deadline string) community.Record {
		return community.Record{
			Number: n, Kind: community.KindIssue, Unit: 101, Category: community.Fire, Place: "东门", Date: date("2026-11-20"), Level: level,
			Deadline: date(deadline), Reporter: 8, Status: community.Open, Created: at("2026-11-20 10:00"),
		}
	}
	m := memory{
		issue(1, community.LevelGeneral, "2026-11-20"), issue(2, community.LevelGeneral, "2026-11-21"), issue(3, community.LevelMajor, "2026-11-21"),
		issue(7, community.LevelCritical, "2026-11-24"),
	}
	say := func(m memory, day string, unit community.UnitID) string {
		figures, err := digest.Compute(t.Context(), m, city(2, 1), digest.Ask{Period: community.Day, Now: at(day + " 18:00"), Zone: shanghai})
		if err != nil {
			t.Fatal(err)
		}
		return chat.Plain(digest.Text(figures.Unit(unit), printer(t, locale.Chinese)))
	}
	for day, want := range map[string]string{
		"2026-11-23": "‼ 重大问题 1 项：#7 东门 网格员8 11月24日到期",
		"2026-11-24": "‼ 重大问题 1 项：#7 东门 网格员8 11月24日到期",
		"2026-11-25": "逾期问题 4 项：重大 #7 东门 网格员8 超1天、#1",
		"2026-12-05": "逾期问题 4 项：重大 #7 东门 网格员8 超11天、#1",
	} {
		for _, unit := range []community.UnitID{101, 100, 3, 1} {
			text := say(m, day, unit)
			if lines := strings.SplitN(text, "\n", 3); !strings.HasPrefix(lines[1], want) {
				t.Errorf("%s, unit %d: %q is not the first of\n%s", day, unit, want, text)
			}
		}
	}
	if text := say(m[3:], "2026-11-23", 100); !strings.Contains(text, "#7") {
		t.Errorf("a day without records hides it:\n%s", text)
	}
}
