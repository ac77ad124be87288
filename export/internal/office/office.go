// Package office opens files in LibreOffice for tests, as those who get them do.
package office

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Pages prints a document to PDF and returns the text of each page. Where the
// programs are missing the test is skipped; GRIDMATE_REQUIRE_OFFICE=1 makes
// that a failure.
func Pages(t testing.TB, data []byte, name string) []string {
	t.Helper()
	need(t, "soffice", "pdftotext")
	dir := t.TempDir()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
		"--headless", "--convert-to", "pdf", "--outdir", dir, file)
	pdf := strings.TrimSuffix(file, filepath.Ext(file)) + ".pdf"
	text := run(t, "pdftotext", "-layout", pdf, "-")
	return strings.Split(strings.TrimSuffix(text, "\f"), "\f")
}

func need(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err == nil {
			continue
		}
		if os.Getenv("GRIDMATE_REQUIRE_OFFICE") == "1" {
			t.Fatalf("%s is not installed and GRIDMATE_REQUIRE_OFFICE is set", p)
		}
		t.Skipf("%s is not installed: the file is not opened as people open it", p)
	}
}

func run(t testing.TB, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return string(out)
}
