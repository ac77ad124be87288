package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"gridmate/chat"
	"gridmate/guides"
)

func TestButtonsOfGuidesFitWhateverWasImported(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	long := guides.Guide{
		Slug: strings.Repeat("chang-", 10) + "a", Name: "很长的事项", Department: strings.Repeat("很长的部门", 8),
		Sections: []guides.Section{{Kind: guides.What, Body: "试一试"}, {Kind: guides.Questions, Body: "{{本地: 什么}}"}},
	}
	w.list = guides.Merge(w.list, []guides.Guide{long})
	w.index = guides.NewIndex(w.list, w.words)
	for _, line := range []string{
		"管理员: 办事 很长的事项到底应该怎么样才能办得下来呢请问", "管理员: [常见问题]", "管理员: [简介]", "管理员: [没用]", "管理员: [全部事项]",
		"管理员: [" + long.Department + "]", "管理员: [很长的事项]", "管理员: /guides " + long.Slug, "管理员: [填空白]", "管理员: [什么]",
	} {
		if said := w.act(line); strings.Contains(said, "失效") || strings.Contains(said, "no such button") {
			t.Errorf("%s: %s", line, said)
		}
	}
	for _, room := range w.stages {
		for _, drawings := range room.messages {
			for _, d := range drawings {
				checkKeys(t, d.keys)
			}
		}
	}
	if said := w.act("管理员: 就是这个"); !strings.Contains(said, "什么：就是这个") {
		t.Errorf("the blank was not filled: %s", said)
	}
}

func checkKeys(t *testing.T, k chat.Keyboard) {
	t.Helper()
	for _, row := range k {
		for _, b := range row {
			if len(b.Data) == 0 || len(b.Data) > 64 {
				t.Errorf("button %s carries %d bytes: %q", b.Label, len(b.Data), b.Data)
			}
		}
	}
}

func TestRareQuestionsGiveWayToNewOnes(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.act("路人: 办事 量子纠缠")
	w.act("小李: 办事 量子纠缠")
	for i := range 320 { // more than fit
		w.act(fmt.Sprintf("路人: 办事 量子%d号", i))
	}
	said := w.act("陈书记: 答不上")
	if !strings.Contains(said, "300 个问题") || !strings.Contains(said, "① 量子纠缠（2 次") {
		t.Errorf("the list is %s", said)
	}
}

func TestWhatIsFilledInIsNotTakenForAPattern(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for _, value := range []string{"{{本地: 窗口电话}}", "", strings.Repeat("长", 201)} {
		if said := w.act("管理员: /guides 低保 窗口地址和时间=" + value); !strings.Contains(said, "1 到 200 个字") {
			t.Errorf("%q was taken: %s", value, said)
		}
	}
	w.act("管理员: /guides 低保 窗口地址和时间=$1 *号*")
	if said := w.act("路人: 低保在哪办"); !strings.Contains(said, "地址和时间：$1 *号*") {
		t.Errorf("the card says %s", said)
	}
}
