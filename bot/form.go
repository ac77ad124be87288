package bot

import (
	"bytes"
	"encoding/json"
	"mime"
)

// structured are the parameters that the library writes as JSON. All others
// are texts, and stay texts even if somebody types a number.
var structured = map[string]bool{
	"allowed_updates": true, "cache_time": true, "chat_id": true, "commands": true,
	"disable_notification": true, "drop_pending_updates": true, "is_big": true,
	"is_personal": true, "link_preview_options": true, "max_connections": true,
	"message_id": true, "message_thread_id": true, "reaction": true,
	"reply_markup": true, "reply_parameters": true, "results": true, "scope": true,
	"show_alert": true,
}

// formToJSON turns a multipart form without files into a JSON object. It
// returns false for everything else.
func formToJSON(contentType string, form []byte) ([]byte, bool) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" {
		return nil, false
	}
	if len(form) == 0 {
		return []byte("{}"), true
	}
	form = bytes.TrimPrefix(form, []byte("\r\n")) // a form without fields starts so
	var out bytes.Buffer
	out.Grow(len(form))
	out.WriteByte('{')
	text := json.NewEncoder(&out)
	text.SetEscapeHTML(false)
	for rest := form; ; {
		name, value, tail, ok := nextField(rest, params["boundary"])
		if !ok {
			return nil, false
		}
		if name == nil {
			break
		}
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		if err := text.Encode(string(name)); err != nil {
			return nil, false
		}
		out.WriteByte(':')
		if structured[string(name)] && json.Valid(value) {
			out.Write(value)
		} else if err := text.Encode(string(value)); err != nil {
			return nil, false
		}
		rest = tail
	}
	out.WriteByte('}')
	return out.Bytes(), true
}

// nextField cuts one field off a form as mime/multipart writes it. The name is
// nil at the form's end; false means a file, or a form of another hand.
func nextField(form []byte, boundary string) (name, value, rest []byte, ok bool) {
	form, ok = bytes.CutPrefix(form, []byte("--"+boundary))
	if !ok {
		return nil, nil, nil, false
	}
	if bytes.Equal(form, []byte("--\r\n")) {
		return nil, nil, nil, true
	}
	head, body, ok := bytes.Cut(form, []byte("\r\n\r\n"))
	if !ok {
		return nil, nil, nil, false
	}
	name, ok = bytes.CutPrefix(head, []byte("\r\nContent-Disposition: form-data; name=\""))
	if !ok || len(name) < 2 || bytes.IndexByte(name, '"') != len(name)-1 {
		return nil, nil, nil, false
	}
	end := bytes.Index(body, []byte("\r\n--"+boundary))
	if end < 0 {
		return nil, nil, nil, false
	}
	return name[:len(name)-1], body[:end], body[end+2:], true
}
