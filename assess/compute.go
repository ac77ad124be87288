package assess

import (
	"context"
	"slices"

	"gridmate/community"
)

// Compute puts together where communities stand on a day. The evidence of all
// of them is counted in one pass over the days that any rule needs. A type
// leaves out the indicators of all others.
func Compute(
	ctx context.Context, from Source, org *community.Org, units []community.Unit, today community.Date, only community.CommunityType,
) ([]Board, error) {
	indicators, err := from.Indicators(ctx)
	if err != nil {
		return nil, err
	}
	indicators = slices.DeleteFunc(indicators, func(i community.Indicator) bool { return only != community.NoType && i.Type != only })
	year, _, _ := today.Civil()
	boards := make([]Board, len(units))
	for k, u := range units {
		if boards[k], err = newBoard(ctx, from, u, year, indicators); err != nil {
			return nil, err
		}
	}
	c := counter{org: org, boards: boards, at: map[community.UnitID]int{}}
	if err := c.prepare(ctx, from, indicators, today); err != nil {
		return nil, err
	}
	return boards, c.count(ctx, from)
}

func newBoard(ctx context.Context, from Source, u community.Unit, year int, indicators []community.Indicator) (Board, error) {
	b := Board{Unit: u, Year: year}
	place := map[int64]int{}
	for k, i := range indicators {
		place[i.ID] = k
		b.Standings = append(b.Standings, Standing{
			Indicator: i, Scores: map[community.CheckStage]community.Score{}, Counts: make([]int, len(i.Evidence)),
		})
	}
	scores, err := from.Scores(ctx, u.ID, year)
	if err != nil {
		return b, err
	}
	for _, s := range scores {
		if k, ok := place[s.Indicator]; ok {
			b.Standings[k].Scores[s.Stage] = s
		}
	}
	proofs, err := from.Proofs(ctx, u.ID, year)
	for _, p := range proofs {
		k, ok := place[p.Indicator]
		switch {
		case !ok:
		case p.Issue:
			b.Standings[k].Issue = p.Record
		default:
			b.Standings[k].Records = append(b.Standings[k].Records, p.Record)
		}
	}
	return b, err
}

// rule is one rule of an indicator with the days it counts.
type rule struct {
	community.Evidence
	standing, at int // where its count stands in every board
	days         community.Span
	campaign     community.Campaign
	unknown      bool // it names a campaign that nobody opened
}

// counter counts evidence for all boards at once.
type counter struct {
	org    *community.Org
	boards []Board
	at     map[community.UnitID]int // board + 1 by any unit, as far as looked up
	rules  []rule
	days   community.Span
	tagged map[int64][]community.Record
}

func (c *counter) prepare(ctx context.Context, from Source, indicators []community.Indicator, today community.Date) error {
	campaigns, err := from.Campaigns(ctx)
	if err != nil {
		return err
	}
	c.tagged = map[int64][]community.Record{}
	for k, i := range indicators {
		for at, e := range i.Evidence {
			r := rule{Evidence: e, standing: k, at: at}
			found := slices.IndexFunc(campaigns, func(c community.Campaign) bool { return c.Name == e.Campaign })
			if r.unknown = e.Campaign != "" && found < 0; !r.unknown && found >= 0 {
				r.campaign = campaigns[found]
				if c.tagged[r.campaign.ID], err = from.Tagged(ctx, r.campaign.ID); err != nil {
					return err
				}
			}
			r.days = e.Days(today, r.campaign)
			c.rules = append(c.rules, r)
			if c.days.From == 0 || r.days.From < c.days.From {
				c.days.From = r.days.From
			}
			c.days.To = max(c.days.To, r.days.To)
		}
	}
	return nil
}

func (c *counter) count(ctx context.Context, from Source) error {
	if len(c.rules) == 0 || len(c.boards) == 0 {
		return nil
	}
	err := from.Facts(ctx, c.days, func(f community.Fact) error {
		board := c.board(f.Unit)
		if board == nil {
			return nil
		}
		counts := f.Tally.Counts()
		for _, r := range c.rules {
			if r.days.Has(f.Date) && r.covers(f, counts, c.org) {
				board.Standings[r.standing].Counts[r.at] += r.Of(counts)
			}
		}
		return nil
	})
	c.named()
	return err
}

// covers reports whether a rule without a campaign counts a record, or one with
// it whose campaign the record belongs to by its day, kind and unit.
func (r rule) covers(f community.Fact, counts community.Counts, org *community.Org) bool {
	return !r.unknown && (r.Campaign == "" || r.campaign.Covers(f.Date, counts) && org.Within(f.Unit, r.campaign.Unit))
}

// named adds what belongs to a campaign because it names it.
func (c *counter) named() {
	for _, r := range c.rules {
		for _, record := range c.tagged[r.campaign.ID] {
			f := community.Fact{Date: record.Date, Unit: record.Unit, Tally: record.Tally()}
			counts := f.Tally.Counts()
			board := c.board(f.Unit)
			if r.Campaign == "" || board == nil || !r.days.Has(f.Date) || r.covers(f, counts, c.org) {
				continue
			}
			board.Standings[r.standing].Counts[r.at] += r.Of(counts)
		}
	}
}

// board is the one of the community that a unit lies in.
func (c *counter) board(unit community.UnitID) *Board {
	at, known := c.at[unit]
	if !known {
		for i, b := range c.boards {
			if c.org.Within(unit, b.Unit.ID) {
				at = i + 1
			}
		}
		c.at[unit] = at
	}
	if at == 0 {
		return nil
	}
	return &c.boards[at-1]
}
