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
	return s.matches(t, v.text)
}

// matches checks JSON text against a type, all the way down.
func (s *specification) matches(t, raw string) bool {
	if item, ok := strings.CutPrefix(t, "Array of "); ok {
		return eachItem(raw, func(raw string) error { return mismatch(s.matches(item, raw)) }) == nil
	}
	switch t {
	case "String", "InputFile":
		_, err := unquote(raw)
		return err == nil
	case "Integer":
		_, err := strconv.ParseInt(raw, 10, 64)
		return err == nil
	case "Float":
		_, err := strconv.ParseFloat(raw, 64)
		return err == nil
	case "Boolean":
		return raw == "true" || raw == "false"
	}
	return s.matchesObject(s.Types[t], raw)
}

func (s *specification) matchesObject(t shape, raw string) bool {
	if len(t.Subtypes) > 0 {
		return slices.ContainsFunc(t.Subtypes, func(name string) bool {
			return s.Types[name].discriminates(name, raw) && s.matchesObject(s.Types[name], raw)
		})
	}
	required := 0
	err := eachField(raw, func(name, raw string) error {
		if slices.Contains(t.Required, name) {
			required++
		}
		return mismatch(slices.ContainsFunc(t.Fields[name], func(t string) bool { return s.matches(t, raw) }))
	})
	return err == nil && required >= len(t.Required)
}

// mismatch ends a walk through JSON where something does not match.
func mismatch(matches bool) error {
	if matches {
		return nil
	}
	return errJSON
}

// discriminates reports whether an object's type field, if it has one, names
// this subtype: "chat_member" is BotCommandScopeChatMember.
func (t shape) discriminates(name, raw string) bool {
	if _, has := t.Fields["type"]; !has {
		return true
	}
	kind := ""
	_ = eachField(raw, func(name, raw string) error { // broken JSON is found by who reads all of it
		if name == "type" {
			kind, _ = unquote(raw)
		}
		return nil
	})
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
