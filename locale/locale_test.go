package locale_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"gridmate/chat"
	"gridmate/locale"
)

func TestBothLanguagesHaveTheSameTextsWithTheSamePlaces(t *testing.T) {
	t.Parallel()
	chinese, english := texts(t, locale.Chinese), texts(t, locale.English)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(chinese)), slices.Sorted(maps.Keys(english))); diff != "" {
		t.Errorf("ids (-zh-CN +en):\n%s", diff)
	}
	if len(chinese) < 100 {
		t.Errorf("only %d texts were read: the test looks in the wrong place", len(chinese))
	}
	for id, text := range chinese {
		if diff := cmp.Diff(places(text), places(english[id])); diff != "" {
			t.Errorf("places of %s (-zh-CN +en):\n%s", id, diff)
		}
	}
}

func TestPrinterFillsMarksAndFallsBack(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ name, lang, id, want string }{
		{"Chinese", "zh-CN", "kind.patrol", "巡查"},
		{"English", "en", "kind.patrol", "patrol"},
		{"an unknown language is Chinese", "fr", "kind.patrol", "巡查"},
		{"an unknown id shows itself", "en", "no.such.text", "no.such.text"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := catalogue.For(row.lang).Text(row.id); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
	for id, text := range texts(t, locale.Chinese) {
		if got := catalogue.For(locale.Chinese).Text(id); strings.Contains(got, "**") {
			t.Errorf("%s keeps its marks: %q", id, got)
		}
		if marks, want := regexp.MustCompile("[\x02\x03]").FindAllString(catalogue.For(locale.Chinese).Text(id), -1), strings.Count(text, "**"); len(marks) != want {
			t.Errorf("%s has %d marks for %d", id, len(marks), want)
		} else if want > 0 && (want%2 != 0 || marks[0] != chat.BoldStart) {
			t.Errorf("%s does not begin what it ends: %q", id, marks)
		}
	}
}

func places(text string) []string {
	found := regexp.MustCompile(`\{\{[^}]*\.(\w+)[^}]*\}\}`).FindAllStringSubmatch(text, -1)
	names := map[string]bool{}
	for _, f := range found {
		names[f[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func texts(t *testing.T, lang string) map[string]string {
	t.Helper()
	all := map[string]string{}
	names, err := filepath.Glob("*." + lang + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := toml.Unmarshal(text, &tree); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		flatten("", tree, all)
	}
	return all
}

func flatten(prefix string, tree map[string]any, into map[string]string) {
	for key, v := range tree {
		switch v := v.(type) {
		case map[string]any:
			flatten(prefix+key+".", v, into)
		case string:
			into[prefix+key] = v
		}
	}
}
