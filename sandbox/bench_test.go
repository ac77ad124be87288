package sandbox_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"gridmate/sandbox"
)

// BenchmarkUpdates measures what the sandbox itself costs: a person sends, a
// bare client fetches batches of 100 and answers each in JSON.
func BenchmarkUpdates(b *testing.B) {
	s := sandbox.NewServer(sandbox.Options{CallLog: -1, History: 50})
	defer s.Close()
	users := make([]*sandbox.User, 20)
	for i := range users {
		users[i] = s.AddUser(sandbox.Person{FirstName: fmt.Sprint(i)})
	}
	client := http.Client{Transport: s.Transport()}
	call := func(method, body string) []byte {
		resp, err := client.Post("http://telegram.invalid/bot"+s.Token()+"/"+method, "application/json", bytes.NewBufferString(body))
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		var out bytes.Buffer
		_, _ = out.ReadFrom(resp.Body)
		return out.Bytes()
	}
	offset := int64(0)
	b.ReportAllocs()
	for done := 0; done < b.N; {
		for i := range 100 {
			if _, err := users[i%20].Say("巡查3网格，楼道堆物2处，已清理"); err != nil {
				b.Fatal(err)
			}
		}
		var got struct {
			Result []struct {
				ID      int64           `json:"update_id"`
				Message sandbox.Message `json:"message"`
			} `json:"result"`
		}
		if err := json.Unmarshal(call("getUpdates", fmt.Sprintf(`{"offset":%d}`, offset)), &got); err != nil {
			b.Fatal(err)
		}
		for _, u := range got.Result {
			offset = u.ID + 1
			call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"<b>已记录</b> #7","parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"text":"修改","callback_data":"a"},{"text":"撤销","callback_data":"b"}]]}}`, u.Message.Chat.ID))
			done++
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
}
