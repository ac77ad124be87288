package sandbox

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/gif"  // photos may be GIF
	_ "image/jpeg" // or JPEG
	_ "image/png"  // or PNG
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// maxDownload is how large a file that bots can fetch may be.
const maxDownload = 20 << 20

// storedFile is a file that people or the bot sent.
type storedFile struct {
	id     string
	unique string
	path   string // as getFile tells it
	name   string
	mime   string
	data   []byte
	photo  bool
	width  int
	height int
}

// keepFile stores a file and gives it its ids. Call it with the lock held.
func (s *Server) keepFile(f storedFile) *storedFile {
	s.lastID++
	kind := "BQAC"
	folder := "documents"
	if f.photo {
		kind, folder = "AgAC", "photos"
	}
	number := base64.RawURLEncoding.EncodeToString([]byte(fmt.Sprintf("sandbox-%08d", s.lastID)))
	f.id, f.unique = kind+number, "AQAD"+number[8:]
	f.path = folder + "/file_" + strconv.FormatInt(s.lastID, 10) + path.Ext(f.name)
	s.files[f.id] = &f
	return &f
}

// sizes shows a photo in the sizes of Telegram; all of them have the same content.
func (f *storedFile) sizes() []PhotoSize {
	small := PhotoSize{f.id + "s", f.unique + "s", max(f.width*90/max(f.width, f.height), 1), max(f.height*90/max(f.width, f.height), 1), 1200}
	full := PhotoSize{f.id, f.unique, f.width, f.height, len(f.data)}
	if f.width <= 90 && f.height <= 90 {
		return []PhotoSize{full}
	}
	return []PhotoSize{small, full}
}

func (f *storedFile) document() *Document {
	return &Document{f.id, f.unique, f.name, f.mime, len(f.data)}
}

// newPhoto reads a picture's size; what is no picture is refused.
func newPhoto(name string, data []byte) (storedFile, error) {
	config, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return storedFile{}, badRequest("IMAGE_PROCESS_FAILED")
	}
	if len(data) > 10<<20 {
		return storedFile{}, badRequest("file must be at most 10 MB")
	}
	if path.Ext(name) == "" {
		name += "." + kind
	}
	return storedFile{name: name, mime: "image/" + kind, data: data, photo: true, width: config.Width, height: config.Height}, nil
}

func newDocument(name, kind string, data []byte) (storedFile, error) {
	if len(data) == 0 {
		return storedFile{}, badRequest("file must be non-empty")
	}
	if kind == "" || kind == "application/octet-stream" {
		kind = mime.TypeByExtension(path.Ext(name))
	}
	if kind == "" {
		kind = "application/octet-stream"
	}
	return storedFile{name: path.Base(name), mime: kind, data: data}, nil
}

// sendPhoto implements the method of that name.
func (s *Server) sendPhoto(c *call) (any, error) { return s.sendFile(c, "photo") }

// sendDocument implements the method of that name.
func (s *Server) sendDocument(c *call) (any, error) { return s.sendFile(c, "document") }

