package reading_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
	"gridmate/reading"
)

// now is the reference time of the labelled lines: Monday, 10:00 in China.
var now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))

func read(t *testing.T, text string) reading.Draft {
	t.Helper()
	r := reading.Default().Read(text, now)
	if len(r.Drafts) == 0 {
		t.Fatalf("%q gives no draft (%s)", text, r.Reason)
	}
	return r.Drafts[0]
}

func TestDates(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"今天": "2026-11-23", "昨天": "2026-11-22", "前天": "2026-11-21", "大前天": "2026-11-20", "昨晚": "2026-11-22", "今早": "2026-11-23",
		"周三": "2026-11-18", "周一": "2026-11-16", "星期天": "2026-11-22", "礼拜五": "2026-11-20", "上周日": "2026-11-22", "上周四": "2026-11-19",
		"上上周五": "2026-11-13", "本周一": "2026-11-23", "这个星期一": "2026-11-23", "上个星期天": "2026-11-22",
		"23日": "2026-11-23", "22号": "2026-11-22", "25日": "2026-10-25", "上月28日": "2026-10-28", "本月3号": "2026-11-03",
		"11月20日": "2026-11-20", "11/20": "2026-11-20", "11.20": "2026-11-20", "11-20": "2026-11-20", "2026年11月2日": "2026-11-02",
		"2026-11-02": "2026-11-02", "20261102": "2026-11-02", "26年11月2日": "2026-11-02", "十一月二日": "2026-11-02", "10月31号": "2026-10-31",
		"三天前": "2026-11-20", "5天前": "2026-11-18", "下午": "2026-11-22", "早上": "2026-11-23", "11月1日至3日": "2026-11-01", "14、15号": "2026-11-14", "12-13日": "2026-11-12", "11-20日": "2026-11-20", "10-13日": "2026-10-13", "１１月２０日": "2026-11-20",
	} {
		if got := read(t, words+"巡查3网格，无异常").Date.String(); got != want {
			t.Errorf("%s is %s, want %s", words, got, want)
		}
	}
}

func TestDatesAtTheEndsOfMonths(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ today, words, want string }{
		{"2027-03-01", "29日", "2027-01-29"}, // no 29th in February
		{"2028-03-01", "29日", "2028-02-29"},
		{"2027-01-05", "上月31日", "2026-12-31"},
		{"2027-01-05", "12月30日", "2026-12-30"},
		{"2027-01-02", "12月30日至31日", "2026-12-30"},
		{"2027-01-01", "昨天", "2026-12-31"},
	} {
		at, err := time.Parse(time.DateOnly, c.today)
		if err != nil {
			t.Fatal(err)
		}
		last, _ := reading.Default().Day(c.words, at.Add(10*time.Hour))
		if got := last.String(); got != c.want {
			t.Errorf("on %s, %s is %q, want %q", c.today, c.words, got, c.want)
		}
	}
}

