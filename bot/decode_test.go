package bot_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/bot"
	"gridmate/chat"
)

var (
	testMe   = bot.Me{ID: 123456, Username: "gridmate_bot"}
	received = time.Date(2026, 3, 2, 1, 0, 5, 0, time.UTC)
	said     = time.Unix(1772413200, 0).UTC() // "date" in the samples
	edited   = time.Unix(1772413260, 0).UTC()

	worker  = chat.User{ID: 42, Name: "王 芳", Username: "wangfang"}
	private = chat.Room{ID: 42, Type: chat.Private}
	group   = chat.Room{ID: -1001, Type: chat.Group, Title: "滨河社区网格群"}
)

// Parts of the samples, as Telegram writes them.
const (
	jsonWorker  = `"from":{"id":42,"is_bot":false,"first_name":"王","last_name":"芳","username":"wangfang","language_code":"zh-hans"}`
	jsonPrivate = `"chat":{"id":42,"first_name":"王","last_name":"芳","username":"wangfang","type":"private"},"date":1772413200`
	jsonGroup   = `"chat":{"id":-1001,"title":"滨河社区网格群","type":"supergroup"},"date":1772413200`
	jsonBot     = `"from":{"id":123456,"is_bot":true,"first_name":"网格助手","username":"gridmate_bot"}`
)

// in is what every decoded update holds.
func in(event chat.Event, room chat.Room, change func(*chat.Update)) chat.Update {
	u := chat.Update{Seq: 9, Event: event, At: said, Chat: room}
	if event == chat.Said || event == chat.Edited {
		u.From, u.Message = worker, 7
	}
	if change != nil {
		change(&u)
	}
	return u
}

type sample struct {
	name string
	json string
	want chat.Update
}

