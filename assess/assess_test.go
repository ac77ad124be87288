package assess_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gridmate/assess"
	"gridmate/community"
)

// town is a source of two communities, each with a grid.
type town struct {
	indicators []community.Indicator
	scores     []community.Score
	proofs     []community.Proof
	records    []community.Record
	campaigns  []community.Campaign
	tagged     []community.Record
}

const (
	ours, ourGrid, theirs, theirGrid community.UnitID = 1, 2, 3, 4
)

var (
	today = community.NewDate(2026, 11, 23)
	org   = community.NewOrg([]community.Unit{
		{ID: ours, Code: "BH", Level: community.Village, Name: "滨河社区"}, {ID: ourGrid, Code: "BH-01", Level: community.Grid, Name: "1网格", Parent: ours},
		{ID: theirs, Code: "DH", Level: community.Village, Name: "东湖社区"}, {ID: theirGrid, Code: "DH-01", Level: community.Grid, Name: "1网格", Parent: theirs},
	})
)

func (w town) Indicators(context.Context) ([]community.Indicator, error) { return w.indicators, nil }

func (w town) Scores(_ context.Context, unit community.UnitID, year int) (found []community.Score, err error) {
	for _, s := range w.scores {
		if s.Unit == unit && s.Year == year {
			found = append(found, s)
		}
	}
	return found, nil
}

func (w town) Proofs(_ context.Context, unit community.UnitID, _ int) (found []community.Proof, err error) {
	for _, p := range w.proofs {
		if p.Unit == unit {
			found = append(found, p)
		}
	}
	return found, nil
}

func (w town) Facts(_ context.Context, days community.Span, visit func(community.Fact) error) error {
	for _, r := range w.records {
		if days.Has(r.Date) && r.Tally() != 0 {
			if err := visit(community.Fact{Date: r.Date, Unit: r.Unit, Tally: r.Tally()}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w town) Campaigns(context.Context) ([]community.Campaign, error) { return w.campaigns, nil }

func (w town) Tagged(context.Context, int64) ([]community.Record, error) { return w.tagged, nil }

func rules(t *testing.T, text string) []community.Evidence {
	t.Helper()
	list, reason := community.ParseEvidence(text, community.CategoryByCode)
	if reason != "" {
		t.Fatal(reason)
	}
	return list
}

func compute(t *testing.T, w town) []assess.Board {
	t.Helper()
	boards, err := assess.Compute(t.Context(), w, org, org.Below(0, community.Village), today, community.NoType)
	if err != nil {
		t.Fatal(err)
	}
	return boards
}

func TestEvidenceEqualsARecountOfTheRecords(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 3))
		w := town{}
		for i, rule := range []string{"patrol fire quarter >=3", "patrol year found >=9", "event month participants >=9", "dispute year success >=2", "issue year >=1; patrol visit month >=2"} {
			w.indicators = append(w.indicators, community.Indicator{ID: int64(i + 1), Type: community.Safe, Item: "项", Clause: fmt.Sprint(i), Max: 1000, Evidence: rules(t, rule)})
		}
		for range 200 {
			w.records = append(w.records, draw(t, random))
		}
		for _, b := range compute(t, w) {
			for _, s := range b.Standings {
				for i, e := range s.Evidence {
					want, days := 0, e.Days(today, community.Campaign{})
					for _, r := range w.records {
						if days.Has(r.Date) && org.Within(r.Unit, b.Unit.ID) && r.Kind == e.Kind && (e.Category == "" || e.Category == r.Category) {
							want += e.Of(r.Tally().Counts())
						}
					}
					if s.Counts[i] != want {
						t.Errorf("seed %d, %s, %s: %d, want %d", seed, b.Unit.Code, e, s.Counts[i], want)
					}
				}
			}
		}
	}
}

