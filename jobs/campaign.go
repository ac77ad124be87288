package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

// Campaigns knows the campaigns and what counts for each.
type Campaigns interface {
	Campaigns(ctx context.Context) ([]community.Campaign, error)
	Tagged(ctx context.Context, id int64) ([]community.Record, error)
	// AddNews keeps what somebody is to be told with their next push.
	AddNews(ctx context.Context, n community.News) error
}

const (
	campaignJob  = "campaign"
	campaignLate = 7 // days after its end that a closing total is still worth telling
)

// closeCampaigns tells what campaigns came to that ended yesterday, or during a
// downtime: once, in the groups of the campaign's unit, and to whoever opened
// it with their next push. The totals are kept as they were then.
func (r *Runner) closeCampaigns(ctx context.Context, now time.Time) error {
	local := now.In(r.Zone)
	today, clock := community.DateOf(local), community.ClockOf(local)
	if clock < r.Manners.Morning() || r.Manners.Quiet.Has(clock) || r.closed == today {
		return nil
	}
	err := r.InTx(ctx, func(ctx context.Context, tx Tx) error {
		list, err := tx.Campaigns(ctx)
		if err != nil {
			return err
		}
		for _, c := range list {
			if !c.Over(today) || c.Days.To < today-campaignLate {
				continue
			}
			if err := r.closeCampaign(ctx, tx, c, local); err != nil {
				return fmt.Errorf("campaign %d: %w", c.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("jobs: closing campaigns: %w", err)
	}
	r.closed = today
	return nil
}

func (r *Runner) closeCampaign(ctx context.Context, tx Tx, c community.Campaign, now time.Time) error {
	sum, err := digest.CountCampaign(ctx, tx, tx.Org(), c, []community.UnitID{c.Unit}, now)
	if err != nil {
		return err
	}
	body, err := json.Marshal(sum.Totals)
	if err != nil {
		return err
	}
	// The chat of a campaign's own run is its id, which no chat shares: groups
	// and people have runs of other jobs.
	mine, err := tx.ClaimRun(ctx, campaignJob, c.Days.To.In(time.UTC), c.ID, body)
	if err != nil || !mine {
		return err
	}
	unit, _ := tx.Org().Unit(c.Unit)
	text := func(language string) string {
		return digest.CampaignText(sum, unit.Name, true, r.Catalogue.For(language))
	}
	groups, err := tx.GroupsAll(ctx)
	if err != nil {
		return err
	}
	var replies []chat.Reply
	for _, g := range groups {
		if g.Unit == c.Unit && !g.Gone {
			replies = append(replies, chat.Reply{Verb: chat.Send, Chat: g.Chat, Topic: g.Topic, Text: text(locale.Chinese), Priority: chat.Bulk, Once: true})
		}
	}
	if err := tx.Queue(ctx, replies); err != nil {
		return err
	}
	return r.tellOpener(ctx, tx, c, text, now)
}

func (r *Runner) tellOpener(ctx context.Context, tx Tx, c community.Campaign, text func(string) string, now time.Time) error {
	people, err := tx.PeopleAll(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == c.By && p.Chat != 0 && p.May(community.Read, c.Unit, tx.Org()) {
			return tx.AddNews(ctx, community.News{Chat: p.Chat, Person: p.ID, Line: text(p.Language), Since: now})
		}
	}
	return nil
}