func TestDatesThatAreNotTheReports(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"昨天报的路灯已修好", "回访上月调解的邻里纠纷，双方和好", "3网格楼道堆物2处，限周五前清理", "20号楼堆物1处已清", "2网格有20号院住户堆物1处已清",
		"走访3户，约好周四再来", "台账12号井盖破损", "楼道堆物限11月30日前清理",
	} {
		if got := read(t, text).Date; got != 0 {
			t.Errorf("%s is dated %s", text, got)
		}
	}
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"月底完成": "2026-11-30", "宽限到12月5日": "2026-12-05", "限周四前整改": "2026-11-26", "限25日前整改": "2026-11-25", "限20日前整改": "2026-12-20", "限三天内整改": "2026-11-26", "责令24小时内清理": "2026-11-24",
		"要求一周内拆除": "2026-11-30", "限月底前完成": "2026-11-30", "要求12月5日前修复": "2026-12-05", "限期7天整改": "2026-11-30", "限5个工作日内整改": "2026-11-30",
		"责令下周一前清退": "2026-11-30", "当天内整改": "2026-11-23", "限26日整改": "2026-11-26", "限10日整改": "2026-12-03", "给了一周时间": "2026-11-30",
	} {
		if got := read(t, "3网格发现飞线充电2处，"+words).Deadline.String(); got != want {
			t.Errorf("%s is %s, want %s", words, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"巡查3网格，楼道堆物2处":       "楼道",
		"巡查3网格5号楼二单元，门禁坏了2个": "二单元",
		"3网格巡查发现飞线2处，已上报社区":  "",
		"巡查菜市场，占道经营3处，已报社区":  "菜市场",
	} {
		if got := read(t, text).Place; got != want {
			t.Errorf("%s: the place is %q, want %q", text, got, want)
		}
	}
}

func TestGridsAndBuildings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, grid, building string }{
		{"a digit", "巡查3网格，正常", "3", ""},
		{"an ordinal", "巡查第三网格，正常", "3", ""},
		{"a character", "巡查三网格，正常", "3", ""},
		{"the short form", "巡查3格，正常", "3", ""},
		{"with hao", "巡查3号网格，正常", "3", ""},
		{"a number after the word", "巡查网格3，正常", "3", ""},
		{"a list", "巡查1、2、5网格，正常", "1,2,5", ""},
		{"a range", "巡查1-3网格，正常", "1,2,3", ""},
		{"several with the word each", "1网格和4网格巡查正常", "1,4", ""},
		{"characters in a row", "一二网格巡查正常", "1,2", ""},
		{"eleven", "巡查十一网格，正常", "11", ""},
		{"a name", "昨天巡查幸福网格，正常", "幸福", ""},
		{"a list after the word", "网格一、二、三巡查正常", "1,2,3", ""},
		{"after a weekday", "周三三网格巡查正常", "3", ""},
		{"after a weekday and a comma", "周四到周六，8网格巡查正常", "8", ""},
		{"only a weekday", "上周一网格巡查正常", "", ""},
		{"after a day of the month", "19号七网格巡查正常", "7", ""},
		{"where one went on a weekday", "周五到20栋巡查，正常", "", "20"},
		{"who goes into the grids", "巡查3网格，28名党员进网格", "3", ""},
		{"a name that ends alike", "巡查前进网格，正常", "前进", ""},
		{"houses of a round", "自建房安全检查65栋，正常", "", ""},
		{"a quarter's name with an ending of places", "幸福里网格巡查正常", "幸福里", ""},
		{"two names", "兴旺、团结网格巡查正常", "兴旺,团结", ""},
		{"all of a grid is no name", "上周二全网格巡查正常", "", ""},
		{"where one went round", "上周三转凤凰网格，正常", "凤凰", ""},
		{"a head of grids", "周五和网格长去11网格巡查，正常", "11", ""},
		{"a stairwell's house", "巡查7座2单元，正常", "", "7"},
		{"one of the new houses", "巡查安置房12幢楼道，正常", "", "12"},
		{"after a date", "11月10日东湖网格巡查正常", "东湖", ""},
		{"compartments are no grid", "巡查3网格，信报箱撬坏6格", "3", ""},
		{"a range of buildings", "巡查1号楼至3号楼，正常", "", "1,2,3"},
		{"a building with its residents", "巡查17栋居民家，正常", "", "17"},
		{"houses that are counted", "巡查9栋自建房，正常", "", ""},
		{"a village's name", "李村网格巡查正常", "李村", ""},
		{"a quarter's name", "巡查南区网格，正常", "南区", ""},
		{"a count of grids is no grid", "巡查两个网格，正常", "", ""},
		{"all grids are no grid", "巡查全部网格，正常", "", ""},
		{"a grid worker is no grid", "网格员巡查，正常", "", ""},
		{"a building", "巡查3网格5号楼，正常", "3", "5"},
		{"other words for building", "巡查3网格12栋，正常", "3", "12"},
		{"a number sign", "巡查3网格6#楼，正常", "3", "6"},
		{"a courtyard is no building", "巡查3号院2单元，正常", "", ""},
		{"a count of buildings is no building", "检查3栋楼，正常", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := read(t, c.text)
			if got := strings.Join(d.Grids, ","); got != c.grid || d.Building != c.building {
				t.Errorf("%s: grid %q building %q, want %q %q", c.text, got, d.Building, c.grid, c.building)
			}
		})
	}
}

