package bot_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"

	"gridmate/bot"
	"gridmate/chat"
)

// instant answers at once, with as little work of its own as possible.
type instant struct{ body []byte }

func (i instant) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	return &http.Response{
		StatusCode: http.StatusOK, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Request: r,
		Body: io.NopCloser(bytes.NewReader(i.body)), ContentLength: int64(len(i.body)),
	}, nil
}

var sentMessage = instant{[]byte(`{"ok":true,"result":{"message_id":1001,"from":{"id":123456,"is_bot":true,"first_name":"网格助手","username":"gridmate_bot"},"chat":{"id":42,"first_name":"王","type":"private"},"date":1772413200,"text":"已记录 #1023 巡查 3网格"}}`)}

const receipt = "已记录 #1023\n3网格 · 消防\n发现 2，已整改 1\n其余 1 处已列入台账，期限 3月9日"

// counting settles and counts; the rest of it is empty.
type counting struct {
	left chan int
}

func (counting) Pending(context.Context) ([]chat.Outgoing, error) { return nil, nil }
func (counting) Claim(context.Context, []int64) error             { return nil }
func (counting) CardMessage(context.Context, int64, string) (int, bool, error) {
	return 0, false, nil
}
func (counting) File(context.Context, int64) ([]byte, string, bool, error) {
	return nil, "", false, nil
}
func (c counting) Settle(_ context.Context, receipts []chat.Receipt) error {
	c.left <- len(receipts)
	return nil
}

// BenchmarkSend compares the sender with the library's bare loop, one call
// after the other, over a transport that costs nothing.
func BenchmarkSend(b *testing.B) {
	b.Run("bare library", func(b *testing.B) {
		library, err := tg.New(testToken, tg.WithSkipGetMe(), tg.WithHTTPClient(time.Minute, &http.Client{Transport: sentMessage}))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := library.SendMessage(b.Context(), &tg.SendMessageParams{ChatID: int64(42), Text: receipt}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("library with this client", func(b *testing.B) {
		client := newClient(b, sentMessage)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.Probe(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, chats := range []int64{1, 1000} {
		b.Run(fmt.Sprintf("sender, %d chats", chats), func(b *testing.B) { benchmarkSender(b, chats) })
	}
}

func benchmarkSender(b *testing.B, chats int64) {
	out := counting{make(chan int, 1024)}
	sender := bot.NewSender(newClient(b, sentMessage), out, bot.Pace{})
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- sender.Run(ctx) }()
	b.ReportAllocs()
	b.ResetTimer()
	const waiting = 1000
	sent, done := 0, 0
	for done < b.N {
		if n := min(b.N-sent, waiting-(sent-done)); n > 0 {
			outs := make([]chat.Outgoing, n)
			for i := range outs {
				sent++
				outs[i] = chat.Outgoing{ID: int64(sent), Reply: chat.Reply{Verb: chat.Send, Chat: int64(sent)%chats + 1, Text: receipt}}
			}
			sender.Push(outs)
		}
		done += <-out.left
	}
	b.StopTimer()
	cancel()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
}

// answering hands out full answers of getUpdates.
func fullAnswer() []byte {
	var b strings.Builder
	b.WriteString(`{"ok":true,"result":[`)
	for i := range 100 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"update_id":%d,%s}`, 1000+i, samples()[i%8].json)
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

type lastInbox struct {
	left int
	stop func()
}

func (l *lastInbox) Accept(_ context.Context, updates []chat.Raw) (int, error) {
	if l.left -= len(updates); l.left <= 0 {
		l.stop()
	}
	return len(updates), nil
}

// BenchmarkPoll is one update's share of a full answer, from the transport to
// the inbox.
func BenchmarkPoll(b *testing.B) {
	client := newClient(b, instant{fullAnswer()})
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	b.ReportAllocs()
	b.ResetTimer()
	if err := bot.NewPoller(client, &lastInbox{b.N, cancel}).Run(ctx); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkDecode is one update.
func BenchmarkDecode(b *testing.B) {
	for _, i := range []int{1, 10, 13, 34} {
		s := samples()[i]
		b.Run(s.name, func(b *testing.B) {
			update := raw(s.json)
			b.ReportAllocs()
			b.SetBytes(int64(len(update.JSON)))
			for b.Loop() {
				if _, err := bot.Decode(update, testMe); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRender is one reply's text.
func BenchmarkRender(b *testing.B) {
	for name, text := range map[string]string{
		"a receipt": receipt,
		"a digest":  strings.Repeat(chat.Bold("滨河社区")+" 巡查 12 次，发现 5 处 < 上周\n", 40),
		"a ledger":  strings.Repeat("滨河-2026-0137 消防 5号楼飞线充电 限3月9日\n", 400),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := bot.Render(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkWebhook is one update of many that come at the same time.
func BenchmarkWebhook(b *testing.B) {
	h := newWebhook(b, newInbox())
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if status := deliver(h, `{"update_id":5,`+samples()[0].json+`}`); status != http.StatusOK {
				b.Errorf("status %d", status)
			}
		}
	})
}

// BenchmarkWaiting reports what a waiting digest costs in memory, beside its
// text, when a hundred thousand wait.
func BenchmarkWaiting(b *testing.B) {
	const rows = 100000
	for b.Loop() {
		before := heap()
		sender := bot.NewSender(newClient(b, sentMessage), counting{make(chan int, rows)}, bot.Pace{Total: bot.Rate{N: 1, Per: time.Hour}})
		ctx, cancel := context.WithCancel(b.Context())
		ended := make(chan error, 1)
		go func() { ended <- sender.Run(ctx) }()
		for from := 0; from < rows; from += 1000 {
			outs := make([]chat.Outgoing, 1000)
			for i := range outs {
				id := int64(from + i + 1)
				outs[i] = chat.Outgoing{ID: id, Reply: chat.Reply{Verb: chat.Send, Chat: id, Text: receipt, Priority: chat.Bulk}}
			}
			sender.Push(outs)
		}
		time.Sleep(300 * time.Millisecond) // until the sender has taken them over
		b.ReportMetric(float64(heap()-before)/rows, "B/row")
		cancel()
		if err := <-ended; err != nil {
			b.Fatal(err)
		}
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
