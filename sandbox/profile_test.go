package sandbox_test

import (
	"strings"
	"testing"

	"gridmate/sandbox"
)

func TestCommandListsAreKeptByScope(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	scope := object{"type": "chat_administrators", "chat_id": f.group}
	f.must(t, "setMyCommands", object{"commands": []object{{"command": "bind", "description": "绑定"}}, "scope": scope}, nil)
	var list []sandbox.BotCommand
	f.must(t, "getMyCommands", object{"scope": scope}, &list)
	if len(list) != 1 || list[0].Command != "bind" {
		t.Errorf("got %v", list)
	}
	f.must(t, "getMyCommands", object{}, &list)
	if len(list) != 0 {
		t.Errorf("the default list: %v", list)
	}
	if got := f.Commands(f.li.ID, f.group); len(got) != 1 {
		t.Errorf("the group's owner sees %v", got)
	}
	f.must(t, "deleteMyCommands", object{"scope": scope}, nil)
	if got := f.Commands(f.li.ID, f.group); len(got) != 0 {
		t.Errorf("after deleting: %v", got)
	}
}

func TestTheBotDescribesItself(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.must(t, "setMyDescription", object{"description": "grid assistant"}, nil)
	f.must(t, "setMyDescription", object{"description": "网格助手", "language_code": "zh"}, nil)
	f.must(t, "setMyShortDescription", object{"short_description": "短"}, nil)
	f.must(t, "setChatMenuButton", object{"menu_button": object{"type": "commands"}}, nil)
	if long, short := f.Description("zh"); long != "网格助手" || short != "短" {
		t.Errorf("in Chinese: %q, %q", long, short)
	}
	if long, _ := f.Description("de"); long != "grid assistant" {
		t.Errorf("in a language without one: %q", long)
	}
}

func TestTheProfileHasLimits(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	for name, tc := range map[string]struct {
		method string
		params object
		want   string
	}{
		"a long description":    {"setMyDescription", object{"description": strings.Repeat("字", 513)}, "description is too long"},
		"a language in words":   {"setMyDescription", object{"language_code": "Chinese"}, "invalid language code specified"},
		"a command without use": {"setMyCommands", object{"commands": []object{{"command": "a", "description": ""}}}, "BOT_COMMAND_DESCRIPTION_INVALID"},
		"a scope of nowhere":    {"setMyCommands", object{"commands": []object{}, "scope": object{"type": "chat", "chat_id": 5}}, "chat not found"},
		"a menu button nowhere": {"setChatMenuButton", object{"chat_id": f.group}, "chat not found"},
		"an unknown scope":      {"setMyCommands", object{"commands": []object{}, "scope": object{"type": "everybody"}}, "can't parse scope: expected BotCommandScope"},
	} {
		if a := f.call(t, tc.method, tc.params); a.Description != "Bad Request: "+tc.want {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestInlineAnswersAndKeyboardsHaveLimits(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	article := func(id, text string) object {
		return object{"type": "article", "id": id, "title": "x", "input_message_content": object{"message_text": text, "parse_mode": "HTML"}}
	}
	inline := func(results ...object) object { return object{"inline_query_id": "1", "results": results} }
	send := func(markup object) object { return object{"chat_id": f.li.ID, "text": "x", "reply_markup": markup} }
	row := func(n int) []object {
		var buttons []object
		for range n {
			buttons = append(buttons, object{"text": "x", "callback_data": "x"})
		}
		return buttons
	}
	many := [][]object{}
	for range 13 {
		many = append(many, row(8))
	}
	for name, tc := range map[string]struct {
		method string
		params object
		want   string
	}{
		"two results of one id":  {"answerInlineQuery", inline(article("1", "a"), article("1", "b")), "RESULT_ID_DUPLICATE"},
		"a result without an id": {"answerInlineQuery", inline(article("", "a")), "RESULT_ID_INVALID"},
		"a result without text":  {"answerInlineQuery", inline(article("1", "")), "can't parse inline query result at index 0: message text is empty"},
		"a result of bad HTML":   {"answerInlineQuery", inline(article("1", "<p>")), `can't parse inline query result at index 0: can't parse entities: Unsupported start tag "p" at byte offset 0`},
		"a forgotten query":      {"answerInlineQuery", inline(article("1", "a")), "query is too old and response timeout expired or query ID is invalid"},
		"a row of nine buttons":  {"sendMessage", send(object{"inline_keyboard": [][]object{row(9)}}), "BUTTON_ROW_TOO_LONG"},
		"a hundred and four":     {"sendMessage", send(object{"inline_keyboard": many}), "REPLY_MARKUP_TOO_LONG"},
		"a button to nowhere":    {"sendMessage", send(object{"inline_keyboard": [][]object{{{"text": "x", "url": "nowhere"}}}}), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"},
		"a key without a label":  {"sendMessage", send(object{"keyboard": [][]object{{{"text": " "}}}}), "can't parse keyboard button: Text must be non-empty"},
		"no markup at all":       {"sendMessage", object{"chat_id": f.li.ID, "text": "x", "reply_markup": "none"}, "can't parse reply_markup: expected InlineKeyboardMarkup or ReplyKeyboardMarkup or ReplyKeyboardRemove or ForceReply"},
		"an unknown action":      {"sendChatAction", object{"chat_id": f.li.ID, "action": "thinking"}, "wrong parameter action in request"},
		"an album of one":        {"sendMediaGroup", object{"chat_id": f.li.ID, "media": []object{{"type": "photo", "media": "x"}}}, "there must be 2-10 media in the album"},
		"an unknown file":        {"sendPhoto", object{"chat_id": f.li.ID, "photo": "AgACxxxx"}, "wrong file identifier/HTTP URL specified"},
		"a file that is none":    {"getFile", object{"file_id": "x"}, "invalid file_id"},
		"a long caption":         {"sendPhoto", object{"chat_id": f.li.ID, "photo": "x", "caption": strings.Repeat("x", 1025)}, "message caption is too long"},
	} {
		if a := f.call(t, tc.method, tc.params); a.Description != "Bad Request: "+tc.want {
			t.Errorf("%s: %+v", name, a)
		}
	}
}