func TestSeveralFactsGiveSeveralDrafts(t *testing.T) {
	t.Parallel()
	r := reading.Default().Read("昨天上午巡查3网格，无异常。\n1.调解邻里纠纷一起，双方和好\n2.开展反诈宣传，发放折页50份", now)
	var got []community.Kind
	for _, d := range r.Drafts {
		got = append(got, d.Kind)
		if d.Date.String() != "2026-11-22" {
			t.Errorf("%s is dated %q", d.Kind, d.Date)
		}
	}
	if diff := cmp.Diff([]community.Kind{community.KindPatrol, community.KindDispute, community.KindEvent}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMaterialsKeepTitleKindAndQuantity(t *testing.T) {
	t.Parallel()
	d := read(t, "开展宣传，发放反诈手册100余本、消防宣传单200份、连心卡三百张")
	want := []reading.Material{
		{Title: "反诈手册", Kind: reading.Handbook, Quantity: 100, Approximate: true},
		{Title: "消防宣传单", Kind: reading.Leaflet, Quantity: 200},
		{Title: "连心卡", Kind: reading.Card, Quantity: 300},
	}
	if diff := cmp.Diff(want, d.Materials); diff != "" {
		t.Error(diff)
	}
	if *d.Handbooks != 600 {
		t.Errorf("%d in all, want 600", *d.Handbooks)
	}
}

func TestNothingIsReported(t *testing.T) {
	t.Parallel()
	for text, reason := range map[string]string{
		"": "", "收到": "", "明天去巡查3网格": "plan", "3网格巡查了吗？": "ask", "请各网格员今天下班前上报数据": "order", "今天没有巡查": "unmade",
		"转发：严禁燃放烟花": "forward", "张姐：你那边几处\n老李：三处吧": "log",
	} {
		if r := reading.Default().Read(text, now); len(r.Drafts) > 0 || r.Reason != reason && reason != "" {
			t.Errorf("%q gives %d drafts, reason %q, want %q", text, len(r.Drafts), r.Reason, reason)
		}
	}
}

func TestACommandFixesTheKind(t *testing.T) {
	t.Parallel()
	r := reading.Default().ReadKind("3网格 堆物2处 已清", community.KindPatrol, now)
	if d := r.Drafts[0]; d.Kind != community.KindPatrol || *d.Found != 2 || *d.Fixed != 2 || d.Category != community.Fire {
		t.Errorf("read as %+v", d)
	}
	if d := reading.Default().ReadKind("", community.KindEvent, now).Drafts[0]; d.Kind != community.KindEvent {
		t.Errorf("nothing is read as %+v", d)
	}
}

func TestSpansPointAtTheWordsAsTyped(t *testing.T) {
	t.Parallel()
	text := "昨天巡查第３網格，联系人13812345678，發現堆物２處"
	r := reading.Default().Read(text, now)
	runes := []rune(r.Text)
	for field, want := range map[string]string{"grid": "第３網格", "date": "昨天", "found": "２處"} {
		s := r.Drafts[0].Spans[field][0]
		if got := string(runes[s.Start:s.End]); got != want {
			t.Errorf("%s was read from %q, want %q", field, got, want)
		}
	}
	if strings.Contains(r.Text, "138") || len(r.Masked) != 1 {
		t.Errorf("the number is not masked in %q", r.Text)
	}
}

func TestExplainNamesWordsAndReasons(t *testing.T) {
	t.Parallel()
	got := reading.Default().Explain("昨天巡查3网格，发现堆物2处，明天再去", now)
	for _, want := range []string{"kind: 巡查", "grid: 3网格", "found: 2处", "reports nothing: plan", "patrol.txt [fire problem] 堆物"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}

func TestALexiconWithMistakesIsRefused(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]fstest.MapFS{
		"a missing file":        {},
		"a word without header": {"lexicon/kind.txt": {Data: []byte("巡查\n")}},
		"a broken header":       {"lexicon/kind.txt": {Data: []byte("[patrol\n巡查\n")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := reading.NewFrom(files); err == nil {
				t.Error("it is accepted")
			}
		})
	}
}

func TestAnAnswerIsADayThatWasAndADayToCome(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string][2]string{
		"周五":    {"2026-11-20", "2026-11-27"},
		"20号":   {"2026-11-20", "2026-12-20"},
		"昨天":    {"2026-11-22", "2026-11-22"},
		"明天":    {"", "2026-11-24"},
		"三天内":   {"", "2026-11-26"},
		"月底":    {"", "2026-11-30"},
		"12月5日": {"2025-12-05", "2026-12-05"},
		"随便":    {"", ""},
	} {
		last, next := reading.Default().Day(answer, now)
		if got := [2]string{last.String(), next.String()}; got != want {
			t.Errorf("%s: %v, want %v", answer, got, want)
		}
	}
}
