package reading_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"gridmate/reading"
)

// bars are the least shares of right answers, in percent. The work part may be
// tuned on, the held part is only scored.
var bars = map[string]float64{
	"kind": 97, "date": 97, "grid": 98, "found": 95, "fixed": 95, "participants": 95, "handbooks": 95, "visited": 95,
	"category": 90, "outcome": 90, "core": 75, "none": 95,
}

var (
	scoredFields = strings.Fields("date date_end grid building found fixed participants handbooks category outcome agreement amount deadline cases resolved visited")
	coreFields   = strings.Fields("date grid found fixed participants handbooks category outcome")
)

func TestCorpusReachesTheBars(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"samples", "work", "held"} {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			s := scoreCorpus(t, "testdata/"+part+".jsonl")
			t.Log("\n" + s.table())
			for field, bar := range bars {
				if got := s.share(field); got < bar && s.total[field] > 0 {
					t.Errorf("%s: %.1f %%, the bar is %.0f %%", field, got, bar)
				}
			}
			if got := s.inventedShare(); got > 2 {
				t.Errorf("invented facts: %.1f %%, at most 2 %% are allowed", got)
			}
		})
	}
}

// tally counts right answers as tools/score.py does.
type tally struct {
	right, total, invented map[string]int
	misses                 []string
}

func scoreCorpus(t *testing.T, path string) tally {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	s := tally{map[string]int{}, map[string]int{}, map[string]int{}, nil}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var want map[string]any
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		b, err := reading.Default().Read(want["text"].(string), now).JSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		s.line(want, got)
	}
	return s
}

func (s *tally) line(want, got map[string]any) {
	good := slices.Contains(want["kind_ok"].([]any), got["kind"])
	s.count("kind", good)
	if want["kind"] == "none" {
		s.count("none", good)
		return
	}
	core := true
	for _, f := range scoredFields {
		value := got[f]
		right := good && same(f, want, value)
		switch {
		case want[f] != nil:
			s.count(f, right)
		case good && value != nil && !right:
			s.invented[f]++
		}
		core = core && (right || !slices.Contains(coreFields, f))
	}
	s.count("core", core)
}

func (s *tally) count(field string, right bool) {
	s.total[field]++
	if right {
		s.right[field]++
	}
}

func same(field string, want map[string]any, got any) bool {
	alts, _ := want["alt"].(map[string]any)[field].([]any)
	switch {
	case got == want[field] || slices.Contains(alts, got):
		return true
	case field == "date":
		return want[field] == nil && got == "2026-11-23"
	case field == "fixed":
		return want["found"] == float64(0) && (got == nil || got == float64(0)) && (want[field] == nil || want[field] == float64(0))
	}
	return false
}

func (s *tally) share(field string) float64 {
	return 100 * float64(s.right[field]) / float64(max(s.total[field], 1))
}

// inventedShare is invented facts per hundred facts stated.
func (s *tally) inventedShare() float64 {
	invented, stated := 0, 0
	for _, f := range scoredFields {
		invented += s.invented[f]
		stated += s.total[f]
	}
	return 100 * float64(invented) / float64(max(stated, 1))
}

func (s *tally) table() string {
	fields := make([]string, 0, len(s.total))
	for f := range s.total {
		fields = append(fields, f)
	}
	slices.SortFunc(fields, func(a, b string) int { return cmp.Or(s.total[b]-s.total[a], strings.Compare(a, b)) })
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, "%-14s %3d/%3d = %5.1f %%  invented %d\n", f, s.right[f], s.total[f], s.share(f), s.invented[f])
	}
	return b.String()
}
