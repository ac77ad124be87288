package bot_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/bot"
	"gridmate/chat"
)

var noLimit = bot.Pace{}

func TestSenderSendsInOrderWithinAChat(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
		p.say(message(7, "第一条"), message(7, "第二条"), message(7, "第三条"))
		after(time.Second)
		equal(t, []string{"第一条", "第二条", "第三条"}, texts(p.api.log("sendMessage")))
		equal(t, []string{"sent", "sent", "sent"}, p.outbox.states())
		equal(t, 1002, p.outbox.last(t, 2).Message)
	})
}

// A reply that fails for a while holds back those behind it in its chat, and
// nobody elsewhere.
func TestSenderKeepsTheOrderUnderRetries(t *testing.T) {
	t.Parallel()
	for name, fault := range transientFaults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, noLimit, func(t *testing.T, p *post) {
				failures := 0
				p.api.script = func(c call) *reply {
					if c.text != "甲1" || failures == 3 {
						return nil
					}
					failures++
					return fault()
				}
				p.say(message(1, "甲1"), message(1, "甲2"), message(2, "乙1"), message(2, "乙2"))
				after(300 * time.Millisecond)
				equal(t, []string{"waiting", "waiting", "sent", "sent"}, p.outbox.states())
				after(3 * time.Minute)
				equal(t, []string{"甲1", "甲1", "甲1", "甲1", "甲2"}, texts(p.api.of(1)))
				equal(t, []string{"sent", "sent", "sent", "sent"}, p.outbox.states())
			})
		})
	}
}

// transientFaults are answers after which a reply is sent again.
func transientFaults() map[string]func() *reply {
	return map[string]func() *reply{
		"bad gateway": func() *reply { return &reply{status: 502, body: "<html>bad gateway</html>"} },
		"internal error in JSON": func() *reply {
			return &reply{status: 500, body: `{"ok":false,"error_code":500,"description":"Internal Server Error"}`}
		},
		"connection dropped": func() *reply { return &reply{err: io.EOF} },
		"answer cut off":     func() *reply { return &reply{status: 200, body: `{"ok":true,"result":{"message_id":1}}`, cut: true} },
		"no answer in time":  func() *reply { return &reply{delay: time.Hour, status: 200} },
		"never connected":    func() *reply { return &reply{err: &net.OpError{Op: "dial", Err: errors.New("refused")}} },
		"throttled": func() *reply {
			return refusal(429, "Too Many Requests: retry after 2", `"retry_after":2`)
		},
	}
}

func TestSenderRepeatsOnceRepliesOnlyIfTheyCannotHaveArrived(t *testing.T) {
	t.Parallel()
	unsure := []string{"bad gateway", "internal error in JSON", "connection dropped", "answer cut off", "no answer in time"}
	for name, fault := range transientFaults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, noLimit, func(t *testing.T, p *post) {
				p.api.script = func(c call) *reply {
					if c.text == "日报" {
						equal(t, "claimed", p.outbox.states()[0])
					}
					if c.n == 0 {
						return fault()
					}
					return nil
				}
				p.say(chat.Reply{Verb: chat.Send, Chat: 1, Text: "日报", Once: true}, message(1, "后面"))
				after(time.Minute)
				sent := texts(p.api.log("sendMessage"))
				if slices.Contains(unsure, name) {
					equal(t, []string{"unsure", "sent"}, p.outbox.states())
					equal(t, []string{"日报", "后面"}, sent)
					return
				}
				equal(t, []string{"sent", "sent"}, p.outbox.states())
				equal(t, []string{"日报", "日报", "后面"}, sent)
			})
		})
	}
}

