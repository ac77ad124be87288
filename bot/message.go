package bot

import (
	"encoding/json"
	"strings"

	"github.com/go-telegram/bot/models"

	"gridmate/chat"
)

// groupAnonymous is GroupAnonymousBot, in whose name Telegram lets anonymous
// admins speak.
const groupAnonymous = 1087968824

// decodeMessage reads a new message.
func decodeMessage(u *chat.Update, m *wireMessage, me Me) error {
	u.At = moment(m.Date, u.At)
	if m.MigrateTo != 0 {
		u.NewChat = m.MigrateTo
		return into(u, &m.Chat, chat.Migrated)
	}
	return said(u, m, me, chat.Said)
}

// decodeEdited reads a changed message. A live location is edited every few
// seconds by the phone, not by a person.
func decodeEdited(u *chat.Update, m *wireMessage, me Me) error {
	u.At = moment(m.EditDate, moment(m.Date, u.At))
	if m.Location != nil {
		return into(u, &m.Chat, chat.Ignored)
	}
	return said(u, m, me, chat.Edited)
}

// said reads what somebody said, or passes over what nobody said to the bot.
func said(u *chat.Update, m *wireMessage, me Me, event chat.Event) error {
	if !spoken(m) || fromMachine(m, me) {
		event = chat.Ignored
	}
	if err := into(u, &m.Chat, event); err != nil {
		return err
	}
	if u.Event == chat.Ignored {
		return nil
	}
	if m.From == nil && m.SenderChat == nil {
		return errNoUser
	}
	u.Message = m.ID
	u.Chat.Topic = topic(m.InTopic, m.Thread)
	u.From = sender(m)
	u.Album = m.Album
	u.Photo = largest(m.Photo)
	u.Place = place(m)
	if !given(m.Animation) { // of which Telegram shows a document as well
		u.Document = document(m.Document)
	}
	u.Forward = given(m.Forward) || m.ViaBot != nil
	replyTo(u, m, me)
	text(u, m, me)
	return nil
}

// spoken says whether a message holds something that a person sent; service
// messages do not.
func spoken(m *wireMessage) bool {
	return m.Text != "" || m.Caption != "" || m.Photo != nil || m.Location != nil ||
		m.Venue != nil || m.present()
}

// fromMachine says whether a message is no person's: another bot's, a linked
// channel's post, or a card of this bot that somebody chose from inline results.
func fromMachine(m *wireMessage, me Me) bool {
	switch {
	case m.AutoForward, m.ViaBot != nil && m.ViaBot.ID == me.ID:
		return true
	case m.SenderChat != nil: // speaks through GroupAnonymousBot or Channel_Bot
		return m.SenderChat.Type == models.ChatTypePrivate
	}
	return m.From != nil && m.From.IsBot && m.From.ID != groupAnonymous
}

// sender says who speaks. Who speaks in a chat's name has no id.
func sender(m *wireMessage) chat.User {
	switch {
	case m.SenderChat != nil:
		return chat.User{Name: line(m.SenderChat.Title)}
	case m.From.ID == groupAnonymous:
		return chat.User{Name: line(m.Chat.Title)}
	}
	return user(m.From)
}

// largest returns the file id of the largest size.
func largest(sizes []models.PhotoSize) string {
	best := models.PhotoSize{}
	for _, s := range sizes {
		if s.FileID != "" && s.Width*s.Height >= best.Width*best.Height {
			best = s
		}
	}
	return best.FileID
}

// document reads a file; nil if there is none that could be fetched.
func document(field json.RawMessage) *chat.Document {
	var d struct {
		ID   string `json:"file_id"`
		Name string `json:"file_name"`
		Size int64  `json:"file_size"`
	}
	if !given(field) || json.Unmarshal(field, &d) != nil || d.ID == "" {
		return nil
	}
	return &chat.Document{ID: d.ID, Name: line(d.Name), Size: max(d.Size, 0)}
}

// place reads a location or a venue's location.
func place(m *wireMessage) *chat.Point {
	l := m.Location
	if l == nil && m.Venue != nil {
		l = m.Venue.Location
	}
	if l == nil || l.Latitude < -90 || l.Latitude > 90 || l.Longitude < -180 || l.Longitude > 180 {
		return nil
	}
	return &chat.Point{Lat: l.Latitude, Lon: l.Longitude}
}

// replyTo reads which message is answered. In a forum, every message answers
// the one that opened its topic: that is no answer to anybody.
func replyTo(u *chat.Update, m *wireMessage, me Me) {
	r := m.ReplyTo
	if r == nil || m.InTopic && r.ID == m.Thread {
		return
	}
	u.ReplyTo = r.ID
	u.Mention = r.From != nil && r.From.ID == me.ID
}

// text reads text or caption and the command in it. A command for another bot
// is not for this one.
func text(u *chat.Update, m *wireMessage, me Me) {
	raw, entities := m.Text, m.Entities
	if raw == "" {
		raw, entities = m.Caption, m.CaptionEntities
	}
	raw, mentioned := stripMention(raw, entities, me)
	u.Mention = u.Mention || mentioned
	u.Text = chat.Clean(raw)
	name, addressed, rest, ok := chat.ParseCommand(u.Text)
	switch {
	case !ok:
	case addressed != "" && !strings.EqualFold(addressed, me.Username):
		*u = chat.Update{Seq: u.Seq, At: u.At, Chat: u.Chat}
	default:
		u.Command, u.Args = name, rest
		u.Mention = u.Mention || addressed != ""
	}
}
