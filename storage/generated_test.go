package storage_test

import (
	"os/exec"
	"testing"
)

func TestGeneratedCodeIsUpToDate(t *testing.T) {
	t.Parallel()
	sqlc, err := exec.LookPath("sqlc")
	if err != nil {
		t.Skip("sqlc is not on PATH: the generated code is not compared")
	}
	if out, err := exec.CommandContext(t.Context(), sqlc, "diff").CombinedOutput(); err != nil {
		t.Errorf("run sqlc generate in storage/: %v\n%s", err, out)
	}
}
