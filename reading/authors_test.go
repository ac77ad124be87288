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

// TestUnseenAuthorsAreUnderstood scores lines that nobody has worked on, of
// authors who never saw the program: in exam.jsonl five who wrote in the spirit
// of the samples, in unseen.jsonl four who wrote dialects, slang, dictated words
// or looked for weaknesses. The files are only scored: their lines teach nothing
// and are not to be studied, and what was misread is not printed.
func TestUnseenAuthorsAreUnderstood(t *testing.T) {
	t.Parallel()
	for file, bars := range map[string]map[string]float64{
		"exam": {
			"kind": 97, "date": 97, "grid": 98, "found": 95, "fixed": 93, "participants": 95, "handbooks": 95, "visited": 95,
			"category": 97, "outcome": 95, "core": 93, "none": 97,
		},
		"unseen": {
			"kind": 97, "date": 94, "grid": 90, "found": 89, "fixed": 90, "participants": 88, "handbooks": 90, "visited": 97,
			"category": 94, "outcome": 93, "core": 86, "none": 96,
		},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			s := scoreCorpus(t, "testdata/"+file+".jsonl")
			t.Log("\n" + s.table())
			for field, bar := range bars {
				if got := s.share(field); got < bar {
					t.Errorf("%s: %.1f %%, the bar is %.0f %%", field, got, bar)
				}
			}
			if got := s.inventedShare(); got > 2 {
				t.Errorf("invented facts: %.1f %%, at most 2 %% are allowed", got)
			}
		})
	}
}
