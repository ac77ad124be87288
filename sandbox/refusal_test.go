package sandbox_test

import (
	"strings"
	"testing"

	"gridmate/sandbox"
)

func TestRefusalsAreInTelegramsWords(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	stranger := f.AddUser(sandbox.Person{FirstName: "路人"})
	colleague := f.AddUser(sandbox.Person{FirstName: "同事"})
	if err := colleague.Join(f.group); err != nil {
		t.Fatal(err)
	}
	blocker := f.AddUser(sandbox.Person{FirstName: "拉黑者"})
	blocker.Block()
	kicked := f.AddGroup("旧群", f.li)
	if err := f.li.RemoveBot(kicked); err != nil {
		t.Fatal(err)
	}
	var sent sandbox.Message
	f.must(t, "sendMessage", object{"chat_id": f.li.ID, "text": "一"}, &sent)
	own, _ := f.li.Say("我的")
	long := strings.Repeat("字", 4097)
	data := func(s string) object {
		return object{"inline_keyboard": [][]object{{{"text": "x", "callback_data": s}}}}
	}
	id := f.li.ID
	for name, tc := range map[string]struct {
		method string
		params object
		code   int
		want   string
	}{
		"an unknown method":             {"sendMesage", object{}, 404, "Not Found"},
		"an unknown chat":               {"sendMessage", object{"chat_id": 5, "text": "x"}, 400, "Bad Request: chat not found"},
		"no chat":                       {"sendMessage", object{"text": "x"}, 400, "Bad Request: chat_id is empty"},
		"no text":                       {"sendMessage", object{"chat_id": id}, 400, "Bad Request: message text is empty"},
		"an empty text":                 {"sendMessage", object{"chat_id": id, "text": " \n "}, 400, "Bad Request: message text is empty"},
		"only empty tags":               {"sendMessage", object{"chat_id": id, "text": "<b> </b>", "parse_mode": "HTML"}, 400, "Bad Request: message text is empty"},
		"a long text":                   {"sendMessage", object{"chat_id": id, "text": long}, 400, "Bad Request: message is too long"},
		"a long edit":                   {"editMessageText", object{"chat_id": id, "message_id": sent.ID, "text": long}, 400, "Bad Request: MESSAGE_TOO_LONG"},
		"a misspelt parameter":          {"sendMessage", object{"chat_id": id, "text": "x", "parsemode": "HTML"}, 400, `Bad Request: unknown parameter "parsemode" of sendMessage`},
		"a number for a text":           {"sendMessage", object{"chat_id": id, "text": 7}, 400, "Bad Request: can't parse text: expected String"},
		"an unknown nested field":       {"sendMessage", object{"chat_id": id, "text": "x", "reply_markup": object{"inline_keyboard": [][]object{{{"text": "x", "data": "y"}}}}}, 400, "Bad Request: can't parse reply_markup: expected InlineKeyboardMarkup or ReplyKeyboardMarkup or ReplyKeyboardRemove or ForceReply"},
		"long callback data":            {"sendMessage", object{"chat_id": id, "text": "x", "reply_markup": data(strings.Repeat("x", 65))}, 400, "Bad Request: BUTTON_DATA_INVALID"},
		"a button that does nothing":    {"sendMessage", object{"chat_id": id, "text": "x", "reply_markup": data("")}, 400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		"an unknown parse mode":         {"sendMessage", object{"chat_id": id, "text": "x", "parse_mode": "XML"}, 400, "Bad Request: unsupported parse_mode"},
		"bad HTML":                      {"sendMessage", object{"chat_id": id, "text": "a<br>", "parse_mode": "HTML"}, 400, `Bad Request: can't parse entities: Unsupported start tag "br" at byte offset 1`},
		"an edit that changes nothing":  {"editMessageText", object{"chat_id": id, "message_id": sent.ID, "text": "一"}, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		"an edit of nothing":            {"editMessageText", object{"chat_id": id, "message_id": 9999, "text": "二"}, 400, "Bad Request: message to edit not found"},
		"an edit of a person's message": {"editMessageText", object{"chat_id": id, "message_id": own.ID, "text": "二"}, 400, "Bad Request: message can't be edited"},
		"deleting nothing":              {"deleteMessage", object{"chat_id": id, "message_id": 9999}, 400, "Bad Request: message to delete not found"},
		"replying to nothing":           {"sendMessage", object{"chat_id": id, "text": "x", "reply_parameters": object{"message_id": 9999}}, 400, "Bad Request: message to be replied not found"},
		"a forgotten callback":          {"answerCallbackQuery", object{"callback_query_id": "1"}, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid"},
		"somebody who blocked the bot":  {"sendMessage", object{"chat_id": blocker.ID, "text": "x"}, 403, "Forbidden: bot was blocked by the user"},
		"a stranger":                    {"sendMessage", object{"chat_id": stranger.ID, "text": "x"}, 400, "Bad Request: chat not found"},
		"a group's silent member":       {"sendMessage", object{"chat_id": colleague.ID, "text": "x"}, 403, "Forbidden: bot can't initiate conversation with a user"},
		"a group that threw it out":     {"sendMessage", object{"chat_id": kicked, "text": "x"}, 403, "Forbidden: bot was kicked from the group chat"},
		"a bad command name":            {"setMyCommands", object{"commands": []object{{"command": "/Patrol", "description": "x"}}}, 400, "Bad Request: BOT_COMMAND_INVALID"},
		"a wrong reaction":              {"setMessageReaction", object{"chat_id": id, "message_id": own.ID, "reaction": []object{{"type": "emoji", "emoji": "✅"}}}, 400, "Bad Request: REACTION_INVALID"},
		"an unknown kind of update":     {"getUpdates", object{"allowed_updates": []string{"mesage"}}, 400, `Bad Request: unknown update type "mesage" in allowed_updates`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := f.call(t, tc.method, tc.params)
			if a.OK || a.Code != tc.code || a.Description != tc.want {
				t.Errorf("got %d %q, want %d %q", a.Code, a.Description, tc.code, tc.want)
			}
		})
	}
}

func TestAWrongTokenIsUnauthorized(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{Token: "42:right"})
	wrong := fixture{Server: sandbox.NewServer(sandbox.Options{Token: "42:wrong"})}
	r, err := postTo(t, f.Transport(), "/bot"+wrong.Token()+"/getMe")
	if err != nil || r.Code != 401 || r.Description != "Unauthorized" {
		t.Errorf("got %+v, %v", r, err)
	}
}
