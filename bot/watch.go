package bot

import (
	"net/http"
	"path"
	"strings"
	"sync/atomic"
	"time"
)

// watcher sees every call go by. It tells which method was answered with which
// HTTP status, 0 where no answer came, and compares the machine's clock with
// Telegram's.
type watcher struct {
	next  http.RoundTripper
	tell  func(method string, status int)
	ahead atomic.Int64 // how far our clock is ahead, in nanoseconds
	told  atomic.Bool  // ahead is known
}

// RoundTrip implements http.RoundTripper.
func (w *watcher) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(req)
	status := 0
	if err == nil {
		status = resp.StatusCode
		if date, bad := http.ParseTime(resp.Header.Get("Date")); bad == nil {
			w.ahead.Store(int64(time.Since(date)))
			w.told.Store(true)
		}
	}
	if w.tell != nil {
		w.tell(methodOf(req.URL.Path), status)
	}
	return resp, err
}

// methodOf is the method of a call's path; all files that are fetched are one.
func methodOf(called string) string {
	if strings.Contains(called, "/file/bot") {
		return "file"
	}
	return path.Base(called)
}

// Ahead is how far the machine's clock is ahead of Telegram's, to a second or
// two; false before an answer has told.
func (c *Client) Ahead() (time.Duration, bool) {
	return time.Duration(c.watcher.ahead.Load()).Round(time.Second), c.watcher.told.Load()
}
