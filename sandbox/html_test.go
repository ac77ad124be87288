package sandbox_test

import (
	"encoding/json"
	"net/url"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"gridmate/sandbox"
)

func TestHTMLBecomesEntities(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	for html, want := range map[string]sandbox.Message{
		"<b>已记录</b> #7":                      {Text: "已记录 #7", Entities: []sandbox.Entity{{Type: "bold", Length: 3}}},
		"👍<i>好</i>":                          {Text: "👍好", Entities: []sandbox.Entity{{Type: "italic", Offset: 2, Length: 1}}},
		"a &lt;b&gt; &amp; &#20013; &nbsp;x": {Text: "a <b> & 中 &nbsp;x"},
		"<b><i>x</i>y</b>": {Text: "xy", Entities: []sandbox.Entity{
			{Type: "bold", Length: 2}, {Type: "italic", Length: 1},
		}},
		"  <b>x </b>\n": {Text: "x", Entities: []sandbox.Entity{{Type: "bold", Length: 1}}},
		`<a href="https://example.com/?a=1&amp;b=2">链接</a>`: {Text: "链接", Entities: []sandbox.Entity{
			{Type: "text_link", Length: 2, URL: "https://example.com/?a=1&b=2"},
		}},
		`<pre><code class="language-go">x</code></pre>`: {Text: "x", Entities: []sandbox.Entity{{Type: "pre", Length: 1, Language: "go"}}},
		`<blockquote expandable>长</blockquote>`:         {Text: "长", Entities: []sandbox.Entity{{Type: "expandable_blockquote", Length: 1}}},
		`<span class="tg-spoiler">x</span><b></b>`:      {Text: "x", Entities: []sandbox.Entity{{Type: "spoiler", Length: 1}}},
		"发 /patrol 给 @gridmate_bot":                     {Text: "发 /patrol 给 @gridmate_bot", Entities: []sandbox.Entity{{Type: "bot_command", Offset: 2, Length: 7}, {Type: "mention", Offset: 12, Length: 13}}},
	} {
		var got sandbox.Message
		f.must(t, "sendMessage", object{"chat_id": f.li.ID, "text": html, "parse_mode": "HTML"}, &got)
		if diff := cmp.Diff([]any{want.Text, want.Entities}, []any{got.Text, got.Entities}); diff != "" {
			t.Errorf("%s: %s", html, diff)
		}
	}
}

func TestBadHTMLIsRefused(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	for html, want := range map[string]string{
		"<b>x":                     `Can't find end tag corresponding to start tag "b"`,
		"x</b>":                    "Unexpected end tag at byte offset 1",
		"<b><i>x</b></i>":          `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
		"3 < 5":                    `Unsupported start tag "" at byte offset 2`,
		"<b":                       "Unclosed start tag at byte offset 0",
		"中<div>":                   `Unsupported start tag "div" at byte offset 3`,
		`<a href="x>y`:             "Unclosed start tag at byte offset 0",
		`<span class="x">y</span>`: `Tag "span" must have class "tg-spoiler" at byte offset 0`,
	} {
		a := f.call(t, "sendMessage", object{"chat_id": f.li.ID, "text": html, "parse_mode": "HTML"})
		if a.Description != "Bad Request: can't parse entities: "+want {
			t.Errorf("%s: %s", html, a.Description)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{
		"<b>已记录</b> #7", "<a href='x.y'>&lt;</a>", "<pre><code class=\"language-go\">😀</code></pre>", "</b>", "<b", "&#x1F600;", "<b \n>x</b  >", "\xff<i>",
	} {
		f.Add(seed)
	}
	fix := newFixture(f, sandbox.Options{CallLog: -1, History: 1})
	f.Fuzz(func(t *testing.T, text string) {
		body := url.Values{"chat_id": {"1001"}, "parse_mode": {"HTML"}, "text": {text}}.Encode()
		a, err := fix.post(t.Context(), "sendMessage", "application/x-www-form-urlencoded", []byte(body))
		if err != nil || !a.OK && a.Code != 400 {
			t.Fatalf("%+v, %v", a, err)
		}
		if !a.OK {
			return
		}
		var m sandbox.Message
		if err := json.Unmarshal(a.Result, &m); err != nil {
			t.Fatal(err)
		}
		units := len(utf16.Encode([]rune(m.Text)))
		for _, e := range m.Entities {
			if e.Offset < 0 || e.Length < 1 || e.Offset+e.Length > units {
				t.Errorf("%+v of %d units", e, units)
			}
		}
	})
}