func TestSenderClaimsOnceRepliesBeforeItSends(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
		p.outbox.slow = 2 * time.Millisecond
		p.api.script = func(c call) *reply {
			claimed := 0
			for _, s := range p.outbox.states() {
				if s == "claimed" {
					claimed++
				}
			}
			if claimed == 0 || claimed > 6 { // in flight, settling and two ahead
				t.Errorf("%d claimed at call %d", claimed, c.n)
			}
			return nil
		}
		for i := range int64(100) {
			p.say(chat.Reply{Verb: chat.Send, Chat: i + 1, Text: "周报", Once: true, Priority: chat.Bulk})
		}
		after(time.Minute)
		equal(t, 100, len(p.api.log("sendMessage")))
		for _, s := range p.outbox.states() {
			equal(t, "sent", s)
		}
	})
}

func TestSenderHandlesEachRefusal(t *testing.T) {
	t.Parallel()
	show := chat.Reply{Verb: chat.Show, Chat: 1, Text: "卡片", Card: "form", Message: 50}
	tests := []struct {
		name   string
		reply  chat.Reply
		answer *reply // to the first call
		fate   chat.Fate
		class  string
		calls  []string
	}{
		{"a person who blocked the bot", message(1, "好"), refusal(403, "Forbidden: bot was blocked by the user"), chat.Blocked, "blocked", []string{"sendMessage"}},
		{"a chat that does not exist", message(1, "好"), refusal(400, "Bad Request: chat not found"), chat.Blocked, "blocked", []string{"sendMessage"}},
		{"a group that put the bot out", message(-1, "好"), refusal(403, "Forbidden: bot was kicked from the supergroup chat"), chat.Blocked, "blocked", []string{"sendMessage"}},
		{"a group where the bot may not write", message(-1, "好"), refusal(400, "Bad Request: not enough rights to send text messages to the chat"), chat.Blocked, "blocked", []string{"sendMessage"}},
		{"a card that shows it already", show, refusal(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"), chat.Sent, "", []string{"editMessageText"}},
		{"a card whose message is gone", show, refusal(400, "Bad Request: message to edit not found"), chat.Sent, "", []string{"editMessageText", "sendMessage"}},
		{"a card too old to edit", show, refusal(400, "Bad Request: message can't be edited"), chat.Sent, "", []string{"editMessageText", "sendMessage"}},
		{"a message to answer that is gone", chat.Reply{Verb: chat.Send, Chat: 1, Text: "好", ReplyTo: 9}, refusal(400, "Bad Request: message to be replied not found"), chat.Sent, "", []string{"sendMessage", "sendMessage"}},
		{"markup that Telegram cannot read", message(1, "好"), refusal(400, "Bad Request: can't parse entities: unsupported start tag"), chat.Failed, "entities_invalid", []string{"sendMessage"}},
		{"an unknown refusal", message(1, "好"), refusal(400, "Bad Request: SOMETHING_NEW"), chat.Failed, "refused", []string{"sendMessage"}},
		{"a press that is too old", chat.Reply{Verb: chat.Answer, Callback: "c"}, refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"), chat.Expired, "query_expired", []string{"answerCallbackQuery"}},
		{"a reaction to nothing", chat.Reply{Verb: chat.React, Chat: -1, Message: 9, Emoji: "👌"}, refusal(400, "Bad Request: message to react not found"), chat.Failed, "message_unknown", []string{"setMessageReaction"}},
		{"an empty text", message(1, " \n"), nil, chat.Failed, "text_empty", nil},
		{"a button with too much data", chat.Reply{Verb: chat.Send, Chat: 1, Text: "好", Keyboard: chat.Keyboard{{{Label: "是", Data: strings.Repeat("x", 65)}}}}, nil, chat.Failed, "keyboard_invalid", nil},
		{"an unknown verb", chat.Reply{Verb: "sing", Chat: 1}, nil, chat.Failed, "verb_unknown", nil},
		{"an answer that cannot be read", message(1, "好"), success(`{"message_id":"ten"}`), chat.Sent, "", []string{"sendMessage"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, noLimit, func(t *testing.T, p *post) {
				p.api.script = func(c call) *reply {
					if c.n == 0 {
						return tt.answer
					}
					return nil
				}
				p.say(tt.reply)
				after(time.Minute)
				r := p.outbox.last(t, 1)
				equal(t, tt.fate, r.Fate)
				equal(t, tt.class, r.Error)
				var methods []string
				for _, c := range p.api.log("") {
					methods = append(methods, c.method)
				}
				equal(t, tt.calls, methods)
			})
		})
	}
}

func TestSenderGivesUpWhatNeverWorks(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		p.api.script = func(c call) *reply {
			if c.chat == 1 {
				return &reply{status: 502}
			}
			return nil
		}
		p.say(message(1, "坏"), message(1, "好"))
		began := time.Now()
		for p.outbox.states()[0] == "waiting" {
			after(time.Minute)
		}
		equal(t, "failed", p.outbox.states()[0])
		equal(t, "gave_up", p.outbox.last(t, 1).Error)
		if took := time.Since(began); took < 3*time.Hour || took > 8*time.Hour {
			t.Errorf("gave up after %v", took)
		}
	})
}

