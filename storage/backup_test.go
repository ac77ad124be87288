package storage_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gridmate/storage"
)

func TestABackupIsCountedAndForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	b.add(b.patrol())
	b.add(b.patrol())
	to := filepath.Join(t.TempDir(), "backup.db")
	for range 2 { // the second takes the first one's place
		held, err := b.Backup(t.Context(), to)
		if err != nil {
			t.Fatal(err)
		}
		if held.Records != 2 || held.People != 1 || held.Units == 0 || held.Bytes == 0 {
			t.Errorf("%+v", held)
		}
	}
	info, err := os.Stat(to)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if held, err := storage.Inspect(t.Context(), to); err != nil || held.Records != 2 {
		t.Errorf("%+v, %v", held, err)
	}
	if left, _ := filepath.Glob(to + ".*"); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

func TestABackupThatFailsLeavesTheFormerOne(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	to := filepath.Join(t.TempDir(), "backup.db")
	if _, err := b.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	before := read(t, to)
	if err := os.Mkdir(to+".part", 0o700); err != nil { // nothing can be written under that name
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(to+".part", "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Backup(t.Context(), to); err == nil {
		t.Error("a backup was made of nothing")
	}
	if !bytes.Equal(before, read(t, to)) {
		t.Error("the former backup was changed")
	}
}

func TestInspectFindsDamageAndChangesNothing(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	for range 300 {
		b.add(b.patrol())
	}
	to := filepath.Join(t.TempDir(), "backup.db")
	if _, err := b.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	whole := read(t, to)
	for name, c := range map[string]struct {
		spoil func([]byte) []byte
		want  error
	}{
		"cut off": {func(b []byte) []byte { return b[:len(b)/2] }, storage.ErrDamaged},
		"overwritten": {func(b []byte) []byte {
			return append(append(b[:8192:8192], bytes.Repeat([]byte{7}, 8192)...), b[16384:]...)
		}, storage.ErrDamaged},
		"no header":      {func(b []byte) []byte { return b[100:] }, storage.ErrForeign},
		"something else": {func([]byte) []byte { return []byte(strings.Repeat("姓名,电话\n", 900)) }, storage.ErrForeign},
	} {
		path := filepath.Join(t.TempDir(), "spoilt.db")
		spoilt := c.spoil(bytes.Clone(whole))
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := storage.Inspect(t.Context(), path)
		if !errors.Is(err, c.want) && !errors.Is(storage.Trouble(err), c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if !bytes.Equal(spoilt, read(t, path)) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}
