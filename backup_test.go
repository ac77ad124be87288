package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
	"gridmate/sandbox"
	"gridmate/storage"
)

var backedUp = regexp.MustCompile(`"msg":"done","job":"backup.copy"`)

// TestALostDiskIsRestoredFromTheNightlyBackup is the drill of
// docs/operations.md: the bot makes its backup by itself, the disk is lost, the
// copy on the other disk comes back, and people go on where the backup ended.
func TestALostDiskIsRestoredFromTheNightlyBackup(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	db, dir, away := strings.TrimPrefix(env[0], "GRIDMATE_DB="), filepath.Join(t.TempDir(), "backups"), t.TempDir()
	span := []string{"export", "records", "--org", "BH", "--from", "2026-01-01", "--to", "2099-01-01", "-o", "-"}
	bot := start(t, env)
	for n := 1; n <= 3; n++ {
		report(t, server, worker, "/patrol 1网格3号楼楼道堆物2处，已清理", "已记录", fmt.Sprintf("#%d", n))
	}
	bot.stop()
	before := call(t, env, "", span...).out

	nightly := append(env, "GRIDMATE_BACKUP_DIR="+dir, "GRIDMATE_BACKUP_COPY="+away)
	bot = start(t, nightly) // no night has passed it by yet, so it does the last one's at once
	bot.errs.await(t, backedUp)
	bot.stop()
	for _, end := range []string{"", "-wal", "-shm", ".lock"} { // the disk is lost
		_ = os.Remove(db + end)
	}
	copies, err := filepath.Glob(filepath.Join(away, "gridmate-*.db"))
	if err != nil || len(copies) != 1 {
		t.Fatalf("%v, %v", copies, err)
	}
	if o := call(t, env, "", "restore", copies[0]); o.code != exitDone || !strings.Contains(o.out, "3 records") || strings.Contains(o.out, "former") ||
		!strings.Contains(o.out, "the next record is #601: #4 to #600 may have been given out") {
		t.Fatalf("%+v", o)
	}
	if o := call(t, env, "", "doctor"); o.code != exitDone || !strings.Contains(o.out, "; #4 to #600 are not given out again") {
		t.Errorf("%+v", o)
	}
	if after := call(t, env, "", span...); after.out != before {
		t.Errorf("%s", cmp.Diff(before, after.out))
	}
	start(t, env)
	report(t, server, worker, "/item 4", "没有 #4", "备份里没有它")
	report(t, server, worker, "/patrol 1网格 正常", "已记录", "#601")
}

// A backup that is put back while the database of today is still there loses
// what came after it, and that database tells which numbers that were.
func TestNumbersGoOnFromTheDatabaseThatABackupReplaces(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	copied := filepath.Join(t.TempDir(), "copy.db")
	bot := start(t, env)
	report(t, server, worker, "/issue 1网格路灯不亮", "已记录", "#1", "滨河-2026-0001")
	if o := call(t, env, "", "backup", copied); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	report(t, server, worker, "/issue 1网格井盖破损", "已记录", "#2", "滨河-2026-0002")
	bot.stop()
	if o := call(t, env, "", "restore", copied); o.code != exitDone || !strings.Contains(o.out, "the next record is #3: #2 may") {
		t.Fatalf("%+v", o)
	}
	start(t, env)
	report(t, server, worker, "/issue 1网格楼道堆物", "已记录", "#3", "滨河-2026-0003")
}

func TestADamagedDatabaseIsSetAsideAndKept(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	db, copied := strings.TrimPrefix(env[0], "GRIDMATE_DB="), filepath.Join(t.TempDir(), "copy.db")
	if o := call(t, env, "", "backup", copied); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	for n, want := range []string{db + ".before-restore\n", db + ".before-restore-2\n"} {
		damaged := fmt.Appendf(nil, "damaged %d", n)
		if err := os.WriteFile(db, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		wantOneLine(t, call(t, env, "", "doctor"), exitFailed, db)
		if o := call(t, env, "", "restore", copied); o.code != exitDone || !strings.HasSuffix(o.out, want) {
			t.Fatalf("%+v", o)
		}
		kept, err := os.ReadFile(strings.TrimSpace(want))
		if err != nil || string(kept) != string(damaged) {
			t.Errorf("%q, %v", kept, err)
		}
		if o := call(t, env, "", "doctor"); o.code != exitDone {
			t.Errorf("%+v", o)
		}
	}
}

func TestHalfABackupIsNotRestored(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	db, copied := strings.TrimPrefix(env[0], "GRIDMATE_DB="), filepath.Join(t.TempDir(), "copy.db")
	if o := call(t, env, "", "backup", copied); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	whole, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.db")
	if err := os.WriteFile(cut, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	wantOneLine(t, call(t, env, "", "restore", cut), exitFailed, cut, "nothing was changed")
	now, err := os.ReadFile(db)
	if err != nil || string(now) != string(whole) {
		t.Errorf("the database was changed, %v", err)
	}
}

func TestNightlyBackupsRotate(t *testing.T) {
	t.Parallel()
	_, path := deployment(t)
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	n := nights{dir: filepath.Join(t.TempDir(), "new", "folder"), copy: t.TempDir(), keep: 3}
	other := filepath.Join(n.copy, "gridmate-before-the-move.db")
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	first := community.NewDate(2026, 11, 20)
	for day := first; day < first+5; day++ {
		for range 2 { // the same night again replaces it
			if note, err := n.make(t.Context(), db, day); err != nil || !strings.Contains(note, "4 units") {
				t.Fatalf("%s, %v", note, err)
			}
			if _, err := n.away(day); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, dir := range []string{n.dir, n.copy} {
		files, _ := filepath.Glob(filepath.Join(dir, "gridmate-2*"))
		if len(files) != 3 || filepath.Base(files[0]) != "gridmate-2026-11-22.db" {
			t.Errorf("%v", files)
		}
	}
	if _, err := os.Stat(other); err != nil {
		t.Error("a file that is no nightly backup was removed")
	}
}

func TestACopyToADiskThatIsNotThereFailsButTheBackupStays(t *testing.T) {
	t.Parallel()
	_, path := deployment(t)
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	n := nights{dir: t.TempDir(), copy: filepath.Join(t.TempDir(), "not mounted"), keep: 3}
	day := community.NewDate(2026, 11, 20)
	if _, err := n.make(t.Context(), db, day); err != nil {
		t.Fatal(err)
	}
	_, err = n.away(day)
	if err == nil || !strings.Contains(err.Error(), "GRIDMATE_BACKUP_COPY") {
		t.Errorf("%v", err)
	}
	if _, err := storage.Inspect(t.Context(), filepath.Join(n.dir, "gridmate-2026-11-20.db")); err != nil {
		t.Error(err)
	}
}
