package book_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/export/book"
	"gridmate/export/internal/memory"
	"gridmate/export/internal/office"
	"gridmate/locale"
)

var november = community.Month.Of(community.NewDate(2026, time.November, 1))

func printer(t testing.TB) locale.Printer {
	t.Helper()
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts.For(locale.Chinese)
}

// written is a workbook as bytes.
func written(t testing.TB, a memory.Archive) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := book.Write(t.Context(), &out, a, a.Frame, printer(t)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// rows are a sheet's cells as they are stored.
func rows(t testing.TB, file *excelize.File, sheet string) [][]string {
	t.Helper()
	all, err := file.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTotalsAreThoseOfTheDigest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		period := rapid.SampledFrom(community.Periods()).Draw(rt, "period")
		frame := memory.NewFrame(rapid.SampledFrom([]community.UnitID{1, 100, 202}).Draw(rt, "unit"), period.Of(november.From+9))
		a := memory.Archive{Frame: frame, List: memory.Random(rapid.Uint64().Draw(rt, "seed"), rapid.IntRange(0, 60).Draw(rt, "records"), frame.Span)}
		figures, err := digest.Compute(t.Context(), a, frame.Org, digest.Ask{Period: period, Day: frame.Span.From, Now: frame.Now, Zone: frame.Zone})
		if err != nil {
			rt.Fatal(err)
		}
		want := figures.Unit(frame.Unit.ID).Totals
		file := opened(t, written(t, a))
		if diff := cmp.Diff(want, summary(t, file)); diff != "" {
			rt.Fatalf("digest and summary: %s", diff)
		}
		columns(rt, t, file, want)
	})
}

// summary reads the first sheet back.
func summary(t testing.TB, file *excelize.File) digest.Totals {
	var n [15]int
	for i, row := range rows(t, file, "汇总")[3:] {
		n[i], _ = strconv.Atoi(row[1])
	}
	return digest.Totals{
		Patrols: n[0], Found: n[1], Fixed: n[2], Visited: n[3],
		Issues:   digest.Issues{Opened: n[4], Closed: n[5], Open: n[6], Overdue: n[7]},
		Disputes: digest.Disputes{Registered: n[8], Success: n[9], Failed: n[10], Open: n[11]},
		Events:   n[12], Participants: n[13], Handbooks: n[14],
	}
}

// columns holds the totals row of sheets to the digest and to their own rows.
func columns(rt *rapid.T, t testing.TB, file *excelize.File, want digest.Totals) {
	for _, c := range []struct {
		sheet, head string
		want        int
	}{
		{"矛盾纠纷台账", "件数", want.Disputes.Registered}, {"矛盾纠纷台账", "成功", want.Disputes.Success}, {"矛盾纠纷台账", "不成功", want.Disputes.Failed},
		{"服务活动台账", "参与人次", want.Participants}, {"服务活动台账", "资料（份）", want.Handbooks},
		{"纠纷18类报表", "登记（件）", want.Disputes.Registered}, {"纠纷18类报表", "成功", want.Disputes.Success},
		{"纠纷18类报表", "期末在调（件）", want.Disputes.Open},
	} {
		all := rows(t, file, c.sheet)
		sum, total := 0, 0
		for i, head := range all[2] {
			if head != c.head {
				continue
			}
			for _, row := range all[3 : len(all)-1] {
				if i < len(row) {
					n, _ := strconv.Atoi(row[i])
					sum += n
				}
			}
			total, _ = strconv.Atoi(all[len(all)-1][i])
		}
		if total != c.want || sum != c.want {
			rt.Fatalf("%s of %s: total %d, rows %d, digest %d", c.head, c.sheet, total, sum, c.want)
		}
	}
	all := rows(t, file, "问题整改台账")
	line := fmt.Sprintf("本期登记 %d 项，本期销号 %d 项，期末未销号 %d 项，其中逾期 %d 项", want.Issues.Opened, want.Issues.Closed, want.Issues.Open, want.Issues.Overdue)
	if last := all[len(all)-1]; last[1] != line {
		rt.Fatalf("ledger: %q, digest: %q", last[1], line)
	}
}