func samples() []sample {
	return []sample{
		{
			"a text in private",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"text":"  巡查 3网格，发现楼道堆物2处\u202e\u0007 "}`,
			in(chat.Said, private, func(u *chat.Update) { u.Text = "巡查 3网格，发现楼道堆物2处" }),
		},
		{
			"a command with text",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"text":"/patrol 3网格 正常","entities":[{"offset":0,"length":7,"type":"bot_command"}]}`,
			in(chat.Said, private, func(u *chat.Update) { u.Text, u.Command, u.Args = "/patrol 3网格 正常", "patrol", "3网格 正常" }),
		},
		{
			"a deep link",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"text":"/start AbC-12_3","entities":[{"offset":0,"length":6,"type":"bot_command"}]}`,
			in(chat.Said, private, func(u *chat.Update) { u.Text, u.Command, u.Args = "/start AbC-12_3", "start", "AbC-12_3" }),
		},
		{
			"a command for this bot in a group",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonGroup + `,"text":"/digest@GridMate_Bot week"}`,
			in(chat.Said, group, func(u *chat.Update) {
				u.Text, u.Command, u.Args, u.Mention = "/digest@GridMate_Bot week", "digest", "week", true
			}),
		},
		{
			"a command for another bot",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonGroup + `,"text":"/digest@other_bot week"}`,
			in(chat.Ignored, group, nil),
		},
		{
			"a mention in the middle, after emoji of two units",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonGroup + `,"text":"👍👍 @gridmate_bot 巡查正常","entities":[{"offset":5,"length":13,"type":"mention"}]}`,
			in(chat.Said, group, func(u *chat.Update) { u.Text, u.Mention = "👍👍 巡查正常", true }),
		},
		{
			"a mention before a command",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonGroup + `,"text":"@gridmate_bot /my","entities":[{"offset":0,"length":13,"type":"mention"},{"offset":14,"length":3,"type":"bot_command"}]}`,
			in(chat.Said, group, func(u *chat.Update) { u.Text, u.Command, u.Mention = "/my", "my", true }),
		},
		{
			"a mention of somebody else",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonGroup + `,"text":"@lihua 请看","entities":[{"offset":0,"length":6,"type":"mention"}]}`,
			in(chat.Said, group, func(u *chat.Update) { u.Text = "@lihua 请看" }),
		},
		{
			"a mention by name",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonGroup + `,"text":"网格助手 日报","entities":[{"offset":0,"length":4,"type":"text_mention","user":{"id":123456,"is_bot":true,"first_name":"网格助手"}}]}`,
			in(chat.Said, group, func(u *chat.Update) { u.Text, u.Mention = "日报", true }),
		},
		{
			"entities that lie outside of the text",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonGroup + `,"text":"好","entities":[{"offset":-3,"length":13,"type":"mention"},{"offset":0,"length":99,"type":"mention"},{"offset":2147483647,"length":2147483647,"type":"text_mention"}]}`,
			in(chat.Said, group, func(u *chat.Update) { u.Text = "好" }),
		},
		{
			"an answer to the bot",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonGroup + `,"reply_to_message":{"message_id":5,` + jsonBot + `,` + jsonGroup + `,"text":"请填写地点"},"text":"3号楼"}`,
			in(chat.Said, group, func(u *chat.Update) { u.Text, u.ReplyTo, u.Mention = "3号楼", 5, true }),
		},
		{
			"an answer to somebody else",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonGroup + `,"reply_to_message":{"message_id":5,"from":{"id":43,"is_bot":false,"first_name":"李"},` + jsonGroup + `,"text":"?"},"text":"3号楼"}`,
			in(chat.Said, group, func(u *chat.Update) { u.Text, u.ReplyTo = "3号楼", 5 }),
		},
		{
			"a message in a topic that the bot opened is no answer",
			`"message":{"message_id":7,"message_thread_id":5,"is_topic_message":true,` + jsonWorker + `,` + jsonGroup + `,"reply_to_message":{"message_id":5,` + jsonBot + `,` + jsonGroup + `,"forum_topic_created":{"name":"巡查","icon_color":1}},"text":"3号楼"}`,
			in(chat.Said, group, func(u *chat.Update) { u.Text, u.Chat.Topic = "3号楼", 5 }),
		},
		{
			"an answer in a topic",
			`"message":{"message_id":7,"message_thread_id":5,"is_topic_message":true,` + jsonWorker + `,` + jsonGroup + `,"reply_to_message":{"message_id":6,` + jsonBot + `,` + jsonGroup + `,"text":"?"},"text":"3号楼"}`,
			in(chat.Said, group, func(u *chat.Update) { u.Text, u.Chat.Topic, u.ReplyTo, u.Mention = "3号楼", 5, 6, true }),
		},
		{
			"the thread of answers in a group without topics is none",
			`"message":{"message_id":7,"message_thread_id":5,` + jsonWorker + `,` + jsonGroup + `,"text":"3号楼"}`,
			in(chat.Said, group, func(u *chat.Update) { u.Text = "3号楼" }),
		},
		{
			"a photo of an album with its caption",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"media_group_id":"13400000000001","photo":[{"file_id":"small","file_unique_id":"a","width":90,"height":67,"file_size":1000},{"file_id":"large","file_unique_id":"b","width":1280,"height":960,"file_size":90000},{"file_id":"medium","file_unique_id":"c","width":320,"height":240,"file_size":9000}],"caption":"/issue 5号楼飞线充电","caption_entities":[{"offset":0,"length":6,"type":"bot_command"}]}`,
			in(chat.Said, private, func(u *chat.Update) {
				u.Text, u.Command, u.Args = "/issue 5号楼飞线充电", "issue", "5号楼飞线充电"
				u.Album, u.Photo = "13400000000001", "large"
			}),
		},
		{
			"a photo of an album without caption",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"media_group_id":"13400000000001","photo":[{"file_id":"only","file_unique_id":"a","width":90,"height":67}]}`,
			in(chat.Said, private, func(u *chat.Update) { u.Album, u.Photo = "13400000000001", "only" }),
		},
		{
			"an empty photo",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"photo":[]}`,
			in(chat.Said, private, nil),
		},
		{
			"a voice message, which nobody can read",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"voice":{"duration":3,"mime_type":"audio/ogg","file_id":"v","file_unique_id":"v","file_size":9}}`,
			in(chat.Said, private, nil),
		},
		{
			"a location",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"location":{"latitude":34.361979,"longitude":107.237743}}`,
			in(chat.Said, private, func(u *chat.Update) { u.Place = &chat.Point{Lat: 34.361979, Lon: 107.237743} }),
		},
		{
			"a venue",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"venue":{"location":{"latitude":34.3,"longitude":107.2},"title":"社区","address":"路"},"location":{"latitude":34.3,"longitude":107.2}}`,
			in(chat.Said, private, func(u *chat.Update) { u.Place = &chat.Point{Lat: 34.3, Lon: 107.2} }),
		},
		{
			"a live location that moved",
			`"edited_message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"edit_date":1772413260,"location":{"latitude":34.3,"longitude":107.2,"live_period":900}}`,
			in(chat.Ignored, private, func(u *chat.Update) { u.At = edited }),
		},
		{
			"a forwarded notice",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"forward_origin":{"type":"user","sender_user":{"id":50,"is_bot":false,"first_name":"赵"},"date":1772400000},"text":"关于开展巡查的通知"}`,
			in(chat.Said, private, func(u *chat.Update) { u.Text, u.Forward = "关于开展巡查的通知", true }),
		},
		{
			"a forward of a kind that nobody knows yet",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"forward_origin":{"type":"dream","date":1772400000},"text":"通知"}`,
			in(chat.Said, private, func(u *chat.Update) { u.Text, u.Forward = "通知", true }),
		},
		{
			"an edited message",
			`"edited_message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"edit_date":1772413260,"text":"发现3处"}`,
			in(chat.Edited, private, func(u *chat.Update) { u.Text, u.At = "发现3处", edited }),
		},
		{
			"a text that another bot made for somebody",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"via_bot":{"id":77,"is_bot":true,"first_name":"gif"},"text":"好"}`,
			in(chat.Said, private, func(u *chat.Update) { u.Text, u.Forward = "好", true }),
		},
		{
			"a card of this bot's, chosen from inline results",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"via_bot":{"id":123456,"is_bot":true,"first_name":"网格助手"},"text":"低保"}`,
			in(chat.Ignored, private, nil),
		},
		{
			"an anonymous admin",
			`"message":{"message_id":7,"from":{"id":1087968824,"is_bot":true,"first_name":"Group","username":"GroupAnonymousBot"},"sender_chat":{"id":-1001,"title":"滨河社区网格群","type":"supergroup"},"author_signature":"书记",` + jsonGroup + `,"text":"/digest"}`,
			in(chat.Said, group, func(u *chat.Update) {
				u.From = chat.User{Name: "滨河社区网格群"}
				u.Text, u.Command = "/digest", "digest"
			}),
		},
		{
			"somebody who speaks as a channel",
			`"message":{"message_id":7,"from":{"id":136817688,"is_bot":true,"first_name":"Channel","username":"Channel_Bot"},"sender_chat":{"id":-1009,"title":"社区之声","type":"channel"},` + jsonGroup + `,"text":"大家好"}`,
			in(chat.Said, group, func(u *chat.Update) { u.From, u.Text = chat.User{Name: "社区之声"}, "大家好" }),
		},
		{
			"a post of the linked channel",
			`"message":{"message_id":7,"from":{"id":777000,"is_bot":false,"first_name":"Telegram"},"sender_chat":{"id":-1009,"title":"社区之声","type":"channel"},"is_automatic_forward":true,` + jsonGroup + `,"text":"公告"}`,
			in(chat.Ignored, group, nil),
		},
		{
			"another bot",
			`"message":{"message_id":7,"from":{"id":99,"is_bot":true,"first_name":"别的机器人"},` + jsonGroup + `,"text":"/patrol"}`,
			in(chat.Ignored, group, nil),
		},
		{
			"a channel post in the place of a message",
			`"message":{"message_id":7,"sender_chat":{"id":-1009,"title":"社区之声","type":"channel"},"chat":{"id":-1009,"title":"社区之声","type":"channel"},"date":1772413200,"text":"公告"}`,
			in(chat.Ignored, chat.Room{ID: -1009, Type: chat.Channel, Title: "社区之声"}, nil),
		},
		{
			"a channel post",
			`"channel_post":{"message_id":7,"chat":{"id":-1009,"title":"社区之声","type":"channel"},"date":1772413200,"text":"公告"}`,
			chat.Update{Seq: 9, At: received},
		},
		{
			"people who joined",
			`"message":{"message_id":7,` + jsonWorker + `,` + jsonGroup + `,"new_chat_members":[{"id":60,"is_bot":false,"first_name":"新人"}]}`,
			in(chat.Ignored, group, nil),
		},
		{
			"a group that became a supergroup",
			`"message":{"message_id":7,` + jsonWorker + `,"chat":{"id":-55,"title":"老群","type":"group"},"date":1772413200,"migrate_to_chat_id":-10055}`,
			in(chat.Migrated, chat.Room{ID: -55, Type: chat.Group, Title: "老群"}, func(u *chat.Update) { u.NewChat = -10055 }),
		},
		{
			"the supergroup that it became",
			`"message":{"message_id":1,` + jsonWorker + `,` + jsonGroup + `,"migrate_from_chat_id":-55}`,
			in(chat.Ignored, group, nil),
		},
		{
			"a pressed button",
			`"callback_query":{"id":"4382","chat_instance":"-1",` + jsonWorker + `,"data":"dr:5:3:ok","message":{"message_id":7,` + jsonBot + `,` + jsonPrivate + `,"text":"卡片"}}`,
			in(chat.Pressed, private, func(u *chat.Update) {
				u.At, u.From, u.Message = received, worker, 7
				u.Button = chat.Press{ID: "4382", Data: "dr:5:3:ok"}
			}),
		},
		{
			"a pressed button with forged data",
			`"callback_query":{"id":"4382","chat_instance":"-1",` + jsonWorker + `,"data":"\u0002dr:\u202e\u0000x","message":{"message_id":7,` + jsonBot + `,` + jsonPrivate + `,"text":"卡片"}}`,
			in(chat.Pressed, private, func(u *chat.Update) {
				u.At, u.From, u.Message = received, worker, 7
				u.Button = chat.Press{ID: "4382", Data: "dr:x"}
			}),
		},
		{
			"a pressed button of a message too old to be shown",
			`"callback_query":{"id":"4382","chat_instance":"-1",` + jsonWorker + `,"data":"dr:5:3:ok","message":{"message_id":7,"chat":{"id":42,"type":"private"},"date":0}}`,
			in(chat.Pressed, private, func(u *chat.Update) {
				u.At, u.From, u.Message = received, worker, 7
				u.Button = chat.Press{ID: "4382", Data: "dr:5:3:ok"}
			}),
		},
		{
			"a pressed button that the bot did not make",
			`"callback_query":{"id":"4382","chat_instance":"-1",` + jsonWorker + `,"inline_message_id":"AAA","data":"x"}`,
			chat.Update{Seq: 9, At: received},
		},
		{
			"an inline query",
			`"inline_query":{"id":"88",` + jsonWorker + `,"chat_type":"supergroup","query":" 低保\u0000 ","offset":"20"}`,
			chat.Update{Seq: 9, Event: chat.Inquired, At: received, From: worker, Inline: chat.Query{ID: "88", Text: "低保", Offset: "20"}},
		},
		{
			"the bot let into a group",
			`"my_chat_member":{` + jsonWorker + `,` + jsonGroup + `,"old_chat_member":{"status":"left","user":{"id":123456}},"new_chat_member":{"status":"member","user":{"id":123456}}}`,
			in(chat.Joined, group, func(u *chat.Update) { u.From, u.Admitted = worker, true }),
		},
		{
			"the bot put out of a group",
			`"my_chat_member":{` + jsonWorker + `,` + jsonGroup + `,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked","until_date":0}}`,
			in(chat.Joined, group, func(u *chat.Update) { u.From = worker }),
		},
		{
			"the bot silenced in a group",
			`"my_chat_member":{` + jsonWorker + `,` + jsonGroup + `,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"restricted","is_member":true,"can_send_messages":false}}`,
			in(chat.Joined, group, func(u *chat.Update) { u.From = worker }),
		},
		{
			"a member status that nobody knows yet",
			`"my_chat_member":{` + jsonWorker + `,` + jsonGroup + `,"new_chat_member":{"status":"enchanted"}}`,
			in(chat.Joined, group, func(u *chat.Update) { u.From = worker }),
		},
		{
			"the bot made admin of a channel",
			`"my_chat_member":{` + jsonWorker + `,"chat":{"id":-1009,"title":"社区之声","type":"channel"},"date":1772413200,"new_chat_member":{"status":"administrator"}}`,
			in(chat.Ignored, chat.Room{ID: -1009, Type: chat.Channel, Title: "社区之声"}, func(u *chat.Update) { u.From, u.Admitted = worker, true }),
		},
		{
			"an update of a kind that was not asked for",
			`"poll":{"id":"1","question":"?","options":[]}`,
			chat.Update{Seq: 9, At: received},
		},
	}
}

