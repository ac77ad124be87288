package sandbox_test

import (
	"encoding/json"
	"testing"

	"gridmate/sandbox"
)

func TestAForumKeepsItsTopicsApart(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	forum := f.AddForum("滨河社区", f.li)
	topic, err := f.li.OpenTopic(forum, "日报")
	if err != nil {
		t.Fatal(err)
	}
	said, err := f.li.SendIn(forum, topic, "/digest")
	if err != nil {
		t.Fatal(err)
	}
	if said.Thread != topic || !said.InTopic || said.ReplyTo == nil || said.ReplyTo.ID != topic {
		t.Errorf("said %+v", said)
	}
	plain, err := f.li.Send(forum, "/digest")
	if err != nil || plain.InTopic || plain.Thread != 0 {
		t.Errorf("in the general topic: %+v, %v", plain, err)
	}
	send := func(params object) (thread int, refusal string) {
		t.Helper()
		params["chat_id"], params["text"] = forum, "好"
		answer := f.call(t, "sendMessage", params)
		if !answer.OK {
			return 0, answer.Description
		}
		var m sandbox.Message
		if err := json.Unmarshal(answer.Result, &m); err != nil {
			t.Fatal(err)
		}
		return m.Thread, ""
	}
	for name, c := range map[string]struct {
		params  object
		thread  int
		refusal string
	}{
		"by its id":                       {object{"message_thread_id": topic}, topic, ""},
		"where nothing is named":          {object{}, 0, ""},
		"to what it answers":              {object{"reply_parameters": object{"message_id": said.ID}}, topic, ""},
		"to what it answers, the general": {object{"reply_parameters": object{"message_id": plain.ID}}, 0, ""},
		"an unknown one":                  {object{"message_thread_id": 4711}, 0, "Bad Request: message thread not found"},
	} {
		if thread, refusal := send(c.params); thread != c.thread || refusal != c.refusal {
			t.Errorf("%s: %d, %q", name, thread, refusal)
		}
	}
	if err := f.li.CloseTopic(forum, topic); err != nil {
		t.Fatal(err)
	}
	if _, refusal := send(object{"message_thread_id": topic}); refusal != "Bad Request: TOPIC_CLOSED" {
		t.Errorf("closed: %q", refusal)
	}
	if err := f.li.DeleteTopic(forum, topic); err != nil {
		t.Fatal(err)
	}
	if _, err := f.li.SendIn(forum, topic, "还在吗"); err == nil {
		t.Error("a topic that was deleted can be written in")
	}
}
