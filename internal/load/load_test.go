package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// TestEverythingIsMeasured runs each measurement with small sizes against the
// real binary: what it prints must be there, and every digest and receipt have
// come.
func TestEverythingIsMeasured(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds the program")
	}
	program := filepath.Join(t.TempDir(), "gridmate")
	if text, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "gridmate").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	var out strings.Builder
	args := strings.Fields("-people 5 -records 0,20 -reports 40 -rates 20 -seconds 1 -digests 30 -trip 5 way wait fanout")
	if err := run(t.Context(), append([]string{"-program", program}, args...), &out); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	for _, want := range []string{
		"\n| 5 | 0 | bare |", "\n| 5 | 0 | naive |", "\n| 5 | 0 | gridmate |", "\n| 5 | 20 | gridmate |",
		"\n| 20 | 0 | gridmate |", "\n| 20 | 20 | gridmate |", "\n30 digests and ", "; 0 refused",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &out)
		}
	}
	if err := run(t.Context(), []string{"-program", program, "height"}, &out); err == nil {
		t.Error("what cannot be measured was measured")
	}
}
