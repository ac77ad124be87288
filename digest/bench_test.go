package digest_test

import (
	"context"
	"testing"
	"time"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

// packed is a source whose facts and items are ready to be visited.
type packed struct {
	facts []community.Fact
	items []community.Item
}

func (p packed) Facts(_ context.Context, _ community.Span, visit func(community.Fact) error) error {
	for _, f := range p.facts {
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}

func (p packed) Items(_ context.Context, _ community.Date, _ time.Time, visit func(community.Item) error) error {
	for _, i := range p.items {
		if err := visit(i); err != nil {
			return err
		}
	}
	return nil
}

func (packed) Reviews(context.Context, community.Date, func(community.Item) error) error { return nil }

func (packed) Late(context.Context, time.Time, time.Time, community.Date, func(community.Fact) error) error {
	return nil
}

// fortnightOf150 is two weeks of 150 communities with ten grids each.
func fortnightOf150(facts int) packed {
	var p packed
	for i := range facts {
		kind := community.Kinds()[i%4]
		categories := community.Categories(kind)
		r := community.Record{
			Number: community.Number(i + 1), Kind: kind, Category: categories[i%len(categories)],
			Unit: community.UnitID(100*(i%150+1) + i%10 + 1), Date: date("2026-11-09") + community.Date(i%14),
			Found: number(3), Fixed: number(2), Participants: number(40), Status: community.Recorded,
		}
		r.Type = community.TypeOf(r.Kind, r.Category)
		p.facts = append(p.facts, fact(r))
		if i%50 == 3 { // every fiftieth record is an issue that is still open
			r.Deadline, r.Place = r.Date+3, "3号楼"
			p.items = append(p.items, item(r))
		}
	}
	return p
}

// BenchmarkWeek is what one Monday costs: 150 digests from one reading.
func BenchmarkWeek(b *testing.B) {
	const facts = 100_000
	source, org, say := fortnightOf150(facts), city(150, 10), printer(b, locale.Chinese)
	ask := digest.Ask{Period: community.Week, Day: date("2026-11-16"), Now: at("2026-11-23 09:00"), Zone: shanghai}
	compute := func(b *testing.B) *digest.Figures {
		figures, err := digest.Compute(b.Context(), source, org, ask)
		if err != nil {
			b.Fatal(err)
		}
		return figures
	}
	perFact := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/facts, "ns/fact")
	}
	b.Run("bare visit", func(b *testing.B) {
		for b.Loop() {
			n := 0
			_ = source.Facts(b.Context(), community.Span{}, func(f community.Fact) error { n += int(f.Unit); return nil })
		}
		perFact(b)
	})
	b.Run("figures of all units", func(b *testing.B) {
		for b.Loop() {
			compute(b)
		}
		perFact(b)
	})
	b.Run("and 150 texts", func(b *testing.B) {
		for b.Loop() {
			figures := compute(b)
			for c := range community.UnitID(150) {
				if digest.Text(figures.Unit(100*(c+1)), say) == "" {
					b.Fatal("no text")
				}
			}
		}
		perFact(b)
	})
}
