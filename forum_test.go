package main

import (
	"strings"
	"testing"

	"gridmate/sandbox"
	"gridmate/storage"
)

// TestAForumIsAnsweredInItsTopics runs the program in a supergroup with topics:
// what somebody does in one is answered there, files included, the group is
// bound to the one where a lead says so, and a topic that is gone loses nothing.
func TestAForumIsAnsweredInItsTopics(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	lead := server.AddUser(sandbox.Person{ID: leadUser, FirstName: "陈书记"})
	forum := server.AddForum("滨河社区", lead, worker)
	open := func(name string) int {
		t.Helper()
		id, err := lead.OpenTopic(forum, name)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	reports, digests := open("上报"), open("日报")
	db := strings.TrimPrefix(env[0], "GRIDMATE_DB=")
	env = append(env, "GRIDMATE_RATE_CHAT=0", "GRIDMATE_RATE_GROUP=0")
	bot := start(t, env)
	in := func(who *sandbox.User, topic int, text string, match func(*sandbox.Message) bool) *sandbox.Message {
		t.Helper()
		said, err := who.SendIn(forum, topic, text)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := server.Await(soon(t), forum, said.Seq, match)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Thread != topic {
			t.Errorf("%s is answered in topic %d, not %d", text, answer.Thread, topic)
		}
		return answer
	}
	in(lead, digests, "/bind BH", sandbox.Contains("已绑定", "这个话题"))
	receipt := in(worker, reports, "/patrol 1网格3号楼楼道堆物2处，已清理", sandbox.Contains("已记录", "#1"))
	in(lead, reports, "/digest day", sandbox.Contains("日报", "巡查 1"))
	in(lead, reports, "/export 巡查 2026-10-01 2026-10-31", func(m *sandbox.Message) bool { return m.Document != nil })

	before := server.Seq()
	if _, err := worker.Press(receipt, "修改"); err != nil {
		t.Fatal(err)
	}
	if form, err := server.Await(soon(t), forum, before, sandbox.Contains("要改哪一项")); err != nil || form.Thread != reports {
		t.Errorf("the form is in another topic: %+v, %v", form, err)
	}
	bot.stop()
	change(t, db, func(tx *storage.Tx) error {
		g, bound, err := tx.Group(t.Context(), forum)
		if !bound || g.Topic != digests {
			t.Errorf("bound to topic %d, not %d", g.Topic, digests)
		}
		return err
	})

	said, err := worker.SendIn(forum, reports, "/patrol 1网格 正常")
	if err != nil {
		t.Fatal(err)
	}
	if err := lead.DeleteTopic(forum, reports); err != nil { // while the bot is down
		t.Fatal(err)
	}
	start(t, env)
	answer, err := server.Await(soon(t), forum, said.Seq, sandbox.Contains("已记录", "#2"))
	if err != nil {
		t.Fatal(err)
	}
	if answer.Thread != 0 {
		t.Errorf("answered in topic %d, which is gone", answer.Thread)
	}
}
