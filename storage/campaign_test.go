package storage_test

import (
	"context"
	"testing"

	"gridmate/community"
	"gridmate/storage"
)

func TestRecordsFollowTheCampaignsThatTheyName(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	c := community.Campaign{
		Name: "百日行动", Unit: b.grid, By: b.worker.ID, At: noon, Type: community.Safe,
		Categories: []community.Category{community.Fire, community.Env}, Days: community.Span{From: today, To: today + 9},
	}
	b.do(func(ctx context.Context, tx *storage.Tx) (err error) {
		c, err = tx.SaveCampaign(ctx, c)
		return err
	})
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		c.Days.To++ // said again it changes
		again, err := tx.SaveCampaign(ctx, c)
		if list, _ := tx.Campaigns(ctx); again.ID != c.ID || len(list) != 1 || list[0].Days != c.Days || list[0].Type != c.Type || len(list[0].Categories) != 2 {
			t.Errorf("%+v", list)
		}
		return err
	})
	tagged := func() (numbers []community.Number) {
		b.look(func(ctx context.Context, tx *storage.Tx) error {
			list, err := tx.Tagged(ctx, c.ID)
			for _, r := range list {
				numbers = append(numbers, r.Number)
			}
			return err
		})
		return numbers
	}
	r := b.patrol()
	r.Text = "百日行动 巡查1网格"
	r = b.add(r)
	other := b.patrol()
	other.Text = "巡查1网格"
	b.add(other)
	if got := tagged(); len(got) != 1 || got[0] != r.Number {
		t.Errorf("%v", got)
	}
	r.Text = "巡查1网格"
	b.do(func(ctx context.Context, tx *storage.Tx) error { return tx.SaveRecord(ctx, r, nil) })
	if got := tagged(); len(got) != 0 {
		t.Errorf("corrected: %v", got)
	}
}
