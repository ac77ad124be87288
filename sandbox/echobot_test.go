package sandbox_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"gridmate/sandbox"
)

// echoBot is a bot of a few rules: it answers a patrol with a card and buttons, a
// press of 确认 with the receipt, a query with two cards, and the rest with help.
type echoBot struct {
	fixture
	t testing.TB
}

// startBot polls until the test ends.
func startBot(t testing.TB, f fixture) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { echoBot{f, t}.run(ctx) })
	t.Cleanup(func() { cancel(); done.Wait() })
}

func (b echoBot) run(ctx context.Context) {
	b.do(ctx, "setMyCommands", object{"commands": []object{
		{"command": "patrol", "description": "报巡查"}, {"command": "issue", "description": "报问题隐患"},
		{"command": "my", "description": "我的记录与待办"}, {"command": "digest", "description": "日报、周报、月报"},
	}})
	b.do(ctx, "setMyDescription", object{"description": "我是网格助手。一句话就能报巡查、纠纷、活动和问题。"})
	offset := int64(0)
	for {
		a, err := b.try(ctx, "getUpdates", object{"offset": offset, "timeout": 20})
		if err != nil {
			return
		}
		var updates []struct {
			ID       int64            `json:"update_id"`
			Message  *sandbox.Message `json:"message"`
			Callback *struct {
				ID      string          `json:"id"`
				Data    string          `json:"data"`
				Message sandbox.Message `json:"message"`
			} `json:"callback_query"`
			Inline *struct {
				ID string `json:"id"`
			} `json:"inline_query"`
		}
		if err := json.Unmarshal(a.Result, &updates); err != nil {
			b.t.Errorf("updates: %v", err)
			return
		}
		for _, u := range updates {
			offset = u.ID + 1
			switch {
			case u.Message != nil:
				b.message(ctx, u.Message)
			case u.Callback != nil:
				b.press(ctx, u.Callback.ID, u.Callback.Data, &u.Callback.Message)
			case u.Inline != nil:
				b.query(ctx, u.Inline.ID)
			}
		}
	}
}

func (b echoBot) do(ctx context.Context, method string, params object) {
	a, err := b.try(ctx, method, params)
	if ctx.Err() == nil && (err != nil || !a.OK) {
		b.t.Errorf("%s: %+v, %v", method, a, err)
	}
}

func (b echoBot) message(ctx context.Context, m *sandbox.Message) {
	switch {
	case strings.Contains(m.Shown(), "巡查"):
		b.do(ctx, "sendMessage", object{
			"chat_id": m.Chat.ID, "parse_mode": "HTML",
			"text": "<b>巡查</b> · 3网格\n发现 <b>2</b> 处，已整改 <b>2</b> 处\n类别：消防（楼道堆物）\n这样记录可以吗？",
			"reply_markup": object{"inline_keyboard": [][]object{
				{{"text": "确认", "callback_data": "ok", "style": "primary"}},
				{{"text": "修改", "callback_data": "edit"}, {"text": "取消", "callback_data": "no"}},
			}},
		})
	case m.Photo != nil:
		b.do(ctx, "setMessageReaction", object{"chat_id": m.Chat.ID, "message_id": m.ID, "reaction": []object{{"type": "emoji", "emoji": "👌"}}})
	case m.Text != "":
		b.do(ctx, "sendMessage", object{"chat_id": m.Chat.ID, "parse_mode": "HTML", "text": "可以直接说，例如：\n<code>巡查3网格，楼道堆物2处，已清理</code>\n也可以用 /patrol 或 /issue。"})
	}
}

func (b echoBot) press(ctx context.Context, id, data string, m *sandbox.Message) {
	if data != "ok" {
		b.do(ctx, "answerCallbackQuery", object{"callback_query_id": id, "text": "请先补充内容", "show_alert": data == "edit"})
		return
	}
	b.do(ctx, "answerCallbackQuery", object{"callback_query_id": id, "text": "已记录"})
	b.do(ctx, "editMessageText", object{
		"chat_id": m.Chat.ID, "message_id": m.ID, "parse_mode": "HTML",
		"text":         "✅ <b>已记录</b> #1024\n3网格 · 消防 · 发现2 整改2",
		"reply_markup": object{"inline_keyboard": [][]object{{{"text": "修改", "callback_data": "edit"}, {"text": "撤销", "callback_data": "undo", "style": "danger"}}}},
	})
}

func (b echoBot) query(ctx context.Context, id string) {
	b.do(ctx, "answerInlineQuery", object{"inline_query_id": id, "results": []object{
		{"type": "article", "id": "1", "title": "最低生活保障", "description": "民政局 · 社区窗口可办", "input_message_content": object{"message_text": "<b>最低生活保障</b>\n以窗口答复为准", "parse_mode": "HTML"}},
		{"type": "article", "id": "2", "title": "低收入家庭认定", "description": "民政局", "input_message_content": object{"message_text": "<b>低收入家庭认定</b>", "parse_mode": "HTML"}},
	}})
}
