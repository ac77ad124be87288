package sandbox

import (
	"slices"
	"strings"
)

// reactions are the emoji that Telegram allows, as of Bot API 10.1.
var reactions = strings.Fields(`❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚
	🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘
	🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡`)

// setMessageReaction implements the method of that name: a bot has one reaction
// to a message, an empty list takes it back.
func (s *Server) setMessageReaction(c *call) (any, error) {
	var list []struct {
		Type  string `json:"type"`
		Emoji string `json:"emoji"`
	}
	if err := c.params.decode("reaction", &list); err != nil {
		return nil, err
	}
	if len(list) > 1 {
		return nil, badRequest("REACTIONS_TOO_MANY")
	}
	var emoji []string
	for _, r := range list {
		if r.Type != "emoji" || !slices.Contains(reactions, r.Emoji) {
			return nil, badRequest("REACTION_INVALID")
		}
		emoji = append(emoji, r.Emoji)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	chat, err := s.writable(c.params)
	if err != nil {
		return nil, err
	}
	m, ok := chat.message(int(c.params.number("message_id", 0)))
	if !ok {
		return nil, badRequest("message to react not found")
	}
	s.revise(chat, m, func(m *Message) { m.Reactions = emoji })
	return true, nil
}
