package community_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gridmate/community"
)

var monday = community.NewDate(2026, 11, 23)

func count(n int) *int { return &n }

func TestNewRecordFillsWhatFollows(t *testing.T) {
	t.Parallel()
	created := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		name     string
		record   community.Record
		status   community.Status
		outcome  community.Outcome
		kind     community.CommunityType
		deadline community.Date
		closed   bool
	}{
		{"a patrol that found nothing", community.Record{Kind: community.KindPatrol, Found: count(0)},
			community.Recorded, community.OutcomeClear, community.NoType, 0, true},
		{"a patrol that fixed a part", community.Record{Kind: community.KindPatrol, Category: community.Fire, Found: count(3), Fixed: count(1)},
			community.Recorded, community.OutcomePartial, community.Safe, 0, true},
		{"an issue", community.Record{Kind: community.KindIssue, Category: community.Facility},
			community.Open, "", community.Beautiful, monday + 7, false},
		{"a major issue", community.Record{Kind: community.KindIssue, Category: community.Fire, Level: community.LevelMajor},
			community.Open, "", community.Safe, monday + 3, false},
		{"an issue fixed on the spot", community.Record{Kind: community.KindIssue, Outcome: community.OutcomeFixed},
			community.Closed, community.OutcomeFixed, community.NoType, monday + 7, true},
		{"a dispute", community.Record{Kind: community.KindDispute, Category: community.Neighbor},
			community.Registered, "", community.Safe, monday + 30, false},
		{"a settled dispute", community.Record{Kind: community.KindDispute, Outcome: community.OutcomeSuccess},
			community.Success, community.OutcomeSuccess, community.Safe, monday + 30, true},
		{"an event", community.Record{Kind: community.KindEvent, Category: community.Health, Participants: count(30)},
			community.Recorded, "", community.Happy, 0, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.record.Unit, row.record.Created = 1, created
			r, err := community.NewRecord(row.record, monday)
			if err != nil {
				t.Fatal(err)
			}
			if r.Status != row.status || r.Outcome != row.outcome || r.Type != row.kind || r.Deadline != row.deadline {
				t.Errorf("got %s, %q, %q, due %s", r.Status, r.Outcome, r.Type, r.Deadline)
			}
			if r.Date != monday || r.Finished() != row.closed {
				t.Errorf("date %s, finished %t", r.Date, r.Finished())
			}
		})
	}
}

func TestNewRecordRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		record community.Record
		key    string
	}{
		{"no unit", community.Record{Kind: community.KindPatrol}, "unit_missing"},
		{"a category of another kind", community.Record{Unit: 1, Kind: community.KindEvent, Category: community.Fire}, "category"},
		{"tomorrow", community.Record{Unit: 1, Kind: community.KindPatrol, Date: monday + 1}, "date_future"},
		{"two years ago", community.Record{Unit: 1, Kind: community.KindPatrol, Date: monday - 700}, "date_old"},
		{"an end before the beginning", community.Record{Unit: 1, Kind: community.KindPatrol, Date: monday - 1, DateEnd: monday - 2}, "date_range"},
		{"more fixed than found", community.Record{Unit: 1, Kind: community.KindPatrol, Found: count(1), Fixed: count(2)}, "fixed_over_found"},
		{"more settled than cases", community.Record{Unit: 1, Kind: community.KindDispute, Cases: count(1), Resolved: count(2)}, "resolved_over_cases"},
		{"a negative count", community.Record{Unit: 1, Kind: community.KindEvent, Participants: count(-1)}, "count_range"},
		{"a count nobody has", community.Record{Unit: 1, Kind: community.KindPatrol, Found: count(5000)}, "count_range"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := community.NewRecord(row.record, monday)
			refusal, ok := community.Refusal(err)
			if !ok || refusal.Key != row.key {
				t.Fatalf("got %v, want %s", err, row.key)
			}
			if !errors.Is(err, community.Invalid) {
				t.Errorf("%v is not Invalid", err)
			}
		})
	}
}

// A tally holds exactly what digests count, up to the limits of a record.
func TestTallyKeepsWhatIsCounted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		optional := func(name string, most int) *int {
			if !rapid.Bool().Draw(t, name+" stated") {
				return nil
			}
			return count(rapid.IntRange(0, most).Draw(t, name))
		}
		kind := rapid.SampledFrom(community.Kinds()).Draw(t, "kind")
		r := community.Record{
			Kind: kind, Unit: 1, Category: rapid.SampledFrom(community.Categories(kind)).Draw(t, "category"),
			Found: optional("found", 4000), Visited: optional("visited", 1_000_000),
			Participants: optional("participants", 1_000_000), Handbooks: optional("handbooks", 10_000_000),
		}
		r, err := community.NewRecord(r, monday)
		if err != nil {
			t.Fatal(err)
		}
		value := func(n *int) int {
			if n == nil {
				return 0
			}
			return *n
		}
		want := community.Counts{Kind: kind, Category: r.Category, Type: r.Type}
		switch kind {
		case community.KindDispute:
			want.Cases = 1
		case community.KindEvent:
			want.Participants, want.Handbooks = value(r.Participants), value(r.Handbooks)
		default:
			want.Found, want.Visited = value(r.Found), value(r.Visited)
		}
		if diff := cmp.Diff(want, r.Tally().Counts()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		r.Withdrawn = time.Now()
		if r.Tally() != 0 {
			t.Error("a withdrawn record counts")
		}
	})
}

func TestCorrectedKeepsWhereARecordCameFrom(t *testing.T) {
	t.Parallel()
	created := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	old, err := community.NewRecord(community.Record{
		Number: 7, Kind: community.KindIssue, Unit: 1, Category: community.Fire, Reporter: 5, Chat: 9, Message: 3,
		Created: created, Ledger: 12, Source: "patrol", Text: "楼道堆物",
	}, monday)
	if err != nil {
		t.Fatal(err)
	}
	wanted := old
	wanted.Number, wanted.Reporter, wanted.Chat, wanted.Ledger, wanted.Source = 99, 99, 99, 99, "leader"
	wanted.Category, wanted.Level, wanted.Outcome = community.Env, community.LevelMajor, community.OutcomeFixed
	later := created.Add(time.Hour)
	now, err := community.Clockwork{}.Corrected(old, wanted, monday, later)
	if err != nil {
		t.Fatal(err)
	}
	if now.Number != 7 || now.Reporter != 5 || now.Chat != 9 || now.Ledger != 12 || now.Source != "patrol" {
		t.Errorf("the origin changed: %+v", now)
	}
	if now.Type != community.Beautiful || now.Deadline != monday+3 || now.Status != community.Closed || !now.ClosedAt.Equal(later) {
		t.Errorf("type %s, due %s, %s at %s", now.Type, now.Deadline, now.Status, now.ClosedAt)
	}
	var fields []string
	for _, c := range community.Differences(old, now) {
		fields = append(fields, c.Field)
	}
	if diff := cmp.Diff([]string{"category", "type", "outcome", "level", "deadline", "status"}, fields); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}
