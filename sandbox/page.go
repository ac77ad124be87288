package sandbox

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"html/template"
	"io/fs"
	"net/http"
	"sync"
	"time"
)

//go:embed page
var pageFiles embed.FS

// PageOptions shape the chat page.
type PageOptions struct {
	// Title is the page's title, "网格助手 · 沙盒" where empty.
	Title string
	// Roles are the people whom one can act as, in the order shown.
	Roles []Role
	// Groups are the group chats that the page shows.
	Groups []int64
	// Guide is what to try first.
	Guide []GuideStep
	// Move moves the clock to a time and has the work of the time between done;
	// Clock().Set where nil.
	Move func(ctx context.Context, to time.Time) error
	// Hosts are the host names, without port, that the page may be asked for
	// under besides localhost and plain addresses.
	Hosts []string
	// Zone is the zone of the clock panel, Asia/Shanghai where nil.
	Zone *time.Location
}

// Role is somebody whom the page can act as.
type Role struct {
	User    int64  `json:"id"`
	Label   string `json:"label"`   // the role: 网格员, 社区书记
	Note    string `json:"note"`    // what the role is about, a few words
	Section string `json:"section"` // the heading it stands under
}

// GuideStep is one thing to try: words, a chat to switch to, and what happens
// there: a text put into the input, or the clock moved to "evening", "monday",
// "month", on by an "hour" or a "day".
type GuideStep struct {
	Words string `json:"words"`
	Chat  int64  `json:"chat,omitempty"`
	Fill  string `json:"fill,omitempty"`
	Move  string `json:"move,omitempty"`
}

// page serves the chat page of one server.
type page struct {
	server *Server
	opts   PageOptions
	index  []byte
	boot   int64 // tells a page that was loaded from an earlier server to load anew

	mu     sync.Mutex
	inline map[int64][]InlineResult // the results that a person chooses from
	moving sync.Mutex               // one move of the clock at a time
}

// Page serves the chat page at the root: the people of opts on one side, the bot
// under test on the other. It refuses requests for foreign host names and changes
// asked for by foreign pages; whoever serves it should bind a loopback address.
// It panics where its own embedded files are broken.
func (s *Server) Page(opts PageOptions) http.Handler {
	if opts.Title == "" {
		opts.Title = "网格助手 · 沙盒"
	}
	opts.Zone = china(opts.Zone)
	if opts.Move == nil {
		opts.Move = func(_ context.Context, to time.Time) error { return s.clock.Set(to) }
	}
	p := &page{server: s, opts: opts, boot: time.Now().UnixNano() / 1000, inline: map[int64][]InlineResult{}}
	p.index = p.renderIndex()
	return p.guard(p.routes())
}

func (p *page) routes() http.Handler {
	static, err := fs.Sub(pageFiles, "page/static")
	if err != nil {
		panic("sandbox: page files: " + err.Error())
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.serveIndex)
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(static)))
	mux.HandleFunc("GET /api/state", p.serveState)
	mux.HandleFunc("GET /api/messages", p.serveMessages)
	mux.HandleFunc("GET /api/commands", p.serveCommands)
	mux.HandleFunc("GET /api/file", p.serveFile)
	mux.HandleFunc("GET /api/events", p.serveEvents)
	mux.HandleFunc("POST /api/send", action(p.send))
	mux.HandleFunc("POST /api/edit", action(p.edit))
	mux.HandleFunc("POST /api/press", action(p.press))
	mux.HandleFunc("POST /api/location", action(p.location))
	mux.HandleFunc("POST /api/inline", action(p.query))
	mux.HandleFunc("POST /api/choose", action(p.choose))
	mux.HandleFunc("POST /api/clock", action(p.moveClock))
	mux.HandleFunc("POST /api/photos", p.serveFiles)
	return mux
}

func (p *page) renderIndex() []byte {
	t := template.Must(template.ParseFS(pageFiles, "page/index.html"))
	var b bytes.Buffer
	if err := t.Execute(&b, map[string]any{"Title": p.opts.Title, "Bot": p.server.bot.FirstName}); err != nil {
		panic("sandbox: page: " + err.Error())
	}
	return b.Bytes()
}

func (p *page) serveIndex(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(p.index)
}

// NewHTTPServer returns a server for Handler or Page with the timeouts that
// both need: short for headers, none for answers, since polls and event streams
// wait. The caller listens, on a loopback address, and shuts it down.
func NewHTTPServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
}

func reply(w http.ResponseWriter, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, "内部错误", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}
