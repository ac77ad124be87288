package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const indicatorsFile = "类型,项,条,内容,满分,佐证\n" +
	"平安型,消防安全,1,定期巡查,10,巡查 消防 本年 ≥1次\n" +
	"pingan,消防安全,2,台账齐全，联系人13800138000,5.5,\n" +
	"幸福型,为民服务,1,开展活动,10,活动 本年 ≥100000场；活动 人次 本年 ≥1\n"

func TestIndicatorsAreImportedWhollyAndRepeatably(t *testing.T) {
	t.Parallel()
	env, _ := deployment(t)
	for _, step := range []struct {
		args []string
		want string
	}{
		{nil, "indicators: 3 added, 0 changed, 0 unchanged\n"},
		{nil, "indicators: 0 added, 0 changed, 3 unchanged\n"},
		{[]string{put(t, "i.csv", indicatorsFile), "--replace"}, "indicators: 3 added, 3 changed, 0 unchanged\n"},
		{[]string{put(t, "i.csv", indicatorsFile), "--replace"}, "indicators: 0 added, 0 changed, 3 unchanged\n"},
		{[]string{put(t, "i.csv", strings.Replace(indicatorsFile, "5.5", "6", 1))}, "indicators: 0 added, 1 changed, 2 unchanged\n"},
	} {
		if o := call(t, env, "", append([]string{"import", "indicators"}, step.args...)...); o.code != exitDone || o.out != step.want {
			t.Errorf("%v: %+v, want %q", step.args, o, step.want)
		}
	}
	bad := "type,item,clause,text,max_score,evidence\n和谐型,项,1,内容,10,\n平安型,项,2,内容,十,下雨\n"
	o := call(t, env, "", "import", "indicators", put(t, "bad.csv", bad))
	for _, want := range []string{"line 2, type", "line 3, max_score", "line 3, evidence", "nothing was imported: 3 errors"} {
		if o.code != exitFailed || !strings.Contains(o.errors, want) {
			t.Errorf("%+v, want %q", o, want)
		}
	}
}

func TestTheTableOfIndicatorsHoldsScoresToTheirMaximum(t *testing.T) {
	t.Parallel()
	env, path := deployment(t)
	history(t, path, 3, 200)
	out := filepath.Join(t.TempDir(), "i.xlsx")
	export := []string{"export", "indicators", "--org", "BH", "--from", "2026-10-01", "--to", "2026-11-10", "-o", out}
	wantOneLine(t, call(t, env, "", export...), exitFailed, "there are no indicators yet")
	if o := call(t, env, "", "import", "indicators", put(t, "i.csv", indicatorsFile)); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	wantOneLine(t, call(t, env, "", append(export, "--format", "csv")...), exitUsage, "are a workbook")
	wantOneLine(t, call(t, env, "", "export", "indicators", "--org", "BH-01", "--from", "2026-10-01", "--to", "2026-11-10", "-o", out), exitFailed, "those of communities")
	if o := call(t, env, "", export...); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	file, err := excelize.OpenFile(out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := file.GetRows("指标自查表")
	if err != nil || len(rows) != 7 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if diff := cmp.Diff([]string{"2", "平安型", "消防安全", "2"}, rows[4][:4]); diff != "" || strings.Contains(rows[4][4], "13800138000") || rows[4][5] != "5.5" {
		t.Errorf("%s %q", diff, rows[4])
	}
	if rows[3][13] != "有" || rows[5][13] != "无" || !strings.Contains(rows[5][12], "/100000") || !strings.Contains(rows[6][12], "还有 2 条无佐证") {
		t.Errorf("evidence: %q, %q, %q", rows[3], rows[5], rows[6])
	}
	rules, err := file.GetDataValidations("指标自查表")
	if err != nil || len(rules) != 3 {
		t.Fatalf("%d rules, %v", len(rules), err)
	}
	for _, r := range rules {
		if r.Type != "decimal" || r.Formula1 != "0" || r.Formula2 != "$F4" || !strings.HasSuffix(r.Sqref, "6") {
			t.Errorf("%+v", r)
		}
	}
	panes, err := file.GetPanes("指标自查表")
	if err != nil || !panes.Freeze || panes.YSplit != 3 {
		t.Errorf("panes %+v, %v", panes, err)
	}
}
