package sandbox

import (
	"regexp"
)

// commandScope says for whom a command list is.
type commandScope struct {
	kind     string
	chat     int64
	user     int64
	language string
}

// profile is what people read about the bot before they start it.
type profile struct {
	description map[string]string // by language
	short       map[string]string
	menu        map[int64]string // menu button type by chat, 0 for all
}

var (
	commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languages   = regexp.MustCompile(`^([a-z]{2})?$`)
)

// scopeOf reads scope and language_code.
func (s *Server) scopeOf(p *params) (commandScope, error) {
	var in struct {
		Type string `json:"type"`
		Chat int64  `json:"chat_id"`
		User int64  `json:"user_id"`
	}
	if err := p.decode("scope", &in); err != nil {
		return commandScope{}, err
	}
	if in.Type == "" {
		in.Type = "default"
	}
	if !languages.MatchString(p.text("language_code")) {
		return commandScope{}, badRequest("invalid language code specified")
	}
	if _, ok := s.chats[in.Chat]; !ok && in.Chat != 0 {
		return commandScope{}, badRequest("chat not found")
	}
	return commandScope{in.Type, in.Chat, in.User, p.text("language_code")}, nil
}

// setMyCommands implements the method of that name.
func (s *Server) setMyCommands(c *call) (any, error) {
	var list []BotCommand
	if err := c.params.decode("commands", &list); err != nil {
		return nil, err
	}
	if len(list) > 100 {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, b := range list {
		if !commandName.MatchString(b.Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := utf16Len(b.Description); n < 1 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	scope, err := s.scopeOf(c.params)
	if err != nil {
		return nil, err
	}
	s.commands[scope] = list
	s.touch()
	return true, nil
}

// getMyCommands implements the method of that name.
func (s *Server) getMyCommands(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	scope, err := s.scopeOf(c.params)
	if err != nil {
		return nil, err
	}
	return append([]BotCommand{}, s.commands[scope]...), nil
}

// deleteMyCommands implements the method of that name.
func (s *Server) deleteMyCommands(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	scope, err := s.scopeOf(c.params)
	if err != nil {
		return nil, err
	}
	delete(s.commands, scope)
	s.touch()
	return true, nil
}

// Commands returns the menu that a person sees in a chat: Telegram takes the
// narrowest list there is, first in the person's language, then in none.
func (s *Server) Commands(user, chat int64) []BotCommand {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, known := s.users[user]
	c, there := s.chats[chat]
	if !known || !there {
		return nil
	}
	language := u.LanguageCode
	if len(language) > 2 {
		language = language[:2]
	}
	for _, scope := range c.scopes(user) {
		for _, scope.language = range []string{language, ""} {
			if list, ok := s.commands[scope]; ok {
				return append([]BotCommand{}, list...)
			}
		}
	}
	return nil
}

// scopes lists the scopes that apply to a person, the narrowest first.
func (c *chat) scopes(user int64) []commandScope {
	if c.isPrivate() {
		return []commandScope{{kind: "chat", chat: c.ID}, {kind: "all_private_chats"}, {kind: "default"}}
	}
	list := []commandScope{{kind: "chat_member", chat: c.ID, user: user}}
	if c.admin(user) {
		list = append(list, commandScope{kind: "chat_administrators", chat: c.ID})
	}
	list = append(list, commandScope{kind: "chat", chat: c.ID})
	if c.admin(user) {
		list = append(list, commandScope{kind: "all_chat_administrators"})
	}
	return append(list, commandScope{kind: "all_group_chats"}, commandScope{kind: "default"})
}

// setMyDescription implements the method of that name.
func (s *Server) setMyDescription(c *call) (any, error) {
	return s.describe(c, &s.profile.description, "description", 512)
}

// setMyShortDescription implements the method of that name.
func (s *Server) setMyShortDescription(c *call) (any, error) {
	return s.describe(c, &s.profile.short, "short_description", 120)
}

func (s *Server) describe(c *call, into *map[string]string, name string, most int) (any, error) {
	text := c.params.text(name)
	if utf16Len(text) > most {
		return nil, badRequest("%s is too long", name)
	}
	if !languages.MatchString(c.params.text("language_code")) {
		return nil, badRequest("invalid language code specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if *into == nil {
		*into = map[string]string{}
	}
	(*into)[c.params.text("language_code")] = text
	return true, nil
}

// Description returns what people read of the bot before they start it, in a
// two-letter language or, where that is empty or unset, in none.
func (s *Server) Description(language string) (long, short string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return inLanguage(s.profile.description, language), inLanguage(s.profile.short, language)
}

func inLanguage(texts map[string]string, language string) string {
	if text, ok := texts[language]; ok {
		return text
	}
	return texts[""]
}

// setChatMenuButton implements the method of that name.
func (s *Server) setChatMenuButton(c *call) (any, error) {
	button := struct {
		Type string `json:"type"`
	}{"default"}
	if err := c.params.decode("menu_button", &button); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.profile.menu == nil {
		s.profile.menu = map[int64]string{}
	}
	id := c.params.number("chat_id", 0)
	if chat, ok := s.chats[id]; id != 0 && (!ok || !chat.isPrivate()) {
		return nil, badRequest("chat not found")
	}
	s.profile.menu[id] = button.Type
	return true, nil
}