func TestSenderRemembersTheMessageOfACard(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		card := func(text string) chat.Reply {
			return chat.Reply{Verb: chat.Show, Chat: 1, Card: "draft:1", Text: text}
		}
		p.say(card("一"), card("二"), card("三"))
		after(time.Second)
		calls := p.api.log("")
		equal(t, []string{"一", "二", "三"}, texts(calls))
		equal(t, "sendMessage", calls[0].method)
		for _, c := range calls[1:] {
			equal(t, "editMessageText", c.method)
			equal(t, "1001", fmt.Sprint(c.params["message_id"]))
		}
		equal(t, 1001, p.outbox.last(t, 3).Message)
	})
}

func TestSenderFollowsAGroupToItsNewID(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		p.api.script = func(c call) *reply {
			if c.chat == -5 {
				return refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", `"migrate_to_chat_id":-1005`)
			}
			return nil
		}
		p.say(
			chat.Reply{Verb: chat.Send, Chat: -5, Text: "日报", Once: true, ReplyTo: 3},
			chat.Reply{Verb: chat.Show, Chat: -5, Text: "卡片", Card: "c", Message: 9},
		)
		after(time.Minute)
		equal(t, []string{"sent", "sent"}, p.outbox.states())
		equal(t, []string{"日报", "卡片"}, texts(p.api.of(-1005)))
		for _, c := range p.api.of(-1005) {
			equal(t, "sendMessage", c.method)
			equal(t, nil, c.params["reply_parameters"])
		}
		equal(t, []string{"日报"}, texts(p.api.of(-5)))
		moved := p.outbox.receipts[0]
		equal(t, int64(-1005), moved.MovedTo)
		equal(t, int64(-5), moved.Chat)
	})
}

func TestSenderForgetsWhatWaitsForABlockedChat(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		blocked := true
		p.api.script = func(c call) *reply {
			if c.chat == 1 && blocked {
				return refusal(403, "Forbidden: bot was blocked by the user")
			}
			return nil
		}
		later := message(1, "明早")
		later.NotBefore = time.Now().Add(time.Hour)
		p.say(message(1, "一"), message(1, "二"), later, message(2, "别人"))
		after(time.Second)
		equal(t, []string{"blocked", "expired", "expired", "sent"}, p.outbox.states())
		blocked = false
		p.say(message(1, "又来"))
		after(2 * time.Hour)
		equal(t, []string{"一", "又来"}, texts(p.api.of(1)))
	})
}

func TestSenderDropsWhatNobodyCanUse(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		p.api.script = func(call) *reply { return &reply{status: 502} }
		p.say(chat.Reply{Verb: chat.Answer, Callback: "c", Expires: time.Now().Add(2 * time.Minute)})
		after(5 * time.Minute)
		equal(t, []string{"expired"}, p.outbox.states())
		p.say(chat.Reply{Verb: chat.Send, Chat: 1, Text: "晚了", Expires: time.Now()})
		after(time.Second)
		equal(t, []string{"expired", "expired"}, p.outbox.states())
		equal(t, 0, len(p.api.of(1)))
	})
}

