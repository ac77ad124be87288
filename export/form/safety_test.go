package form_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/export"
	"gridmate/export/form"
	"gridmate/export/internal/memory"
	"gridmate/export/internal/office"
)

// filled fills a form for the city and opens the result.
func filled(t testing.TB, data []byte, a form.Ask) (*excelize.File, []form.Report) {
	t.Helper()
	var out bytes.Buffer
	reports, err := form.Fill(t.Context(), &out, data, a)
	must(t, err)
	file, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	must(t, err)
	t.Cleanup(func() { _ = file.Close() })
	return file, reports
}

// changed is a form that a test has done something to.
func changed(t testing.TB, drawing string, change func(*excelize.File)) []byte {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(workbook(t, drawing)))
	must(t, err)
	defer func() { _ = file.Close() }()
	change(file)
	var out bytes.Buffer
	must(t, file.Write(&out))
	return out.Bytes()
}

func value(t testing.TB, file *excelize.File, sheet, name string) string {
	t.Helper()
	text, err := file.GetCellValue(sheet, name)
	must(t, err)
	return text
}

func TestTextsStayTextsAndAreNotComputedOnceEdited(t *testing.T) {
	t.Parallel()
	file, _ := filled(t, workbook(t, "# 巡查\n日期 | 巡查情况 | 巡查人\n"), ask(t, "CN"))
	formula, err := file.GetCellFormula("巡查", "B2")
	must(t, err)
	kind, err := file.GetCellType("巡查", "B2")
	must(t, err)
	id, err := file.GetCellStyle("巡查", "B2")
	must(t, err)
	style, err := file.GetStyle(id)
	must(t, err)
	if got := value(t, file, "巡查", "B2"); got != "=巡查，环境整洁" || formula != "" || kind != excelize.CellTypeSharedString || style.NumFmt != 49 {
		t.Errorf("%q, formula %q, type %d, format %d", got, formula, kind, style.NumFmt)
	}
}

