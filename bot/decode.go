package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"gridmate/chat"
)

// Decode reads a raw update. What the program passes over on purpose comes
// back as chat.Ignored; an error means that the update cannot be read and never
// quotes it.
func Decode(raw chat.Raw, me Me) (chat.Update, error) {
	var w wireUpdate
	if err := json.Unmarshal(raw.JSON, &w); err != nil {
		return chat.Update{}, fmt.Errorf("decode update %d: %s", raw.UpdateID, jsonError(err))
	}
	u := chat.Update{Seq: raw.Seq, At: raw.ReceivedAt}
	var err error
	switch {
	case w.Message != nil:
		err = decodeMessage(&u, w.Message, me)
	case w.Edited != nil:
		err = decodeEdited(&u, w.Edited, me)
	case w.Callback != nil:
		err = decodeCallback(&u, w.Callback)
	case w.Inline != nil:
		err = decodeInline(&u, w.Inline)
	case w.Member != nil:
		err = decodeMember(&u, w.Member)
	}
	if err != nil {
		return chat.Update{}, fmt.Errorf("decode update %d: %w", raw.UpdateID, err)
	}
	return u, nil
}

// jsonError says what is wrong with JSON without quoting it.
func jsonError(err error) string {
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) {
		return fmt.Sprintf("field %s is a %s", mismatch.Field, strings.Fields(mismatch.Value + " value")[0])
	}
	return "no JSON object"
}

// Errors of updates that break Telegram's own rules.
var (
	errNoChat = errors.New("no chat")
	errNoUser = errors.New("no user")
	errNoID   = errors.New("no id")
)

// decodeCallback reads a pressed button. Buttons under inline results have no
// message; the program makes none of those.
func decodeCallback(u *chat.Update, c *wireCallback) error {
	switch {
	case c.From == nil:
		return errNoUser
	case c.ID == "":
		return errNoID
	case c.Message == nil || c.Data == "":
		return nil
	}
	u.From = user(c.From)
	u.Message = c.Message.ID
	u.Button = chat.Press{ID: c.ID, Data: chat.Clean(c.Data)}
	if err := into(u, &c.Message.Chat, chat.Pressed); err != nil {
		return err
	}
	u.Chat.Topic = topic(c.Message.InTopic, c.Message.Thread)
	return nil
}

// decodeInline reads an inline query. It belongs to no chat.
func decodeInline(u *chat.Update, q *wireInline) error {
	switch {
	case q.From == nil:
		return errNoUser
	case q.ID == "":
		return errNoID
	}
	u.Event = chat.Inquired
	u.From = user(q.From)
	u.Inline = chat.Query{ID: q.ID, Text: chat.Clean(q.Query), Offset: q.Offset}
	return nil
}

// decodeMember reads that the bot was let into a chat or put out.
func decodeMember(u *chat.Update, m *wireMember) error {
	if m.From == nil {
		return errNoUser
	}
	u.From = user(m.From)
	u.At = moment(m.Date, u.At)
	switch m.New.Status {
	case "member", "administrator", "creator":
		u.Admitted = true
	case "restricted":
		u.Admitted = m.New.IsMember && m.New.MaySend
	}
	return into(u, &m.Chat, chat.Joined)
}

// into sets the chat, and the event unless the chat is one that the program
// passes over.
func into(u *chat.Update, c *models.Chat, event chat.Event) error {
	if c.ID == 0 {
		return errNoChat
	}
	u.Chat = chat.Room{ID: c.ID, Title: line(c.Title)}
	switch c.Type {
	case models.ChatTypePrivate:
		u.Chat.Type = chat.Private
	case models.ChatTypeGroup, models.ChatTypeSupergroup:
		u.Chat.Type = chat.Group
	default:
		u.Chat.Type = chat.Channel
		event = chat.Ignored
	}
	u.Event = event
	return nil
}

// topic is the topic of a message; the threads of answers in other groups are
// none.
func topic(in bool, thread int) int {
	if !in {
		return 0
	}
	return thread
}

// user reads a person.
func user(w *models.User) chat.User {
	return chat.User{
		ID:       w.ID,
		Name:     line(w.FirstName + " " + w.LastName),
		Username: w.Username,
		Bot:      w.IsBot,
	}
}

// line cleans a name, which has one line.
func line(s string) string { return strings.Join(strings.Fields(chat.Clean(s)), " ") }

// moment reads a Unix time.
func moment(seconds int64, otherwise time.Time) time.Time {
	if seconds <= 0 || seconds > 1<<40 {
		return otherwise
	}
	return time.Unix(seconds, 0).UTC()
}