// What waits for the morning holds up nothing that is said in the night.
func TestSenderWaitsForQuietHoursToEnd(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
		began := time.Now()
		digest := message(1, "日报")
		digest.NotBefore, digest.Priority, digest.Once = began.Add(10*time.Hour), chat.Bulk, true
		p.say(digest)
		after(time.Hour)
		p.say(message(1, "夜里的回答"))
		after(time.Second)
		equal(t, []string{"waiting", "sent"}, p.outbox.states())
		after(10 * time.Hour)
		calls := p.api.log("sendMessage")
		equal(t, []string{"夜里的回答", "日报"}, texts(calls))
		if late := calls[1].at.Sub(digest.NotBefore); late < 0 || late > 100*time.Millisecond {
			t.Errorf("sent %v after its time", late)
		}
	})
}

func TestSenderCutsLongTextsAndResumesThem(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		p.api.script = func(c call) *reply {
			if c.n == 1 {
				return &reply{status: 502}
			}
			return nil
		}
		long := strings.Repeat("网", 4096) + strings.Repeat("格", 4096) + "完"
		p.say(
			chat.Reply{Verb: chat.Send, Chat: 1, Text: long, ReplyTo: 5, Keyboard: chat.Keyboard{chat.Row(chat.Button{Label: "好", Data: "ok"})}},
			message(1, "后面"),
		)
		after(time.Minute)
		calls := p.api.log("sendMessage")
		equal(t, 5, len(calls)) // the second part twice
		equal(t, calls[1].text, calls[2].text)
		equal(t, long, calls[0].text+calls[2].text+calls[3].text)
		for i, c := range calls {
			_, answers := c.params["reply_parameters"]
			_, buttons := c.params["reply_markup"]
			equal(t, i == 0, answers)
			equal(t, i == 3, buttons)
		}
		equal(t, "后面", calls[4].text)
		equal(t, 1003, p.outbox.last(t, 1).Message)
	})
}

func TestSenderAnswersPressesAtOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, bot.TelegramPace(), func(t *testing.T, p *post) {
		p.api.script = func(c call) *reply {
			if c.method == "sendMessage" {
				return &reply{delay: 20 * time.Second, status: 502}
			}
			return nil
		}
		for i := range int64(300) {
			p.say(message(i+1, "排队"))
		}
		after(10 * time.Second)
		began := time.Now()
		p.say(
			chat.Reply{Verb: chat.Answer, Chat: 1, Callback: "c", Text: "已撤销", Alert: true},
			chat.Reply{Verb: chat.Results, Inline: "q", Articles: []chat.Result{{ID: "dibao", Title: "低保", Text: "材料"}}},
			chat.Reply{Verb: chat.React, Chat: -1, Message: 4, Emoji: "👌"},
		)
		after(100 * time.Millisecond)
		for _, method := range []string{"answerCallbackQuery", "answerInlineQuery", "setMessageReaction"} {
			calls := p.api.log(method)
			equal(t, 1, len(calls))
			equal(t, began, calls[0].at)
		}
	})
}

func TestSenderTakesUpWhatAnEarlierRunLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := &post{api: &telegram{}, outbox: newMemory()}
		p.Sender = bot.NewSender(newClient(t, p.api), p.outbox, noLimit)
		early := p.outbox.put(message(1, "一"), message(1, "二"))
		p.Push(early) // committed and pushed before the sender started
		p.outbox.rows[1].out.Attempts = 3
		p.outbox.rows[1].out.Due = time.Now().Add(time.Minute)
		stop := p.run(t)
		after(time.Second)
		p.Push(early)
		equal(t, 0, len(p.api.log(""))) // the order holds while the first waits
		after(2 * time.Minute)
		equal(t, []string{"一", "二"}, texts(p.api.log("sendMessage")))
		stop()
	})
}

