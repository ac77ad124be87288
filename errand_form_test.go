package main

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gridmate/sandbox"
)

func TestATableSentToTheBotComesBackFilled(t *testing.T) {
	t.Parallel()
	server, _, env := telegram(t, sandbox.Options{})
	history(t, strings.TrimPrefix(env[0], "GRIDMATE_DB="), 5, 300)
	lead := server.AddUser(sandbox.Person{ID: leadUser, FirstName: "陈书记"})
	start(t, env)
	form, err := os.ReadFile(sentForm(t, "网格", "巡查次数", "发现隐患（处）", "居民满意度"))
	if err != nil {
		t.Fatal(err)
	}
	sent, err := lead.SendDocument(leadUser, "2026-10-01 2026-10-31", "月报.xlsx", form)
	if err != nil {
		t.Fatal(err)
	}
	m, err := server.Await(soon(t), leadUser, sent.Seq, func(m *sandbox.Message) bool { return m.Document != nil })
	if err != nil {
		t.Fatal(err)
	}
	data, name, _ := server.File(m.Document.FileID)
	file, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	want := summaryOf(t, env, "BH-01", "2026-10-01", "2026-10-31")
	if n, err := file.GetCellValue("Sheet1", "B3"); n != strconv.Itoa(want.Patrols) || err != nil || want.Patrols == 0 {
		t.Errorf("patrols %q of %d, %v", n, want.Patrols, err)
	}
	if !strings.Contains(m.Caption, "4 列已有 3 列，只需补 1 列") || !strings.Contains(name, "填表_2026-10-01至2026-10-31.xlsx") {
		t.Errorf("%s: %s", name, m.Caption)
	}

	cars, err := os.ReadFile(sentForm(t, "社区", "车牌号", "颜色"))
	if err != nil {
		t.Fatal(err)
	}
	if sent, err = lead.SendDocument(leadUser, "本月", "车辆.xlsx", cars); err != nil {
		t.Fatal(err)
	}
	m, err = server.Await(soon(t), leadUser, sent.Seq, func(m *sandbox.Message) bool { return strings.Contains(m.Text, "一格没填") || m.Document != nil })
	if err != nil || m.Document != nil {
		t.Errorf("a table of which nothing is held: %+v, %v", m, err)
	}
	if refused := server.Refused(); len(refused) > 0 {
		t.Errorf("refused: %+v", refused)
	}
}

func TestTheTableOfIndicatorsIsSentInTheChat(t *testing.T) {
	t.Parallel()
	server, _, env := telegram(t, sandbox.Options{})
	if o := call(t, env, "", "import", "indicators"); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	lead := server.AddUser(sandbox.Person{ID: leadUser, FirstName: "陈书记"})
	start(t, env)
	said, err := lead.Say("评分 2 3.5 更新不及时")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.Await(soon(t), leadUser, said.Seq, func(m *sandbox.Message) bool { return strings.Contains(m.Text, "自查 3.5/5 更新不及时") }); err != nil {
		t.Fatal(err)
	}
	data, name, m := sentFile(t, server, lead, "导出 指标 今年")
	file, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for cell, want := range map[string]string{"A5": "2", "F5": "5", "G5": "3.5", "H5": "更新不及时", "N5": "无"} {
		if got, err := file.GetCellValue("指标自查表", cell); got != want || err != nil {
			t.Errorf("%s: %q, want %q, %v", cell, got, want, err)
		}
	}
	if !strings.Contains(m.Caption, "3 条，还有 3 条无佐证") || !strings.Contains(name, "指标自查表") {
		t.Errorf("%s: %s", name, m.Caption)
	}
	if refused := server.Refused(); len(refused) > 0 {
		t.Errorf("refused: %+v", refused)
	}
}
