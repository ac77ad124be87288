package guides_test

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gridmate/guides"
)

func TestSearchAnswersWhatIsTyped(t *testing.T) {
	t.Parallel()
	ix := builtin(t)
	for name, row := range map[string]struct{ query, want string }{
		"full width and capitals":        {"ＤＩＢＡＯ", "dibao"},
		"spaces and marks between":       {" 低 保 ？！", "dibao"},
		"traditional characters":         {"請問低保怎麼辦", "dibao"},
		"a part of a name":               {"加装电梯", "jiazhuang-dianti"},
		"characters and pinyin mixed":    {"低bao", "dibao"},
		"pinyin with words behind":       {"dibao zenme ban", "dibao"},
		"pinyin with an apostrophe":      {"di'bao", "dibao"},
		"ü written lü":                   {"fa lü yuan zhu", "falv-yuanzhu"},
		"ü written lv":                   {"falvyuanzhu", "falv-yuanzhu"},
		"ü written lu":                   {"faluyuanzhu", "falv-yuanzhu"},
		"a character read another way":   {"tiaojie", "renmin-tiaojie"},
		"the same sounds":                {"工商认定", "gongshang-rending"},
		"one character wrong":            {"临时就住申请", "linshi-jiuzhu"},
		"one character left out":         {"居家社区养服务申请", "jujia-yanglao"},
		"one character too many":         {"创业担保保贷款", "chuangye-daikuan"},
		"two characters swapped":         {"保低", "dibao"},
		"one letter of pinyin wrong":     {"gongzufamg", "gongzufang"},
		"a situation":                    {"我爷爷昨天去世了", "sangzang-fuxu"},
		"words apart from one another":   {"娃的户口还没上，刚满月", "chusheng-luohu"},
		"a longer word decides":          {"社保卡丢了怎么办", "shebao-ka-buhuan"},
		"what stands in brackets":        {"新生儿落户", "chusheng-luohu"},
		"other people's matters":         {"护照怎么办", ""},
		"other people's matters, pinyin": {"huzhao", ""},
		"small talk":                     {"吃饭了吗", ""},
		"only fillers":                   {"请问怎么办理", ""},
		"only marks":                     {"？？？", ""},
		"nothing":                        {"", ""},
		"one character":                  {"保", ""},
		"letters at random":              {"gggg", ""},
		"not UTF-8":                      {"\xff\xfe", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if found := ix.Search(row.query, 1).Hits; len(found) > 0 {
				got = found[0].Guide.Slug
			}
			if got != row.want {
				t.Errorf("%q: got %q, want %q", row.query, got, row.want)
			}
		})
	}
}

func TestSearchTellsWhichSectionIsAsked(t *testing.T) {
	t.Parallel()
	ix := builtin(t)
	for query, want := range map[string]guides.SectionKind{
		"低保要啥材料":       guides.Bring,
		"低保在哪办":        guides.Where,
		"低保多久能办下来":     guides.Time,
		"低保要多少钱":       guides.Fee,
		"低保办理流程":       guides.Steps,
		"低保咨询电话":       guides.Hotline,
		"低保什么条件":       guides.Who,
		"低保":           "",
		"请问低保怎么办，要带啥？": guides.Bring,
	} {
		r := ix.Search(query, 1)
		if r.Asked != want || len(r.Hits) == 0 || r.Hits[0].Guide.Slug != "dibao" {
			t.Errorf("%s: asked %q, hits %v; want %q of dibao", query, r.Asked, r.Slugs(), want)
		}
	}
}

func TestANameOfTwoMattersIsAmbiguous(t *testing.T) {
	t.Parallel()
	r := builtin(t).Search("两项补贴", 3)
	if !r.Ambiguous || len(r.Hits) < 2 {
		t.Fatalf("%v is not a choice", r.Slugs())
	}
	if diff := cmp.Diff([]string{"canji-shenghuo-butie", "canji-huli-butie"}, r.Slugs()[:2]); diff != "" {
		t.Error(diff)
	}
	if r := builtin(t).Search("低保", 3); r.Ambiguous {
		t.Errorf("低保 is ambiguous: %v", r.Slugs())
	}
}

func TestNoMatchNamesTheNearestFieldsHotLine(t *testing.T) {
	t.Parallel()
	ix := builtin(t)
	for query, want := range map[string]string{
		"营业执照怎么办": "12345", "最低工资是多少": "12333", "遗嘱公证": "12348", "接到诈骗电话": "96110", "xyzzy": "12345", "": "12345",
	} {
		r := ix.Search(query, 3)
		if len(r.Hits) > 0 || r.Line.Number != want {
			t.Errorf("%s: %v and %s, want nothing and %s", query, r.Slugs(), r.Line.Number, want)
		}
	}
}