func TestTheFormsOwnFormatsAndListsAreKept(t *testing.T) {
	t.Parallel()
	data := changed(t, "# 台账\n发现时间 | 隐患描述 | 隐患类别 | 是否销号 | 整改时限\n | | | |\n | | | |\n", func(file *excelize.File) {
		chinese, text := `yyyy"年"m"月"d"日"`, 49
		dated, err := file.NewStyle(&excelize.Style{CustomNumFmt: &chinese, Font: &excelize.Font{Bold: true}})
		must(t, err)
		texts, err := file.NewStyle(&excelize.Style{NumFmt: text})
		must(t, err)
		must(t, file.SetCellStyle("台账", "A2", "A3", dated))
		must(t, file.SetCellStyle("台账", "E2", "E3", texts))
		for cells, options := range map[string][]string{"C2:C99": {"用电用气安全", "燃气", "设施"}, "D2:D99": {"已销号", "未销号"}} {
			rule := excelize.NewDataValidation(true)
			rule.Sqref = cells
			must(t, rule.SetDropList(options))
			must(t, file.AddDataValidation("台账", rule))
		}
	})
	file, reports := filled(t, data, ask(t, "BH"))
	for name, want := range map[string]string{
		"A2": "2026年10月11日", "A3": "2026年11月5日", "C2": "设施", "C3": "燃气", "D2": "", "E2": "2026-10-18",
	} {
		if got := value(t, file, "台账", name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	id, err := file.GetCellStyle("台账", "A2")
	must(t, err)
	if style, err := file.GetStyle(id); err != nil || !style.Font.Bold {
		t.Errorf("the style of A2 is gone: %v", err)
	}
	if reports[0].Refused != 2 {
		t.Errorf("%d values were refused, want the two of 是否销号", reports[0].Refused)
	}
	rules, err := file.GetDataValidations("台账")
	if err != nil || len(rules) != 2 {
		t.Errorf("%d lists are left, %v", len(rules), err)
	}
}

func TestFiguresAreThoseOfTheDigest(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		for _, unit := range []string{"SL", "BH", "CN-02"} {
			a := ask(t, unit)
			list := memory.Random(seed, 150, month)
			a.From = func(f export.Frame) export.Source { return memory.Archive{Frame: f, List: list} }
			figures, err := digest.Compute(t.Context(), memory.Archive{Frame: a.Frame, List: list}, a.Frame.Org, digest.Ask{
				Period: community.Month, Day: month.From, Now: a.Frame.Now, Zone: a.Frame.Zone,
			})
			must(t, err)
			want := figures.Unit(a.Frame.Unit.ID).Totals
			file, _ := filled(t, workbook(t, "# 表\n月份 | 巡查次数 | 发现隐患 | 整改 | 走访户数 | 排查纠纷 | 化解 | 调解不成功 | 在调 | 活动场次 | 参与人次 | 发放资料 | 登记问题 | 已销号 | 未销号 | 逾期\n"), a)
			got := digest.Totals{}
			for column, n := range []*int{
				&got.Patrols, &got.Found, &got.Fixed, &got.Visited, &got.Disputes.Registered, &got.Disputes.Success, &got.Disputes.Failed,
				&got.Disputes.Open, &got.Events, &got.Participants, &got.Handbooks, &got.Issues.Opened, &got.Issues.Closed, &got.Issues.Open, &got.Issues.Overdue,
			} {
				*n = number(t, value(t, file, "表", at(column+1, 1)))
			}
			if got != want {
				t.Errorf("seed %d, %s: form %+v, digest %+v", seed, unit, got, want)
			}
		}
	}
}

func number(t testing.TB, text string) int {
	t.Helper()
	n := 0
	for _, r := range text {
		if r < '0' || r > '9' {
			t.Fatalf("%q is no number", text)
		}
		n = 10*n + int(r-'0')
	}
	return n
}

func TestATaskGroupFillsItsOwnTypeOnly(t *testing.T) {
	t.Parallel()
	a := ask(t, "SL")
	a.Frame.Type = community.Happy
	file, _ := filled(t, workbook(t, "# 表\n社区 | 巡查次数 | 排查纠纷 | 活动场次\n"), a)
	if got := drawn(t, written(t, file)); got != "# 表\n社区 | 巡查次数 | 排查纠纷 | 活动场次\n滨河社区 | 2 | 0 | 0\n城南社区 | 0 | 0 | 1\n" {
		t.Error(got)
	}
}

func written(t testing.TB, file *excelize.File) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, file.Write(&out))
	return out.Bytes()
}

func TestRefusalsSayWhatIsWrongWithTheFile(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		data []byte
		want string
	}{
		"no workbook":      {[]byte("社区,数量\n"), "form_broken"},
		"an old workbook":  {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "form_old"},
		"half a workbook":  {workbook(t, "# 表\n社区 | 数量\n")[:900], "form_broken"},
		"too large":        {make([]byte, export.MaxForm+1), "form_large"},
		"nothing in it":    {workbook(t, "# 表\n\n"), "form_no_header"},
		"a letter":         {workbook(t, "# 表\n各社区：请于月底前报送工作情况。\n"), "form_no_header"},
		"labels, no table": {workbook(t, "# 表\n填报单位： | | 填报人： |\n"), "form_no_header"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			_, err := form.Fill(t.Context(), &out, row.data, ask(t, "BH"))
			if got := refusal(err); got != row.want || out.Len() != 0 {
				t.Errorf("%q (%v), %d bytes", got, err, out.Len())
			}
		})
	}
}

func TestAddedWordsAreUnderstood(t *testing.T) {
	t.Parallel()
	data := workbook(t, "# 表\n社区 | 铁脚板巡了几回\n")
	var out bytes.Buffer
	if _, err := form.Fill(t.Context(), &out, data, ask(t, "SL")); err != nil || out.Len() != 0 {
		t.Fatalf("%v, %d bytes before the words are known", err, out.Len())
	}
	more, reason := form.NewWords("patrols", "", "铁脚板巡了几回 | 巡了几回")
	if reason != "" {
		t.Fatal(reason)
	}
	a := ask(t, "SL")
	a.Words = words(t, more...)
	file, _ := filled(t, data, a)
	if got := value(t, file, "表", "B2"); got != "4" {
		t.Errorf("patrols of 滨河: %q", got)
	}
}

