package bulletin_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/export/bulletin"
	"gridmate/export/internal/memory"
	"gridmate/export/internal/office"
	"gridmate/locale"
)

var november = community.Month.Of(community.NewDate(2026, time.November, 1))

func drafted(t testing.TB, h bulletin.Heading, records []community.Record) bulletin.Bulletin {
	t.Helper()
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := memory.Archive{Frame: memory.NewFrame(1, november), List: records}
	if h.Day == 0 {
		h.Day = a.Frame.Today()
	}
	b, err := bulletin.Draft(t.Context(), a, a.Frame, h, texts.For(locale.Chinese))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func document(t testing.TB, b bulletin.Bulletin) []byte {
	t.Helper()
	var out bytes.Buffer
	if n, err := b.WriteTo(&out); err != nil || n != int64(out.Len()) {
		t.Fatalf("%d of %d bytes, %v", n, out.Len(), err)
	}
	return out.Bytes()
}

func body(b bulletin.Bulletin) string {
	var s strings.Builder
	for _, p := range b.Body {
		for _, r := range p.Runs {
			s.WriteString(r.Text)
		}
		s.WriteString("\n")
	}
	return s.String()
}

// record is one valid record of November.
func record(t testing.TB, n community.Number, r community.Record) community.Record {
	t.Helper()
	r.Number, r.Unit, r.Date = n, 101, november.From+community.Date(n%28)
	r.Created = r.Date.In(memory.Zone)
	r, err := community.NewRecord(r, r.Date)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func count(n int) *int { return &n }

func TestEveryFigureOfTheTextIsInTheAnnex(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		b := drafted(t, bulletin.Heading{Number: 1}, memory.Random(seed, 80, november))
		known := map[string]bool{}
		for _, row := range b.Annex.Rows {
			value, _, _ := strings.Cut(row[1], " ")
			known[value] = true
			if row[2] == "" {
				t.Errorf("no records behind %q", row)
			}
		}
		for _, p := range b.Body[1:] {
			for _, run := range p.Runs {
				if run.Look != bulletin.Plain || strings.Contains(run.Text, "%") {
					continue
				}
				for _, n := range regexp.MustCompile(`\d+`).FindAllString(run.Text, -1) {
					if !known[n] {
						t.Errorf("seed %d: %s of %q is nowhere in the annex", seed, n, run.Text)
					}
				}
			}
		}
	}
}

func TestFiguresAreThoseOfTheDigest(t *testing.T) {
	t.Parallel()
	a := memory.Archive{Frame: memory.NewFrame(1, november), List: memory.Random(5, 300, november)}
	figures, err := digest.Compute(t.Context(), a, a.Frame.Org, digest.Ask{Period: community.Month, Day: november.From, Now: a.Frame.Now, Zone: a.Frame.Zone})
	if err != nil {
		t.Fatal(err)
	}
	d, got := figures.Unit(1), map[string]string{}
	for _, row := range drafted(t, bulletin.Heading{Number: 1}, a.List).Annex.Rows {
		got[row[0]], _, _ = strings.Cut(row[1], " ")
	}
	found, fixed := 0, 0 // on patrol: a reader must not take what issues state for it
	for _, r := range a.List {
		if r.Kind == community.KindPatrol && november.Has(r.Date) && r.Withdrawn.IsZero() {
			c := r.Tally().Counts()
			found, fixed = found+c.Found, fixed+c.Fixed
		}
	}
	for label, want := range map[string]int{
		"网格巡查": d.Patrols, "发现隐患": d.Found, "现场整改": d.Fixed, "巡查发现隐患": found, "巡查现场整改": fixed, "走访": d.Visited, "服务活动": d.Events,
		"登记矛盾纠纷": d.Disputes.Registered, "调解成功": d.Disputes.Success, "调解不成功": d.Disputes.Failed, "期末在调": d.Disputes.Open,
		"登记问题": d.Issues.Opened, "销号问题": d.Issues.Closed, "期末未销号问题": d.Issues.Open, "其中逾期": d.Issues.Overdue,
	} {
		if got[label] != strconv.Itoa(want) {
			t.Errorf("%s: %s in the annex, %d in the digest", label, got[label], want)
		}
	}
}

func TestPeoplesOwnWordsAreHeldToTheRecords(t *testing.T) {
	t.Parallel()
	patrols := record(t, 7, community.Record{Kind: community.KindPatrol, Category: community.Fire, Found: count(2), Fixed: count(1), Text: "3网格楼道堆物，已清理。"})
	dispute := record(t, 8, community.Record{Kind: community.KindDispute, Category: community.Neighbor, Outcome: community.OutcomeSuccess, Text: "漏水纠纷"})
	b := drafted(t, bulletin.Heading{
		Number: 1, Title: []string{"甲", "乙"}, Examples: []community.Record{patrols},
		Said: map[string]string{
			bulletin.PatrolPart:  "11月，3网格等巡查1次，整改1处，清理杂物9处，表扬5人。",
			bulletin.DisputePart: "调解1起，成功率100%，另有成功率90%之说。",
			"goals":              "不能改",
			"nothing":            "没有这一段",
		},
	}, []community.Record{patrols, dispute})
	var got []string
	for _, p := range b.Body {
		line := p.ID + ": "
		for _, r := range p.Runs {
			line += r.Text
		}
		got = append(got, line)
	}
	want := []string{
		"patrols: 一是常态开展网格巡查。11月，3网格等巡查1次，整改1处，清理杂物9处[待核]，表扬5人[待核]。",
		"disputes: 三是排查化解矛盾纠纷。调解1起，成功率100%，另有成功率90%[待核]之说。",
		"examples: 典型事例：2026年11月8日，滨河1网格：3网格楼道堆物，已清理。",
	}
	if diff := cmp.Diff(want, []string{got[1], got[7], got[9]}); diff != "" {
		t.Errorf("%s in %q", diff, got)
	}
	annex := map[string]string{}
	for _, row := range b.Annex.Rows {
		annex[row[0]] = row[2]
	}
	if annex["典型事例"] != "#7" || annex["现场整改"] != "#7" || annex["登记矛盾纠纷"] != "#8" || annex["调解成功率"] == "" {
		t.Errorf("annex %v", annex)
	}
	if n := b.Doubts(); n != 3+3+2 { // three figures, three goals, issues and what comes next
		t.Errorf("%d doubts in %q", n, got)
	}
}

func TestWhatNoRecordSupportsIsMarked(t *testing.T) {
	t.Parallel()
	empty := body(drafted(t, bulletin.Heading{Number: 1}, nil))
	if strings.Count(empty, "[待核]") < 9 || regexp.MustCompile(`\d+[次件处项场]`).MatchString(empty) {
		t.Errorf("an empty period: %s", empty)
	}
	b := drafted(t, bulletin.Heading{Number: 1}, []community.Record{record(t, 7, community.Record{Kind: community.KindPatrol, Category: community.Fire, Found: count(2), Fixed: count(1)})})
	want := [][]string{
		{"网格巡查", "1 次", "#7"}, {"巡查发现隐患", "2 处", "#7"}, {"巡查现场整改", "1 处", "#7"},
		{"消防·巡查发现隐患", "2 处", "#7"}, {"平安型·网格巡查", "1 次", "#7"}, {"平安型·巡查发现隐患", "2 处", "#7"}, {"平安型·巡查现场整改", "1 处", "#7"},
	}
	if diff := cmp.Diff(want, b.Annex.Rows); diff != "" {
		t.Errorf("one record: %s", diff)
	}
}

func TestLargeAndApproximateFigures(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		n     int
		about bool
		want  string
	}{
		{"small and exact", 9999, false, "发放资料9999份"},
		{"small and about", 5000, true, "发放资料5000余份"},
		{"ten thousands, exact to a tenth", 126_000, false, "发放资料12.6万份"},
		{"ten thousands with more behind", 126_001, false, "发放资料12.6万余份"},
		{"whole ten thousands, about", 20_000, true, "发放资料2万余份"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := record(t, 1, community.Record{Kind: community.KindEvent, Category: community.Service, Handbooks: count(row.n)})
			r.Materials = []community.Material{{Title: "手册", Quantity: row.n, Approximate: row.about}}
			if text := body(drafted(t, bulletin.Heading{Number: 1}, []community.Record{r})); !strings.Contains(text, row.want) {
				t.Errorf("%s is not in %s", row.want, text)
			}
		})
	}
}

