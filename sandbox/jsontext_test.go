package sandbox_test

import (
	"encoding/json"
	"testing"

	"gridmate/sandbox"
)

func TestJSONBodiesAreReadAsTheyStand(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	for body, want := range map[string]string{
		`{"chat_id":1001,"text":"一"}`:                                                                             "一",
		"\n{ \"chat_id\" : \"1001\" ,\t\"text\" : \"二\" }\r\n":                                                    "二",
		`{"text":"a\"b\\c\u4e2d\n!","chat_id":1001}`:                                                              "a\"b\\c中\n!",
		`{"chat_id":1001,"text":"},{[","entities":[ ]}`:                                                           "},{[",
		`{"chat_id":1001,"text":"三","reply_markup":null}`:                                                         "三",
		`{"chat_id":1001,"text":"四","reply_markup":{"inline_keyboard":[[{"text":"]","callback_data":"}"}], []]}}`: "四",
	} {
		a, err := f.post(t.Context(), "sendMessage", "application/json", []byte(body))
		m, _ := f.LastMessage(f.li.ID)
		if err != nil || !a.OK || m.Text != want {
			t.Errorf("%s: %+v, %v, wrote %q", body, a, err, m.Text)
		}
	}
}

func TestBrokenJSONBodiesAreRefused(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	for _, body := range []string{
		``, `{`, `[]`, `{"chat_id":1001,"text":"x"`, `{"chat_id":1001,"text":"x"},`, `{"chat_id":1001 "text":"x"}`,
		`{"chat_id":1001,,"text":"x"}`, `{"chat_id":1001,"text":}`, `{chat_id:1001,"text":"x"}`, "{\"chat_id\":1001,\"text\":\"a\nb\"}",
		`{"chat_id":1001,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":"y"}]}}`,
		`{"chat_id":1001,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":7}]]}}`,
		`{"chat_id":1001,"text":"x","disable_notification":"perhaps"}`, `{"chat_id":"1e3","text":"x"}`, `{"chat_id":1001,"text":"\q"}`,
		`{"chat_id":01001,"text":"x"}`,
	} {
		a, err := f.post(t.Context(), "sendMessage", "application/json", []byte(body))
		if err != nil || a.OK || a.Code != 400 {
			t.Errorf("%s: %+v, %v", body, a, err)
		}
	}
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`{"chat_id":1001,"text":"x"}`, `{"reply_markup":{"inline_keyboard":[[{"text":"a","url":"https://b.c"}]]}}`, `{"a":[{"b":"\""}]}`, `[`, `{"":""}`} {
		f.Add(seed)
	}
	fix := newFixture(f, sandbox.Options{CallLog: -1, History: 1})
	f.Fuzz(func(t *testing.T, body string) {
		a, err := fix.post(t.Context(), "sendMessage", "application/json", []byte(body))
		if err != nil || a.Code >= 500 {
			t.Fatalf("%+v, %v", a, err)
		}
		if a.OK && !json.Valid([]byte(body)) {
			t.Errorf("took what is no JSON: %s", body)
		}
	})
}
