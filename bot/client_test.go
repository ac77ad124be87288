package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"gridmate/bot"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The library streams multipart forms; what leaves is plain JSON of known
// length, with the types that the Bot API documents.
func TestClientSendsPlainJSON(t *testing.T) {
	t.Parallel()
	api := &telegram{}
	client := newClient(t, api)
	for _, send := range []func(context.Context) (int, error){client.Probe, client.ProbeCall} {
		if id, err := send(t.Context()); err != nil || id == 0 {
			t.Fatal(id, err)
		}
	}
	for _, c := range api.log("sendMessage") {
		equal(t, "application/json", c.header.Get("Content-Type"))
		equal(t, int64(1), c.chat)
		equal(t, "<b>1</b> & 2", c.text)
		if c.length <= 0 {
			t.Errorf("length %d", c.length)
		}
	}
}

func TestClientKnowsWhoItIs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := &telegram{script: func(c call) *reply {
			switch c.n {
			case 0:
				return &reply{err: io.EOF}
			case 1:
				return refusal(429, "Too Many Requests: retry after 9", `"retry_after":9`)
			}
			return nil
		}}
		began := time.Now()
		me, err := newClient(t, api).Me(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, bot.Me{ID: 123456, Username: "gridmate_bot", Name: "网格助手"}, me)
		if took := time.Since(began); took < 9*time.Second || took > 11*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func TestClientStopsAskingWhenTheTokenIsWrong(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]error{401: bot.ErrToken, 404: bot.ErrAddress} {
		api := &telegram{script: func(call) *reply { return refusal(code, http.StatusText(code)) }}
		if _, err := newClient(t, api).Me(t.Context()); !errors.Is(err, want) {
			t.Errorf("%d: %v", code, err)
		}
	}
}

func TestClientSetsCommands(t *testing.T) {
	t.Parallel()
	api := &telegram{}
	err := newClient(t, api).SetCommands(t.Context(), "zh", []bot.Command{{Name: "patrol", Description: "巡查"}})
	if err != nil {
		t.Fatal(err)
	}
	c := api.log("setMyCommands")[0]
	equal(t, "zh", fmt.Sprint(c.params["language_code"]))
	equal(t, `[map[command:patrol description:巡查]]`, fmt.Sprint(c.params["commands"]))
}

func TestClientRefusesBadSettings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, token, url string }{
		{"no token", "", ""},
		{"a token with a slash", "1:a/b", ""},
		{"a token with a line end", "1:ab\n", ""},
		{"a token of another alphabet", "1:网", ""},
		{"an address without scheme", testToken, "127.0.0.1:8081"},
		{"an address of another kind", testToken, "ftp://127.0.0.1"},
		{"an address with a query", testToken, "https://127.0.0.1/?x=1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := bot.NewClient(bot.Config{Token: tt.token, URL: tt.url})
			if err == nil {
				t.Fatal("accepted")
			}
			if tt.token != "" && strings.Contains(err.Error(), tt.token) {
				t.Errorf("the token is told: %v", err)
			}
		})
	}
}

// Over a real connection, because there errors name the URL.
func TestClientNeverTellsTheToken(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/getMe"):
			http.Redirect(w, r, "http://127.0.0.1:1"+r.URL.Path, http.StatusFound)
		default:
			panic(http.ErrAbortHandler)
		}
	}))
	server.Config.ErrorLog = nil
	defer server.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	for _, url := range []string{server.URL, "http://127.0.0.1:1"} {
		c, err := bot.NewClient(bot.Config{Token: testToken, URL: url, Transport: transport})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		_, library := c.Probe(ctx)
		_, own := c.ProbeCall(ctx)
		cancel()
		_, me := c.Me(ctx)
		for _, err := range []error{library, own, me} {
			if err == nil || strings.Contains(err.Error(), "AAtest") {
				t.Errorf("%v", err)
			}
		}
	}
}

func TestFormsBecomeJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := map[string]any{}
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for _, name := range rapid.SliceOfDistinct(rapid.StringMatching(`[a-z_]{1,12}`), func(s string) string { return s }).Draw(t, "names") {
			value := rapid.String().Draw(t, "value")
			w, err := form.CreateFormField(name)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.WriteString(w, value)
			want[name] = value
		}
		_ = form.Close()
		plain, ok := bot.FormToJSON(form.FormDataContentType(), body.Bytes())
		if !ok {
			t.Fatal("not turned")
		}
		got := map[string]any{}
		if err := json.Unmarshal(plain, &got); err != nil {
			t.Fatal(err)
		}
		for name, value := range want {
			if s, isText := got[name].(string); isText && s != value {
				t.Errorf("%s is %q, was %q", name, s, value)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d fields of %d", len(got), len(want))
		}
	})
}

func TestFormsWithFilesStayForms(t *testing.T) {
	t.Parallel()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("chat_id", "1")
	_, _ = form.CreateFormFile("document", "报表.xlsx")
	_ = form.Close()
	if _, ok := bot.FormToJSON(form.FormDataContentType(), body.Bytes()); ok {
		t.Error("a file was lost")
	}
	if _, ok := bot.FormToJSON("application/json", []byte("{}")); ok {
		t.Error("JSON is no form")
	}
}

func TestFormTextsStayTexts(t *testing.T) {
	t.Parallel()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range [][2]string{
		{"chat_id", "-1001234567890123"}, {"text", "12345"}, {"reply_markup", `{"inline_keyboard":[]}`}, {"chat_id2", "x"},
	} {
		_ = form.WriteField(f[0], f[1])
	}
	_ = form.Close()
	plain, _ := bot.FormToJSON(form.FormDataContentType(), body.Bytes())
	var got any
	d := json.NewDecoder(bytes.NewReader(plain))
	d.UseNumber()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	equal(t, any(map[string]any{
		"chat_id": json.Number("-1001234567890123"), "text": "12345",
		"reply_markup": map[string]any{"inline_keyboard": []any{}}, "chat_id2": "x",
	}), got)
}
