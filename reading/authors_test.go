package reading_test

import "testing"

// authorBars hold for lines that people wrote who never saw the program. They
// are below the bars of our own corpus and the truer measure: raise them.
var authorBars = map[string]float64{"kind": 88, "found": 80, "fixed": 70, "category": 85, "outcome": 82, "core": 70}

// TestOtherAuthorsAreUnderstood scores testdata/authors.jsonl and prints what
// was misread. These lines may be studied for what is missing in general
// (wordings, grammar), as the work part may.
func TestOtherAuthorsAreUnderstood(t *testing.T) {
	t.Parallel()
	s := scoreCorpus(t, "testdata/authors.jsonl")
	t.Log("\n" + s.table())
	for _, miss := range s.misses {
		t.Log(miss)
	}
	for field, bar := range authorBars {
		if got := s.share(field); got < bar {
			t.Errorf("%s: %.1f %%, the bar is %.0f %%", field, got, bar)
		}
	}
}
