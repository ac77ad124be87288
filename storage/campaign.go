package storage

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Campaigns lists all campaigns, the earliest first. They are kept in memory
// with the organisation, so that a record is held against their names for
// nothing.
func (t *Tx) Campaigns(context.Context) ([]community.Campaign, error) {
	return slices.Clone(t.org.campaigns), nil
}

func (t *Tx) loadCampaigns(ctx context.Context) ([]community.Campaign, error) {
	rows, err := t.q.Campaigns(ctx)
	if err != nil {
		return nil, t.fail("read campaigns", err)
	}
	list := make([]community.Campaign, len(rows))
	for i, r := range rows {
		list[i] = community.Campaign{
			ID: r.ID, Name: r.Name, Unit: community.UnitID(r.Unit), Type: community.CommunityType(r.Type),
			Days: community.Span{From: community.Date(r.First), To: community.Date(r.Last)},
			By:   community.PersonID(r.Person), At: timeOf(r.At),
		}
		for c := range strings.FieldsSeq(r.Categories) {
			list[i].Categories = append(list[i].Categories, community.Category(c))
		}
	}
	return list, nil
}

// SaveCampaign opens a campaign, or changes the one of that name.
func (t *Tx) SaveCampaign(ctx context.Context, c community.Campaign) (community.Campaign, error) {
	words := make([]string, len(c.Categories))
	for i, category := range c.Categories {
		words[i] = string(category)
	}
	id, err := t.q.SaveCampaign(ctx, query.SaveCampaignParams{
		Name: c.Name, Unit: int64(c.Unit), Type: string(c.Type), Categories: strings.Join(words, " "),
		First: int64(c.Days.From), Last: int64(c.Days.To), Person: int64(c.By), At: millis(c.At),
	})
	if err != nil {
		return c, t.fail("save a campaign", err)
	}
	c.ID = id
	t.now.Org++ // so that every process reads the campaigns anew
	return c, t.loadOrg(ctx)
}

// tag notes which campaigns a record names.
func (t *Tx) tag(ctx context.Context, r community.Record) error {
	for _, c := range t.org.campaigns {
		if !c.Named(r) {
			continue
		}
		err := t.q.TagRecord(ctx, query.TagRecordParams{Campaign: c.ID, Record: int64(r.Number)})
		if err != nil {
			return t.fail(fmt.Sprintf("tag record %d", r.Number), err)
		}
	}
	return nil
}

// retag follows a record whose words changed.
func (t *Tx) retag(ctx context.Context, old, r community.Record) error {
	if len(t.org.campaigns) == 0 || old.Text == r.Text && old.Title == r.Title {
		return nil
	}
	if err := t.q.UntagRecord(ctx, int64(r.Number)); err != nil {
		return t.fail(fmt.Sprintf("untag record %d", r.Number), err)
	}
	return t.tag(ctx, r)
}

// Tagged lists the records that name a campaign.
func (t *Tx) Tagged(ctx context.Context, id int64) ([]community.Record, error) {
	numbers, err := t.q.TaggedRecords(ctx, id)
	if err != nil {
		return nil, t.fail("read the records of a campaign", err)
	}
	next := t.numbered(numbers)
	var found []community.Record
	for {
		rows, err := next(ctx)
		if err != nil || len(rows) == 0 {
			return found, err
		}
		records, err := t.complete(ctx, rows)
		if err != nil {
			return nil, err
		}
		found = append(found, records...)
	}
}
