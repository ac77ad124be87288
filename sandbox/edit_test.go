package sandbox_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/sandbox"
)

func TestEditsMakeVersions(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	start := f.Seq()
	keyboard := object{"inline_keyboard": [][]object{{{"text": "撤销", "callback_data": "undo"}}}}
	var m sandbox.Message
	f.must(t, "sendMessage", object{"chat_id": f.li.ID, "text": "一", "reply_markup": keyboard}, &m)
	f.must(t, "editMessageText", object{"chat_id": f.li.ID, "message_id": m.ID, "text": "<b>一</b>", "parse_mode": "HTML"}, nil)
	f.must(t, "editMessageReplyMarkup", object{"chat_id": f.li.ID, "message_id": m.ID, "reply_markup": keyboard}, nil)
	if a := f.call(t, "editMessageReplyMarkup", object{"chat_id": f.li.ID, "message_id": m.ID, "reply_markup": keyboard}); a.OK {
		t.Error("the same keyboard again changed something")
	}
	versions := f.History(f.li.ID, start)
	if len(versions) != 3 || versions[1].ReplyMarkup != nil || len(versions[2].Buttons()) != 1 || versions[2].EditDate == 0 {
		t.Errorf("got %+v", versions)
	}
	if a := f.call(t, "editMessageCaption", object{"chat_id": f.li.ID, "message_id": m.ID, "caption": "x"}); a.Description != "Bad Request: there is no caption in the message to edit" {
		t.Errorf("got %+v", a)
	}
	f.must(t, "deleteMessage", object{"chat_id": f.li.ID, "message_id": m.ID}, nil)
	if _, ok := f.Message(f.li.ID, m.ID); ok {
		t.Error("a deleted message is still there")
	}
	if a := f.call(t, "editMessageText", object{"chat_id": f.li.ID, "message_id": m.ID, "text": "二"}); a.Description != "Bad Request: message to edit not found" {
		t.Errorf("editing it: %+v", a)
	}
}

func TestPeopleEditTheirOwnMessagesOnly(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	wang := f.AddUser(sandbox.Person{FirstName: "小王"})
	if err := wang.Join(f.group); err != nil {
		t.Fatal(err)
	}
	m, err := f.li.Send(f.group, "/patrol 3网格")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := wang.Edit(m, "别的"); err == nil {
		t.Error("edited somebody else's message")
	}
	next, err := f.li.Edit(m, "/patrol 5网格")
	if err != nil || next.ID != m.ID || next.Seq <= m.Seq || m.Text != "/patrol 3网格" {
		t.Errorf("%+v, %v", next, err)
	}
	photos, err := f.li.SendPhotos(f.li.ID, "堆物", sandbox.Photo{})
	if err != nil {
		t.Fatal(err)
	}
	if next, err = f.li.Edit(photos[0], "堆物2处"); err != nil || next.Caption != "堆物2处" {
		t.Errorf("%+v, %v", next, err)
	}
	forwarded, err := f.li.Forward(f.li.ID, m)
	if err != nil || forwarded.ForwardOrigin.SenderUser.ID != f.li.ID {
		t.Fatalf("%+v, %v", forwarded, err)
	}
	if _, err := f.li.Edit(forwarded, "x"); err == nil {
		t.Error("edited a forwarded message")
	}
}

func TestOldMessagesCannotBeDeleted(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	m, err := f.li.Say("x")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Clock().Advance(49 * time.Hour); err != nil {
		t.Fatal(err)
	}
	if a := f.call(t, "deleteMessage", object{"chat_id": f.li.ID, "message_id": m.ID}); a.Description != "Bad Request: message can't be deleted" {
		t.Errorf("got %+v", a)
	}
}

func TestLongTextsOfPeopleAreSplit(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	first, err := f.li.Say(strings.Repeat("字", 5000) + "😀")
	if err != nil {
		t.Fatal(err)
	}
	all := f.History(f.li.ID, first.Seq-1)
	if len(all) != 2 || len([]rune(all[0].Text)) != 4096 || len([]rune(all[1].Text)) != 905 {
		t.Errorf("%d messages", len(all))
	}
	if _, err := f.li.Say("  "); err == nil {
		t.Error("sent nothing")
	}
}

func TestHistoryIsBounded(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{History: 5, CallLog: 5})
	for range 100 {
		if _, err := f.li.Say("x"); err != nil {
			t.Fatal(err)
		}
		f.must(t, "getMe", object{}, nil)
	}
	if n := len(f.Messages(f.li.ID)); n < 5 || n > 10 {
		t.Errorf("%d messages are kept", n)
	}
	if n := len(f.Calls("")); n < 5 || n > 10 || f.CallCount("getMe") != 100 {
		t.Errorf("%d calls are kept of %d", n, f.CallCount("getMe"))
	}
}

func TestCallsAreLogged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, sandbox.Options{})
		defer f.Close()
		slow := f.Inject(sandbox.Fault{Effect: sandbox.Delay, Latency: time.Second, Skip: 1})
		f.must(t, "sendMessage", object{"chat_id": f.li.ID, "text": "一"}, nil)
		f.must(t, "sendMessage", object{"chat_id": f.group, "text": "二"}, nil)
		slow.Lift()
		f.must(t, "sendMessage", object{"chat_id": f.group, "text": "三"}, nil)
		calls := f.CallsIn(f.group, "sendMessage")
		if len(calls) != 2 || calls[0].Params["text"] != "二" || calls[0].Took != time.Second || calls[1].Took != 0 || !calls[1].Done {
			t.Errorf("got %+v", calls)
		}
		if len(f.Calls("sendMessage")) != 3 || calls[0].Code != 200 || calls[0].Fault != slow {
			t.Errorf("got %+v", calls[0])
		}
	})
}
