package digest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gridmate/community"
	"gridmate/locale"
)

// CampaignSource is where a campaign's figures come from.
type CampaignSource interface {
	Source
	// Tagged lists the records that name a campaign.
	Tagged(ctx context.Context, id int64) ([]community.Record, error)
}

// Campaign is what a campaign comes to, as somebody sees it.
type Campaign struct {
	community.Campaign
	Totals
	Units  []community.UnitID // what of the campaign's unit is counted
	Tagged int                // of these, records that count for the campaign's name alone
	Rows   []Row              // the communities, by code, where several are counted
	today  community.Date
}

// CountCampaign counts what was recorded in the campaign's days, kinds and
// units, and what names it, each once, withdrawn records and tasks never. Only
// units within the given ones are counted: everybody sees their own.
func CountCampaign(
	ctx context.Context, source CampaignSource, org *community.Org, c community.Campaign, scope []community.UnitID, now time.Time,
) (Campaign, error) {
	f := &campaign{Campaign: Campaign{Campaign: c, today: community.DateOf(now)}, org: org, rows: map[community.UnitID]*Totals{}}
	for _, top := range scope {
		switch {
		case org.Within(top, c.Unit):
			f.Units = append(f.Units, top)
		case org.Within(c.Unit, top):
			f.Units = append(f.Units, c.Unit)
		}
	}
	if err := source.Facts(ctx, c.Days, f.fact); err != nil {
		return f.Campaign, fmt.Errorf("digest: facts of campaign %d: %w", c.ID, err)
	}
	if err := source.Items(ctx, c.Days.To, c.Days.From.In(now.Location()), f.item); err != nil {
		return f.Campaign, fmt.Errorf("digest: items of campaign %d: %w", c.ID, err)
	}
	tagged, err := source.Tagged(ctx, c.ID)
	if err != nil {
		return f.Campaign, fmt.Errorf("digest: records that name campaign %d: %w", c.ID, err)
	}
	for _, r := range tagged {
		f.tagged(r)
	}
	f.fillRows()
	return f.Campaign, nil
}

// campaign is a campaign that is being counted.
type campaign struct {
	Campaign
	org  *community.Org
	rows map[community.UnitID]*Totals // by community
}

// cells are the totals that a unit counts for; none if it is not counted.
func (f *campaign) cells(unit community.UnitID) []*Totals {
	for _, top := range f.Units {
		if !f.org.Within(unit, top) {
			continue
		}
		cells := []*Totals{&f.Totals}
		if v, ok := f.org.At(unit, community.Village); ok {
			if f.rows[v.ID] == nil {
				f.rows[v.ID] = &Totals{}
			}
			cells = append(cells, f.rows[v.ID])
		}
		return cells
	}
	return nil
}

func (f *campaign) fact(fact community.Fact) error {
	if counts := fact.Tally.Counts(); f.Covers(fact.Date, counts) {
		for _, t := range f.cells(fact.Unit) {
			t.count(counts)
		}
	}
	return nil
}

// item counts how the campaign's own issues and disputes stand now.
func (f *campaign) item(i community.Item) error {
	counts := community.Counts{Category: i.Category, Type: community.TypeOf(i.Kind, i.Category)}
	if i.Kind == community.KindTask || !f.Covers(i.Date, counts) {
		return nil
	}
	for _, t := range f.cells(i.Unit) {
		f.stand(t, i)
	}
	return nil
}

func (f *campaign) stand(t *Totals, i community.Item) {
	open := i.ClosedAt.IsZero()
	switch {
	case i.Kind == community.KindDispute && open:
		t.Disputes.Open += openCases(i)
	case i.Kind == community.KindDispute:
	case open:
		t.Issues.Open++
		if overdue(i, f.today) {
			t.Issues.Overdue++
		}
	default:
		t.Issues.Closed++
	}
}

// tagged counts a record that names the campaign, unless it counts already.
func (f *campaign) tagged(r community.Record) {
	counts := r.Tally().Counts()
	cells := f.cells(r.Unit)
	if r.Tally() == 0 || len(cells) == 0 || f.Covers(r.Date, counts) {
		return
	}
	f.Tagged++
	for _, t := range cells {
		t.count(counts)
		if r.Kind.Lives() {
			f.stand(t, community.Item{Kind: r.Kind, Deadline: r.Deadline, ClosedAt: r.ClosedAt, Open: counts.Cases - counts.Success - counts.Failed})
		}
	}
}

func (f *campaign) fillRows() {
	if len(f.rows) < 2 {
		return
	}
	for _, u := range f.org.Below(f.Campaign.Unit, community.Village) {
		if t := f.rows[u.ID]; t != nil {
			f.Rows = append(f.Rows, Row{Unit: u, Totals: *t})
		}
	}
}

// CampaignText says what a campaign comes to: its name and days, the totals,
// and with wide a line for each community.
func CampaignText(c Campaign, unit string, wide bool, p locale.Printer) string {
	days := p.Text("digest.range", "From", dateText(p, c.Days.From), "To", dateText(p, c.Days.To))
	state := p.Text("campaign.running", "N", int(c.today-c.Days.From)+1, "All", c.Days.Days())
	switch {
	case c.Over(c.today):
		state = p.Text("campaign.over")
	case c.today < c.Days.From:
		state = p.Text("campaign.coming")
	}
	lines := []string{p.Text("campaign.head", "Name", c.Name, "Unit", unit, "Days", days, "State", state)}
	t := c.Totals
	lines = append(lines,
		p.Text("campaign.patrols", "N", t.Patrols, "Found", t.Found, "Fixed", t.Fixed, "Visited", t.Visited),
		p.Text("campaign.issues", "N", t.Issues.Opened, "Closed", t.Issues.Closed, "Open", t.Issues.Open, "Overdue", t.Issues.Overdue),
		p.Text("campaign.disputes", "N", t.Disputes.Registered, "Success", t.Disputes.Success, "Open", t.Disputes.Open),
		p.Text("campaign.events", "N", t.Events, "Participants", t.Participants, "Handbooks", t.Handbooks))
	if c.Tagged > 0 {
		lines = append(lines, p.Text("campaign.tagged", "N", c.Tagged))
	}
	if wide {
		for _, r := range c.Rows {
			lines = append(lines, p.Text("campaign.row", "Unit", r.Unit.Label(), "Patrols", r.Patrols, "Disputes", r.Disputes.Registered,
				"Events", r.Events, "Issues", r.Issues.Opened, "Closed", r.Issues.Closed))
		}
	}
	return strings.Join(lines, "\n")
}
