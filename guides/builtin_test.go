package guides_test

import (
	"testing"

	"gridmate/guides"
)

func TestBuiltinGuidesAreAllThere(t *testing.T) {
	t.Parallel()
	list, err := guides.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 60 {
		t.Errorf("%d built-in guides, want 60", len(list))
	}
}

func TestAGuideIsFoundByItsNameAndItsAliases(t *testing.T) {
	t.Parallel()
	ix := builtin(t)
	for _, g := range ix.Guides() {
		for _, q := range append([]string{g.Name}, g.Aliases...) {
			found := ix.Search(q, 3).Hits
			if len(found) == 0 || !calls(found[0].Guide, q) {
				t.Errorf("%s: first hit is not one that is called so", q)
			}
		}
	}
}

// calls reports whether q is a name of g; 两项补贴 is a name of two.
func calls(g guides.Guide, q string) bool {
	if g.Name == q {
		return true
	}
	for _, a := range g.Aliases {
		if a == q {
			return true
		}
	}
	return false
}

func builtin(tb testing.TB) *guides.Index {
	tb.Helper()
	list, err := guides.Builtin()
	if err != nil {
		tb.Fatal(err)
	}
	lexicon, err := guides.BuiltinLexicon()
	if err != nil {
		tb.Fatal(err)
	}
	return guides.NewIndex(list, lexicon)
}
