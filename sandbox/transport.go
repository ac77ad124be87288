package sandbox

import (
	"bytes"
	"errors"
	"io"
	"net/http"
)

// Transport carries a client's requests to the Bot API in memory, whatever host
// they name. It opens no socket and starts no goroutine, so it works inside a
// testing/synctest bubble.
func (s *Server) Transport() http.RoundTripper { return HandlerTransport(s.Handler()) }

// HandlerTransport carries a client's requests to any handler in memory, such as
// a bot's webhook.
func HandlerTransport(h http.Handler) http.RoundTripper { return memoryTransport{h} }

type memoryTransport struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t memoryTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:1"
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer func() { _ = in.Body.Close() }()
	w := &memoryResponse{header: http.Header{}}
	broken := w.serve(t.handler, in)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if broken && !w.flushed {
		return nil, io.EOF
	}
	return w.response(r, broken), nil
}

// memoryResponse records an answer. Like a connection, it loses what was not
// flushed when the handler aborts.
type memoryResponse struct {
	header  http.Header
	code    int
	body    bytes.Buffer
	flushed bool
}

func (w *memoryResponse) serve(h http.Handler, r *http.Request) (broken bool) {
	defer func() {
		if v := recover(); v != nil {
			if err, ok := v.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			broken = true
		}
	}()
	h.ServeHTTP(w, r)
	return false
}

// Header implements http.ResponseWriter.
func (w *memoryResponse) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *memoryResponse) WriteHeader(code int) {
	if w.code == 0 {
		w.code = code
	}
}

// Write implements http.ResponseWriter.
func (w *memoryResponse) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// Flush implements http.Flusher.
func (w *memoryResponse) Flush() {
	w.WriteHeader(http.StatusOK)
	w.flushed = true
}

func (w *memoryResponse) response(r *http.Request, broken bool) *http.Response {
	w.WriteHeader(http.StatusOK)
	var body io.Reader = &w.body
	if broken {
		body = io.MultiReader(&w.body, brokenReader{})
	}
	return &http.Response{
		Status: http.StatusText(w.code), StatusCode: w.code,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(body), ContentLength: w.length(broken), Request: r,
	}
}

// brokenReader is where a connection ended too early.
type brokenReader struct{}

// Read implements io.Reader.
func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func (w *memoryResponse) length(broken bool) int64 {
	if broken {
		return -1
	}
	return int64(w.body.Len())
}
