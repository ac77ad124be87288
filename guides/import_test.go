package guides_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
	"gridmate/guides"
)

func TestExportCanBeEditedAndImportedAgain(t *testing.T) {
	t.Parallel()
	list := builtin(t).Guides()
	list = append([]guides.Guide{{
		Slug: "kaoyan", Name: "=1+1", Department: "教育", Verified: community.NewDate(2026, time.March, 1),
		Aliases:  []string{"别名甲", "别名乙"},
		Sections: []guides.Section{{Kind: guides.Bring, Body: "- 一\n- 二，\"引号\"\n\n'单引号"}},
	}}, list...)

	fromRows, err := guides.FromRows(guides.Rows(list))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(list, fromRows); diff != "" {
		t.Errorf("through rows: %s", diff)
	}

	var file bytes.Buffer
	if err := guides.WriteCSV(&file, list); err != nil {
		t.Fatal(err)
	}
	fromCSV, err := guides.ReadCSV(&file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(list, fromCSV); diff != "" {
		t.Errorf("through CSV: %s", diff)
	}

	for _, g := range list {
		again, err := guides.ParseMarkdown(g.Slug+".md", g.Markdown())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(g, again); diff != "" {
			t.Errorf("through Markdown: %s", diff)
		}
	}
}

func TestFolderWithAnythingWrongIsRefusedWhole(t *testing.T) {
	t.Parallel()
	good := "---\nname: 甲事项\ndepartment: 民政\n---\n\n## 是什么\n\n说明\n"
	for name, row := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"unknown heading":      {map[string]string{"a.md": good + "\n## 怎么样\n\n好\n"}, []string{"a.md 第 10 行：不认识小标题“怎么样”"}},
		"unknown field":        {map[string]string{"a.md": "---\nname: 甲\ndepartment: 民政\nprice: 1\n---\n"}, []string{"a.md 第 4 行：不认识“price: 1”"}},
		"no head":              {map[string]string{"a.md": "# 低保\n"}, []string{"a.md 第 1 行：第一行要是 ---", "a.md：缺少名称", "a.md：缺少部门"}},
		"head without end":     {map[string]string{"a.md": "---\nname: 甲\ndepartment: 民政\n"}, []string{"a.md 第 1 行：开头的 --- 没有结束"}},
		"bad date":             {map[string]string{"a.md": "---\nname: 甲\ndepartment: 民政\nverified: 去年\n---\n"}, []string{"a.md 第 4 行：核实日期“去年”"}},
		"bad type":             {map[string]string{"a.md": "---\nname: 甲\ndepartment: 民政\ntype: 智慧型\n---\n"}, []string{"a.md：类型要写"}},
		"same section twice":   {map[string]string{"a.md": good + "## 是什么\n\n再说\n"}, []string{"写了两次"}},
		"two files, one name":  {map[string]string{"a.md": good, "b.md": good}, []string{"b.md：名称“甲事项”已用于 a.md"}},
		"bad slug":             {map[string]string{"低保.md": good}, []string{"低保.md：slug 要用小写字母"}},
		"nothing there":        {nil, []string{"文件夹里没有 .md 文件"}},
		"every file is named":  {map[string]string{"a.md": "x", "b.md": good, "c.md": "y"}, []string{"a.md 第 1 行", "c.md 第 1 行"}},
		"text before headings": {map[string]string{"a.md": "---\nname: 甲\ndepartment: 民政\n---\n正文\n"}, []string{"a.md 第 5 行：正文要写在"}},
		"not UTF-8":            {map[string]string{"a.md": good + "\xff"}, []string{"a.md：不是 UTF-8 编码"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := fstest.MapFS{}
			for file, text := range row.files {
				dir[file] = &fstest.MapFile{Data: []byte(text)}
			}
			list, err := guides.ReadFolder(dir)
			refused(t, list, err, row.want)
		})
	}
}

func TestTableWithAnythingWrongIsRefusedWhole(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		text string
		want []string
	}{
		"empty":                   {"", []string{"表是空的"}},
		"only a header":           {"slug,name,department\n", []string{"表里没有事项"}},
		"unknown column":          {"slug,name,department,颜色\na,甲,民政,红\n", []string{"第 1 行：不认识列名“颜色”"}},
		"missing column":          {"slug,name\na,甲\n", []string{"第 1 行：缺少列“department”"}},
		"column twice":            {"slug,name,名称,department\na,甲,甲,民政\n", []string{"第 1 行：列“name”有两个"}},
		"missing name":            {"slug,name,department\na,,民政\n", []string{"第 2 行：缺少名称"}},
		"cell without a heading":  {"slug,name,department\na,甲,民政,多\n", []string{"第 2 行：有一格没有列名：“多”"}},
		"same slug":               {"slug,name,department\na,甲,民政\n\na,乙,民政\n", []string{"第 4 行：slug “a”已用于第 2 行"}},
		"lines count in cells":    {"slug,name,department,what\na,甲,民政,\"一\n二\"\nB,乙,民政,\n", []string{"第 4 行：slug 要用小写字母"}},
		"every bad row is named":  {"slug,name,department,verified\na,甲,,\nb,,民政,昨天\n", []string{"第 2 行：缺少部门", "第 3 行：核实日期“昨天”", "第 3 行：缺少名称"}},
		"a body that is too long": {"slug,name,department,what\na,甲,民政," + strings.Repeat("长", 8001) + "\n", []string{"第 2 行：“是什么”超过 8000 个字"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list, err := guides.ReadCSV(strings.NewReader(row.text))
			refused(t, list, err, row.want)
		})
	}
}

