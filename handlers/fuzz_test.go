package handlers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

// livedIn is a town in which the first conversation of some files took place:
// records, drafts, tasks and cards in every state.
func livedIn(t testing.TB) *town {
	t.Helper()
	w := newTown(t)
	for _, name := range []string{"ledger", "disputes", "tasks", "forms", "campaigns", "bulletin", "ops"} {
		archive, err := txtar.ParseFile(filepath.Join("testdata", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(archive.Files[0].Data)) {
			if act, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "> "); ok {
				w.act(act)
			}
		}
	}
	return w
}

// said is everything that somebody does in the conversations: "who: what".
func said(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	var all []string
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			for line := range strings.Lines(string(f.Data)) {
				if act, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "> "); ok {
					all = append(all, act)
				}
			}
		}
	}
	return all
}

// actors are one person of each role, by what fuzzing draws.
var actors = []string{"小李", "小王", "老周", "陈书记", "小赵", "街道办", "刘主任", "管理员", "路人", "匿名"}

// somebody is an update by one of the actors, in private or in the group.
func (w *town) somebody(n uint8, group bool) chat.Update {
	who := actors[int(n)%len(actors)]
	if group {
		who += "@群"
	}
	return w.from(who)
}

var errUndo = errors.New("undone")

// passes lets an update through as the program would and holds what every
// update must keep to. Nothing of it stays.
func (w *town) passes(t *testing.T, u chat.Update) {
	t.Helper()
	err := w.db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		before := countRecords(ctx, t, tx)
		replies, err := w.h.Handle(ctx, tx, u)
		if err != nil {
			t.Errorf("%+v would be a dead letter: %v", u, err)
		}
		if who, known, _ := tx.PersonByUser(ctx, u.From.ID); (!known || !who.Known()) && u.From.ID != adminUser && countRecords(ctx, t, tx) != before {
			t.Error("a stranger changed the records")
		}
		answered(t, u, replies)
		if err := tx.Queue(ctx, replies); err != nil {
			t.Errorf("the replies cannot be stored: %v", err)
		}
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		t.Fatal(err)
	}
}

