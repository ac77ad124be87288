package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gridmate/sandbox"
)

// filledIn is a workbook with values typed into cells of its first sheet.
func filledIn(t *testing.T, data []byte, cells map[string]any) []byte {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	sheet := file.GetSheetName(0)
	for cell, value := range cells {
		if err := file.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := file.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestScoresTypedIntoTheTableOfIndicatorsAreReadBack goes the way of a lead who
// exports the table, fills it in and sends it back.
func TestScoresTypedIntoTheTableOfIndicatorsAreReadBack(t *testing.T) {
	t.Parallel()
	server, _, env := telegram(t, sandbox.Options{})
	if o := call(t, env, "", "import", "indicators"); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	lead := server.AddUser(sandbox.Person{ID: leadUser, FirstName: "陈书记"})
	start(t, append(env, "GRIDMATE_RATE_CHAT=0"))
	report(t, server, lead, "评分 2 3.5 更新不及时", "自查 3.5/5")
	data, name, _ := sentFile(t, server, lead, "导出 指标 今年")
	send := func(name, caption string, data []byte, words ...string) string {
		t.Helper()
		sent, err := lead.SendDocument(leadUser, caption, name, data)
		if err != nil {
			t.Fatal(err)
		}
		m, err := server.Await(soon(t), leadUser, sent.Seq, sandbox.Contains(words...))
		if err != nil {
			t.Fatal(err)
		}
		return m.Shown()
	}

	send(name, "", data, "都登记过了")
	text := send(name, "", filledIn(t, data, map[string]any{"G4": 99, "G5": 3, "H5": "", "G6": "很好", "I4": 1, "J4": "核查说明"}),
		"有 4 处不对", "一个也没有登记", "第 4 行 自查：得分要在 0 到", "第 5 行 自查：没给满分，要在右边写一句说明", "第 6 行 自查：“很好”不是分数", "第 4 行 核查：您不能给")
	if strings.Contains(text, "登记了") {
		t.Errorf("a part was recorded: %s", text)
	}
	report(t, server, lead, "导出 指标 今年", "已做好") // and nothing has changed
	filled := filledIn(t, data, map[string]any{"G4": 8.1, "H4": "缺两次 13812345678 记录", "G5": 5, "H5": "", "A20": "填表人：小李"})
	text = send(name, "", filled, "登记了 2 个评分", "自查 1：8.1/", "自查 2：5/5")
	if strings.Contains(text, "13812345678") {
		t.Errorf("personal data is kept: %s", text)
	}
	send("我改过名的表.xlsx", "今年", filled, "都登记过了") // found by what is in it
	data, _, _ = sentFile(t, server, lead, "导出 指标 今年")
	file, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for cell, want := range map[string]string{"G4": "8.1", "G5": "5", "H5": ""} {
		if got, err := file.GetCellValue("指标自查表", cell); got != want || err != nil {
			t.Errorf("%s: %q, want %q, %v", cell, got, want, err)
		}
	}
	send(name, "", filledIn(t, data, map[string]any{"A1": "别的社区“四型”社区建设指标自查表"}), "认不出", "第一行标题")
	if refused := server.Refused(); len(refused) > 0 {
		t.Errorf("refused: %+v", refused)
	}
}
