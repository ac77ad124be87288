package guides

import (
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"
)

// ReadFolder reads every *.md file of a folder, subfolders excluded, one guide
// a file. README.md and names starting with a dot or underscore are left out.
//
// It is all or nothing: with anything wrong it returns no guide and a
// RowErrors that names every file, line and reason.
func ReadFolder(dir fs.FS) ([]Guide, error) {
	names, err := fs.Glob(dir, "*.md")
	if err != nil {
		return nil, err
	}
	var (
		list []Guide
		from []origin
		bad  RowErrors
	)
	for _, name := range names {
		if strings.EqualFold(name, "README.md") || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
			continue
		}
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		g, errs := parseMarkdown(name, string(text))
		bad = append(bad, errs...)
		list, from = append(list, g), append(from, origin{file: name})
	}
	if len(list) == 0 {
		bad = append(bad, RowError{Reason: "文件夹里没有 .md 文件"})
	}
	bad = append(bad, checkAll(list, from)...)
	if err := bad.orNil(); err != nil {
		return nil, err
	}
	return list, nil
}

// ParseMarkdown reads one guide: a head of "key: value" lines between two
// lines "---" (slug, name, department, type, aliases, source, region,
// verified), then sections under "## " headings. Without a slug in the head
// the file's name is the slug.
func ParseMarkdown(file, text string) (Guide, error) {
	g, bad := parseMarkdown(file, text)
	bad = append(bad, checkAll([]Guide{g}, []origin{{file: file}})...)
	return g, bad.orNil()
}

func parseMarkdown(file, text string) (Guide, RowErrors) {
	var bad RowErrors
	say := func(line int, reason string) {
		bad = append(bad, RowError{File: file, Line: line, Reason: reason})
	}
	if !utf8.ValidString(text) {
		say(0, "不是 UTF-8 编码")
		return Guide{}, bad
	}
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	lines := strings.Split(text, "\n")
	g := Guide{Slug: strings.TrimSuffix(path.Base(file), ".md")}
	next := readHead(&g, lines, say)
	g.Sections = ordered(readSections(lines, next, say))
	return g, bad
}

// readHead reads the front matter and returns the index of the line after it.
func readHead(g *Guide, lines []string, say func(int, string)) int {
	if strings.TrimSpace(lines[0]) != "---" {
		say(1, "第一行要是 ---，后面写 name、department 等")
		return 0
	}
	seen := map[string]bool{}
	for i, line := range lines[1:] {
		line = strings.TrimSpace(line)
		if line == "---" {
			return i + 2
		}
		if line == "" {
			continue
		}
		key, value, found := strings.Cut(strings.Replace(line, "：", ":", 1), ":")
		c, known := columnOf(strings.TrimSpace(key))
		switch {
		case !found || !known:
			say(i+2, "不认识“"+clip(line, 20)+"”，可以写 slug、name、department、type、aliases、source、region、verified")
			continue
		case seen[c.key]:
			say(i+2, c.key+" 写了两次")
			continue
		}
		seen[c.key] = true
		if err := c.set(g, strings.TrimSpace(value)); err != nil {
			say(i+2, err.Error())
		}
	}
	say(1, "开头的 --- 没有结束")
	return len(lines)
}

// readSections reads what stands under "## " headings.
func readSections(lines []string, from int, say func(int, string)) []Section {
	var list []Section
	seen := map[SectionKind]bool{}
	var body []string
	flush := func() {
		if len(list) > 0 {
			list[len(list)-1].Body = strings.TrimSpace(strings.Join(body, "\n"))
		}
		body = nil
	}
	for i := from; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t")
		heading, is := strings.CutPrefix(line, "## ")
		if !is {
			if len(list) == 0 && line != "" {
				say(i+1, "正文要写在“## 是什么”这样的小标题下面")
				return list
			}
			body = append(body, line)
			continue
		}
		flush()
		k, known := kindOf(strings.TrimSpace(heading))
		if !known {
			say(i+1, "不认识小标题“"+clip(heading, 20)+"”，可以用："+strings.Join(titleList(), "、"))
			k = SectionKind(strings.TrimSpace(heading))
		}
		if seen[k] {
			say(i+1, "小标题“"+clip(heading, 20)+"”写了两次")
		}
		seen[k] = true
		list = append(list, Section{Kind: k})
	}
	flush()
	return list
}

func titleList() []string {
	var out []string
	for _, k := range Kinds() {
		out = append(out, k.Title())
	}
	return out
}

// Markdown writes a guide the way ParseMarkdown reads it.
func (g Guide) Markdown() string {
	var b strings.Builder
	b.WriteString("---\n")
	for _, c := range columns {
		b.WriteString(strings.TrimRight(c.key+": "+c.get(g), " ") + "\n")
	}
	b.WriteString("---\n")
	for _, s := range g.Sections {
		b.WriteString("\n## " + s.Title() + "\n\n" + s.Body + "\n")
	}
	return b.String()
}
