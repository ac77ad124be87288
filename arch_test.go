package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// arrow is one package that imports another.
type arrow struct{ from, to string }

// rule forbids arrows. Example breaks it: a rule that nothing can break is
// none.
type rule struct {
	name    string
	forbids func(arrow) bool
	example arrow
}

// architecture is what holds the packages apart, see docs/decisions/0001. The
// root package joins them and may import everything.
func architecture() []rule {
	return []rule{
		strangers("bot", "handlers", "jobs", "errands", "storage", "sandbox"),
		only("github.com/go-telegram/bot", "bot", "internal/load"), // which measures rivals
		only("github.com/robfig/cron", "jobs"),
		only("database/sql", "storage", "internal/load"),
		only("modernc.org/sqlite", "storage", "internal/load"),
		only("github.com/xuri/excelize", "tables", "export/book", "export/form"),
		only("github.com/go-analyze/charts", "export/chart"),
		leaf("export", "gridmate/assess", "gridmate/chat", "gridmate/community", "gridmate/digest", "gridmate/hanzi", "gridmate/locale",
			"github.com/xuri/excelize", "github.com/go-analyze/charts", "github.com/golang/freetype"),
		leaf("assess", "gridmate/community"),
		leaf("chat"),
		leaf("community"),
		leaf("hanzi"),
		leaf("locale", "gridmate/chat", "github.com/BurntSushi/toml", "github.com/nicksnyder/go-i18n", "golang.org/x/text"),
	}
}

// only lets some packages of ours import a package from outside.
func only(outside string, ours ...string) rule {
	return rule{
		name: "only " + strings.Join(ours, ", ") + " imports " + outside,
		forbids: func(a arrow) bool {
			return within(a.to, outside) && !slices.ContainsFunc(ours, func(o string) bool { return within(a.from, "gridmate/"+o) })
		},
		example: arrow{"gridmate/digest", outside + "/part"},
	}
}

// strangers never import one another.
func strangers(names ...string) rule {
	owner := func(pkg string) int {
		return slices.IndexFunc(names, func(n string) bool { return within(pkg, "gridmate/"+n) })
	}
	return rule{
		name: strings.Join(names, ", ") + " never import one another",
		forbids: func(a arrow) bool {
			return owner(a.from) >= 0 && owner(a.to) >= 0 && owner(a.from) != owner(a.to)
		},
		example: arrow{"gridmate/" + names[0] + "/internal/x", "gridmate/" + names[1]},
	}
}

// leaf imports the standard library and what is listed.
func leaf(name string, allowed ...string) rule {
	return rule{
		name: name + " imports the standard library" + strings.Join(append([]string{""}, allowed...), ", "),
		forbids: func(a arrow) bool {
			return within(a.from, "gridmate/"+name) && !within(a.to, "gridmate/"+name) && !standard(a.to) &&
				!slices.ContainsFunc(allowed, func(ok string) bool { return within(a.to, ok) })
		},
		example: arrow{"gridmate/" + name, "gridmate/storage"},
	}
}

func within(pkg, parent string) bool { return pkg == parent || strings.HasPrefix(pkg, parent+"/") }

func standard(pkg string) bool {
	first, _, _ := strings.Cut(pkg, "/")
	return !strings.Contains(first, ".") && first != "gridmate"
}

// arrows asks the go command what every package of the module imports, tests
// excepted.
func arrows(t *testing.T) []arrow {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []arrow
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		for _, imported := range words[1:] {
			all = append(all, arrow{words[0], imported})
		}
	}
	return all
}

func TestPackagesImportOnlyWhatTheDesignAllows(t *testing.T) {
	t.Parallel()
	all := arrows(t)
	for _, r := range architecture() {
		for _, a := range all {
			if a.from != "gridmate" && r.forbids(a) {
				t.Errorf("%s: %s imports %s", r.name, a.from, a.to)
			}
		}
	}
}

func TestEveryRuleOfTheArchitectureCanFail(t *testing.T) {
	t.Parallel()
	for _, r := range architecture() {
		if !r.forbids(r.example) {
			t.Errorf("%s: %v does not break it", r.name, r.example)
		}
	}
}

// The database driver is tested with one version of libc and breaks in subtle
// ways with any other.
func TestLibcIsTheVersionTheDriverAsksFor(t *testing.T) {
	t.Parallel()
	asked := requirement(t, "modernc.org/sqlite", "modernc.org/libc")
	if used := moduleVersion(t, "modernc.org/libc"); used != asked {
		t.Errorf("modernc.org/libc %s, but modernc.org/sqlite asks for %s: go get modernc.org/libc@%s", used, asked, asked)
	}
}

func moduleVersion(t *testing.T, path string) string { return goList(t, path).Version }

type goModule struct{ Version, GoMod string }

func goList(t *testing.T, path string) goModule {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-json", path).Output()
	if err != nil {
		t.Fatalf("go list -m %s: %v", path, err)
	}
	var m goModule
	if err := json.Unmarshal(out, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// requirement is the version of needed in a module's own go.mod.
func requirement(t *testing.T, path, needed string) string {
	t.Helper()
	text, err := os.ReadFile(goList(t, path).GoMod)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(regexp.QuoteMeta(needed) + ` (v\S+)`).FindSubmatch(text)
	if found == nil {
		t.Fatalf("%s does not require %s", path, needed)
	}
	return string(found[1])
}