func TestTheLedgerHasTheOfficialColumns(t *testing.T) {
	t.Parallel()
	frame := memory.NewFrame(100, november)
	file := opened(t, written(t, memory.Archive{Frame: frame}))
	if diff := cmp.Diff([]string{"汇总", "巡查记录", "问题整改台账", "矛盾纠纷台账", "服务活动台账", "纠纷18类报表"}, file.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	all := rows(t, file, "问题整改台账")
	want := []string{"序号", "问题", "类别", "位置", "措施", "责任单位", "责任人", "发现日期", "时限", "进展", "销号日期", "销号人"}
	if diff := cmp.Diff(want, all[2]); diff != "" || all[0][0] != "滨河社区问题整改台账" || !strings.Contains(all[1][0], "2026年11月1日至2026年11月30日") {
		t.Errorf("%s %q", diff, all[:2])
	}
	if kinds := rows(t, file, "纠纷18类报表"); len(kinds) != 3+18+1 || kinds[3][1] != "婚姻家庭" || kinds[20][1] != "其他" {
		t.Errorf("eighteen kinds: %q", kinds)
	}
}

func TestTheLedgerShowsWhoDidWhat(t *testing.T) {
	t.Parallel()
	frame := memory.NewFrame(1, november)
	r, err := community.NewRecord(community.Record{
		Number: 5, Kind: community.KindIssue, Unit: 101, Category: community.Facility, Place: "东门", Text: "井盖破损",
		Date: november.From, Created: november.From.In(memory.Zone), Reporter: 1,
	}, november.From)
	if err != nil {
		t.Fatal(err)
	}
	r.Status, r.ClosedAt = community.Closed, (november.From + 2).In(memory.Zone)
	a := memory.Archive{Frame: frame, List: []community.Record{r}, Courses: map[community.Number]community.Course{
		5: {Owner: 2, OwnerUnit: 200, Measure: "已更换井盖", Fixer: 2, Closer: 3},
	}}
	got := rows(t, opened(t, written(t, a)), "问题整改台账")[3]
	want := []string{"1", "井盖破损", "公共设施", "滨河1网格 东门", "已更换井盖", "城南", "网格员2", "46327", "46334", "已销号", "46329", "网格员3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTasksHaveATableOfTheirOwn(t *testing.T) {
	t.Parallel()
	frame := memory.NewFrame(1, november)
	r, err := community.Task{
		Unit: 100, Title: "完善停车标线", Lead: 100, Deadline: november.To, Source: community.SourceChat,
	}.Record(community.Person{ID: 3}, november.From.In(memory.Zone))
	if err != nil {
		t.Fatal(err)
	}
	r.Number, r.Status = 9, community.Rectifying
	a := memory.Archive{Frame: frame, List: []community.Record{r}, Courses: map[community.Number]community.Course{
		9: {Owner: 2, OwnerUnit: 100, Percent: 60, Partners: []community.Partner{{Name: "城管中队"}, {Unit: 200, Name: "城南"}}},
	}}
	file := opened(t, written(t, a))
	if list := file.GetSheetList(); list[len(list)-1] != "任务分解表" {
		t.Fatalf("sheets %q", list)
	}
	all := rows(t, file, "任务分解表")
	if last := all[len(all)-1]; last[2] != "任务 1 项" {
		t.Errorf("totals %q", last)
	}
	got := all[3]
	want := []string{"1", "#9", "完善停车标线", "滨河", "城管中队、城南", "网格员2", "46327", "46356", "整改中（逾期1天）", "60"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAGroupGetsNothingButTheNumberOfWhatIsPrivate(t *testing.T) {
	t.Parallel()
	r, err := community.NewRecord(community.Record{
		Number: 5, Kind: community.KindDispute, Unit: 101, Category: community.MarriageFamily, Place: "3号楼2单元", Text: "家暴，已报警",
		Date: november.From, Created: november.From.In(memory.Zone), Reporter: 1,
	}, november.From)
	if err != nil {
		t.Fatal(err)
	}
	for group, want := range map[bool]string{true: "（涉及隐私，从略）", false: "家暴，已报警"} {
		frame := memory.NewFrame(1, november)
		frame.Group = group
		file := opened(t, written(t, memory.Archive{Frame: frame, List: []community.Record{r}}))
		row := rows(t, file, "矛盾纠纷台账")[3]
		if row[11] != want || group != (row[4] == "") {
			t.Errorf("group %v: %q", group, row)
		}
		if kinds := rows(t, file, "纠纷18类报表"); kinds[3][2] != "1" { // the sum stays
			t.Errorf("group %v: %q", group, kinds[3])
		}
	}
}

func TestAnEmptyMonthAndASingleRecordOpenInAnOffice(t *testing.T) {
	t.Parallel()
	for name, n := range map[string]int{"empty": 0, "single": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := written(t, memory.Archive{Frame: memory.NewFrame(1, november), List: memory.Random(3, n, november)})
			pages := office.Pages(t, data, "tables.xlsx")
			text := strings.Join(strings.Fields(strings.Join(pages, "")), "")
			for _, want := range []string{"网格工作汇总表", "问题整改台账", "合计", "婚姻家庭"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s is missing", want)
				}
			}
			if len(pages) != 6 {
				t.Errorf("%d pages", len(pages))
			}
		})
	}
}

func TestTextOfPeopleNeverBecomesAFormula(t *testing.T) {
	t.Parallel()
	frame := memory.NewFrame(1, november)
	r := community.Record{Number: 1, Kind: community.KindIssue, Unit: 101, Date: november.From, Created: november.From.In(memory.Zone)}
	r.Text = "=HYPERLINK(\"x\")\x00\x0b<b>&\ufffe"
	r, err := community.NewRecord(r, november.From)
	if err != nil {
		t.Fatal(err)
	}
	file := opened(t, written(t, memory.Archive{Frame: frame, List: []community.Record{r}}))
	formula, err := file.GetCellFormula("问题整改台账", "B4")
	if formula != "" || err != nil {
		t.Errorf("formula %q, %v", formula, err)
	}
	if got := rows(t, file, "问题整改台账")[3]; got[1] != `=HYPERLINK("x")<b>&` || got[7] != "46327" {
		t.Errorf("row: %q", got)
	}
	if shown, err := file.GetCellValue("问题整改台账", "H4"); shown != "2026-11-01" || err != nil {
		t.Errorf("date %q, %v", shown, err)
	}
}

func TestPrintedPagesAreA4AcrossWithHeadsOnEach(t *testing.T) {
	t.Parallel()
	frame := memory.NewFrame(1, november)
	data := written(t, memory.Archive{Frame: frame, List: memory.Random(3, 200, november)})
	pages := office.Pages(t, data, "tables.xlsx")
	if len(pages) < 6 || len(pages) > 30 {
		t.Errorf("%d pages", len(pages))
	}
	headed := 0
	for _, page := range pages {
		if strings.Contains(page, "序号") || strings.Contains(page, "统计口径") {
			headed++
		}
		if !strings.Contains(strings.ReplaceAll(page, " ", ""), "页共") {
			t.Errorf("a page without its number: %s", page)
		}
	}
	if headed != len(pages) {
		t.Errorf("%d of %d pages have their heads", headed, len(pages))
	}
}

func BenchmarkTenThousandRows(b *testing.B) { benchmarkRows(b, 10_000) }

func BenchmarkHundredThousandRows(b *testing.B) { benchmarkRows(b, 100_000) }

func benchmarkRows(b *testing.B, n int) {
	a := memory.Archive{Frame: memory.NewFrame(1, november), List: memory.Random(1, n, november)}
	p := printer(b)
	b.ReportAllocs()
	for b.Loop() {
		file, err := os.Create(filepath.Join(b.TempDir(), "t.xlsx"))
		if err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		stop, peak := make(chan struct{}), make(chan uint64)
		go func() {
			top := uint64(0)
			for {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				top = max(top, m.HeapAlloc)
				select {
				case <-stop:
					peak <- top
					return
				case <-time.After(2 * time.Millisecond):
				}
			}
		}()
		if _, err := book.Write(b.Context(), file, a, a.Frame, p); err != nil {
			b.Fatal(err)
		}
		close(stop)
		b.ReportMetric(float64(int64(<-peak)-int64(before.HeapAlloc))/(1<<20), "peak-MB")
		if err := file.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
