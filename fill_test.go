package main

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// sentForm is a table as somebody else makes it: a title, headings, totals.
func sentForm(t *testing.T, headings ...string) string {
	t.Helper()
	file := excelize.NewFile()
	defer func() { _ = file.Close() }()
	path := filepath.Join(t.TempDir(), "月报.xlsx")
	for at, row := range map[string][]string{"A1": {"网格工作月报表"}, "A2": headings} {
		if err := file.SetSheetRow("Sheet1", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFillFillsWhatIsHeldAndNamesTheRest(t *testing.T) {
	t.Parallel()
	env, path := deployment(t)
	history(t, path, 1, 250)
	out := filepath.Join(t.TempDir(), "filled.xlsx")
	asked := []string{"--org", "BH", "--from", "2026-10-01", "--to", "2026-10-31", "-o", out}
	o := call(t, env, "", append([]string{"fill", sentForm(t, "网格", "巡查次数", "发现隐患（处）", "居民满意度")}, asked...)...)
	if o.code != exitDone || !strings.Contains(o.out, "4 列已有 3 列，只需补 1 列") || !strings.Contains(o.out, "居民满意度。要补就得问 2 人") {
		t.Fatalf("%+v", o)
	}
	file, err := excelize.OpenFile(out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := file.GetRows("Sheet1")
	if err != nil || len(rows) != 4 || rows[2][0] != "1网格" || rows[3][0] != "2网格" {
		t.Fatalf("%q, %v", rows, err)
	}
	if want := summaryOf(t, env, "BH-01", "2026-10-01", "2026-10-31"); rows[2][1] != strconv.Itoa(want.Patrols) || rows[2][2] != strconv.Itoa(want.Found) || want.Patrols == 0 {
		t.Errorf("%q, digest %+v", rows[2], want)
	}
}

func TestFillRefusesInOneLineAndWritesNothing(t *testing.T) {
	t.Parallel()
	env, _ := deployment(t)
	good := sentForm(t, "网格", "巡查次数")
	for name, row := range map[string]struct {
		file, org, to string
		code          int
		want          string
	}{
		"nothing held":      {sentForm(t, "社区", "车牌号", "颜色"), "BH", "2026-10-31", exitFailed, "3 列都不是系统里有的数据"},
		"no workbook":       {put(t, "t.xlsx", "社区,数量"), "BH", "2026-10-31", exitFailed, "打不开"},
		"no file":           {filepath.Join(t.TempDir(), "none.xlsx"), "BH", "2026-10-31", exitFailed, "cannot read"},
		"an unknown unit":   {good, "XX", "2026-10-31", exitFailed, "no such unit"},
		"days in disorder":  {good, "BH", "2026-09-30", exitUsage, "must not be before"},
		"a day that is not": {good, "BH", "2026-13-31", exitUsage, "must be a date"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(t.TempDir(), "filled.xlsx")
			o := call(t, env, "", "fill", row.file, "--org", row.org, "--from", "2026-10-01", "--to", row.to, "-o", out)
			wantOneLine(t, o, row.code, row.want)
			if _, err := excelize.OpenFile(out); err == nil {
				t.Error("a file was written")
			}
		})
	}
}

func TestADeploymentsOwnWordsOfHeadingsAreUnderstood(t *testing.T) {
	t.Parallel()
	env, path := deployment(t)
	history(t, path, 1, 50)
	out := filepath.Join(t.TempDir(), "filled.xlsx")
	fill := []string{"fill", sentForm(t, "网格", "铁脚板巡了几回"), "--org", "BH", "--from", "2026-10-01", "--to", "2026-10-31", "-o", out}
	wantOneLine(t, call(t, env, "", fill...), exitFailed, "2 列都不是系统里有的数据")
	file := put(t, "h.csv", "field,kind,words\n# 我们这里的说法,,\npatrols,,铁脚板巡了几回|巡了几回\n")
	for _, want := range []string{"headings: 2 added, 0 changed, 0 unchanged\n", "headings: 0 added, 0 changed, 2 unchanged\n"} {
		if o := call(t, env, "", "import", "headings", file); o.code != exitDone || o.out != want {
			t.Errorf("%+v, want %q", o, want)
		}
	}
	if o := call(t, env, "", fill...); o.code != exitDone || !strings.Contains(o.out, "2 列全都有") {
		t.Errorf("%+v", o)
	}
	o := call(t, env, "", "import", "headings", put(t, "bad.csv", "field,kind,words\nweather,,天气\ndate,walk,日期\n"))
	for _, want := range []string{"line 2, words: unknown field", "line 3, words: unknown kind", "nothing was imported: 2 errors"} {
		if o.code != exitFailed || !strings.Contains(o.errors, want) {
			t.Errorf("%+v, want %q", o, want)
		}
	}
}
