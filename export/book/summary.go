package book

import (
	"gridmate/community"
	"gridmate/export"
)

var summaryColumns = []column{
	{"figure", 30, lookText}, {"quantity", 16, lookNumber}, {"unit", 12, lookCentre}, {"basis", 70, lookText},
}

// countFindings keeps apart what issues of the period state as found.
func (b *book) countFindings(r community.Record) {
	if b.frame.Span.Has(r.Date) {
		c := r.Tally().Counts()
		b.findings[0] += c.Found
		b.findings[1] += c.Fixed
		b.findings[2] += c.Visited
	}
}

// summary is one line for every figure of the digest.
func (b *book) summary(s *sheet) error {
	for _, code := range []export.Code{
		export.Patrols, export.Found, export.Fixed, export.Visited,
		export.Opened, export.Closed, export.Open, export.Overdue,
		export.Registered, export.Success, export.Failed, export.OpenCases,
		export.Events, export.Participants, export.Handbooks,
	} {
		if err := s.add(b.summaryRow(code)); err != nil {
			return err
		}
	}
	return s.w.Flush()
}

func (b *book) summaryRow(code export.Code) []any {
	id := string(code)
	return []any{b.text("figure." + id), b.sum.N(code), b.text("unit." + id), b.text("basis." + id)}
}

var eighteenColumns = []column{
	{"no", 7, lookNumber}, {"dispute_category", 24, lookText}, {"registered", 13, lookNumber}, {"success", 13, lookNumber},
	{"failed", 13, lookNumber}, {"open_cases", 14, lookNumber}, {"rate", 20, lookCentre}, {"persons", 13, lookNumber},
	{"amount", 16, lookNumber},
}

// official is the order of the eighteen in the justice administration's
// statistics (DOMAIN §3).
var official = []community.Category{
	community.MarriageFamily, community.Neighbor, community.Housing, community.Contract, community.Business,
	community.Damage, community.Land, community.Demolition, community.Environment, community.LaborWage,
	community.Labor, community.Tourism, community.Ecommerce, community.Consumer, community.Medical,
	community.Traffic, community.Property, community.Other,
}

// eighteen is the report of disputes by kind.
func (b *book) eighteen(s *sheet) error {
	for i, c := range official {
		row := append([]any{i + 1, export.Category(b.texts, community.KindDispute, c)}, b.disputeFigures(c)...)
		if err := s.add(row); err != nil {
			return err
		}
	}
	return s.end(append([]any{b.text("total"), nil}, b.disputeFigures("")...))
}

// disputeFigures are those of a category, of all for none.
func (b *book) disputeFigures(c community.Category) []any {
	n := func(code export.Code) int { return b.sum.Of(export.Key{Code: code, Category: c}).N }
	return []any{
		n(export.Registered), n(export.Success), n(export.Failed), n(export.OpenCases),
		b.rate(n(export.Success), n(export.Failed)), n(export.Persons), n(export.Amount),
	}
}

// rate is 调解成功率, success of success and failed, never without its whole.
func (b *book) rate(success, failed int) string {
	of := success + failed
	if of == 0 {
		return b.text("no_rate")
	}
	return b.text("rate", "Percent", (200*success+of)/(2*of), "Part", success, "Of", of)
}
