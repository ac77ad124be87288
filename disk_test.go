package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"gridmate/sandbox"
)

// smallDisk is a file system of its own that holds a deployment and little
// more. mount changes how it is mounted.
func smallDisk(t *testing.T, size string) (dir string, remount func(option string)) {
	t.Helper()
	dir = t.TempDir()
	mount := func(args ...string) error {
		out, err := exec.CommandContext(t.Context(), "mount", args...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, bytes.TrimSpace(out))
		}
		return nil
	}
	if err := mount("-t", "tmpfs", "-o", "size="+size, "tmpfs", dir); err != nil {
		t.Skipf("a full disk is not tried: a small one can only be mounted by root with the right to (%v)", err)
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", "-l", dir).Run(); err != nil {
			t.Errorf("unmount %s: %v", dir, err)
		}
	})
	return dir, func(option string) {
		t.Helper()
		if err := mount("-o", "remount,"+option, dir); err != nil {
			t.Fatal(err)
		}
	}
}

// moveTo gives a deployment a database in another folder.
func moveTo(t *testing.T, env []string, dir string) []string {
	t.Helper()
	moved := filepath.Join(dir, "gridmate.db")
	if err := copyFile(strings.TrimPrefix(env[0], "GRIDMATE_DB="), moved); err != nil {
		t.Fatal(err)
	}
	return append([]string{"GRIDMATE_DB=" + moved}, env[1:]...)
}

// fill writes until the disk takes no more.
func fill(t *testing.T, dir string) (file string) {
	t.Helper()
	file = filepath.Join(dir, "ballast")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{64 << 10, 512} {
		for err = nil; err == nil; {
			_, err = out.Write(make([]byte, size))
		}
	}
	_ = out.Close()
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return file
}

var notStored = regexp.MustCompile(`updates cannot be stored, Telegram keeps them.*disk is full`)

// TestAFullDiskLosesNothing fills the disk under the running bot. What was
// acknowledged before is there; what comes in meanwhile stays at Telegram and
// is recorded, once and in order, when there is room again.
func TestAFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	dir, _ := smallDisk(t, "3m")
	server, worker, env := telegram(t, sandbox.Options{})
	env = moveTo(t, env, dir)
	keeper := server.AddUser(sandbox.Person{ID: 7009, FirstName: "管理员"})
	bot := start(t, append(env, "GRIDMATE_ADMINS=7009"))
	report(t, server, keeper, "/status", "运行状态")
	report(t, server, worker, "/patrol 1网格 第1次，楼道堆物1处，已清理", "已记录", "#1")

	ballast := fill(t, dir)
	var last *sandbox.Message
	for n := 2; n <= 9; n++ {
		m, err := worker.Say(fmt.Sprintf("/patrol 1网格 第%d次，楼道堆物1处，已清理", n))
		if err != nil {
			t.Fatal(err)
		}
		last = m
	}
	bot.errs.await(t, notStored)
	if _, err := server.Await(soon(t), keeper.ID, 0, sandbox.Contains("磁盘满了", "已记录")); err != nil {
		t.Error("the administrator is not told: ", err)
	}
	o := call(t, env, "", "backup", filepath.Join(dir, "copy.db"))
	wantOneLine(t, o, exitFailed, "copy.db", "the disk is full: free some space")
	if left, _ := filepath.Glob(filepath.Join(dir, "copy.db*")); len(left) > 0 {
		t.Errorf("half a backup is left: %v", left)
	}

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Await(soon(t), worker.ID, last.Seq, sandbox.Contains("已记录", "#9")); err != nil {
		t.Fatal(err)
	}
	bot.stop()
	o = call(t, env, "", "export", "records", "--org", "BH", "--from", "2026-01-01", "--to", "2099-01-01", "-o", "-")
	lines := strings.Split(strings.TrimSpace(o.out), "\n")[1:]
	if len(lines) != 9 {
		t.Fatalf("%d records, want 9: %+v", len(lines), o)
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, fmt.Sprintf("%d,", i+1)) || !strings.Contains(line, fmt.Sprintf("第%d次", i+1)) {
			t.Errorf("record %d: %s", i+1, line)
		}
	}
	if o := call(t, env, "", "doctor"); o.code != exitDone {
		t.Errorf("%+v", o)
	}
}

func TestAReadOnlyDiskIsOneLine(t *testing.T) {
	t.Parallel()
	dir, remount := smallDisk(t, "3m")
	_, _, env := telegram(t, sandbox.Options{})
	env = moveTo(t, env, dir)
	if o := call(t, env, "", "doctor"); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	remount("ro")
	org := put(t, "org.csv", "code,level,name,parent\nBH-03,grid,3网格,BH\n")
	wantOneLine(t, call(t, env, "", "run"), exitFailed, dir, "read-only")
	wantOneLine(t, call(t, env, "", "import", "org", org), exitFailed, "mounted read-only")
	wantOneLine(t, call(t, env, "", "backup", filepath.Join(dir, "copy.db")), exitFailed, dir, "read-only")
	remount("rw")
	if o := call(t, env, "", "doctor"); o.code != exitDone {
		t.Errorf("%+v", o)
	}
}

func TestADamagedPageIsFoundAndNamed(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	db := strings.TrimPrefix(env[0], "GRIDMATE_DB=")
	whole, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	copy(whole[len(whole)-8192:], bytes.Repeat([]byte{7}, 8192))
	if err := os.WriteFile(db, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	wantOneLine(t, call(t, env, "", "doctor"), exitFailed, "damaged", "restore the last backup")
	copied := filepath.Join(t.TempDir(), "copy.db")
	wantOneLine(t, call(t, env, "", "backup", copied), exitFailed, copied)
	if _, err := os.Stat(copied); err == nil {
		t.Error("a damaged database was taken for a backup")
	}
}
