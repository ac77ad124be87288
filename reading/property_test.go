package reading_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gridmate/community"
	"gridmate/reading"
)

// said is what a rendered sentence says, for comparison with what is read.
type said struct {
	Kind                                                     community.Kind
	Date                                                     string
	Grid, Building                                           string
	Found, Fixed, Visited, Participants, Handbooks, Resolved int
	Outcome                                                  community.Outcome
	Category                                                 community.Category
	Amount                                                   int
}

const absent = -1

func summary(d reading.Draft) said {
	return said{
		Kind: d.Kind, Date: d.Date.String(), Grid: strings.Join(d.Grids, ","), Building: d.Building,
		Found: value(d.Found), Fixed: value(d.Fixed), Visited: value(d.Visited), Participants: value(d.Participants),
		Handbooks: value(d.Handbooks), Resolved: value(d.Resolved), Outcome: d.Outcome, Category: d.Category, Amount: value(d.Amount),
	}
}

func value(n *int) int {
	if n == nil {
		return absent
	}
	return *n
}

var empty = said{Found: absent, Fixed: absent, Visited: absent, Participants: absent, Handbooks: absent, Resolved: absent, Amount: absent}

func TestRenderedDraftsReadBackTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		render := rapid.SampledFrom([]func(*rapid.T) (string, said){renderPatrol, renderDispute, renderEvent, renderIssue}).Draw(t, "kind")
		text, want := render(t)
		got := reading.Default().Read(text, now)
		if len(got.Drafts) != 1 {
			t.Fatalf("%q gives %d drafts", text, len(got.Drafts))
		}
		if diff := cmp.Diff(want, summary(got.Drafts[0])); diff != "" {
			t.Fatalf("%q: (-said +read)\n%s\n%s", text, diff, reading.Default().Explain(text, now))
		}
	})
}

func pick[T any](t *rapid.T, label string, of ...T) T { return rapid.SampledFrom(of).Draw(t, label) }

// when draws a date as people write it.
func when(t *rapid.T) (words, date string) {
	d := pick(t, "date", [2]string{"", ""}, [2]string{"今天", "2026-11-23"}, [2]string{"昨日", "2026-11-22"}, [2]string{"前天下午", "2026-11-21"},
		[2]string{"周三", "2026-11-18"}, [2]string{"上周五", "2026-11-20"}, [2]string{"11月9日", "2026-11-09"}, [2]string{"20号", "2026-11-20"},
		[2]string{"2026年11月3日上午", "2026-11-03"}, [2]string{"昨晚", "2026-11-22"}, [2]string{"星期天", "2026-11-22"}, [2]string{"大前天", "2026-11-20"},
		[2]string{"十一月十二日", "2026-11-12"}, [2]string{"１１月７日", "2026-11-07"}, [2]string{"上週四", "2026-11-19"})
	return d[0], d[1]
}

// where draws grids and perhaps a building.
func where(t *rapid.T) (words, grid, building string) {
	n := rapid.IntRange(1, 20).Draw(t, "grid")
	switch pick(t, "grid form", 0, 1, 2, 3, 4) {
	case 0:
		words, grid = strconv.Itoa(n)+"网格", strconv.Itoa(n)
	case 1:
		words, grid = "第"+chinese(n)+"网格", strconv.Itoa(n)
	case 2:
		words, grid = fmt.Sprintf("%d、%d网格", n, n+1), fmt.Sprintf("%d,%d", n, n+1)
	case 3:
		words, grid = "幸福網格", "幸福"
	}
	if words != "" && rapid.Bool().Draw(t, "has building") {
		b := rapid.IntRange(1, 30).Draw(t, "building")
		words += strconv.Itoa(b) + pick(t, "building form", "号楼", "栋", "幢", "#楼")
		building = strconv.Itoa(b)
	}
	return words, grid, building
}

// count writes n in one of the ways people count.
func count(t *rapid.T, n int) string {
	if n < 100 && rapid.Bool().Draw(t, "in characters") {
		s := chinese(n)
		if n == 2 {
			s = "两"
		}
		return s
	}
	if rapid.IntRange(0, 3).Draw(t, "width") == 0 {
		return wide(strconv.Itoa(n))
	}
	return strconv.Itoa(n)
}

