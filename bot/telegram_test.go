package bot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"gridmate/bot"
)

const testToken = "123456:AAtest-token_of_nobody"

// telegram is a scripted Bot API in memory. It keeps every call and answers
// with what the script says, or as Telegram does when all is well.
type telegram struct {
	latency time.Duration
	script  func(call) *reply // nil, or a nil reply, is success

	mu       sync.Mutex
	calls    []call
	messages int
	inFlight int
	most     int // calls in flight at once
}

// call is one request.
type call struct {
	method string
	at     time.Time
	chat   int64
	text   string
	params map[string]any
	header http.Header
	length int64
	file   string // what was uploaded
	name   string // and its name
	n      int    // how many calls came before it
}

// reply is a scripted answer.
type reply struct {
	status int
	body   string
	err    error         // instead of an answer
	cut    bool          // the body breaks off
	delay  time.Duration // before it
}

// refusal is an answer in which Telegram refuses.
func refusal(code int, description string, parameters ...string) *reply {
	extra := ""
	if len(parameters) > 0 {
		extra = `,"parameters":{` + strings.Join(parameters, ",") + `}`
	}
	return &reply{status: code, body: fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q%s}`, code, description, extra)}
}

// success is an answer with a result.
func success(result string) *reply {
	return &reply{status: 200, body: `{"ok":true,"result":` + result + `}`}
}

// RoundTrip implements http.RoundTripper.
func (t *telegram) RoundTrip(r *http.Request) (*http.Response, error) {
	c := readCall(r)
	t.mu.Lock()
	c.n = len(t.calls)
	t.calls = append(t.calls, c)
	t.inFlight++
	t.most = max(t.most, t.inFlight)
	t.mu.Unlock()
	defer func() {
		t.mu.Lock()
		t.inFlight--
		t.mu.Unlock()
	}()
	var a *reply
	if t.script != nil {
		a = t.script(c)
	}
	if a == nil {
		a = t.well(c)
	}
	select {
	case <-time.After(t.latency + a.delay):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	return a.response(r)
}

// well answers as Telegram does when nothing is wrong.
func (t *telegram) well(c call) *reply {
	switch c.method {
	case "sendMessage", "sendRichMessage":
		t.mu.Lock()
		defer t.mu.Unlock()
		t.messages++
		return success(fmt.Sprintf(`{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"}}`, 1000+t.messages, c.chat))
	case "sendDocument", "sendPhoto":
		t.mu.Lock()
		defer t.mu.Unlock()
		t.messages++
		return success(fmt.Sprintf(`{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"},"document":{"file_id":"BQ%d"}}`, 1000+t.messages, c.chat, t.messages))
	case "editMessageText":
		return success(fmt.Sprintf(`{"message_id":%v,"date":1,"chat":{"id":%d,"type":"private"}}`, c.params["message_id"], c.chat))
	case "getMe":
		return success(`{"id":123456,"is_bot":true,"first_name":"网格助手","username":"gridmate_bot"}`)
	}
	return success("true")
}

func (a *reply) response(r *http.Request) (*http.Response, error) {
	if a.err != nil {
		return nil, a.err
	}
	var body io.Reader = strings.NewReader(a.body)
	if a.cut {
		body = io.MultiReader(strings.NewReader(a.body[:len(a.body)/2]), brokenReader{})
	}
	return &http.Response{
		StatusCode: a.status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(body), ContentLength: -1, Request: r, ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func readCall(r *http.Request) call {
	body, _ := io.ReadAll(r.Body)
	c := call{
		method: r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:], at: time.Now(),
		header: r.Header, length: r.ContentLength, params: map[string]any{},
	}
	if kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		c.readForm(multipart.NewReader(bytes.NewReader(body), params["boundary"]))
	} else {
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		_ = d.Decode(&c.params)
	}
	c.text, _ = c.params["text"].(string)
	if caption, ok := c.params["caption"].(string); ok {
		c.text = caption
	}
	if n, ok := c.params["chat_id"].(json.Number); ok {
		c.chat, _ = n.Int64()
	}
	return c
}

// readForm reads a form with a file. Fields that hold JSON numbers are numbers.
func (c *call) readForm(form *multipart.Reader) {
	for part, err := form.NextPart(); err == nil; part, err = form.NextPart() {
		data, _ := io.ReadAll(part)
		switch {
		case part.FileName() != "":
			c.file, c.name = string(data), part.FileName()
		case part.FormName() == "chat_id":
			c.params["chat_id"] = json.Number(data)
		default:
			c.params[part.FormName()] = string(data)
		}
	}
}

// log returns the calls of a method so far; all calls for "".
func (t *telegram) log(method string) []call {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []call
	for _, c := range t.calls {
		if method == "" || c.method == method {
			list = append(list, c)
		}
	}
	return list
}

// newClient makes a client of a transport.
func newClient(t testing.TB, transport http.RoundTripper) *bot.Client {
	t.Helper()
	c, err := bot.NewClient(bot.Config{Token: testToken, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
