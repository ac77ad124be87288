package bot

import (
	"encoding/json"

	"github.com/go-telegram/bot/models"
)

// The parts of Telegram's objects that Decode looks at. The library's own
// Update would do, but it decodes all of an object: one new kind of forward or
// member anywhere in it, even in a quoted message, makes the whole update
// undecodable.

// wireUpdate is an update; at most one of its fields is set.
type wireUpdate struct {
	Message  *wireMessage  `json:"message"`
	Edited   *wireMessage  `json:"edited_message"`
	Callback *wireCallback `json:"callback_query"`
	Inline   *wireInline   `json:"inline_query"`
	Member   *wireMember   `json:"my_chat_member"`
}

// wireMessage is a message.
type wireMessage struct {
	ID         int          `json:"message_id"`
	Thread     int          `json:"message_thread_id"`
	InTopic    bool         `json:"is_topic_message"`
	From       *models.User `json:"from"`
	SenderChat *models.Chat `json:"sender_chat"`
	ViaBot     *models.User `json:"via_bot"`
	Chat       models.Chat  `json:"chat"`
	Date       int64        `json:"date"`
	EditDate   int64        `json:"edit_date"`
	ReplyTo    *wireReply   `json:"reply_to_message"`
	Album      string       `json:"media_group_id"`
	MigrateTo  int64        `json:"migrate_to_chat_id"`

	Forward     json.RawMessage `json:"forward_origin"`
	AutoForward bool            `json:"is_automatic_forward"`

	Text            string                 `json:"text"`
	Entities        []models.MessageEntity `json:"entities"`
	Caption         string                 `json:"caption"`
	CaptionEntities []models.MessageEntity `json:"caption_entities"`
	Photo           []models.PhotoSize     `json:"photo"`
	Location        *models.Location       `json:"location"`
	Venue           *struct {
		Location *models.Location `json:"location"`
	} `json:"venue"`

	wireOther
}

// wireOther is what people send and the program cannot read. It is told apart
// from service messages, which nobody sent.
type wireOther struct {
	Animation json.RawMessage `json:"animation"`
	Audio     json.RawMessage `json:"audio"`
	Contact   json.RawMessage `json:"contact"`
	Dice      json.RawMessage `json:"dice"`
	Document  json.RawMessage `json:"document"`
	Poll      json.RawMessage `json:"poll"`
	Sticker   json.RawMessage `json:"sticker"`
	Story     json.RawMessage `json:"story"`
	Video     json.RawMessage `json:"video"`
	VideoNote json.RawMessage `json:"video_note"`
	Voice     json.RawMessage `json:"voice"`
}

// present says whether one of them is there.
func (o *wireOther) present() bool {
	for _, field := range []json.RawMessage{
		o.Animation, o.Audio, o.Contact, o.Dice, o.Document, o.Poll,
		o.Sticker, o.Story, o.Video, o.VideoNote, o.Voice,
	} {
		if given(field) {
			return true
		}
	}
	return false
}

// given says whether an optional field is there.
func given(field json.RawMessage) bool { return len(field) > 0 && string(field) != "null" }

// wireReply is the message that another one answers.
type wireReply struct {
	ID   int          `json:"message_id"`
	From *models.User `json:"from"`
}

// wireCallback is a pressed button. Of a message that Telegram does not show
// any more, id and chat are left.
type wireCallback struct {
	ID      string       `json:"id"`
	From    *models.User `json:"from"`
	Data    string       `json:"data"`
	Message *struct {
		ID      int         `json:"message_id"`
		Thread  int         `json:"message_thread_id"`
		InTopic bool        `json:"is_topic_message"`
		Chat    models.Chat `json:"chat"`
	} `json:"message"`
}

// wireInline is an inline query.
type wireInline struct {
	ID     string       `json:"id"`
	From   *models.User `json:"from"`
	Query  string       `json:"query"`
	Offset string       `json:"offset"`
}

// wireMember is a change of the bot's own membership.
type wireMember struct {
	Chat models.Chat  `json:"chat"`
	From *models.User `json:"from"`
	Date int64        `json:"date"`
	New  struct {
		Status   string `json:"status"`
		IsMember bool   `json:"is_member"`         // of the restricted
		MaySend  bool   `json:"can_send_messages"` // of the restricted
	} `json:"new_chat_member"`
}
