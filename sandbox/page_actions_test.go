package sandbox_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"gridmate/sandbox"
)

// askPage makes a request of the page and decodes the answer.
func askPage(t *testing.T, page http.Handler, method, target string, body any) (int, object) {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	w := visit(page, method, target, string(raw), nil)
	var out object
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%s: %d %s", target, w.Code, w.Body)
	}
	return w.Code, out
}

func TestPeopleActThroughThePage(t *testing.T) {
	t.Parallel()
	f, page := newPage(t)
	startBot(t, f)
	post := func(target string, body object) (int, object) {
		t.Helper()
		return askPage(t, page, http.MethodPost, "/api/"+target, body)
	}
	_, sent := post("send", object{"user": f.li.ID, "chat": f.li.ID, "text": "巡查3网格"})
	card, err := f.Await(within(t, 10*time.Second), f.li.ID, int64(sent["seq"].(float64)), sandbox.Contains("这样记录可以吗"))
	if err != nil {
		t.Fatal(err)
	}
	b, _ := card.ReplyMarkup.Button("确认")
	_, pressed := post("press", object{"user": f.li.ID, "chat": f.li.ID, "message": card.ID, "data": b.CallbackData})
	if pressed["text"] != "已记录" {
		t.Errorf("pressed: %v", pressed)
	}
	_, edited := post("edit", object{"user": f.li.ID, "chat": f.li.ID, "message": sent["id"], "text": "巡查5网格"})
	if edited["text"] != "巡查5网格" || edited["edited"] != true {
		t.Errorf("edited: %v", edited)
	}
	_, replied := post("send", object{"user": f.li.ID, "chat": f.li.ID, "text": "收到", "reply": card.ID})
	if replied["reply"].(object)["id"] != float64(card.ID) {
		t.Errorf("replied: %v", replied)
	}
	_, place := post("location", object{"user": f.li.ID, "chat": f.li.ID, "Lat": 34.36, "Lon": 107.24})
	if place["location"] == nil {
		t.Errorf("located: %v", place)
	}
	_, found := post("inline", object{"user": f.li.ID, "chat": f.group, "text": "低保"})
	if len(found["results"].([]any)) != 2 {
		t.Fatalf("found: %v", found)
	}
	_, chosen := post("choose", object{"user": f.li.ID, "chat": f.group, "id": "1"})
	if chosen["via"] != f.Bot().Username {
		t.Errorf("chosen: %v", chosen)
	}
	_, menu := askPage(t, page, http.MethodGet, "/api/commands?user=1001&chat=1001", nil)
	if len(menu["commands"].([]any)) != 4 {
		t.Errorf("menu: %v", menu)
	}
	_, list := askPage(t, page, http.MethodGet, "/api/messages?chat=1001", nil)
	if len(list["messages"].([]any)) < 5 {
		t.Errorf("messages: %v", list)
	}
	_, state := askPage(t, page, http.MethodGet, "/api/state", nil)
	if len(state["chats"].([]any)) != 3 || state["about"] == "" {
		t.Errorf("state: %v", state)
	}
}

func TestThePageSaysInChineseWhatIsWrong(t *testing.T) {
	t.Parallel()
	f, page := newPage(t)
	for name, tc := range map[string]struct {
		target string
		body   object
		want   string
	}{
		"nothing to send":        {"send", object{"user": f.li.ID, "chat": f.li.ID}, "没有内容可发送"},
		"an unknown person":      {"send", object{"user": 5, "chat": f.li.ID, "text": "x"}, "此人不在这个聊天里"},
		"somebody else's chat":   {"send", object{"user": f.li.ID, "chat": 1002, "text": "x"}, "此人不在这个聊天里"},
		"a message that is gone": {"edit", object{"user": f.li.ID, "chat": f.li.ID, "message": 999, "text": "x"}, "这条消息已不存在"},
		"a result never shown":   {"choose", object{"user": f.li.ID, "chat": f.li.ID, "id": "x"}, "这条消息已不存在"},
	} {
		code, got := askPage(t, page, http.MethodPost, "/api/"+tc.target, tc.body)
		if code != http.StatusUnprocessableEntity || got["error"] != tc.want {
			t.Errorf("%s: %d %v", name, code, got)
		}
	}
}

func TestPhotosAreUploadedThroughThePage(t *testing.T) {
	t.Parallel()
	f, page := newPage(t)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 200, 100))); err != nil {
		t.Fatal(err)
	}
	send := func(field string, data []byte) int {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for name, v := range map[string]string{"user": strconv.FormatInt(f.li.ID, 10), "chat": strconv.FormatInt(f.group, 10), "caption": "堆物"} {
			_ = w.WriteField(name, v)
		}
		for range 2 {
			part, err := w.CreateFormFile(field, "a.png")
			if err != nil {
				t.Fatal(err)
			}
			_, _ = part.Write(data)
		}
		_ = w.Close()
		return visit(page, http.MethodPost, "/api/photos", b.String(), http.Header{"Content-Type": {w.FormDataContentType()}}).Code
	}
	if code := send("photo", picture.Bytes()); code != 200 {
		t.Fatalf("uploading: %d", code)
	}
	m, _ := f.LastMessage(f.group)
	if m.MediaGroupID == "" || m.Photo[len(m.Photo)-1].Width != 200 {
		t.Errorf("got %+v", m)
	}
	w := visit(page, http.MethodGet, "/api/file?id="+m.Photo[0].FileID, "", nil)
	if w.Code != 200 || w.Header().Get("Content-Type") != "image/png" || w.Body.Len() != picture.Len() {
		t.Errorf("shown: %d %v", w.Code, w.Header())
	}
	if code := send("photo", []byte("no picture")); code != http.StatusUnprocessableEntity {
		t.Errorf("uploading what is no picture: %d", code)
	}
	if code := send("document", []byte("no picture")); code != 200 {
		t.Errorf("uploading a file: %d", code)
	}
	if m, _ := f.LastMessage(f.group); m.Document == nil || m.Document.FileName != "a.png" || m.Caption != "" {
		t.Errorf("the second of two files: %+v", m)
	}
	doc, err := f.li.SendDocument(f.li.ID, "", "<台账>.html", []byte("<script>"))
	if err != nil {
		t.Fatal(err)
	}
	w = visit(page, http.MethodGet, "/api/file?id="+doc.Document.FileID, "", nil)
	if w.Header().Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("a document is handed out as %v", w.Header())
	}
	if w := visit(page, http.MethodGet, "/api/file?id=x", "", nil); w.Code != 404 {
		t.Errorf("an unknown file: %d", w.Code)
	}
}
