package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gridmate/digest"
	"gridmate/sandbox"
)

// lead is the community's lead in peopleFile.
const leadUser = 7002

// sentFile sends a text and returns the file that the bot sends, with its
// message.
func sentFile(t *testing.T, server *sandbox.Server, who *sandbox.User, text string) (data []byte, name string, m *sandbox.Message) {
	t.Helper()
	said, err := who.Say(text)
	if err != nil {
		t.Fatal(err)
	}
	m, err = server.Await(soon(t), who.ID, said.Seq, func(m *sandbox.Message) bool { return m.Document != nil })
	if err != nil {
		t.Fatalf("no file for %q: %v", text, err)
	}
	data, name, _ = server.File(m.Document.FileID)
	return data, name, m
}

func TestWhatIsExportedInTheChatEqualsTheDigest(t *testing.T) {
	t.Parallel()
	server, _, env := telegram(t, sandbox.Options{})
	history(t, strings.TrimPrefix(env[0], "GRIDMATE_DB="), 5, 300)
	lead := server.AddUser(sandbox.Person{ID: leadUser, FirstName: "陈书记"})
	start(t, env)
	server.Inject(sandbox.Fault{Method: "sendDocument", Effect: sandbox.BadGateway, Times: 1})
	data, name, m := sentFile(t, server, lead, "导出 全部 2026-10-01 2026-10-31")
	if !strings.HasSuffix(name, "_全套台账_2026-10-01至2026-10-31.xlsx") {
		t.Errorf("the file is called %s", name)
	}
	o := call(t, env, "", "digest", "--org", "BH", "--period", "month", "--date", "2026-10-01", "--format", "json")
	var want digest.Digest
	if err := json.Unmarshal([]byte(o.out), &want); err != nil {
		t.Fatal(err, o)
	}
	file, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if diff := cmp.Diff(want.Totals, summaryIn(t, file)); diff != "" {
		t.Errorf("digest and file: %s", diff)
	}
	if !strings.Contains(m.Caption, "10月1日—10月31日") {
		t.Errorf("caption %q", m.Caption)
	}
	task := report(t, server, lead, "/task 完善停车标线 2网格 12月31日前", "停车标线")
	data, _, _ = sentFile(t, server, lead, "导出 任务 今年")
	tasks, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tasks.Close() }()
	if rows, err := tasks.GetRows("任务分解表"); err != nil || len(rows) != 5 || !strings.HasPrefix(rows[3][2], "完善停车标线") {
		t.Errorf("%s: %q, %v", task, rows, err)
	}
	if refused := server.Refused(); len(refused) > 0 {
		t.Errorf("refused: %+v", refused)
	}
}
