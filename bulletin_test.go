package main

import (
	"archive/zip"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// bulletinText drafts a bulletin and returns its text without marks.
func bulletinText(t *testing.T, env []string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "b.docx")
	if o := call(t, env, "", append([]string{"bulletin", "-o", file}, args...)...); o.code != exitDone || o.out != "" {
		t.Fatalf("%+v", o)
	}
	archive, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	part, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(text), "")
}

func TestBulletinIsDraftedFromRecords(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	text := bulletinText(t, env, "--org", "BH", "--from", "2026-11-01", "--to", "2026-11-30", "--topic", "消防<专刊>", "--title", "网格有我/平安到家", "--report", "示例市")
	for _, want := range []string{
		"第 1 期", "（消防&lt;专刊&gt;）", "滨河社区", "网格有我", "平安到家", "开展网格巡查1次，发现隐患2处，现场整改1处。",
		"登记矛盾纠纷2件，调解成功2件", "突出便民目标。开展活动1场，参与群众30人次，发放资料100份。", "呈：示例市", "送：[待核]", "#1",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing in %s", want, text)
		}
	}
}

func TestBulletinsAreNumberedByUnitAndYear(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	week := []string{"--from", "2026-11-23", "--to", "2026-11-29", "--org"}
	month := []string{"--from", "2026-11-01", "--to", "2026-11-30", "--org"}
	for _, step := range []struct {
		name, want string
		args       []string
	}{
		{"the first", "第 1 期", append(week, "BH")},
		{"other days", "第 2 期", append(month, "BH")},
		{"the same days again keep their number", "第 1 期", append(week, "BH")},
		{"another unit", "第 1 期", append(month, "BJ")},
		{"a number that somebody gives", "第 24 期", append(month, "BJ", "--number", "24")},
		{"the run goes on from there", "第 25 期", append(week, "BJ")},
	} {
		if text := bulletinText(t, env, step.args...); !strings.Contains(text, step.want) {
			t.Errorf("%s: %s is not in %.200s", step.name, step.want, text)
		}
	}
}

func TestBulletinKeepsWhoGetsIt(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	args := []string{"--org", "BH", "--from", "2026-11-01", "--to", "2026-11-30"}
	for _, step := range []struct {
		name, want string
		more       []string
	}{
		{"nobody has said", "送：[待核]", nil},
		{"given once", "送：各网格", []string{"--copy", "各网格"}},
		{"kept", "送：各网格", nil},
		{"another", "送：各楼栋", []string{"--copy", "各楼栋"}},
	} {
		if text := bulletinText(t, env, append(args, step.more...)...); !strings.Contains(text, step.want) {
			t.Errorf("%s: no %s", step.name, step.want)
		}
	}
	if text := bulletinText(t, env, "--org", "BJ", "--from", "2026-11-01", "--to", "2026-11-30"); !strings.Contains(text, "送：[待核]") {
		t.Error("another unit's list was taken")
	}
}

func TestBulletinRefusesWrongUsage(t *testing.T) {
	t.Parallel()
	env, _ := deployment(t)
	file := filepath.Join(t.TempDir(), "b.docx")
	for name, test := range map[string]struct {
		args string
		code int
		want string
	}{
		"an unknown unit":   {"--org XX --from 2026-11-01 --to 2026-11-30", exitFailed, "XX"},
		"days backwards":    {"--org BH --from 2026-11-30 --to 2026-11-01", exitUsage, "--to"},
		"a negative number": {"--org BH --from 2026-11-01 --to 2026-11-30 --number=-1", exitUsage, "--number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantOneLine(t, call(t, env, "", append([]string{"bulletin", "-o", file}, strings.Fields(test.args)...)...), test.code, test.want)
		})
	}
}
