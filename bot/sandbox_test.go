package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/sandbox"
)

// echo is a whole edge in a bubble, against the sandbox's strict Bot API: what
// comes in is decoded and answered by the test's handler.
type echo struct {
	api    *sandbox.Server
	outbox *memory
	client *bot.Client
	sender *bot.Sender
	me     bot.Me

	mu      sync.Mutex
	updates []chat.Update
	handle  func(chat.Update) []chat.Reply
}

// Accept implements bot.Inbox.
func (e *echo) Accept(_ context.Context, updates []chat.Raw) (int, error) {
	for _, raw := range updates {
		u, err := bot.Decode(raw, e.me)
		if err != nil {
			return 0, err
		}
		e.mu.Lock()
		e.updates = append(e.updates, u)
		e.mu.Unlock()
		e.sender.Push(e.outbox.put(e.handle(u)...))
	}
	return len(updates), nil
}

func withSandbox(t *testing.T, handle func(chat.Update) []chat.Reply, test func(*testing.T, *echo)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		e := &echo{api: sandbox.NewServer(sandbox.Options{Limits: sandbox.TelegramLimits()}), outbox: newMemory(), handle: handle}
		defer e.api.Close()
		client, err := bot.NewClient(bot.Config{Token: e.api.Token(), Transport: e.api.Transport()})
		if err != nil {
			t.Fatal(err)
		}
		if e.me, err = client.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := client.SetCommands(t.Context(), "zh", []bot.Command{{Name: "patrol", Description: "巡查"}}); err != nil {
			t.Fatal(err)
		}
		e.client = client
		e.sender = bot.NewSender(client, e.outbox, bot.TelegramPace())
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		for _, run := range []func(context.Context) error{e.sender.Run, bot.NewPoller(client, e).Run} {
			running.Go(func() {
				if err := run(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		test(t, e)
		cancel()
		running.Wait()
	})
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// Everything that a reply can say passes the strict Bot API.
func TestTheSandboxAcceptsWhatTheSenderSays(t *testing.T) {
	t.Parallel()
	keyboard := chat.Keyboard{chat.Row(
		chat.Button{Label: "确认", Data: "dr:1:1:ok"}, chat.Button{Label: "转发", Share: "低保"}, chat.Button{Label: "网页", URL: "https://example.org/"},
	)}
	handle := func(u chat.Update) []chat.Reply {
		id := u.Chat.ID
		switch {
		case u.Event == chat.Inquired:
			return []chat.Reply{{Verb: chat.Results, Inline: u.Inline.ID, Next: "10", Articles: []chat.Result{
				{ID: "dibao", Title: "低保 <城乡>", Description: "民政", Text: chat.Bold("最低生活保障") + "\n以窗口答复为准"},
			}}}
		case u.Event == chat.Pressed:
			return []chat.Reply{
				{Verb: chat.Answer, Chat: id, Callback: u.Button.ID, Text: strings.Repeat("好👌", 100)},
				{Verb: chat.Show, Chat: id, Card: "draft", Text: "已记录 #1", Silent: true},
				{Verb: chat.Show, Chat: id, Card: "draft", Text: "已记录 #1"}, // shows it already
			}
		case u.Event == chat.Said && u.Chat.Type == chat.Group:
			return []chat.Reply{
				{Verb: chat.React, Chat: id, Message: u.Message, Emoji: "👌"},
				{Verb: chat.Send, Chat: id, Text: "请回复地点", ReplyTo: u.Message, Ask: true},
				{Verb: chat.Send, Chat: id, Text: "没有这条", ReplyTo: 999999},
			}
		case u.Event == chat.Said:
			return []chat.Reply{
				{Verb: chat.Show, Chat: id, Card: "draft", Text: chat.Bold("草稿") + " <3网格> & 5号楼", Keyboard: keyboard, ReplyTo: u.Message},
				{Verb: chat.Send, Chat: id, Text: strings.Repeat("长", 5000), Silent: true, Priority: chat.Notice},
			}
		}
		return nil
	}
	withSandbox(t, handle, func(t *testing.T, e *echo) {
		worker := e.api.AddUser(sandbox.Person{FirstName: "王芳"})
		must[*sandbox.Message](t)(worker.Say("巡查"))
		after(5 * time.Second)
		card := must[*sandbox.Message](t)(cardOf(e.api.Messages(worker.ID)))
		press := must[*sandbox.Press](t)(worker.Press(card, "确认"))
		after(5 * time.Second)
		must[sandbox.Answer](t)(press.Wait(t.Context()))
		card = must[*sandbox.Message](t)(cardOf(e.api.Messages(worker.ID)))
		equal(t, "已记录 #1", card.Text)
		found := must[[]sandbox.InlineResult](t)(worker.InlineQuery("低保", "sender").Wait(t.Context()))
		equal(t, 1, len(found))
		group := e.api.AddGroup("滨河", worker)
		must[*sandbox.Message](t)(worker.Send(group, "/patrol@gridmate_bot 正常"))
		after(10 * time.Second)
		for i, s := range e.outbox.states() {
			if s != "sent" {
				t.Errorf("reply %d is %s: %s", i+1, s, e.outbox.last(t, int64(i+1)).Error)
			}
		}
		for _, c := range e.api.Refused() {
			if !strings.Contains(c.Description, "not modified") {
				t.Errorf("%s refused: %s", c.Method, c.Description)
			}
		}
	})
}

// cardOf finds the bot's first message.
func cardOf(messages []*sandbox.Message) (*sandbox.Message, error) {
	for _, m := range messages {
		if m.ByBot {
			return m, nil
		}
	}
	return nil, fmt.Errorf("no message of the bot's among %d", len(messages))
}

// What people can do in the sandbox is decoded as what they did.
func TestDecodeReadsTheSandbox(t *testing.T) {
	t.Parallel()
	silent := func(chat.Update) []chat.Reply { return nil }
	withSandbox(t, silent, func(t *testing.T, e *echo) {
		worker := e.api.AddUser(sandbox.Person{FirstName: "王芳"})
		first := must[*sandbox.Message](t)(worker.Say("巡查 3网格"))
		must[*sandbox.Message](t)(worker.Edit(first, "巡查 4网格"))
		must[*sandbox.Message](t)(worker.SendLocation(worker.ID, 34.3, 107.2))
		must[*sandbox.Message](t)(worker.Forward(worker.ID, first))
		group := e.api.AddGroup("滨河", worker)
		if err := worker.Promote(group); err != nil {
			t.Fatal(err)
		}
		must[*sandbox.Message](t)(worker.PostAnonymously(group, "/digest"))
		moved := must[int64](t)(worker.Migrate(group))
		worker.Block()
		after(time.Second)

		var got []chat.Event
		for _, u := range e.updates {
			got = append(got, u.Event)
		}
		want := []chat.Event{chat.Said, chat.Edited, chat.Said, chat.Said}
		equal(t, want, got[:4])
		equal(t, "巡查 4网格", e.updates[1].Text)
		equal(t, chat.Point{Lat: 34.3, Lon: 107.2}, *e.updates[2].Place)
		equal(t, true, e.updates[3].Forward)
		one := func(match func(chat.Update) bool) chat.Update {
			t.Helper()
			for _, u := range e.updates {
				if match(u) {
					return u
				}
			}
			t.Fatal("no such update")
			return chat.Update{}
		}
		one(func(u chat.Update) bool { return u.Event == chat.Joined && u.Chat.ID == group && u.Admitted })
		one(func(u chat.Update) bool { return u.Event == chat.Joined && u.Chat.ID == worker.ID && !u.Admitted })
		equal(t, moved, one(func(u chat.Update) bool { return u.Event == chat.Migrated }).NewChat)
		anonymous := one(func(u chat.Update) bool { return u.Command == "digest" })
		equal(t, chat.User{Name: "滨河"}, anonymous.From)
	})
}
