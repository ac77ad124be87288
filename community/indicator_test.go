package community_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gridmate/community"
)

func TestParsePoints(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"8.5": "8.5", "8.50": "8.5", "10": "10", " 0 ": "0", "0.05": "0.05", "7分": "7", "1000": "1000",
		"": "", "8.555": "", "-1": "", "1000.01": "", "八": "", ".5": "", "1e2": "", "99999": "", "+3": "", "8,5": "",
	} {
		points, ok := community.ParsePoints(text)
		if ok != (want != "") || ok && points.String() != want {
			t.Errorf("%q: %s, %v, want %q", text, points, ok, want)
		}
	}
}

func TestEvidenceIsReadInWordsAndByCodes(t *testing.T) {
	t.Parallel()
	called := func(k community.Kind, word string) (community.Category, bool) {
		if k == community.KindPatrol && word == "消防" {
			return community.Fire, true
		}
		return community.CategoryByCode(k, word)
	}
	for text, want := range map[string]string{
		"":                                "",
		"巡查 消防 本季 ≥3次":                    "patrol fire quarter >=3",
		"巡查":                              "patrol year >=1",
		"活动 人次 本年 300":                    "event year participants >=300",
		"纠纷 成功 至少5件; 活动 4场;":              "dispute year success >=5; event year >=4",
		"活动 「百日行动」 2场":                    "event 「百日行动」 >=2",
		"活动 「百日行动」 本月":                    "event month 「百日行动」 >=1",
		"patrol visit month visited >=20": "patrol visit month visited >=20",
	} {
		rules, reason := community.ParseEvidence(text, called)
		if got := community.EvidenceText(rules); reason != "" || got != want {
			t.Errorf("%q: %q (%s), want %q", text, got, reason, want)
		}
		again, reason := community.ParseEvidence(want, community.CategoryByCode)
		if diff := cmp.Diff(rules, again); diff != "" || reason != "" {
			t.Errorf("%q is not read back: %s %s", want, reason, diff)
		}
	}
	for text, want := range map[string]string{
		"消防 3次": "no kind of record", "巡查 下雨": "not understood", "巡查 人次": "have no participants", "巡查 0次": "not understood",
		"巡查 「」": "not understood", strings.Repeat("巡查;", 5): "more than 4",
	} {
		if _, reason := community.ParseEvidence(text, called); !strings.Contains(reason, want) {
			t.Errorf("%q: %q, want %q", text, reason, want)
		}
	}
}

func TestDaysOfEvidenceEndToday(t *testing.T) {
	t.Parallel()
	today := community.NewDate(2026, 11, 23)
	campaign := community.Campaign{Days: community.Span{From: community.NewDate(2026, 9, 1), To: community.NewDate(2026, 12, 10)}}
	for rule, from := range map[string]string{
		"patrol year >=1": "2026-01-01", "patrol quarter >=1": "2026-10-01", "patrol month >=1": "2026-11-01", "patrol 「百日行动」": "2026-09-01",
	} {
		rules, _ := community.ParseEvidence(rule, community.CategoryByCode)
		if got := rules[0].Days(today, campaign); got.From.String() != from || got.To != today {
			t.Errorf("%s: %s to %s", rule, got.From, got.To)
		}
	}
}