func refused(t *testing.T, list []guides.Guide, err error, want []string) {
	t.Helper()
	bad, is := errors.AsType[guides.RowErrors](err)
	if !is || list != nil {
		t.Fatalf("got %d guides and %v, want a refusal", len(list), err)
	}
	for _, w := range want {
		if !strings.Contains(bad.Error(), w) {
			t.Errorf("does not say %q:\n%v", w, bad)
		}
	}
}

func TestTableReadsWhatSpreadsheetsWrite(t *testing.T) {
	t.Parallel()
	want := []guides.Guide{{
		Slug: "a", Name: "甲", Department: "民政", Type: community.Happy, Aliases: []string{"子", "丑"},
		Verified: community.NewDate(2026, time.January, 5), Sections: []guides.Section{{Kind: guides.What, Body: "一\n二"}},
	}}
	for name, text := range map[string]string{
		"codes and dashes":         "slug,name,department,type,aliases,verified,what\na,甲,民政,xingfu,子|丑,2026-01-05,\"一\n二\"\n",
		"a byte order mark":        "\ufeffslug,name,department,type,aliases,verified,what\na,甲,民政,xingfu,子|丑,2026-01-05,\"一\n二\"\n",
		"Chinese headings":         "名称,编码,部门,类型,别名,核实日期,是什么\n甲,a,民政,幸福型,子、丑,2026/1/5,\"一\n二\"\n",
		"Windows line ends":        "slug,name,department,type,aliases,verified,what\r\na,甲,民政,幸福,子|丑,2026年1月5日,\"一\r\n二\"\r\n",
		"empty rows and spaces":    "slug,name,department,type,aliases,verified,what\n,,,,,,\n a , 甲 ,民政,xingfu,子| 丑 |子,2026.1.5,\"一\n二\"\n,,,,,,\n",
		"other words for sections": "slug,name,department,type,aliases,verified,事项说明\na,甲,民政,xingfu,子|丑,2026-01-05,\"一\n二\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := guides.ReadCSV(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMergeLaysGuidesOverOthers(t *testing.T) {
	t.Parallel()
	base := []guides.Guide{{Slug: "a", Name: "甲"}, {Slug: "b", Name: "乙"}}
	got := guides.Merge(base, []guides.Guide{{Slug: "c", Name: "丙"}, {Slug: "a", Name: "新甲"}})
	want := []guides.Guide{{Slug: "a", Name: "新甲"}, {Slug: "b", Name: "乙"}, {Slug: "c", Name: "丙"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if base[0].Name != "甲" {
		t.Error("the base was changed")
	}
}

func TestLocaliseLaysWhatADeploymentKnowsOverTheGuides(t *testing.T) {
	t.Parallel()
	base := []guides.Guide{
		{Slug: "a", Name: "甲", Aliases: []string{"子"}, Sections: []guides.Section{{Kind: guides.Fee, Body: "{{本地: 费}}"}}},
		{Slug: "b", Name: "乙"},
	}
	got := guides.Localise(base, map[string]guides.Local{
		"a": {Blanks: map[string]string{"费": "五元"}, Aliases: []string{"丑", "子"}, Verified: today},
		"z": {Aliases: []string{"无"}},
	})
	want := []guides.Guide{
		{
			Slug: "a", Name: "甲", Aliases: []string{"子", "丑"}, Verified: today,
			Sections: []guides.Section{{Kind: guides.Fee, Body: "五元"}},
		},
		{Slug: "b", Name: "乙"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(base[0].Aliases) != 1 || base[0].Verified != 0 {
		t.Error("the list itself was changed")
	}
}

func FuzzParseMarkdown(f *testing.F) {
	f.Add("---\nname: 甲\ndepartment: 民政\n---\n\n## 是什么\n\n{{本地: 乙}}\n")
	f.Add("---\n---")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		g, err := guides.ParseMarkdown("a.md", text)
		if err != nil {
			return
		}
		again, err := guides.ParseMarkdown("a.md", g.Markdown())
		if err != nil {
			t.Fatalf("what was read is refused when written: %v\n%s", err, g.Markdown())
		}
		if diff := cmp.Diff(g, again); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzReadCSV(f *testing.F) {
	f.Add("slug,name,department,what\na,甲,民政,'-x\n")
	f.Add("名称,编码,部门\n\"")
	f.Add("slug,name,department,what\na,甲,民政,\n") // an empty section is none
	f.Fuzz(func(t *testing.T, text string) {
		list, err := guides.ReadCSV(strings.NewReader(text))
		if err != nil {
			return
		}
		var file bytes.Buffer
		if err := guides.WriteCSV(&file, list); err != nil {
			t.Fatal(err)
		}
		again, err := guides.ReadCSV(&file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(list, again); diff != "" {
			t.Fatal(diff)
		}
	})
}
