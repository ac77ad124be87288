package digest_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

// named is a memory in which some records name a campaign.
type named struct {
	memory
	numbers []community.Number
}

func (m named) Tagged(context.Context, int64) (list []community.Record, err error) {
	for _, r := range m.memory {
		if slices.Contains(m.numbers, r.Number) {
			list = append(list, r)
		}
	}
	return list, nil
}

func TestACampaignEqualsARecountAndCountsNothingTwice(t *testing.T) {
	t.Parallel()
	org := city(2, 2)
	rapid.Check(t, func(t *rapid.T) {
		m := named{memory: drawHistory(t)}
		for _, r := range m.memory {
			if rapid.IntRange(0, 3).Draw(t, "named") == 0 {
				m.numbers = append(m.numbers, r.Number)
			}
		}
		from := firstDay + community.Date(rapid.IntRange(-3, 20).Draw(t, "from"))
		c := community.Campaign{
			Name: "百日行动", Unit: rapid.SampledFrom([]community.UnitID{1, 3, 100, 200}).Draw(t, "unit"),
			Days: community.Span{From: from, To: from + community.Date(rapid.IntRange(0, 20).Draw(t, "days"))},
			Type: rapid.SampledFrom([]community.CommunityType{community.NoType, community.Safe, community.Beautiful}).Draw(t, "type"),
		}
		if rapid.Bool().Draw(t, "categories") {
			c.Categories = []community.Category{community.Fire, community.Neighbor, community.Env}
		}
		scope := rapid.SampledFrom([]community.UnitID{1, 2, 100, 101, 200}).Draw(t, "scope")
		now := (lastDay + 20).In(shanghai)
		got, err := digest.CountCampaign(t.Context(), m, org, c, []community.UnitID{scope}, now)
		if err != nil {
			t.Fatal(err)
		}
		if want := recountCampaign(m, org, c, scope, community.DateOf(now)); got.Totals != want {
			t.Fatalf("%+v, want %+v", got.Totals, want)
		}
		var rows digest.Totals
		for _, r := range got.Rows {
			rows.Patrols += r.Patrols
			rows.Issues.Opened += r.Issues.Opened
		}
		if len(got.Rows) > 0 && (rows.Patrols != got.Patrols || rows.Issues.Opened != got.Issues.Opened) {
			t.Fatalf("the communities come to %+v, all to %+v", rows, got.Totals)
		}
	})
}

// recountCampaign counts record by record.
func recountCampaign(m named, org *community.Org, c community.Campaign, scope community.UnitID, today community.Date) (t digest.Totals) {
	for _, r := range m.memory {
		own := c.Days.Has(r.Date) && (c.Type == community.NoType || r.Type == c.Type) &&
			(len(c.Categories) == 0 || slices.Contains(c.Categories, r.Category))
		if !r.Withdrawn.IsZero() || !org.Within(r.Unit, scope) || !org.Within(r.Unit, c.Unit) || !own && !slices.Contains(m.numbers, r.Number) {
			continue
		}
		n := r.Tally().Counts()
		switch r.Kind {
		case community.KindDispute:
			t.Disputes.Registered += n.Cases
			t.Disputes.Success += n.Success
			t.Disputes.Failed += n.Failed
			if r.ClosedAt.IsZero() {
				t.Disputes.Open += openCases(r)
			}
			continue
		case community.KindEvent:
			t.Events++
			t.Participants += n.Participants
			t.Handbooks += n.Handbooks
			continue
		case community.KindIssue:
			t.Issues.Opened++
			t.Issues.Closed += count(!r.ClosedAt.IsZero())
			t.Issues.Open += count(r.ClosedAt.IsZero())
			t.Issues.Overdue += count(r.ClosedAt.IsZero() && r.Deadline < today)
		case community.KindPatrol:
			t.Patrols++
		}
		t.Found += n.Found
		t.Fixed += n.Fixed
		t.Visited += n.Visited
	}
	return t
}

func TestACampaignSaysHowFarItIsAndWhatItComesTo(t *testing.T) {
	t.Parallel()
	org, day := city(2, 1), date("2026-11-23")
	m := named{memory: memory{
		{Number: 1, Kind: community.KindPatrol, Category: community.Fire, Type: community.Safe, Unit: 101, Date: day, Found: number(3), Fixed: number(2)},
		{Number: 2, Kind: community.KindPatrol, Category: community.Fire, Type: community.Safe, Unit: 201, Date: day},
		{Number: 3, Kind: community.KindPatrol, Category: community.Fire, Type: community.Safe, Unit: 201, Date: day - 90},
	}, numbers: []community.Number{1, 3}}
	c := community.Campaign{Name: "百日行动", Unit: 3, Days: community.Span{From: day - 2, To: day + 7}}
	for now, want := range map[string]string{
		"2026-11-20 10:00": "未开始", "2026-11-23 10:00": "第 3 天，共 10 天", "2026-11-30 23:00": "第 10 天，共 10 天", "2026-12-01 08:00": "已结束，合计",
	} {
		sum, err := digest.CountCampaign(t.Context(), m, org, c, []community.UnitID{0}, at(now))
		if err != nil {
			t.Fatal(err)
		}
		text := digest.CampaignText(sum, "清姜街道", true, printer(t, locale.Chinese))
		for _, part := range []string{want, "巡查 3：发现 3，整改 2", "写明行动名称的 1 条", "滨河1：巡查 1", "滨河2：巡查 2"} {
			if !strings.Contains(text, part) {
				t.Errorf("at %s %q is missing in\n%s", now, part, text)
			}
		}
	}
}
