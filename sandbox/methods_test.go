package sandbox_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/sandbox"
)

// form is a multipart body; a value of bytes is a file.
func form(t *testing.T, fields object) (contentType string, body []byte) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, v := range fields {
		var err error
		switch v := v.(type) {
		case []byte:
			part, e := w.CreateFormFile(name, name+".xlsx")
			if e == nil {
				_, e = part.Write(v)
			}
			err = e
		case string:
			err = w.WriteField(name, v)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.Bytes()
}

func TestDocumentsAreUploadedAndDownloaded(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	kind, body := form(t, object{"chat_id": strconv.FormatInt(f.li.ID, 10), "document": []byte("台账"), "caption": "<b>11月</b>台账", "parse_mode": "HTML"})
	a, err := f.post(t.Context(), "sendDocument", kind, body)
	if err != nil || !a.OK {
		t.Fatalf("%+v, %v", a, err)
	}
	var m sandbox.Message
	if err := json.Unmarshal(a.Result, &m); err != nil {
		t.Fatal(err)
	}
	if m.Document.FileName != "document.xlsx" || m.Caption != "11月台账" {
		t.Errorf("got %+v", m)
	}
	var file struct {
		Path string `json:"file_path"`
	}
	f.must(t, "getFile", object{"file_id": m.Document.FileID}, &file)
	w := httptest.NewRecorder()
	f.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/file/bot"+f.Token()+"/"+file.Path, nil))
	if w.Body.String() != "台账" {
		t.Errorf("downloaded %q", w.Body)
	}
	f.must(t, "sendDocument", object{"chat_id": f.group, "document": m.Document.FileID}, nil)
	large, err := f.li.SendDocument(f.li.ID, "", "录像.bin", make([]byte, 20<<20+1))
	if err != nil {
		t.Fatal(err)
	}
	if a := f.call(t, "getFile", object{"file_id": large.Document.FileID}); a.Description != "Bad Request: file is too big" {
		t.Errorf("a file over 20 MB: %+v", a)
	}
}

func TestFormsAreReadLikeJSON(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	body := url.Values{
		"chat_id":      {strconv.FormatInt(f.li.ID, 10)},
		"text":         {"3网格"},
		"reply_markup": {`{"inline_keyboard":[[{"text":"确认","callback_data":"ok"}]]}`},
	}.Encode()
	a, err := f.post(t.Context(), "sendMessage", "application/x-www-form-urlencoded", []byte(body))
	if err != nil || !a.OK {
		t.Fatalf("%+v, %v", a, err)
	}
	m, _ := f.LastMessage(f.li.ID)
	if m.Text != "3网格" || !slices.Equal(m.Buttons(), []string{"确认"}) {
		t.Errorf("got %+v", m)
	}
}

func TestAnAlbumIsSeveralUpdates(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.updates(t, object{"offset": 100004})
	sent, err := f.li.SendPhotos(f.li.ID, "3网格堆物", sandbox.Photo{}, sandbox.Photo{}, sandbox.Photo{})
	if err != nil {
		t.Fatal(err)
	}
	got := f.updates(t, object{})
	if len(got) != 3 || sent[0].MediaGroupID == "" || sent[0].MediaGroupID != sent[2].MediaGroupID || sent[1].Caption != "" {
		t.Errorf("got %v", got)
	}
	f.must(t, "sendPhoto", object{"chat_id": f.li.ID, "photo": sent[0].Photo[0].FileID}, nil)
	f.must(t, "sendMediaGroup", object{"chat_id": f.li.ID, "media": []object{
		{"type": "photo", "media": sent[0].Photo[1].FileID, "caption": "一"},
		{"type": "photo", "media": sent[1].Photo[1].FileID},
	}}, nil)
}

func TestAPressIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.updates(t, object{"offset": 100004})
	f.must(t, "sendMessage", object{"chat_id": f.li.ID, "text": "确认？", "reply_markup": object{
		"inline_keyboard": [][]object{{{"text": "确认", "callback_data": "ok"}}},
	}}, nil)
	m, _ := f.LastMessage(f.li.ID)
	press, err := f.li.Press(m, "确认")
	if err != nil {
		t.Fatal(err)
	}
	q := f.updates(t, object{})[0]["callback_query"].(object)
	if q["data"] != "ok" || q["message"].(object)["text"] != "确认？" {
		t.Errorf("got %v", q)
	}
	params := object{"callback_query_id": q["id"], "text": "已记录", "show_alert": true}
	f.must(t, "answerCallbackQuery", params, nil)
	if a := f.call(t, "answerCallbackQuery", params); a.OK {
		t.Error("a press was answered twice")
	}
	got, err := press.Wait(t.Context())
	if err != nil || got != (sandbox.Answer{Text: "已记录", Alert: true}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if len(f.Refused()) != 1 {
		t.Errorf("refused calls: %v", f.Refused())
	}
}

func TestAPressGrowsTooOld(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, sandbox.Options{})
		defer f.Close()
		m, _ := f.li.Say("x")
		p, err := f.li.PressData(f.li.ID, m.ID, "forged")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(151 * time.Second)
		if a := f.call(t, "answerCallbackQuery", object{"callback_query_id": p.ID}); a.OK {
			t.Error("answered after 151 seconds")
		}
	})
}

