package main

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"gridmate/sandbox"
)

// server is a machine in a folder: the paths of the guide lead into it, the
// program is this test's binary, and systemctl is a script that starts it.
type server struct {
	t      *testing.T
	root   string
	answer string // what is typed when init asks
	env    []string
}

// paths are those that the guide's commands name.
var paths = regexp.MustCompile(`/(etc/gridmate|etc/systemd|usr/local/bin|var/lib/gridmate|var/backups/gridmate|mnt/backup)\b`)

// The commands that a folder cannot have as they are. AT is the folder.
var shims = map[string]string{
	"useradd": "exit 0", "chown": "exit 0",
	"install": `args=(); while [ $# -gt 0 ]; do case "$1" in -o|-g) shift;; *) args+=("$1");; esac; shift; done
mkdir -p AT/usr/local/bin; exec /usr/bin/install "${args[@]}"`,
	"systemctl": `stop() { [ ! -f AT/pid ] || { kill "$(cat AT/pid)" 2>/dev/null; while kill -0 "$(cat AT/pid)" 2>/dev/null; do sleep 0.05; done; rm -f AT/pid; }; }
start() { setsid AT/usr/local/bin/gridmate run >>AT/log 2>&1 </dev/null & echo $! >AT/pid; }
case "$1" in daemon-reload) ;; stop) stop;; restart) stop; start;; start|enable) start;; *) exit 1;; esac`,
}

// theProgram is gridmate with the guide's paths leading into AT.
const theProgram = `export GRIDMATE_TEST_AS_PROGRAM=1
if [ "$1" = init ]; then shift
exec "$BINARY" init --settings AT/etc/gridmate/gridmate.env --unit AT/etc/systemd/system/gridmate.service --data AT/var/lib/gridmate \
  --backups AT/var/backups/gridmate --copy AT/mnt/backup --binary AT/usr/local/bin/gridmate "$@"; fi
[ ! -f AT/etc/gridmate/gridmate.env ] || export GRIDMATE_SETTINGS=AT/etc/gridmate/gridmate.env
exec "$BINARY" "$@"`

func newServer(t *testing.T, env ...string) *server {
	t.Helper()
	m := &server{t: t, root: t.TempDir(), env: env}
	t.Cleanup(func() {
		m.halt()
		if log, _ := os.ReadFile(filepath.Join(m.root, "log")); t.Failed() {
			t.Logf("%s", log)
		}
	})
	m.empty()
	return m
}

// empty makes a machine with nothing on it but the program in the current
// folder and the second disk.
func (m *server) empty() {
	m.t.Helper()
	m.halt()
	for _, gone := range []string{"etc", "usr", "var", "here", "shims"} {
		if err := os.RemoveAll(filepath.Join(m.root, gone)); err != nil {
			m.t.Fatal(err)
		}
	}
	for _, dir := range []string{"here", "shims", "mnt/backup"} {
		if err := os.MkdirAll(filepath.Join(m.root, dir), 0o700); err != nil {
			m.t.Fatal(err)
		}
	}
	m.script("here/gridmate", theProgram)
	for name, body := range shims {
		m.script("shims/"+name, body)
	}
}

func (m *server) script(name, body string) {
	m.t.Helper()
	text := "#!/bin/bash\n" + strings.ReplaceAll(body, "AT/", m.root+"/") + "\n"
	if err := os.WriteFile(filepath.Join(m.root, name), []byte(text), 0o755); err != nil {
		m.t.Fatal(err)
	}
}

// halt stops the bot as a machine does that is switched off.
func (m *server) halt() {
	var pid int
	text, err := os.ReadFile(filepath.Join(m.root, "pid"))
	if err != nil {
		return
	}
	if _, err := fmt.Sscan(string(text), &pid); err == nil {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	_ = os.Remove(filepath.Join(m.root, "pid"))
}

// run runs a box of the guide, line by line, as root would.
func (m *server) run(box string) string {
	m.t.Helper()
	box = paths.ReplaceAllStringFunc(box, func(path string) string { return m.root + path })
	cmd := exec.CommandContext(m.t.Context(), "bash", "-e", "-c", box)
	cmd.Dir = filepath.Join(m.root, "here")
	cmd.Env = append(append(os.Environ(), m.env...), "BINARY="+os.Args[0],
		"PATH="+m.root+"/shims:"+m.root+"/usr/local/bin:"+os.Getenv("PATH"))
	cmd.Stdin = strings.NewReader(m.answer)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		log, _ := os.ReadFile(filepath.Join(m.root, "log"))
		m.t.Fatalf("%v in\n%s\n%s\n%s", err, box, out.String(), log)
	}
	return out.String()
}

