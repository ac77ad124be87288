package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	declared = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	named    = regexp.MustCompile("`((?:Test|Fuzz|Benchmark)\\w+)`")
	golden   = regexp.MustCompile(`\b(\w+\.txtar)\b`)
)

// TestTheDocumentsNameTestsThatAreThere: a promise whose test was renamed or
// removed is a promise without a test.
func TestTheDocumentsNameTestsThatAreThere(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasSuffix(path, ".txtar"):
			there[entry.Name()] = true
		case strings.HasSuffix(path, "_test.go"):
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, name := range declared.FindAllSubmatch(text, -1) {
				there[string(name[1])] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, document := range []string{"docs/threats.md", "docs/promises.md", "docs/operations.md", "docs/queues.md"} {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range []*regexp.Regexp{named, golden} {
			for _, name := range form.FindAllSubmatch(text, -1) {
				if !there[string(name[1])] {
					t.Errorf("%s names %s, which is not there", document, name[1])
				}
			}
		}
	}
}
