package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gridmate/sandbox"
)

// installing is the flags of init for a folder of the test's own.
func installing(dir string, more ...string) []string {
	return append([]string{
		"init", "--settings", filepath.Join(dir, "etc", "gridmate.env"), "--unit", filepath.Join(dir, "etc", "gridmate.service"),
		"--data", filepath.Join(dir, "data"), "--backups", filepath.Join(dir, "backups"),
	}, more...)
}

// TestInitAsksUntilItCanRun installs as somebody would who has never seen it:
// a wrong token, no idea of the own id, and then the bot runs with the file.
func TestInitAsksUntilItCanRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := sandbox.NewServer(sandbox.Options{})
	t.Cleanup(server.Close)
	web := httptest.NewServer(server.Handler())
	t.Cleanup(web.Close)
	keeper := server.AddUser(sandbox.Person{ID: 7009, FirstName: "王工"})
	if _, err := keeper.Say("你好"); err != nil {
		t.Fatal(err)
	}
	answers := "nonsense\n123456:wrongwrong\n" + server.Token() + "\nwang\n\ny\n"
	o := call(t, []string{"GRIDMATE_API_URL=" + web.URL}, answers, installing(dir)...)
	if o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	for _, want := range []string{"is not a bot token", "does not accept the bot token", `"wang": must be`, "王工，编号 7009", "useradd --system", "systemctl enable --now gridmate.service"} {
		if !strings.Contains(o.out, want) {
			t.Errorf("init says nothing of %q: %s", want, o.out)
		}
	}
	if strings.Contains(o.out, server.Token()) {
		t.Error("init shows the token")
	}
	file := filepath.Join(dir, "etc", "gridmate.env")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	start(t, []string{"GRIDMATE_SETTINGS=" + file}, "run")
	report(t, server, keeper, "/status", "运行状态")
	if o := call(t, []string{"GRIDMATE_SETTINGS=" + file}, "", "doctor"); o.code != exitDone || !strings.Contains(o.out, "the token is @") || !strings.Contains(o.out, "valid, from "+file) {
		t.Errorf("%+v", o)
	}
	wantOneLine(t, call(t, nil, "", installing(dir, "--token", "1:x", "--admins", "1")...), exitFailed, file, "is there already")
}

func TestInitByFlagsAsksNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := call(t, nil, "", installing(dir, "--token", "123456:AAF", "--admins", "7001,7002", "--offline")...)
	if o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	text, err := os.ReadFile(filepath.Join(dir, "etc", "gridmate.env"))
	if err != nil || !strings.Contains(string(text), "\nGRIDMATE_TOKEN=123456:AAF\n") || !strings.Contains(string(text), "\nGRIDMATE_ADMINS=7001,7002\n") ||
		strings.Contains(string(text), "GRIDMATE_API_URL") {
		t.Errorf("%s, %v", text, err)
	}
	wantOneLine(t, call(t, nil, "", installing(t.TempDir(), "--offline")...), exitUsage, "--token")
}

// TestTheUnitIsWhatSystemdTakes lets systemd itself read the unit. Without it
// the test is skipped, or fails where GRIDMATE_REQUIRE_SYSTEMD=1.
func TestTheUnitIsWhatSystemdTakes(t *testing.T) {
	t.Parallel()
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil && os.Getenv("GRIDMATE_REQUIRE_SYSTEMD") == "1" {
		t.Fatal("no systemd-analyze, which GRIDMATE_REQUIRE_SYSTEMD=1 requires")
	}
	if err != nil {
		t.Skip("systemd is not here to read the unit")
	}
	dir := t.TempDir()
	self, err := os.Executable() // the unit has to name a program that is there
	if err != nil {
		t.Fatal(err)
	}
	o := call(t, nil, "", installing(dir, "--token", "123456:AAF", "--admins", "7001", "--offline", "--binary", self)...)
	if o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	unit := filepath.Join(dir, "etc", "gridmate.service")
	if out, err := exec.CommandContext(t.Context(), analyze, "verify", unit).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), analyze, "security", "--offline=true", "--threshold=20", unit).CombinedOutput()
	if err != nil {
		t.Errorf("more open than 2.0 of 10: %s", out[max(0, len(out)-200):])
	}
}

func TestTheSettingsFileIsReadAsSystemdReadsIt(t *testing.T) {
	t.Parallel()
	file := put(t, "gridmate.env", "\ufeff# 注释\n; too\n\nGRIDMATE_LOG = \"loud\"\nOTHER=1\n")
	wantOneLine(t, call(t, []string{"GRIDMATE_SETTINGS=" + file}, "", "version"), exitUsage, "GRIDMATE_LOG", `"loud"`)
	if o := call(t, []string{"GRIDMATE_SETTINGS=" + file, "GRIDMATE_LOG=info"}, "", "version"); o.code != exitDone {
		t.Errorf("the environment does not win: %+v", o)
	}
	if o := call(t, []string{"GRIDMATE_SETTINGS=" + file}, "", "--log=info", "version"); o.code != exitDone {
		t.Errorf("the flag does not win: %+v", o)
	}
	misspelt := put(t, "gridmate.env", "GRIDMATE_TOKEN=1:x\nGRIDMATE_BACKUP_DIRR=/x\n")
	wantOneLine(t, call(t, []string{"GRIDMATE_SETTINGS=" + misspelt}, "", "version"), exitUsage, "line 2", "GRIDMATE_BACKUP_DIRR")
	bare := call(t, []string{"GRIDMATE_SETTINGS=" + put(t, "gridmate.env", "123456:AAFsecret\n")}, "", "version")
	wantOneLine(t, bare, exitUsage, "line 1")
	if strings.Contains(bare.errors, "secret") {
		t.Errorf("a token is shown: %+v", bare)
	}
	wantOneLine(t, call(t, []string{"GRIDMATE_SETTINGS=/nowhere/x.env"}, "", "version"), exitUsage, "/nowhere/x.env")
}