func (s *Server) sendFile(c *call, kind string) (any, error) {
	m, err := s.draft(c.params)
	if err != nil {
		return nil, err
	}
	m.Caption, m.CaptionEntities, err = formatted(c.params, "caption", "caption_entities")
	if err != nil {
		return nil, err
	}
	if utf16Len(m.Caption) > maxCaption {
		return nil, badRequest("message caption is too long")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.writable(c.params); err != nil {
		return nil, err
	}
	if err := s.attach(m, c.params, kind, kind, c.params.text(kind)); err != nil {
		return nil, err
	}
	posted, err := s.send(c.params, m)
	if err != nil {
		return nil, err
	}
	return posted[0], nil
}

// attach puts a file on a message: the uploaded one of that name, attach://name,
// or a file_id.
func (s *Server) attach(m *Message, p *params, kind, name, ref string) error {
	if to, ok := strings.CutPrefix(ref, "attach://"); ok {
		name, ref = to, ""
	}
	f, err := s.fileFor(p, kind, name, ref)
	if err != nil {
		return err
	}
	if kind == "photo" {
		m.Photo = f.sizes()
		return nil
	}
	m.Document = f.document()
	return nil
}

func (s *Server) fileFor(p *params, kind, name, ref string) (*storedFile, error) {
	if ref != "" {
		return s.fileByRef(kind, ref)
	}
	up, ok := p.files[name]
	if !ok {
		return nil, missing(kind)
	}
	fresh, err := newDocument(up.name, up.mime, up.data)
	if kind == "photo" {
		fresh, err = newPhoto(up.name, up.data)
	}
	if err != nil {
		return nil, err
	}
	return s.keepFile(fresh), nil
}

func (s *Server) fileByRef(kind, ref string) (*storedFile, error) {
	if strings.HasPrefix(ref, "http://") || strings.HasPrefix(ref, "https://") {
		return nil, badRequest("failed to get HTTP URL content")
	}
	f, ok := s.fileByID(ref)
	if !ok {
		return nil, badRequest("wrong file identifier/HTTP URL specified")
	}
	if f.photo != (kind == "photo") {
		return nil, badRequest("type of file mismatch")
	}
	return f, nil
}

// inputMedia is one element of sendMediaGroup.
type inputMedia struct {
	Type      string   `json:"type"`
	Media     string   `json:"media"`
	Caption   string   `json:"caption"`
	ParseMode string   `json:"parse_mode"`
	Entities  []Entity `json:"caption_entities"`
}

// sendMediaGroup implements the method of that name for photos and documents.
func (s *Server) sendMediaGroup(c *call) (any, error) {
	var media []inputMedia
	if err := c.params.decode("media", &media); err != nil {
		return nil, err
	}
	if len(media) < 2 || len(media) > 10 {
		return nil, badRequest("there must be 2-10 media in the album")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.writable(c.params); err != nil {
		return nil, err
	}
	messages, err := s.album(c.params, media)
	if err != nil {
		return nil, err
	}
	return s.send(c.params, messages...)
}

func (s *Server) album(p *params, media []inputMedia) ([]*Message, error) {
	s.lastID++
	group := strconv.FormatInt(s.lastID, 10)
	var messages []*Message
	for _, in := range media {
		if in.Type != "photo" && in.Type != "document" || in.Type != media[0].Type {
			return nil, badRequest("%s can't be mixed with other media types", in.Type)
		}
		m := &Message{From: &s.bot, ByBot: true, MediaGroupID: group}
		var err error
		if m.Caption, m.CaptionEntities, err = format(in.Caption, in.ParseMode, in.Entities); err != nil {
			return nil, err
		}
		if utf16Len(m.Caption) > maxCaption {
			return nil, badRequest("message caption is too long")
		}
		if err := s.attach(m, p, in.Type, in.Type, in.Media); err != nil {
			return nil, err
		}
		messages = append(messages, m)
	}
	return messages, nil
}

// getFile implements the method of that name.
func (s *Server) getFile(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := c.params.text("file_id")
	f, ok := s.fileByID(id)
	if !ok {
		return nil, badRequest("invalid file_id")
	}
	if len(f.data) > maxDownload {
		return nil, badRequest("file is too big")
	}
	return map[string]any{
		"file_id": id, "file_unique_id": f.unique, "file_size": len(f.data), "file_path": f.path,
	}, nil
}

// serveFile serves /file/bot<token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, rest string) {
	token, name, _ := strings.Cut(rest, "/")
	if token != s.opts.Token {
		writeError(w, &apiError{code: 401, text: "Unauthorized"})
		return
	}
	s.mu.Lock()
	var found *storedFile
	for _, f := range s.files {
		if f.path == name {
			found = f
		}
	}
	s.mu.Unlock()
	if found == nil || r.Method != http.MethodGet {
		writeError(w, &apiError{code: 404, text: "Not Found"})
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(found.data)))
	_, _ = w.Write(found.data)
}

// File returns the content and the name of a file that somebody sent.
func (s *Server) File(id string) (data []byte, name string, ok bool) {
	f, ok := s.file(id)
	if !ok {
		return nil, "", false
	}
	return f.data, f.name, true
}

// file finds a file by its id or by that of its small size.
func (s *Server) file(id string) (*storedFile, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fileByID(id)
}

func (s *Server) fileByID(id string) (*storedFile, bool) {
	f, ok := s.files[id]
	if !ok {
		f, ok = s.files[strings.TrimSuffix(id, "s")]
	}
	return f, ok
}