func TestHundredThousandRecordsMakeABoundedAnnex(t *testing.T) {
	t.Parallel()
	b := drafted(t, bulletin.Heading{Number: 1}, memory.Random(1, 100_000, november))
	if len(b.Annex.Rows) > 80 {
		t.Errorf("%d lines", len(b.Annex.Rows))
	}
	for _, row := range b.Annex.Rows {
		if len([]rune(row[2])) > 150 {
			t.Errorf("a long line: %q", row)
		}
	}
	if first := b.Annex.Rows[0][2]; !regexp.MustCompile(`^#\d+ .* 等 \d+ 条$`).MatchString(first) {
		t.Errorf("%q", first)
	}
}

func TestThePartsAreWellFormedWhateverPeopleType(t *testing.T) {
	t.Parallel()
	evil := "<w:p>&\x00\x0b\"'\ufffe]]>{{.}}"
	b := drafted(t, bulletin.Heading{Number: 3, Topic: evil, Issuer: evil, Title: []string{evil}, Report: evil}, memory.Random(2, 50, november))
	archive, err := zip.NewReader(bytes.NewReader(document(t, b)), int64(len(document(t, b))))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(part)
		for err == nil {
			_, err = decoder.Token()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestOpenedInAnOffice(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name    string
		records []community.Record
		pages   int
	}{
		{"an empty period", nil, 2},
		{"one record", memory.Random(4, 1, november), 3},
		{"a busy month", memory.Random(4, 400, november), 6},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			pages := office.Pages(t, document(t, drafted(t, bulletin.Heading{Number: 24}, row.records)), "bulletin.docx")
			text := strings.Join(strings.Fields(strings.Join(pages, "")), "")
			for _, want := range []string{"“四型”社区建设简报", "第24期", "（网格工作）", "一是", "四是", "突出惠民目标", "呈：", "发：", "附：数据出处", "—1—"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s is missing in %s", want, text)
				}
			}
			if len(pages) < 2 || len(pages) > row.pages {
				t.Errorf("%d pages", len(pages))
			}
		})
	}
}
