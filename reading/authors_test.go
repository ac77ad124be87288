package reading_test

import "testing"

// authorBars hold for lines that people wrote who never saw the program. They
// are below the bars of our own corpus and the truer measure: raise them.
var authorBars = map[string]float64{
	"kind": 98, "date": 98, "grid": 91, "found": 92, "fixed": 93, "participants": 95, "visited": 97,
	"category": 93, "outcome": 93, "amount": 85, "core": 87, "none": 98,
}

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

// unseenBars are what is reached on lines that nobody has worked on.
var unseenBars = map[string]float64{
	"kind": 97, "none": 96, "date": 94, "grid": 93, "found": 90, "fixed": 91, "visited": 94, "participants": 90, "handbooks": 94, "category": 95, "outcome": 93, "core": 87,
}

// TestUnseenAuthorsAreUnderstood scores testdata/unseen.jsonl, lines of six
// authors who never saw the program: the first wrote dialects, slang and dictated
// words, the next three plain and harder lines, h4 in the spirit of the samples,
// h5 in order to find weaknesses. The file is only scored: its lines teach
// nothing and are not to be studied, and its misses are not printed.
func TestUnseenAuthorsAreUnderstood(t *testing.T) {
	t.Parallel()
	s := scoreCorpus(t, "testdata/unseen.jsonl")
	t.Log("\n" + s.table())
	for field, bar := range unseenBars {
		if got := s.share(field); got < bar {
			t.Errorf("%s: %.1f %%, the bar is %.0f %%", field, got, bar)
		}
	}
	if got := s.inventedShare(); got > 2 {
		t.Errorf("invented facts: %.1f %%, at most 2 %% are allowed", got)
	}
}
