package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is Telegram's limit on uploads, 50 MB, with room for the form.
const maxBody = 52 << 20

// value is a parameter as Telegram sees it: text. Of a JSON body it remembers
// whether the value was a string.
type value struct {
	text   string
	quoted bool
}

type upload struct {
	name string
	mime string
	data []byte
}

// params are the parameters of one call.
type params struct {
	values map[string]value
	files  map[string]upload
}

// readParams reads query, JSON, urlencoded and multipart parameters.
func readParams(w http.ResponseWriter, r *http.Request) (*params, error) {
	p := &params{values: map[string]value{}}
	if r.URL.RawQuery != "" {
		p.addForm(r.URL.Query())
	}
	if r.Body == nil || r.Method == http.MethodGet {
		return p, nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && r.Header.Get("Content-Type") != "" {
		return nil, badRequest("can't parse Content-Type")
	}
	switch kind {
	case "application/json":
		return p, p.addJSON(r)
	case "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return nil, bodyError(err)
		}
		p.addForm(r.PostForm)
	case "multipart/form-data":
		return p, p.addMultipart(r)
	}
	return p, nil
}

func bodyError(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &apiError{code: 413, text: "Request Entity Too Large"}
	}
	return badRequest("can't parse request body")
}

func (p *params) addForm(form url.Values) {
	for name, v := range form {
		p.values[name] = value{v[0], true}
	}
}

func (p *params) addJSON(r *http.Request) error {
	body, err := readBody(r)
	if err != nil {
		return bodyError(err)
	}
	if !json.Valid(body) {
		return badRequest("can't parse JSON object")
	}
	err = eachField(string(body), func(name, raw string) error {
		if raw == "null" {
			return nil
		}
		v := value{text: raw}
		if raw[0] == '"' {
			v.quoted = true
			if v.text, err = unquote(raw); err != nil {
				return err
			}
		}
		p.values[name] = v
		return nil
	})
	if err != nil {
		return badRequest("can't parse JSON object")
	}
	return nil
}

// readBody reads the whole body, at once when its length is known.
func readBody(r *http.Request) ([]byte, error) {
	if r.ContentLength <= 0 || r.ContentLength > maxBody {
		return io.ReadAll(r.Body)
	}
	body := make([]byte, r.ContentLength)
	_, err := io.ReadFull(r.Body, body)
	return body, err
}

func (p *params) addMultipart(r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return badRequest("can't parse multipart form")
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return bodyError(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return bodyError(err)
		}
		if part.FileName() == "" {
			p.values[part.FormName()] = value{string(data), true}
			continue
		}
		if p.files == nil {
			p.files = map[string]upload{}
		}
		p.files[part.FormName()] = upload{part.FileName(), part.Header.Get("Content-Type"), data}
	}
}

func (p *params) has(name string) bool {
	if _, ok := p.values[name]; ok {
		return true
	}
	_, ok := p.files[name]
	return ok
}

// attached reports whether a parameter refers to the file as attach://name.
func (p *params) attached(file string) bool {
	for _, v := range p.values {
		if strings.Contains(v.text, "attach://"+file) {
			return true
		}
	}
	return false
}

func (p *params) text(name string) string { return p.values[name].text }

// number returns an integer parameter, or the default where it is absent.
func (p *params) number(name string, otherwise int64) int64 {
	n, err := strconv.ParseInt(p.values[name].text, 10, 64)
	if err != nil {
		return otherwise
	}
	return n
}

func (p *params) flag(name string) bool {
	b, _ := parseBool(p.values[name].text)
	return b
}

// decode unmarshals a JSON parameter; an absent one leaves into as it is.
func (p *params) decode(name string, into any) error {
	v, ok := p.values[name]
	if !ok || v.text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(v.text), into); err != nil {
		return badRequest("can't parse %s JSON object", strings.ReplaceAll(name, "_", " "))
	}
	return nil
}

// texts copies the parameters for the log of calls.
func (p *params) texts() map[string]string {
	m := make(map[string]string, len(p.values)+len(p.files))
	for name, v := range p.values {
		m[name] = v.text
	}
	for name, f := range p.files {
		m[name] = f.name
	}
	return m
}

func parseBool(s string) (value, ok bool) {
	switch strings.ToLower(s) {
	case "true", "yes", "1":
		return true, true
	case "false", "no", "0":
		return false, true
	}
	return false, false
}