func TestImportedGuidesAreFoundWithoutALexicon(t *testing.T) {
	t.Parallel()
	ix := guides.NewIndex([]guides.Guide{
		{Slug: "duzi", Name: "独生子女费发放", Department: "卫健", Aliases: []string{"独子费"}},
		{Slug: "gonggong", Name: "公共自行车卡办理", Department: "城管"},
	}, guides.Lexicon{})
	for query, want := range map[string]string{"独子费": "duzi", "自行车": "gonggong", "ggzxc": "gonggong", "独生子女非": "duzi"} {
		if got := strings.Join(ix.Search(query, 1).Slugs(), ""); got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
	if got := ix.Search("低保", 1).Slugs(); len(got) > 0 {
		t.Errorf("低保: %v", got)
	}
}

func TestAGuideOfOnesOwnBeatsTheMattersOfOthers(t *testing.T) {
	t.Parallel()
	lexicon, err := guides.BuiltinLexicon()
	if err != nil {
		t.Fatal(err)
	}
	list := append(builtin(t).Guides()[:60:60], guides.Guide{Slug: "huzhao", Name: "普通护照申领", Department: "公安", Aliases: []string{"护照"}})
	ix := guides.NewIndex(list, lexicon)
	for _, query := range []string{"护照", "出去旅游想办个护照", "huzhao"} {
		if got := strings.Join(ix.Search(query, 1).Slugs(), ""); got != "huzhao" {
			t.Errorf("%s: got %q", query, got)
		}
	}
}

func TestLimitAndOrder(t *testing.T) {
	t.Parallel()
	ix := builtin(t)
	hits := ix.Search("残疾人补贴", 0).Hits
	for i := 1; i < len(hits); i++ {
		if hits[i].Score > hits[i-1].Score {
			t.Errorf("hit %d is better than the one before", i)
		}
	}
	if got := len(ix.Search("残疾人补贴", 1).Hits); got != 1 {
		t.Errorf("%d hits with limit 1", got)
	}
}

func TestBrowsingReachesEveryGuide(t *testing.T) {
	t.Parallel()
	ix := builtin(t)
	byField, byType := 0, 0
	for _, d := range ix.Departments() {
		byField += len(ix.InDepartment(d))
	}
	for _, g := range ix.Guides() {
		if guides.TypeName(g.Type) == "" {
			t.Errorf("%s has no type", g.Slug)
		}
		if related := ix.RelatedTo(g); len(related) != len(g.RelatedNames()) || len(related) == 0 {
			t.Errorf("%s: %d of %d related guides found", g.Slug, len(related), len(g.RelatedNames()))
		}
	}
	for _, typ := range []string{"pingan", "bianli", "meili", "xingfu"} {
		for _, g := range ix.Guides() {
			if string(g.Type) == typ {
				byType += len(ix.OfType(g.Type))
				break
			}
		}
	}
	if byField != 60 || byType != 60 {
		t.Errorf("%d by department, %d by type, want 60", byField, byType)
	}
}

func TestManyMaySearchAtOnce(t *testing.T) {
	t.Parallel()
	ix := builtin(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				for query, want := range map[string]string{"低保": "dibao", "gzf": "gongzufang", "工商认定": "gongshang-rending", "护照": ""} {
					if got := strings.Join(ix.Search(query, 1).Slugs(), ""); got != want {
						t.Errorf("%s: got %q, want %q", query, got, want)
					}
				}
			}
		})
	}
	group.Wait()
}

func TestStreamAnswersLineByLine(t *testing.T) {
	t.Parallel()
	in := "\ufeff低保\r\n\n两项补贴\n护照,\"在哪\"办\n"
	want := "query,slugs\n低保,dibao\n两项补贴,canji-shenghuo-butie|canji-huli-butie\n\"护照,\"\"在哪\"\"办\",\n"
	var out strings.Builder
	if err := guides.Stream(strings.NewReader(in), &out, builtin(t), 2); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func FuzzSearch(f *testing.F) {
	ix := builtin(f)
	for _, seed := range []string{"低保", "dibao", "請問", "lü", "社保卡丢了", "\xff", "ａ１", strings.Repeat("低保户", 40)} {
		f.Add(seed, 3)
	}
	f.Fuzz(func(t *testing.T, query string, limit int) {
		r := ix.Search(query, limit)
		if limit > 0 && len(r.Hits) > limit {
			t.Fatalf("%d hits, limit %d", len(r.Hits), limit)
		}
		if r.Hits == nil && r.Line.Number == "" {
			t.Fatal("neither an answer nor a hot-line")
		}
		if again := ix.Search(query, limit); cmp.Diff(r.Slugs(), again.Slugs()) != "" {
			t.Fatal("the same query, another answer")
		}
		if utf8.RuneCountInString(query) == 0 && r.Hits != nil {
			t.Fatal("an answer to nothing")
		}
	})
}
