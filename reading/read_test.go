package reading_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"gridmate/reading"
)

// now is the reference time of the labelled lines: Monday, 10:00 in China.
var now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))

func TestStreamReadsTheSamples(t *testing.T) {
	t.Parallel()
	in, err := os.Open("testdata/samples.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var out strings.Builder
	if err := reading.Stream(in, &out, now); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 20 {
		t.Errorf("%d lines, want 20", n)
	}
	if f := os.Getenv("READ_OUT"); f != "" {
		os.WriteFile(f, []byte(out.String()), 0o644)
	}
}
