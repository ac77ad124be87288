package main

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"gridmate/sandbox"
)

// documentText is the text of a Word document.
func documentText(t *testing.T, data []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = part.Close() }()
	xml, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(xml), "")
}

// pressed presses the newest button of that label and waits for the next
// message with these words.
func pressed(t *testing.T, server *sandbox.Server, who *sandbox.User, label string, match func(*sandbox.Message) bool) *sandbox.Message {
	t.Helper()
	list := server.Messages(who.ID)
	for i := len(list) - 1; i >= 0; i-- {
		b, ok := list[i].ReplyMarkup.Button(label)
		if !ok || list[i].Deleted {
			continue
		}
		seq := server.Seq()
		if _, err := who.PressData(who.ID, list[i].ID, b.CallbackData); err != nil {
			t.Fatal(err)
		}
		m, err := server.Await(soon(t), who.ID, seq, match)
		if err != nil {
			t.Fatalf("[%s]: %v", label, err)
		}
		return m
	}
	t.Fatalf("there is no button %s", label)
	return nil
}

func TestABulletinIsDraftedEditedAndMadeAgainInTheChat(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	history(t, strings.TrimPrefix(env[0], "GRIDMATE_DB="), 5, 120)
	lead := server.AddUser(sandbox.Person{ID: leadUser, FirstName: "陈书记"})
	start(t, append(env, "GRIDMATE_RATE_CHAT=0"))
	report(t, server, worker, "/patrol 1网格3号楼道堆物，现场劝离，清理干净", "已记录 #121")
	report(t, server, lead, "亮点 121", "记为亮点")
	first, name, _ := sentFile(t, server, lead, "简报 2026-10-01 2026-10-31")
	if text := documentText(t, first); !strings.HasSuffix(name, "第1期.docx") || !strings.Contains(text, "第 1 期") || strings.Contains(text, "清理干净") {
		t.Errorf("%s: %.200s", name, text)
	}
	document := func(m *sandbox.Message) bool { return m.Document != nil }
	pressed(t, server, lead, "改题目", sandbox.Contains("现在的题目"))
	report(t, server, lead, "网格巡查保平安/贴心服务暖民心", "题目：网格巡查保平安 / 贴心服务暖民心")
	pressed(t, server, lead, "改段落", sandbox.Contains("改写哪一段"))
	pressed(t, server, lead, "下一步", sandbox.Contains("请发改写后的"))
	report(t, server, lead, "12月再巡查77777次，盯住消防通道。", "已改写：下一步")
	m := pressed(t, server, lead, "出Word", document)
	again, name, _ := server.File(m.Document.FileID)
	text := documentText(t, again)
	for _, want := range []string{"第 1 期", "网格巡查保平安", "下一步工作打算：12月再巡查77777次[待核]，盯住消防通道。"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in %s: %s", want, name, text)
		}
	}
	_, name, _ = sentFile(t, server, lead, "简报 2026-09-01 2026-09-30")
	if !strings.HasSuffix(name, "第2期.docx") {
		t.Errorf("other days are called %s", name)
	}
	path := t.TempDir() + "/b.docx"
	if o := call(t, env, "", "bulletin", "--org", "BH", "--from", "2026-10-01", "--to", "2026-10-31", "-o", path); o.code != exitDone {
		t.Errorf("%+v", o)
	}
}