func TestPlanIndicatorsNamesEveryBadRow(t *testing.T) {
	t.Parallel()
	good := community.IndicatorRow{Line: 2, Type: "平安型", Item: "消防", Clause: "1", Text: "有巡查", Max: "10", Evidence: "patrol fire >=3"}
	plan, bad := community.PlanIndicators([]community.IndicatorRow{good}, community.CategoryByCode)
	if len(bad) > 0 || len(plan) != 1 || plan[0].Type != community.Safe || plan[0].Max != 1000 || len(plan[0].Evidence) != 1 {
		t.Fatalf("%+v, %v", plan, bad)
	}
	for name, row := range map[string]struct {
		spoil func(*community.IndicatorRow)
		want  string
	}{
		"an unknown type":        {func(r *community.IndicatorRow) { r.Type = "和谐型" }, "line 3, type"},
		"no item":                {func(r *community.IndicatorRow) { r.Item = "" }, "line 3, item"},
		"a long text":            {func(r *community.IndicatorRow) { r.Text = strings.Repeat("长", 501) }, "longer than 500"},
		"no points":              {func(r *community.IndicatorRow) { r.Max = "0" }, "line 3, max_score"},
		"a bad rule":             {func(r *community.IndicatorRow) { r.Evidence = "下雨" }, "line 3, evidence"},
		"a clause a second time": {func(*community.IndicatorRow) {}, "stands in line 2 already"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			second := good
			second.Line = 3
			if name != "a clause a second time" {
				second.Clause = "2"
			}
			row.spoil(&second)
			plan, bad := community.PlanIndicators([]community.IndicatorRow{good, second}, community.CategoryByCode)
			if plan != nil || len(bad) != 1 || !strings.Contains(bad[0].Error(), row.want) {
				t.Errorf("%v, %v", plan, bad)
			}
		})
	}
}

func TestWhoMayScoreWhere(t *testing.T) {
	t.Parallel()
	org := lifeOrg()
	of := community.Indicator{ID: 3, Max: 1000}
	give := func(role community.Role, unit, at community.UnitID, stage community.CheckStage, points community.Points, reason string) string {
		_, err := community.NewScore(community.Score{Unit: at, Stage: stage, Points: points, Reason: reason}, of, somebody(9, role, unit), org)
		if err == nil {
			return ""
		}
		refusal, _ := community.Refusal(err)
		return refusal.Key
	}
	for name, row := range map[string]struct{ got, want string }{
		"a lead checks their own":          {give(community.RoleLead, theVillage, theVillage, community.SelfCheck, 850, "缺台账"), ""},
		"staff checks their own":           {give(community.RoleStaff, theVillage, theVillage, community.SelfCheck, 1000, ""), ""},
		"a grid worker does not":           {give(community.RoleGrid, theGrid, theVillage, community.SelfCheck, 850, "缺"), "score_denied"},
		"a lead does not verify":           {give(community.RoleLead, theVillage, theVillage, community.Verify, 850, "缺"), "score_denied"},
		"nor score another community":      {give(community.RoleLead, theVillage, theForeign, community.SelfCheck, 850, "缺"), "score_denied"},
		"a street verifies":                {give(community.RoleStreet, theStreet, theVillage, community.Verify, 0, "无资料"), ""},
		"a street does not assess":         {give(community.RoleStreet, theStreet, theVillage, community.Appraise, 0, "无资料"), "score_denied"},
		"nor checks for the community":     {give(community.RoleStreet, theStreet, theVillage, community.SelfCheck, 0, "无资料"), "score_denied"},
		"a county assesses":                {give(community.RoleCounty, theStreet, theVillage, community.Appraise, 500, "一半"), ""},
		"not a grid":                       {give(community.RoleLead, theVillage, theGrid, community.SelfCheck, 850, "缺"), "score_unit"},
		"not above the maximum":            {give(community.RoleLead, theVillage, theVillage, community.SelfCheck, 1001, "好"), "score_range"},
		"below the maximum needs a reason": {give(community.RoleLead, theVillage, theVillage, community.SelfCheck, 999, ""), "score_reason"},
	} {
		if row.got != row.want {
			t.Errorf("%s: %q, want %q", name, row.got, row.want)
		}
	}
}

func TestPointsAreReadBackAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		want := community.Points(rapid.IntRange(0, 100000).Draw(rt, "points"))
		if got, ok := community.ParsePoints(want.String()); !ok || got != want {
			rt.Errorf("%s is read as %s", want, got)
		}
	})
}