func countRecords(ctx context.Context, t *testing.T, tx *storage.Tx) int {
	records, err := tx.Records(ctx, community.Filter{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(records) == 0 {
		return 0
	}
	return int(records[0].Number)
}

// answered holds that an update has its answer and that each reply is one that
// Telegram takes.
func answered(t *testing.T, u chat.Update, replies []chat.Reply) {
	t.Helper()
	verbs := map[chat.Verb]int{}
	for _, r := range replies {
		verbs[r.Verb]++
		checkReply(t, r)
	}
	switch {
	case u.Event == chat.Pressed && verbs[chat.Answer] != 1:
		t.Errorf("a press of %q has %d answers", u.Button.Data, verbs[chat.Answer])
	case u.Event == chat.Inquired && verbs[chat.Results] != 1:
		t.Errorf("the query %q has %d answers", u.Inline.Text, verbs[chat.Results])
	case u.Event == chat.Said && u.Chat.Type == chat.Private && u.From.ID != 0 && u.Album == "" && len(replies) == 0:
		t.Errorf("no answer to %q", u.Text)
	}
}

func checkReply(t *testing.T, r chat.Reply) {
	t.Helper()
	switch r.Verb {
	case chat.Send, chat.Show:
		if r.Chat == 0 || r.Text == "" && r.File == nil {
			t.Errorf("a message to chat %d with %q", r.Chat, r.Text)
		}
		if _, err := bot.Render(r.Text); err != nil {
			t.Errorf("%q cannot be shown: %v", r.Text, err)
		}
	case chat.Results:
		for _, a := range r.Articles {
			if a.ID == "" || len(a.ID) > 64 || a.Title == "" || a.Text == "" {
				t.Errorf("an inline result %+v", a)
			}
		}
	}
	if !utf8.ValidString(r.Text) {
		t.Errorf("%q is no UTF-8", r.Text)
	}
	for _, b := range slices.Concat(r.Keyboard...) {
		if b.Label == "" || len(b.Data) > 64 || b.Data+b.URL == "" && b.Share == "" {
			t.Errorf("a button %+v", b)
		}
	}
}

// FuzzPress: whatever a button carries, whoever presses it and wherever, the
// press is answered once.
func FuzzPress(f *testing.F) {
	w := livedIn(f)
	seen := map[string]bool{}
	for _, s := range w.stages {
		for _, drawings := range s.messages {
			for _, b := range slices.Concat(drawings[len(drawings)-1].keys...) {
				if shape := shapeOf(b.Data); !seen[shape] {
					seen[shape] = true
					f.Add(uint8(len(seen)), len(seen)%4 == 0, b.Data)
				}
			}
		}
	}
	if len(seen) < 30 {
		f.Fatalf("only %d kinds of buttons to begin with", len(seen))
	}
	f.Fuzz(func(t *testing.T, who uint8, group bool, data string) {
		u := w.somebody(who, group)
		u.Event, u.Message, u.Button = chat.Pressed, 1, chat.Press{ID: "press", Data: chat.Clean(data)}
		w.passes(t, u)
	})
}

// shapeOf is what a button carries without its numbers.
func shapeOf(data string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, data)
}

// FuzzMessage: whatever somebody types, it is answered, and never a dead letter.
func FuzzMessage(f *testing.F) {
	w := livedIn(f)
	seen := map[string]bool{}
	for _, line := range said(f) {
		_, what, _ := strings.Cut(line, ": ")
		word, _, _ := strings.Cut(what, " ")
		if !strings.HasPrefix(what, "[") && !strings.HasPrefix(what, "(") && !seen[word] {
			seen[word] = true
			f.Add(uint8(len(seen)), len(seen)%4 == 0, what)
		}
	}
	for _, odd := range []string{"/", "//", "/patrol@other_bot x", "/assign", "/assign -1 @", "/close 99999999999999999999", "巡查：", "\n", "/extend 1 0000-00-00 x", "/invite admin", "/schedule day 99:99"} {
		f.Add(uint8(3), false, odd)
	}
	f.Fuzz(func(t *testing.T, who uint8, group bool, text string) {
		raw, err := json.Marshal(map[string]any{"update_id": 1, "message": map[string]any{
			"message_id": 77, "date": w.now.Unix(), "text": text,
			"chat": map[string]any{"id": w.somebody(who, group).Chat.ID, "type": map[bool]string{true: "group", false: "private"}[group]},
			"from": map[string]any{"id": w.somebody(who, group).From.ID, "first_name": "某"},
		}})
		if err != nil {
			t.Fatal(err)
		}
		w.update(t, raw)
	})
}

// update lets raw JSON through: what cannot be read is a dead letter and
// nothing else.
func (w *town) update(t *testing.T, raw []byte) {
	t.Helper()
	u, err := bot.Decode(chat.Raw{Seq: 1, UpdateID: 1, ReceivedAt: w.now, JSON: raw}, bot.Me{ID: 1, Username: "gridmate_bot"})
	if err != nil {
		return
	}
	w.passes(t, u)
}

// FuzzUpdate: whatever JSON comes as an update, it is answered or a dead letter.
func FuzzUpdate(f *testing.F) {
	w := livedIn(f)
	const private, group = `"chat":{"id":21,"type":"private"}`, `"chat":{"id":-100,"type":"supergroup","title":"群"}`
	for _, fields := range []string{
		`"message":{"message_id":5,%s,%s,"date":1795399200,"text":"巡查3网格，楼道堆物2处"}`,
		`"message":{"message_id":5,%s,%s,"text":"/digest week","entities":[{"type":"bot_command","offset":0,"length":7}]}`,
		`"message":{"message_id":5,%s,%s,"caption":"3网格路灯不亮","photo":[{"file_id":"a","width":9,"height":9}],"media_group_id":"7"}`,
		`"message":{"message_id":5,%s,%s,"location":{"latitude":34.3,"longitude":107.2}}`,
		`"message":{"message_id":5,%s,%s,"document":{"file_id":"d","file_name":"表.xlsx","file_size":900},"caption":"上月"}`,
		`"message":{"message_id":5,%s,%s,"text":"转","forward_origin":{"type":"hidden_user","sender_user_name":"x","date":1}}`,
		`"message":{"message_id":5,%s,%s,"text":"好","reply_to_message":{"message_id":4,"chat":{"id":-100,"type":"group"},"from":{"id":1,"is_bot":true,"first_name":"b"}}}`,
		`"message":{"message_id":5,%s,%s,"migrate_to_chat_id":-1009}`,
		`"edited_message":{"message_id":5,%s,%s,"edit_date":1795399300,"text":"巡查 2网格"}`,
		`"callback_query":{"id":"c","data":"m:8","message":{"message_id":7,%s},%s}`,
		`"my_chat_member":{%s,%s,"date":1,"new_chat_member":{"status":"kicked"},"old_chat_member":{"status":"member"}}`,
	} {
		f.Add(fmt.Appendf(nil, `{"update_id":1,`+fields+`}`, private, `"from":{"id":21,"first_name":"陈"}`))
		f.Add(fmt.Appendf(nil, `{"update_id":1,`+fields+`}`, group, `"from":{"id":11,"first_name":"李"}`))
	}
	f.Add([]byte(`{"update_id":1,"inline_query":{"id":"q","from":{"id":99},"query":"低保","offset":"9999999999999999999"}}`))
	f.Add([]byte(`{"update_id":1,"poll":{}}`))
	f.Fuzz(func(t *testing.T, raw []byte) { w.update(t, raw) })
}
