package sandbox

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed spec.json
var specJSON []byte

// shape is a method or a type of the specification.
type shape struct {
	Fields   map[string][]string `json:"fields"`
	Required []string            `json:"required"`
	Subtypes []string            `json:"subtypes"`
}

type specification struct {
	Version string           `json:"version"`
	Methods map[string]shape `json:"methods"`
	Types   map[string]shape `json:"types"`
}

// spec is the embedded specification, read once.
var spec = sync.OnceValue(func() *specification {
	var s specification
	if err := json.Unmarshal(specJSON, &s); err != nil {
		panic("sandbox: spec.json: " + err.Error())
	}
	return &s
})

// check refuses parameters of a method that are unknown, missing or ill-typed.
func (s *specification) check(method string, p *params) error {
	m := s.Methods[method]
	for name, v := range p.values {
		types, known := m.Fields[name]
		if !known {
			return badRequest("unknown parameter %q of %s", name, method)
		}
		if err := s.checkParam(name, types, v); err != nil {
			return err
		}
	}
	for name := range p.files {
		if _, known := m.Fields[name]; !known && !p.attached(name) {
			return badRequest("unknown file %q of %s", name, method)
		}
	}
	for _, name := range m.Required {
		if !p.has(name) {
			return missing(name)
		}
	}
	return nil
}

// missing words the refusal of an absent parameter as Telegram does.
func missing(name string) error {
	switch name {
	case "text":
		return badRequest("message text is empty")
	case "photo":
		return badRequest("there is no photo in the request")
	case "document":
		return badRequest("there is no document in the request")
	case "media":
		return badRequest("there are no media in the request")
	case "action":
		return badRequest("wrong parameter action in request")
	}
	return badRequest("%s is empty", name)
}

// checkParam checks one top-level parameter. Telegram reads all of them as
// strings, so a number in quotes is a number and a quoted object an object.
func (s *specification) checkParam(name string, types []string, v value) error {
	if !utf8.ValidString(v.text) {
		return badRequest("strings must be encoded in UTF-8")
	}
	for _, t := range types {
		if s.fits(t, v) {
			return nil
		}
	}
	if name == "chat_id" {
		return badRequest("chat_id must be an integer or a username")
	}
	return badRequest("can't parse %s: expected %s", name, strings.Join(types, " or "))
}

func (s *specification) fits(t string, v value) bool {
	switch t {
	case "String":
		return v.quoted
	case "Integer":
		_, err := strconv.ParseInt(v.text, 10, 64)
		return err == nil
	case "Float":
		_, err := strconv.ParseFloat(v.text, 64)
		return err == nil
	case "Boolean":
		_, ok := parseBool(v.text)
		return ok
	case "InputFile":
		return v.quoted
	}
	var decoded any
	return json.Unmarshal([]byte(v.text), &decoded) == nil && s.matches(t, decoded)
}

// matches checks a decoded JSON value against a type, all the way down.
func (s *specification) matches(t string, v any) bool {
	if item, ok := strings.CutPrefix(t, "Array of "); ok {
		list, ok := v.([]any)
		return ok && !slices.ContainsFunc(list, func(v any) bool { return !s.matches(item, v) })
	}
	switch t {
	case "String", "InputFile":
		_, ok := v.(string)
		return ok
	case "Integer":
		n, ok := v.(float64)
		return ok && n == float64(int64(n))
	case "Float":
		_, ok := v.(float64)
		return ok
	case "Boolean":
		_, ok := v.(bool)
		return ok
	}
	object, ok := v.(map[string]any)
	return ok && s.matchesObject(s.Types[t], object)
}

func (s *specification) matchesObject(t shape, object map[string]any) bool {
	if len(t.Subtypes) > 0 {
		return slices.ContainsFunc(t.Subtypes, func(name string) bool {
			return s.Types[name].discriminates(name, object) && s.matchesObject(s.Types[name], object)
		})
	}
	for name, v := range object {
		types, known := t.Fields[name]
		if !known || !slices.ContainsFunc(types, func(t string) bool { return s.matches(t, v) }) {
			return false
		}
	}
	for _, name := range t.Required {
		if _, ok := object[name]; !ok {
			return false
		}
	}
	return true
}

// discriminates reports whether an object's type field, if it has one, names
// this subtype: "chat_member" is BotCommandScopeChatMember.
func (t shape) discriminates(name string, object map[string]any) bool {
	kind, ok := object["type"].(string)
	if _, has := t.Fields["type"]; !ok || !has {
		return true
	}
	return strings.HasSuffix(strings.ToLower(name), strings.ReplaceAll(kind, "_", ""))
}

// updateKinds lists the names that allowed_updates may hold.
var updateKinds = sync.OnceValue(func() map[string]bool {
	kinds := map[string]bool{}
	for name := range spec().Types["Update"].Fields {
		if name != "update_id" {
			kinds[name] = true
		}
	}
	return kinds
})