func raw(fields string) chat.Raw {
	return chat.Raw{Seq: 9, UpdateID: 100, ReceivedAt: received, JSON: []byte(`{"update_id":100,` + fields + `}`)}
}

func TestDecodeReadsEachUpdate(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			if !json.Valid(raw(s.json).JSON) {
				t.Fatal("the sample is no JSON")
			}
			got, err := bot.Decode(raw(s.json), testMe)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(s.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeRefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for name, fields := range map[string]string{
		"a text that is a number":          `"message":{"message_id":7,` + jsonWorker + `,` + jsonPrivate + `,"text":5}`,
		"a message that is a text":         `"message":"保密内容"`,
		"a message id too large":           `"message":{"message_id":99999999999999999999,` + jsonPrivate + `}`,
		"a message without chat":           `"message":{"message_id":7,` + jsonWorker + `,"date":1772413200,"text":"好"}`,
		"a message from nobody":            `"message":{"message_id":7,` + jsonGroup + `,"text":"好"}`,
		"a press by nobody":                `"callback_query":{"id":"1","data":"x","message":{"message_id":7,` + jsonPrivate + `}}`,
		"a press without id":               `"callback_query":{` + jsonWorker + `,"data":"x","message":{"message_id":7,` + jsonPrivate + `}}`,
		"an inline query without id":       `"inline_query":{` + jsonWorker + `,"query":""}`,
		"a change of membership of nobody": `"my_chat_member":{` + jsonGroup + `,"new_chat_member":{"status":"member"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u, err := bot.Decode(raw(fields), testMe)
			if err == nil {
				t.Fatalf("decoded as %+v", u)
			}
			if strings.Contains(err.Error(), "保密内容") {
				t.Errorf("the error quotes the message: %v", err)
			}
		})
	}
	for _, broken := range []string{"", "null]", "[]", `"x"`, "{"} {
		if _, err := bot.Decode(chat.Raw{UpdateID: 1, JSON: []byte(broken)}, testMe); err == nil {
			t.Errorf("%q was decoded", broken)
		}
	}
}

// Whatever comes, Decode returns; and what it returns is clean.
func FuzzDecode(f *testing.F) {
	for _, s := range samples() {
		f.Add(raw(s.json).JSON)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		u, err := bot.Decode(chat.Raw{Seq: 9, UpdateID: 100, ReceivedAt: received, JSON: data}, testMe)
		if err != nil {
			equal(t, chat.Update{}, u)
			return
		}
		equal(t, chat.Clean(u.Text), u.Text)
		equal(t, int64(9), u.Seq)
		switch u.Event {
		case chat.Said, chat.Edited, chat.Pressed, chat.Joined, chat.Migrated:
			if u.Chat.ID == 0 || u.Chat.Type == chat.Channel {
				t.Errorf("event %d in chat %+v", u.Event, u.Chat)
			}
		}
	})
}