func chinese(n int) string {
	digits := []rune("零一二三四五六七八九")
	switch {
	case n < 10:
		return string(digits[n])
	case n < 20:
		return strings.TrimSuffix("十"+string(digits[n%10]), "零")
	}
	return strings.TrimSuffix(string(digits[n/10])+"十"+string(digits[n%10]), "零")
}

func renderPatrol(t *rapid.T) (string, said) {
	s := empty
	s.Kind = community.KindPatrol
	var day, place string
	day, s.Date = when(t)
	place, s.Grid, s.Building = where(t)
	text := day + pick(t, "verb", "巡查", "巡视", "检查") + place
	if rapid.Bool().Draw(t, "visits") {
		s.Visited = rapid.IntRange(3, 99).Draw(t, "visited")
		text += "，走访居民" + count(t, s.Visited) + "户"
	}
	problem := pick(t, "problem", [2]string{"楼道堆物", "fire"}, [2]string{"飞线充电", "fire"}, [2]string{"垃圾满溢", "env"}, [2]string{"占道经营", "order"},
		[2]string{"路灯不亮", "facility"}, [2]string{"私拉电线", "safety"}, [2]string{"流动摊贩", "order"})
	s.Found = rapid.IntRange(0, 20).Draw(t, "found")
	if s.Found == 0 {
		s.Outcome, s.Category = community.OutcomeClear, community.General
		return text + pick(t, "nothing", "，无异常", "，一切正常", "，未发现隐患", "，没发现问题"), s
	}
	s.Category = community.Category(problem[1])
	text += pick(t, "found words", "，发现", "，查出", " 发现") + problem[0] + count(t, s.Found) + "处"
	return s.result(t, text)
}

func (s said) result(t *rapid.T, text string) (string, said) {
	switch pick(t, "result", "all", "some", "none", "reported") {
	case "all":
		s.Fixed, s.Outcome = s.Found, community.OutcomeFixed
		return text + pick(t, "all fixed", "，已整改", "，均已清理", "，全部整改到位", "，当场整改完毕"), s
	case "some":
		if s.Found > 1 {
			s.Fixed, s.Outcome = rapid.IntRange(1, s.Found-1).Draw(t, "fixed"), community.OutcomePartial
			return text + "，" + pick(t, "some fixed", "其中已整改", "整改", "现场整改") + count(t, s.Fixed) + "处", s
		}
	case "reported":
		s.Outcome = community.OutcomeReported
		return text + pick(t, "report", "，已上报街道", "，已报物业", "，已联系相关部门"), s
	}
	s.Outcome = community.OutcomeOpen
	return text + pick(t, "open", "", "，限三天内整改", "，待整改"), s
}

func renderDispute(t *rapid.T) (string, said) {
	s := empty
	s.Kind = community.KindDispute
	var day, place string
	day, s.Date = when(t)
	place, s.Grid, s.Building = where(t)
	topic := pick(t, "topic", [2]string{"邻里漏水", "neighbor"}, [2]string{"婚姻家庭", "marriage_family"}, [2]string{"物业服务", "property"},
		[2]string{"拖欠农民工工资", "labor_wage"}, [2]string{"宅基地", "housing"}, [2]string{"交通事故", "traffic"})
	s.Category = community.Category(topic[1])
	text := day + pick(t, "verb", "调解", "受理", "调处") + place + topic[0] + "纠纷"
	if rapid.Bool().Draw(t, "money") {
		s.Amount = rapid.IntRange(1, 900).Draw(t, "amount") * 100
		text += "，涉及金额" + strconv.Itoa(s.Amount) + "元"
	}
	end := pick(t, "end", [2]string{"，双方达成一致", "success"}, [2]string{"，握手言和", "success"}, [2]string{"，没谈拢", "fail"},
		[2]string{"，已移交司法所", "transferred"}, [2]string{"，正在调解中", "ongoing"})
	s.Outcome = community.Outcome(end[1])
	return text + end[0], s
}