func TestBadWordsAreRefused(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ field, kind, words, want string }{
		"an unknown field":          {"weather", "", "天气", "unknown field"},
		"an unknown kind":           {"date", "walk", "日期", "unknown kind"},
		"a category without a kind": {"category:fire", "", "消防", "needs the kinds"},
		"a category of no kind":     {"category:fire", "dispute", "消防", "no category of dispute"},
		"a noun of two kinds":       {"noun", "issue|patrol", "隐患", "one kind"},
		"no words":                  {"date", "", " | ", "no words"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, reason := form.NewWords(row.field, row.kind, row.words); !strings.Contains(reason, row.want) {
				t.Errorf("reason %q, want one with %q", reason, row.want)
			}
		})
	}
	for _, text := range []string{"field,kind,words\ndate,,日期,时间\n", "field,kind,words\n\"date\n", "field,kind,words\nnone,,x\n"} {
		if _, err := form.ParseWords(strings.NewReader(text)); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func TestAFilledFormOpensAsPeopleOpenIt(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	_, err := form.Fill(t.Context(), &out, workbook(t, "# 月报\n网格巡查月报表 | ← | ←\n社区 | 巡查次数 | 发现隐患（处）\n | |\n合计 | =SUM(B3:B3) | =SUM(C3:C3)\n"), ask(t, "SL"))
	must(t, err)
	pages := office.Pages(t, out.Bytes(), "form.xlsx")
	text := strings.Join(strings.Fields(strings.Join(pages, " ")), " ")
	if len(pages) != 1 || !strings.Contains(text, "滨河社区 4 5 城南社区 1 1 合计 5 6") {
		t.Errorf("%d pages: %s", len(pages), text)
	}
}

// FuzzHeadings holds that no heading makes reading panic or take long, whatever
// people write into it.
func FuzzHeadings(f *testing.F) {
	for _, seed := range []string{"巡查次数", "发现隐患（处）", strings.Repeat("巡查排查", 60), "((（（", "一、", "矛盾纠纷矛盾纠纷矛盾纠纷数数数数数数", "\x00", "%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, heading string) {
		if strings.ContainsAny(heading, "|\n←↑") || strings.HasPrefix(heading, "=") || len(heading) > 2000 {
			return
		}
		data := workbook(t, "# 表\n社区 | "+heading+" | 巡查次数\n")
		began := time.Now()
		if _, err := form.Fill(t.Context(), &bytes.Buffer{}, data, ask(t, "BH")); err != nil && refusal(err) == "" {
			t.Error(err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func BenchmarkTenThousandRows(b *testing.B) {
	a := ask(b, "SL")
	list := memory.Random(1, 40_000, month)
	a.From = func(f export.Frame) export.Source { return memory.Archive{Frame: f, List: list} }
	data := workbook(b, "# 台账\n序号 | 所属社区 | 网格 | 隐患位置 | 隐患描述 | 隐患类别 | 发现时间 | 整改措施 | 整改时限 | 责任人 | 整改情况 | 备注\n | | | | | | | | | | |\n | | | | | | | | | | |\n合计 | | | | | | | | | | |\n")
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		reports, err := form.Fill(b.Context(), &out, data, a)
		must(b, err)
		b.ReportMetric(float64(reports[0].Rows), "rows")
	}
}

// A sheet of 64 KB whose headings could almost be cut into words took four
// minutes: every way to fail was tried, in every row, for every kind.
func TestHeadingsThatAreAlmostWordsTakeNoMinutes(t *testing.T) {
	t.Parallel()
	row := strings.Repeat("矛盾纠纷排查化解整治情况数量发现隐患问题类9 | ", 110) + "x\n"
	data := workbook(t, "# 表\n"+strings.Repeat(row, 30)+strings.Repeat("滨河 | 7 | |\n", 500))
	began := time.Now()
	if _, err := form.Fill(t.Context(), &bytes.Buffer{}, data, ask(t, "SL")); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}
