package main

import (
	"regexp"
	"strings"
	"testing"

	"gridmate/sandbox"
)

// TestARefusedFileIsToldListedAndSentAgain has Telegram refuse an export for
// good: whoever asked for it learns what to do, administrators hear of it, and
// once the reason is gone they send it with one press.
func TestARefusedFileIsToldListedAndSentAgain(t *testing.T) {
	t.Parallel()
	server, _, env := telegram(t, sandbox.Options{})
	env = append(env, "GRIDMATE_ADMINS=7009")
	keeper := server.AddUser(sandbox.Person{ID: 7009, FirstName: "管理员"})
	lead := server.AddUser(sandbox.Person{ID: leadUser, FirstName: "陈书记"})
	start(t, append(env, "GRIDMATE_RATE_CHAT=0"))
	report(t, server, keeper, "/status", "没处理成的消息 0 条")
	fault := server.Inject(sandbox.Fault{Method: "sendDocument", Effect: sandbox.NoFiles})

	report(t, server, lead, "导出 全部 2026-10-01 2026-10-31", "全套台账", "发不到这里", "群主")
	fault.Lift()
	if _, err := server.Await(soon(t), keeper.ID, 0, sandbox.Contains("Telegram 不收", "/deadletters")); err != nil {
		t.Error(err)
	}
	report(t, server, keeper, "/status", "没发出去的文件 1 个")
	list := call(t, env, "", "deadletters")
	if list.code != exitDone || !regexp.MustCompile(`(?m)^file  .*  for chat 7002  files_forbidden$`).MatchString(list.out) {
		t.Errorf("%+v", list)
	}
	if o := call(t, env, "", "doctor"); !strings.Contains(o.out, "1 files that Telegram refused") {
		t.Errorf("%+v", o)
	}

	said, err := keeper.Say("/deadletters")
	if err != nil {
		t.Fatal(err)
	}
	letters, err := server.Await(soon(t), keeper.ID, said.Seq, sandbox.Contains("没发出去的文件", "书记 的私聊", "不让机器人发文件"))
	if err != nil {
		t.Fatal(err)
	}
	before := server.Seq()
	label := "重发" + regexp.MustCompile(`F\d+`).FindString(letters.Text)
	if _, err := keeper.Press(letters, label); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Await(soon(t), lead.ID, before, func(m *sandbox.Message) bool { return m.Document != nil }); err != nil {
		t.Errorf("it is not sent again: %v", err)
	}
	if _, err := server.Await(soon(t), keeper.ID, before, sandbox.Contains("没有处理不成的消息")); err != nil {
		t.Error(err)
	}
	report(t, server, keeper, "/status", "没处理成的消息 0 条")
	if o := call(t, env, "", "deadletters"); o.out != "none: every update could be handled\n" {
		t.Errorf("%+v", o)
	}
}