func renderEvent(t *rapid.T) (string, said) {
	s := empty
	s.Kind, s.Outcome = community.KindEvent, community.OutcomeDone
	var day string
	day, s.Date = when(t)
	topic := pick(t, "topic", [2]string{"反诈宣传活动", "publicity"}, [2]string{"义诊", "health"}, [2]string{"消防疏散演练", "drill"},
		[2]string{"主题党日", "party"}, [2]string{"就业招聘会", "job"}, [2]string{"亲子阅读", "edu"})
	s.Category = community.Category(topic[1])
	text := day + pick(t, "verb", "组织", "开展", "举办") + topic[0]
	if rapid.Bool().Draw(t, "people") {
		s.Participants = rapid.IntRange(3, 400).Draw(t, "participants")
		text += pick(t, "people words", "，参加", "，共有", "，吸引居民") + count(t, s.Participants) + pick(t, "unit", "人", "余人", "名居民", "多人")
	}
	if rapid.Bool().Draw(t, "prints") {
		a, b := rapid.IntRange(3, 400).Draw(t, "handbooks"), rapid.IntRange(3, 400).Draw(t, "leaflets")
		s.Handbooks = a + b
		text += "，发放手册" + count(t, a) + "本、折页" + count(t, b) + "份"
	}
	return text, s
}

func renderIssue(t *rapid.T) (string, said) {
	s := empty
	s.Kind, s.Found, s.Outcome = community.KindIssue, 1, community.OutcomeOpen
	var place string
	place, s.Grid, s.Building = where(t)
	problem := pick(t, "problem", [2]string{"路灯不亮", "facility"}, [2]string{"井盖破损", "facility"}, [2]string{"垃圾成堆", "env"},
		[2]string{"有人飞线充电", "fire"}, [2]string{"外墙瓷砖脱落", "safety"}, [2]string{"电梯停运", "facility"})
	s.Category = community.Category(problem[1])
	return place + problem[0] + pick(t, "plea", "，请尽快处理", "，没人修", "，影响居民出行", ""), s
}

// TestAnyMixOfPiecesIsRead puts pieces of labelled lines together at random:
// what people paste is rarely one clean sentence.
func TestAnyMixOfPiecesIsRead(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/work.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	runes := []rune(string(data))
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 12).Draw(t, "pieces") {
			from := rapid.IntRange(0, len(runes)-20).Draw(t, "from")
			b.WriteString(string(runes[from : from+rapid.IntRange(1, 19).Draw(t, "size")]))
			b.WriteString(rapid.SampledFrom([]string{"", ",", "？", "。", "\n", " ", "：", "、", "1.", "吗"}).Draw(t, "between"))
		}
		holds(t, b.String())
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{benchText, "昨天调解一起狗叫扰民，谈好了", "1-99999网格", "限999天", "2026年13月45日", "３網格\n张三:好\n李四:行", "各各各份", "\xff\xfe网格", "一一一一一一一", "11月9日—13日", "20号20号楼20#"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { holds(t, s) })
}

// fataler is a test of either package.
type fataler interface{ Fatalf(string, ...any) }

// holds checks what is true of every reading.
func holds(t fataler, s string) {
	r := reading.Default().Read(s, now)
	n := utf8.RuneCountInString(r.Text)
	for _, d := range r.Drafts {
		for field, spans := range d.Spans {
			for _, p := range spans {
				if p.Start < 0 || p.Start >= p.End || p.End > n {
					t.Fatalf("%q: span %v of %s lies outside", s, p, field)
				}
			}
		}
		if !slices.Contains(community.Kinds(), d.Kind) || !d.Kind.Has(d.Category) {
			t.Fatalf("%q: %s is no category of %s", s, d.Category, d.Kind)
		}
		if d.Found != nil && d.Fixed != nil && *d.Fixed > *d.Found {
			t.Fatalf("%q: %d of %d fixed", s, *d.Fixed, *d.Found)
		}
	}
	for _, k := range community.Kinds() {
		if got := reading.Default().ReadKind(s, k, now); len(got.Drafts) == 0 || got.Drafts[0].Kind != k {
			t.Fatalf("%q is not read as %s", s, k)
		}
	}
	if _, err := r.JSON(nil); err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	reading.Default().Explain(s, now)
}
