package form_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gridmate/community"
	"gridmate/export/form"
	"gridmate/locale"
)

// scoreTable is a 指标自查表 as somebody may send it back: with rows from the
// third on, title and period above.
func scoreTable(t *testing.T, period string, rows ...[]any) []byte {
	t.Helper()
	file := excelize.NewFile()
	top := [][]any{{"滨河社区“四型”社区建设指标自查表"}, {period}}
	for i, row := range append(top, rows...) {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := file.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := file.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestScoresAreFoundByTheirHeads(t *testing.T) {
	t.Parallel()
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	heads := []any{"责任人", "编号", "自查得分", "自查说明", "核查得分", "核查说明", "考核得分", "考核说明"} // one added, some taken away
	const period = "单位：2026号院社区　　统计期：2025年1月1日至2025年12月31日　　制表日期：2026年1月5日"
	for name, c := range map[string]struct {
		data []byte
		want []form.ScoreSheet
	}{
		"what was typed": {
			scoreTable(t, period, heads, []any{"小李", 3, 8.1, "缺两次", nil, nil, "9", ""}, []any{nil, 4, nil, "还没评"}, []any{nil, "合计", 8.1}, []any{"填表人", "小李"}),
			[]form.ScoreSheet{{Title: "滨河社区“四型”社区建设指标自查表", Year: 2025, Rows: []form.ScoreRow{
				{Row: 4, Indicator: 3, Stage: community.SelfCheck, Points: "8.1", Reason: "缺两次"},
				{Row: 4, Indicator: 3, Stage: community.Appraise, Points: "9"},
			}}},
		},
		"nothing was":       {scoreTable(t, "", heads), []form.ScoreSheet{{Title: "滨河社区“四型”社区建设指标自查表"}}},
		"a head is gone":    {scoreTable(t, period, heads[:7], []any{"", 3, 8}), nil},
		"any other table":   {scoreTable(t, period, []any{"网格", "巡查次数"}, []any{"1网格", 3}), nil},
		"an empty workbook": {scoreTable(t, ""), nil},
	} {
		got, err := form.Scores(c.data, texts.For(locale.English), texts.For(locale.Chinese))
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	if _, err := form.Scores([]byte("PK no workbook"), texts.For(locale.Chinese)); !errors.Is(err, community.Invalid) {
		t.Errorf("no workbook: %v", err)
	}
}

func TestPointsAreReadAsSpreadsheetsKeepThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]community.Points{
		"8": 800, "8.5": 850, "8.0999999999999996": 810, "0": 0, "3分": 300, "1E1": 1000,
		"8.123": -1, "很好": -1, "-1": -1, "1e9": -1, "": -1, "NaN": -1, "Inf": -1,
	} {
		got, ok := form.ScoreRow{Points: text}.Value()
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
}
