package bot_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"gridmate/bot"
	"gridmate/chat"
	"gridmate/sandbox"
)

// withFile is a reply that carries a file.
func withFile(to int64, text string, id int64) chat.Reply {
	return chat.Reply{Verb: chat.Send, Chat: to, Text: text, File: &chat.File{ID: id, Name: "滨河台账.xlsx"}}
}

func TestSenderUploadsAFileOnceAndNamesItAfterThat(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		id := p.outbox.file([]byte("PK bytes\x00"))
		first := withFile(1, chat.Bold("台账")+" 3 条 <>", id)
		first.Keyboard, first.ReplyTo = chat.Keyboard{chat.Row(chat.Button{Label: "再来", Data: "x"})}, 9
		p.say(first)
		after(time.Second)
		p.say(withFile(2, "", id))
		after(time.Second)
		calls := p.api.log("sendDocument")
		if len(calls) != 2 {
			t.Fatalf("%d calls", len(calls))
		}
		equal(t, "PK bytes\x00", calls[0].file)
		equal(t, "滨河台账.xlsx", calls[0].name)
		equal(t, "<b>台账</b> 3 条 &lt;&gt;", calls[0].text)
		equal(t, `{"inline_keyboard":[[{"text":"再来","callback_data":"x"}]]}`, calls[0].params["reply_markup"].(string))
		if !strings.Contains(calls[0].params["reply_parameters"].(string), `"message_id":9`) || calls[0].length <= 0 {
			t.Errorf("call %+v", calls[0])
		}
		equal(t, "BQ1", calls[1].params["document"].(string))
		equal(t, "", calls[1].file)
		equal(t, []string{"sent", "sent"}, p.outbox.states())
	})
}

func TestATextTooLongForACaptionGoesBeforeItsFile(t *testing.T) {
	t.Parallel()
	inBubble(t, noLimit, func(t *testing.T, p *post) {
		text := strings.Repeat("字", 1025)
		reply := withFile(1, text, p.outbox.file([]byte("x")))
		reply.File.Photo = true
		p.say(reply, message(1, "后面"))
		after(3 * time.Second)
		equal(t, []string{text, "", "后面"}, texts(p.api.of(1)))
		equal(t, []string{"sendMessage", "sendPhoto", "sendMessage"}, methods(p.api.of(1)))
		if _, has := p.api.log("sendPhoto")[0].params["caption"]; has {
			t.Error("an empty caption was sent")
		}
	})
}

func TestSenderRepeatsFilesAsItRepeatsTexts(t *testing.T) {
	t.Parallel()
	for name, fault := range transientFaults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, noLimit, func(t *testing.T, p *post) {
				p.api.script = func(c call) *reply {
					if c.n == 0 {
						return fault()
					}
					return nil
				}
				p.say(withFile(1, "台账", p.outbox.file([]byte("whole"))))
				after(20 * time.Minute)
				calls := p.api.log("sendDocument")
				if len(calls) != 2 || calls[1].file != "whole" {
					t.Errorf("%d calls", len(calls))
				}
				equal(t, []string{"sent"}, p.outbox.states())
			})
		})
	}
}

func TestAFileThatIsRefusedOrGoneHoldsNothingUp(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, answer, class string
	}{
		{"a group that takes no files is not lost", "Bad Request: not enough rights to send documents to the chat", "files_forbidden"},
		{"a picture that cannot be read", "Bad Request: IMAGE_PROCESS_FAILED", "file_refused"},
		{"nothing is left of its bytes", "", "file_gone"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, noLimit, func(t *testing.T, p *post) {
				p.api.script = func(c call) *reply {
					if c.method == "sendDocument" {
						return refusal(400, test.answer)
					}
					return nil
				}
				id := int64(77)
				if test.answer != "" {
					id = p.outbox.file([]byte("x"))
				}
				p.say(withFile(-1, "台账", id), message(-1, "后面"))
				after(time.Minute)
				equal(t, []string{"failed", "sent"}, p.outbox.states())
				equal(t, test.class, p.outbox.last(t, 1).Error)
			})
		})
	}
}

func methods(calls []call) []string {
	list := make([]string, len(calls))
	for i, c := range calls {
		list[i] = c.method
	}
	return list
}

func TestFilesTravelBothWays(t *testing.T) {
	t.Parallel()
	withSandbox(t, func(chat.Update) []chat.Reply { return nil }, func(t *testing.T, e *echo) {
		li := e.api.AddUser(sandbox.Person{ID: 42, FirstName: "李"})
		if _, err := li.Start(""); err != nil {
			t.Fatal(err)
		}
		if _, err := li.SendDocument(42, "报表", "上级 报表.xlsx", []byte("PK table")); err != nil {
			t.Fatal(err)
		}
		after(2 * time.Second)
		e.mu.Lock()
		u := e.updates[len(e.updates)-1]
		e.mu.Unlock()
		if u.Document == nil || u.Document.Name != "上级 报表.xlsx" || u.Document.Size != 8 || u.Text != "报表" {
			t.Fatalf("update %+v, document %+v", u, u.Document)
		}
		got, err := e.client.Download(t.Context(), u.Document.ID, chat.MaxDownload)
		if err != nil || string(got) != "PK table" {
			t.Errorf("downloaded %q, %v", got, err)
		}
		if _, err := e.client.Download(t.Context(), u.Document.ID, 7); !errors.Is(err, bot.ErrFileTooLarge) {
			t.Errorf("over the limit: %v", err)
		}
		if _, err := e.client.Download(t.Context(), "BQACnothing", chat.MaxDownload); !errors.Is(err, bot.ErrFileGone) {
			t.Errorf("an unknown file: %v", err)
		}
		e.sender.Push(e.outbox.put(withFile(42, "填好了", e.outbox.file(got))))
		after(2 * time.Second)
		m, _ := e.api.LastMessage(42)
		content, name, ok := e.api.File(m.Document.FileID)
		if !ok || string(content) != "PK table" || name != "滨河台账.xlsx" || m.Caption != "填好了" {
			t.Errorf("message %+v, %q", m, content)
		}
		if refused := e.api.Refused(); len(refused) != 1 { // the unknown file
			t.Errorf("refused %+v", refused)
		}
	})
}

func TestADownloadTellsNobodyTheToken(t *testing.T) {
	t.Parallel()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/file/") {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = w.Write([]byte(`{"ok":true,"result":{"file_id":"x","file_path":"documents/a b.xlsx"}}`))
	}))
	defer api.Close()
	client, err := bot.NewClient(bot.Config{Token: testToken, URL: api.URL})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Download(context.Background(), "x", 1<<20)
	if err == nil || errors.Is(err, bot.ErrFileGone) || strings.Contains(err.Error(), testToken) {
		t.Errorf("error %v: want one that may pass, without the token", err)
	}
}