func draw(t *testing.T, random *rand.Rand) community.Record {
	t.Helper()
	kind := community.Kinds()[random.IntN(4)]
	n := func() *int { v := random.IntN(6); return &v }
	r := community.Record{
		Kind: kind, Unit: []community.UnitID{ours, ourGrid, theirs, theirGrid}[random.IntN(4)], Date: today - community.Date(random.IntN(360)),
		Category: community.Categories(kind)[random.IntN(len(community.Categories(kind)))],
	}
	switch kind {
	case community.KindEvent:
		r.Participants = n()
	case community.KindDispute:
		r.Outcome = []community.Outcome{community.OutcomeSuccess, community.OutcomeOngoing}[random.IntN(2)]
	default:
		r.Found = n()
	}
	made, err := community.NewRecord(r, today)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestTheLastScoreOfTheLatestStageCounts(t *testing.T) {
	t.Parallel()
	score := func(id int64, unit community.UnitID, stage community.CheckStage, points community.Points) community.Score {
		return community.Score{Indicator: id, Unit: unit, Year: 2026, Stage: stage, Points: points}
	}
	w := town{
		indicators: []community.Indicator{
			{ID: 1, Type: community.Safe, Item: "甲", Clause: "1", Max: 1000},
			{ID: 2, Type: community.Safe, Item: "甲", Clause: "2", Max: 1000, Evidence: rules(t, "patrol >=1")},
			{ID: 3, Type: community.Happy, Item: "乙", Clause: "1", Max: 500},
			{ID: 4, Type: community.Happy, Item: "丙", Clause: "1", Max: 500},
		},
		scores: []community.Score{
			score(1, ours, community.SelfCheck, 900), score(1, ours, community.SelfCheck, 800), score(1, ours, community.Verify, 600),
			score(2, ours, community.SelfCheck, 1000), score(3, ours, community.SelfCheck, 100), score(1, theirs, community.SelfCheck, 0),
			{Indicator: 4, Unit: ours, Year: 2025, Stage: community.SelfCheck, Points: 500},
		},
		proofs: []community.Proof{{Indicator: 1, Unit: ours, Record: 7}, {Indicator: 3, Unit: ours, Record: 9, Issue: true}},
	}
	b := compute(t, w)[0]
	if diff := cmp.Diff(assess.Total{Of: 4, Scored: 3, Unbacked: 3, Max: 3000, Got: 1700, Scorable: 2500}, b.Total()); diff != "" {
		t.Error(diff)
	}
	names := func(list []assess.Standing) string {
		var ids []string
		for _, s := range list {
			ids = append(ids, fmt.Sprint(s.ID))
		}
		return strings.Join(ids, " ")
	}
	for what, row := range map[string]struct{ got, want string }{
		"weakest": {names(b.Weakest()), "3 1"}, "unbacked": {names(b.Unbacked()), "2 3 4"}, "unscored": {names(b.Unscored()), "4"},
	} {
		if row.got != row.want {
			t.Errorf("%s: %s, want %s", what, row.got, row.want)
		}
	}
	var items []string
	for _, i := range b.Items() {
		items = append(items, i.Item)
	}
	if got := strings.Join(items, " "); got != "乙 甲 丙" {
		t.Errorf("items, the weakest first: %s", got)
	}
	if s, _ := b.Find(3); s.Issue != 9 || s.Backed() {
		t.Errorf("the issue of a gap is no evidence: %+v", s)
	}
}

func TestACampaignCountsWhatIsItsByDayAndKindAndWhatNamesIt(t *testing.T) {
	t.Parallel()
	at := func(kind community.Kind, category community.Category, unit community.UnitID, day community.Date) community.Record {
		r, err := community.NewRecord(community.Record{Kind: kind, Category: category, Unit: unit, Date: day}, today)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	w := town{
		indicators: []community.Indicator{
			{ID: 1, Type: community.Safe, Item: "甲", Clause: "1", Max: 1000, Evidence: rules(t, "patrol 「百日行动」 >=2")},
			{ID: 2, Type: community.Safe, Item: "甲", Clause: "2", Max: 1000, Evidence: rules(t, "patrol 「没有」 >=1")},
		},
		campaigns: []community.Campaign{{ID: 5, Name: "百日行动", Unit: ours, Categories: []community.Category{community.Fire}, Days: community.Span{From: today - 30, To: today + 60}}},
		records: []community.Record{
			at(community.KindPatrol, community.Fire, ourGrid, today-3), at(community.KindPatrol, community.Env, ourGrid, today-3),
			at(community.KindPatrol, community.Fire, ourGrid, today-40), at(community.KindPatrol, community.Fire, theirGrid, today-3),
		},
		tagged: []community.Record{at(community.KindPatrol, community.Fire, ourGrid, today-3), at(community.KindPatrol, community.Order, ourGrid, today-2)},
	}
	boards := compute(t, w)
	if got := boards[0].Standings[0].Counts[0]; got != 2 {
		t.Errorf("%d patrols of the campaign, want the one by day and kind and the one that names it", got)
	}
	if boards[1].Standings[0].Counts[0] != 0 || boards[0].Standings[1].Reached() {
		t.Error("another community, or a campaign that nobody opened, has evidence")
	}
}