var boxes = regexp.MustCompile("(?s)```sh\n(.*?)```")

// TestTheOperationsGuideWorksAsWritten runs every command of
// docs/operations.md in its order on a machine in a folder: installed, people
// invited, backed up, lost, restored, upgraded and rolled back.
func TestTheOperationsGuideWorksAsWritten(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("the guide's commands need bash")
	}
	guide, err := os.ReadFile("docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	var box []string
	for _, found := range boxes.FindAllSubmatch(guide, -1) {
		box = append(box, string(found[1]))
	}
	if len(box) != 10 {
		t.Fatalf("%d boxes: the test follows the guide step by step, change both", len(box))
	}
	telegram := sandbox.NewServer(sandbox.Options{})
	t.Cleanup(telegram.Close)
	web := httptest.NewServer(telegram.Handler())
	t.Cleanup(web.Close)
	keeper := telegram.AddUser(sandbox.Person{ID: 7009, FirstName: "王工"})
	worker := telegram.AddUser(sandbox.Person{ID: 7001, FirstName: "小李"})
	if _, err := keeper.Say("你好"); err != nil {
		t.Fatal(err)
	}
	m := newServer(t, "GRIDMATE_API_URL="+web.URL)
	m.answer = telegram.Token() + "\n\ny\n"

	m.run(box[0])
	m.run(box[1])
	m.run(box[2])
	eventually(t, "the database is there", func() bool { // the guide says: a few seconds
		_, err := os.Stat(filepath.Join(m.root, "var/lib/gridmate/gridmate.db"))
		return err == nil
	})
	if out := m.run(box[3]); !strings.Contains(out, "the token is @") {
		t.Errorf("the doctor does not know the token: %s", out)
	}
	out := strings.Fields(m.run(box[4]))
	if _, err := worker.Start(out[len(out)-1]); err != nil {
		t.Fatal(err)
	}
	report(t, telegram, worker, "/patrol 1网格 正常", "已记录", "#1")
	report(t, telegram, keeper, "/status", "运行状态")
	for _, path := range []string{"etc/gridmate/gridmate.env", "var/lib/gridmate/gridmate.db"} {
		if info, err := os.Stat(filepath.Join(m.root, path)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info, err)
		}
	}

	m.run(box[5])
	eventually(t, "the last night's backup is on the second disk", func() bool {
		copies, _ := filepath.Glob(filepath.Join(m.root, "mnt/backup", nightly))
		return len(copies) == 1
	})
	if out := m.run(box[6]); !strings.Contains(out, "1 records") {
		t.Errorf("%s", out)
	}
	tonight := filepath.Join(m.root, "mnt/backup/gridmate-2099-01-01.db") // as the next night would make it
	if err := copyFile(filepath.Join(m.root, "var/backups/gridmate/by-hand.db"), tonight); err != nil {
		t.Fatal(err)
	}

	m.empty() // the disk is lost
	m.answer = telegram.Token() + "\n7009\n"
	if out := m.run(box[7]); !strings.Contains(out, "1 records") || strings.Contains(out, "organisation   !") {
		t.Errorf("%s", out)
	}
	report(t, telegram, worker, "/patrol 1网格 正常", "已记录", "#601") // beyond what may have been given out since the backup

	m.run(box[8]) // an upgrade
	report(t, telegram, worker, "/patrol 1网格 正常", "已记录", "#602")
	if out := m.run(box[9]); !strings.Contains(out, "2 records") { // and back: the third is gone with it
		t.Errorf("%s", out)
	}
	report(t, telegram, worker, "/patrol 1网格 正常", "已记录", "#603") // not #602 again
}
