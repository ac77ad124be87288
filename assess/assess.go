// Package assess puts together where communities stand with the indicators of
// an assessment: scores of the three stages, evidence counted from records, and
// what lacks it. It scores places, never persons.
package assess

import (
	"cmp"
	"context"
	"slices"

	"gridmate/community"
)

// Source is where indicators, scores and the records behind them come from.
type Source interface {
	// Indicators lists those in force, in the order they were imported.
	Indicators(ctx context.Context) ([]community.Indicator, error)
	// Scores lists a year's scores of a unit, the oldest first: the last of an
	// indicator and a stage counts.
	Scores(ctx context.Context, unit community.UnitID, year int) ([]community.Score, error)
	// Proofs lists the records that are tied to a unit's indicators in a year.
	Proofs(ctx context.Context, unit community.UnitID, year int) ([]community.Proof, error)
	// Facts visits what counts of the records of days.
	Facts(ctx context.Context, days community.Span, visit func(community.Fact) error) error
	Campaigns(ctx context.Context) ([]community.Campaign, error)
	// Tagged lists the records that name a campaign.
	Tagged(ctx context.Context, id int64) ([]community.Record, error)
}

// Standing is where a community stands with one indicator.
type Standing struct {
	community.Indicator
	Scores  map[community.CheckStage]community.Score
	Counts  []int // what each rule of Evidence counts
	Records []community.Number
	Issue   community.Number // the issue that its gap became; 0 without one
}

// Reached reports whether every rule counts enough; not so without rules.
func (s Standing) Reached() bool {
	for i, e := range s.Evidence {
		if s.Counts[i] < e.AtLeast {
			return false
		}
	}
	return len(s.Evidence) > 0
}

// Backed reports whether there is evidence: rules that are reached, or records
// that somebody named.
func (s Standing) Backed() bool { return s.Reached() || len(s.Records) > 0 }

// Score is the one that counts: of the latest stage that has one.
func (s Standing) Score() (community.Score, bool) {
	stages := community.CheckStages()
	for _, stage := range slices.Backward(stages) {
		if score, ok := s.Scores[stage]; ok {
			return score, true
		}
	}
	return community.Score{}, false
}

// Total is a sum over indicators.
type Total struct {
	Type     community.CommunityType
	Item     string
	Of       int // indicators
	Scored   int // of them
	Unbacked int // without evidence
	Max      community.Points
	Got      community.Points // by the scores that count
	Scorable community.Points // the maximum of what is scored
}

func (t *Total) add(s Standing) {
	t.Of++
	t.Max += s.Max
	if !s.Backed() {
		t.Unbacked++
	}
	if score, ok := s.Score(); ok {
		t.Scored++
		t.Got += score.Points
		t.Scorable += s.Max
	}
}

// Board is where one community stands.
type Board struct {
	Unit      community.Unit
	Year      int
	Standings []Standing
}

// Total sums all indicators up.
func (b Board) Total() Total {
	var t Total
	for _, s := range b.Standings {
		t.add(s)
	}
	return t
}

// Types sums up by type, in the official order.
func (b Board) Types() []Total {
	return b.group(func(s Standing) Total { return Total{Type: s.Type} })
}

// Items sums up by item, the weakest first; those without a score come last,
// in their order.
func (b Board) Items() []Total {
	items := b.group(func(s Standing) Total { return Total{Type: s.Type, Item: s.Item} })
	slices.SortStableFunc(items, func(x, y Total) int {
		if x.Scored == 0 || y.Scored == 0 {
			return cmp.Compare(min(1, y.Scored), min(1, x.Scored))
		}
		return cmp.Compare(int(x.Got)*int(y.Scorable), int(y.Got)*int(x.Scorable))
	})
	return items
}

func (b Board) group(key func(Standing) Total) []Total {
	var totals []Total
	for _, s := range b.Standings {
		k := key(s)
		i := slices.IndexFunc(totals, func(t Total) bool { return t.Type == k.Type && t.Item == k.Item })
		if i < 0 {
			i, totals = len(totals), append(totals, k)
		}
		totals[i].add(s)
	}
	return totals
}

// Weakest lists what is scored below its maximum, the largest share lost first.
func (b Board) Weakest() []Standing {
	weak := slices.DeleteFunc(slices.Clone(b.Standings), func(s Standing) bool {
		score, ok := s.Score()
		return !ok || score.Points >= s.Max
	})
	slices.SortStableFunc(weak, func(x, y Standing) int {
		a, _ := x.Score()
		c, _ := y.Score()
		return cmp.Compare(int(a.Points)*int(y.Max), int(c.Points)*int(x.Max))
	})
	return weak
}

// Unbacked lists what has no evidence.
func (b Board) Unbacked() []Standing {
	return slices.DeleteFunc(slices.Clone(b.Standings), Standing.Backed)
}

// Unscored lists what has no score yet.
func (b Board) Unscored() []Standing {
	return slices.DeleteFunc(slices.Clone(b.Standings), func(s Standing) bool { return len(s.Scores) > 0 })
}

// Of is the indicators of a type.
func (b Board) Of(t community.CommunityType) []Standing {
	return slices.DeleteFunc(slices.Clone(b.Standings), func(s Standing) bool { return s.Type != t })
}

// Find is the standing of an indicator.
func (b Board) Find(id int64) (Standing, bool) {
	i := slices.IndexFunc(b.Standings, func(s Standing) bool { return s.ID == id })
	if i < 0 {
		return Standing{}, false
	}
	return b.Standings[i], true
}