func TestInlineResultsCanBeChosen(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.updates(t, object{"offset": 100004})
	q := f.li.InlineQuery("低保", "sender")
	u := f.updates(t, object{})[0]["inline_query"].(object)
	f.must(t, "answerInlineQuery", object{"inline_query_id": u["id"], "cache_time": 0, "results": []object{{
		"type": "article", "id": "dibao", "title": "最低生活保障",
		"input_message_content": object{"message_text": "<b>最低生活保障</b>", "parse_mode": "HTML"},
	}}}, nil)
	results, err := q.Wait(t.Context())
	if err != nil || len(results) != 1 {
		t.Fatalf("%v, %v", results, err)
	}
	m, err := f.li.Choose(f.group, results[0])
	if err != nil || m.Text != "最低生活保障" || m.ViaBot.ID != f.Bot().ID {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestTheNarrowestCommandListIsShown(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	set := func(name string, params object) {
		params["commands"] = []object{{"command": name, "description": name}}
		f.must(t, "setMyCommands", params, nil)
	}
	set("all", object{})
	set("chinese", object{"language_code": "zh"})
	set("groups", object{"scope": object{"type": "all_group_chats"}})
	if got := f.Commands(f.li.ID, f.li.ID); got[0].Command != "chinese" {
		t.Errorf("in private: %v", got)
	}
	set("own", object{"scope": object{"type": "chat", "chat_id": f.li.ID}})
	if got := f.Commands(f.li.ID, f.li.ID); got[0].Command != "own" {
		t.Errorf("in private, with a list of one's own: %v", got)
	}
	if got := f.Commands(f.li.ID, f.group); got[0].Command != "groups" {
		t.Errorf("in a group: %v", got)
	}
}

func TestAWebhookIsTriedUntilItTakesTheUpdate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var secrets, bodies []string
		hook := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var b bytes.Buffer
			_, _ = b.ReadFrom(r.Body)
			bodies = append(bodies, b.String())
			secrets = append(secrets, r.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
			if len(bodies) < 3 {
				w.WriteHeader(http.StatusInternalServerError)
			}
		})
		f := newFixture(t, sandbox.Options{WebhookClient: &http.Client{Transport: sandbox.HandlerTransport(hook)}})
		defer f.Close()
		f.must(t, "setWebhook", object{"url": "https://bot.invalid/hook", "secret_token": "s-1", "drop_pending_updates": true}, nil)
		if a := f.call(t, "getUpdates", object{}); a.Code != 409 || !strings.Contains(a.Description, "use deleteWebhook") {
			t.Errorf("polling beside a webhook: %+v", a)
		}
		if _, err := f.li.Say("巡查"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(bodies) != 3 || bodies[0] != bodies[2] || secrets[2] != "s-1" || f.PendingUpdates() != 0 {
			t.Errorf("delivered %q with %q, %d pending", bodies, secrets, f.PendingUpdates())
		}
	})
}

func TestMovingTheClockDatesMessages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 9, 9, 0, 0, 0, time.UTC)
		clock := sandbox.NewClockAt(start)
		f := newFixture(t, sandbox.Options{Clock: clock})
		defer f.Close()
		var told time.Time
		stop := clock.OnMove(func(now time.Time) { told = now })
		if err := clock.Set(start.Add(8 * time.Hour)); err != nil || !told.Equal(start.Add(8*time.Hour)) {
			t.Errorf("told %s, %v", told, err)
		}
		m, _ := f.li.Say("x")
		if m.Date != start.Add(8*time.Hour).Unix() {
			t.Errorf("dated %d", m.Date)
		}
		stop()
		if clock.Set(start) == nil || clock.Advance(-1) == nil {
			t.Error("the clock moved back")
		}
	})
}