func TestSenderStopsGracefully(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		once := chat.Reply{Verb: chat.Send, Chat: 3, Text: "一次", Once: true}
		p.api.script = func(c call) *reply {
			switch c.chat {
			case 2, 3:
				return &reply{delay: time.Hour}
			}
			return nil
		}
		p.say(message(1, "快"), message(1, "没有开始"), message(2, "慢"), once)
		after(10 * time.Millisecond)
		began := time.Now()
		p.stop()
		if took := time.Since(began); took > 6*time.Second {
			t.Errorf("stopped after %v", took)
		}
		equal(t, []string{"sent", "waiting", "waiting", "unsure"}, p.outbox.states())
		if p.err != nil {
			t.Error(p.err)
		}
	})
}

func TestSenderFailsACardThatCanNeitherBeEditedNorSent(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		p.api.script = func(call) *reply { return refusal(400, "Bad Request: message to edit not found") }
		p.say(chat.Reply{Verb: chat.Show, Chat: 1, Text: "卡片", Message: 9})
		after(time.Minute)
		equal(t, []string{"failed"}, p.outbox.states())
		equal(t, 2, len(p.api.log("")))
	})
}

// A claim that was granted and not used is given back: after the next start
// the digest is sent, not doubted.
func TestSenderReturnsClaimsWhenItStops(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"short": "日报", "in two parts": strings.Repeat("长", 5000)} {
		for moment := range 60 { // wherever in the second it stops
			t.Run(fmt.Sprint(name, moment), func(t *testing.T) {
				t.Parallel()
				inBubble(t, bot.Pace{Total: bot.Rate{N: 1, Per: time.Second}}, func(t *testing.T, p *post) {
					p.outbox.slow = 30 * time.Millisecond
					for i := range int64(50) {
						p.say(chat.Reply{Verb: chat.Send, Chat: i + 1, Text: text, Once: true, Priority: chat.Bulk})
					}
					after(20*time.Second + time.Duration(moment)*17*time.Millisecond)
					p.stop()
					for i, s := range p.outbox.states() {
						if s != "sent" && s != "waiting" {
							t.Errorf("reply %d is %s", i+1, s)
						}
					}
				})
			})
		}
	}
}

func TestSenderStopsWithAFullDisk(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		p.outbox.fail = func(write string) error {
			if write == "settle" {
				return errDiskFull
			}
			return nil
		}
		p.say(message(1, "一"), message(1, "二"))
		after(time.Second)
		began := time.Now()
		p.stop()
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("stopped after %v", took)
		}
		if p.err == nil {
			t.Error("receipts were lost in silence")
		}
		equal(t, []string{"一"}, texts(p.api.log("sendMessage")))
	})
}

func TestSenderWaitsForTheDiskWithoutRepeating(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		full := time.Now().Add(time.Minute)
		p.outbox.fail = func(string) error {
			if time.Now().Before(full) {
				return errDiskFull
			}
			return nil
		}
		p.say(message(1, "一"), message(1, "二"), message(2, "别人"))
		after(5 * time.Minute)
		equal(t, []string{"sent", "sent", "sent"}, p.outbox.states())
		equal(t, []string{"一", "二"}, texts(p.api.of(1)))
	})
}

func TestSenderStoresReceiptsInGroups(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		p.outbox.slow = 5 * time.Millisecond
		for i := range int64(640) {
			p.say(message(i+1, "好"))
		}
		after(10 * time.Second)
		equal(t, 640, len(p.outbox.receipts))
		if n := len(p.outbox.groups); n > 40 {
			t.Errorf("%d commits for 640 receipts", n)
		}
		equal(t, 64, p.api.most)
	})
}

// of returns the calls for a chat.
func (t *telegram) of(chat int64) []call {
	var list []call
	for _, c := range t.log("") {
		if c.chat == chat {
			list = append(list, c)
		}
	}
	return list
}

// equal fails the test if two values differ.
func equal[T any](t testing.TB, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// after lets fake time pass until everybody waits again.
func after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
