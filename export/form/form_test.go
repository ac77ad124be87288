package form_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/export"
	"gridmate/export/form"
	"gridmate/export/internal/memory"
	"gridmate/locale"
)

var update = flag.Bool("update", false, "rewrite testdata/*.txtar")

func words(t testing.TB, more ...form.Word) *form.Vocabulary {
	t.Helper()
	v, err := form.Builtin(more...)
	must(t, err)
	return v
}

// ask is for a unit of the city and its November.
func ask(t testing.TB, unit string) form.Ask {
	t.Helper()
	texts, err := locale.Load()
	must(t, err)
	u, ok := memory.City().ByCode(unit)
	if !ok {
		t.Fatalf("no unit %s", unit)
	}
	frame := memory.NewFrame(u.ID, month)
	return form.Ask{
		From: func(f export.Frame) export.Source {
			return memory.Archive{Frame: f, List: records(t), Courses: courses()}
		},
		Frame: frame,
		Words: words(t), Texts: texts.For(locale.Chinese),
	}
}

// TestForms fills the forms of testdata: each archive has a form, drawn as
// drawing_test.go says, and for each unit (filled BH, says BH) what comes back.
func TestForms(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d forms, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			must(t, err)
			data := workbook(t, string(archive.Files[0].Data))
			for i := 1; i+1 < len(archive.Files); i += 2 {
				unit := strings.TrimPrefix(archive.Files[i].Name, "filled ")
				var out bytes.Buffer
				reports, err := form.Fill(t.Context(), &out, data, ask(t, unit))
				must(t, err)
				filled := ""
				if out.Len() > 0 {
					filled = drawn(t, out.Bytes())
				}
				says := strings.NewReplacer(chat.BoldStart, "*", chat.BoldEnd, "*").Replace(form.Text(reports, ask(t, unit).Texts)) + "\n"
				for k, got := range []string{filled, says} {
					f := &archive.Files[i+k]
					if *update {
						f.Data = []byte(got)
					} else if diff := cmp.Diff(strings.Split(string(f.Data), "\n"), strings.Split(got, "\n")); diff != "" {
						t.Errorf("%s (-want +got):\n%s", f.Name, diff)
					}
				}
			}
			if *update {
				must(t, os.WriteFile(file, txtar.Format(archive), 0o644))
			}
		})
	}
}

func refusal(err error) string {
	r, ok := community.Refusal(err)
	if !ok {
		return ""
	}
	return r.Key
}
