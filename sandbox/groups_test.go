package sandbox_test

import (
	"slices"
	"testing"

	"gridmate/sandbox"
)

func TestTheBotIsToldItsPlaceInAChat(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.updates(t, object{"offset": 100004})
	steps := []func() error{
		func() error { return f.li.RemoveBot(f.group) },
		func() error { return f.li.AddBot(f.group) },
		func() error { return f.li.PromoteBot(f.group) },
		func() error { f.li.Block(); return nil },
		func() error { f.li.Unblock(); return nil },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, u := range f.updates(t, object{}) {
		if m, ok := u["my_chat_member"].(object); ok {
			got = append(got, m["new_chat_member"].(object)["status"].(string))
		}
	}
	if want := []string{"kicked", "member", "administrator", "kicked", "member"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAnAdministratorBotSeesEverything(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.updates(t, object{"offset": 100004, "allowed_updates": []string{"message", "chat_member", "channel_post"}})
	if err := f.li.PromoteBot(f.group); err != nil {
		t.Fatal(err)
	}
	wang := f.AddUser(sandbox.Person{FirstName: "小王"})
	if err := wang.Join(f.group); err != nil {
		t.Fatal(err)
	}
	if _, err := wang.Send(f.group, "大家好"); err != nil {
		t.Fatal(err)
	}
	if err := wang.Promote(f.group); err != nil {
		t.Fatal(err)
	}
	if err := wang.SetTitle(f.group, "新名字"); err != nil {
		t.Fatal(err)
	}
	if err := wang.Leave(f.group); err != nil {
		t.Fatal(err)
	}
	if _, err := wang.Send(f.group, "还在吗"); err == nil {
		t.Error("wrote in a group after leaving it")
	}
	want := []string{"chat_member", "message", "message", "chat_member", "message", "message", "chat_member"}
	updates := f.updates(t, object{})
	if got := kinds(updates); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if title := updates[4]["message"].(object)["chat"].(object)["title"]; title != "新名字" {
		t.Errorf("the chat is called %v", title)
	}
}

func TestWithoutPrivacyModeTheBotSeesGroups(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	if err := f.SetPrivacy(f.group, false); err != nil {
		t.Fatal(err)
	}
	before := f.PendingUpdates()
	if _, err := f.li.Send(f.group, "大家好"); err != nil || f.PendingUpdates() != before+1 {
		t.Errorf("%d updates, %v", f.PendingUpdates()-before, err)
	}
}

func TestNobodyAndAChannelWrite(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	channel := f.AddChannel("滨河之声", "binhe", f.li)
	f.updates(t, object{"offset": 100005})
	if _, err := f.li.PostAnonymously(f.group, "/digest"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.li.PostChannel(channel, "停水通知"); err != nil {
		t.Fatal(err)
	}
	got := f.updates(t, object{})
	if len(got) != 2 {
		t.Fatalf("got %v", got)
	}
	anonymous := got[0]["message"].(object)
	if anonymous["from"].(object)["username"] != "GroupAnonymousBot" || anonymous["sender_chat"].(object)["title"] != "滨河社区工作群" {
		t.Errorf("got %v", anonymous)
	}
	post := got[1]["channel_post"].(object)
	if _, from := post["from"]; from || post["sender_chat"].(object)["username"] != "binhe" {
		t.Errorf("got %v", post)
	}
	var sent sandbox.Message
	f.must(t, "sendMessage", object{"chat_id": "@binhe", "text": "已收到"}, &sent)
	if sent.Chat.ID != channel || sent.From != nil {
		t.Errorf("got %+v", sent)
	}
}

func TestChatsAndMembersCanBeAskedFor(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	stranger := f.AddUser(sandbox.Person{FirstName: "路人"})
	var chat sandbox.Chat
	f.must(t, "getChat", object{"chat_id": f.group}, &chat)
	if chat.Title != "滨河社区工作群" || chat.Type != "group" {
		t.Errorf("got %+v", chat)
	}
	var member struct {
		Status string          `json:"status"`
		User   sandbox.Account `json:"user"`
	}
	for user, want := range map[int64]string{f.li.ID: "creator", f.Bot().ID: "member", stranger.ID: "left"} {
		f.must(t, "getChatMember", object{"chat_id": f.group, "user_id": user}, &member)
		if member.Status != want || member.User.ID != user {
			t.Errorf("%d: got %+v, want %s", user, member, want)
		}
	}
	f.must(t, "getChatMember", object{"chat_id": f.li.ID, "user_id": f.li.ID}, &member)
	if member.Status != "member" {
		t.Errorf("in private: %+v", member)
	}
	var admins []struct{ Status string }
	f.must(t, "getChatAdministrators", object{"chat_id": f.group}, &admins)
	if len(admins) != 1 {
		t.Errorf("got %v", admins)
	}
	for method, params := range map[string]object{
		"getChat":               {"chat_id": stranger.ID},
		"getChatMember":         {"chat_id": f.group, "user_id": 5},
		"getChatAdministrators": {"chat_id": f.li.ID},
		"leaveChat":             {"chat_id": f.li.ID},
	} {
		if a := f.call(t, method, params); a.Code != 400 {
			t.Errorf("%s: %+v", method, a)
		}
	}
	f.must(t, "leaveChat", object{"chat_id": f.group}, nil)
	if a := f.call(t, "sendMessage", object{"chat_id": f.group, "text": "x"}); a.Description != "Forbidden: bot is not a member of the group chat" {
		t.Errorf("after leaving: %+v", a)
	}
}

func TestADeletedAccountIsForbidden(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.li.Deactivate()
	if a := f.call(t, "sendMessage", object{"chat_id": f.li.ID, "text": "x"}); a.Description != "Forbidden: user is deactivated" {
		t.Errorf("got %+v", a)
	}
}

func TestALoggedOutBotIsRefused(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	if a := f.call(t, "close", object{}); a.Code != 429 || a.Parameters.RetryAfter != 600 {
		t.Errorf("close: %+v", a)
	}
	f.must(t, "logOut", object{}, nil)
	if a := f.call(t, "getMe", object{}); a.Description != "Logged out" {
		t.Errorf("got %+v", a)
	}
}
