package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Limits of what is read into memory.
const (
	maxCall   = 52 << 20 // a call with files; Telegram takes 50 MB
	maxAnswer = 8 << 20  // an answer to anything but getUpdates
)

// newTransport is a transport for many calls at a time to one host.
func newTransport() http.RoundTripper {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          256,
		MaxIdleConnsPerHost:   256,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// doer is the HTTP client under the library. The library streams every call as
// a multipart form through a pipe: such a request has no known length, so it
// travels chunked, and none can be repeated when HTTP/2 sends GOAWAY. The doer
// reads the form first and sends file-less ones as plain JSON.
type doer struct{ client *http.Client }

func newDoer(transport http.RoundTripper) *doer {
	return &doer{client: &http.Client{
		Transport: transport,
		// A redirect would carry the token to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// statusError is an answer that does not come from the Bot API itself, or in
// which the Bot API says that it is ill.
type statusError struct{ code int }

func (e *statusError) Error() string { return fmt.Sprintf("HTTP status %d", e.code) }

// Do sends a request of the library.
func (d *doer) Do(req *http.Request) (*http.Response, error) {
	if err := buffer(req); err != nil {
		return nil, err
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return nil, withoutURL(err)
	}
	if resp.StatusCode == http.StatusOK {
		resp.Body = limitedBody{io.LimitReader(resp.Body, maxAnswer), resp.Body}
		return resp, nil
	}
	return refusal(resp)
}

// refusal reads an answer that is not 200. It returns those in which the Bot
// API explains itself; the rest, a proxy's page perhaps, is a statusError.
func refusal(resp *http.Response) (*http.Response, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	_ = resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden,
		http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests:
		if err == nil && json.Valid(body) {
			resp.Body = io.NopCloser(bytes.NewReader(body))
			return resp, nil
		}
	}
	return nil, &statusError{resp.StatusCode}
}

type limitedBody struct {
	io.Reader
	io.Closer
}

// buffer gives the request a body of known length that can be sent again.
func buffer(req *http.Request) error {
	if req.Body == nil || req.Body == http.NoBody {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(req.Body, maxCall+1))
	_ = req.Body.Close()
	if err != nil {
		return fmt.Errorf("%w: read the call: %w", errUnsent, err)
	}
	if len(body) > maxCall {
		return fmt.Errorf("%w: the call is larger than Telegram takes", errUnsent)
	}
	if plain, ok := formToJSON(req.Header.Get("Content-Type"), body); ok {
		body = plain
		req.Header.Set("Content-Type", "application/json")
	}
	req.ContentLength = int64(len(body))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	req.Body, _ = req.GetBody()
	return nil
}

// withoutURL drops the URL, which contains the token, from an HTTP error.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
