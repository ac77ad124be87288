// Command specgen trims the machine-readable Bot API to the methods that the
// sandbox answers and the types that their parameters are made of:
//
//	go run ./sandbox/internal/specgen API.JSON > sandbox/spec.json
//
// API.JSON is api.json of telegram-bot-api-spec (MIT, see ../../LICENSE.spec).
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// methods are the methods that the sandbox answers.
var methods = strings.Fields(`
	getUpdates setWebhook deleteWebhook getWebhookInfo getMe logOut close
	sendMessage sendRichMessage sendPhoto sendDocument sendMediaGroup sendChatAction
	editMessageText editMessageCaption editMessageReplyMarkup deleteMessage
	setMessageReaction answerCallbackQuery answerInlineQuery getFile
	getChat getChatMember getChatAdministrators leaveChat
	setMyCommands getMyCommands deleteMyCommands
	setMyDescription setMyShortDescription setChatMenuButton`)

type field struct {
	Name     string   `json:"name"`
	Types    []string `json:"types"`
	Required bool     `json:"required"`
}

type entry struct {
	Fields   []field  `json:"fields"`
	Subtypes []string `json:"subtypes"`
}

type source struct {
	Version string           `json:"version"`
	Methods map[string]entry `json:"methods"`
	Types   map[string]entry `json:"types"`
}

// trimmed writes a field as "name": ["Type", …], with "required" listed apart.
type trimmed struct {
	Fields   map[string][]string `json:"fields,omitempty"`
	Required []string            `json:"required,omitempty"`
	Subtypes []string            `json:"subtypes,omitempty"`
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: specgen API.JSON")
	}
	raw, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var api source
	if err := json.Unmarshal(raw, &api); err != nil {
		return fmt.Errorf("read %s: %w", args[0], err)
	}
	trim := struct {
		Version string             `json:"version"`
		Methods map[string]trimmed `json:"methods"`
		Types   map[string]trimmed `json:"types"`
	}{api.Version, map[string]trimmed{}, map[string]trimmed{}}
	for _, name := range methods {
		m, ok := api.Methods[name]
		if !ok {
			return fmt.Errorf("no method %s in %s", name, api.Version)
		}
		trim.Methods[name] = short(m)
		reach(api, m, trim.Types)
	}
	// Update is read for the names of the kinds of updates.
	trim.Types["Update"] = short(api.Types["Update"])
	enc := json.NewEncoder(out)
	enc.SetIndent("", " ")
	return enc.Encode(trim)
}

// reach adds the types that e's fields and subtypes lead to.
func reach(api source, e entry, into map[string]trimmed) {
	names := append([]string(nil), e.Subtypes...)
	for _, f := range e.Fields {
		names = append(names, f.Types...)
	}
	for _, name := range names {
		for strings.HasPrefix(name, "Array of ") {
			name = strings.TrimPrefix(name, "Array of ")
		}
		t, ok := api.Types[name]
		if _, done := into[name]; done || !ok {
			continue
		}
		into[name] = short(t)
		reach(api, t, into)
	}
}

func short(e entry) trimmed {
	t := trimmed{Subtypes: e.Subtypes}
	for _, f := range e.Fields {
		if t.Fields == nil {
			t.Fields = map[string][]string{}
		}
		t.Fields[f.Name] = f.Types
		if f.Required {
			t.Required = append(t.Required, f.Name)
		}
	}
	return t
}
