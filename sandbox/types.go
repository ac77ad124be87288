package sandbox

// Account is a user or bot as the Bot API shows it.
type Account struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// Name is the full name as people see it.
func (a Account) Name() string {
	if a.LastName == "" {
		return a.FirstName
	}
	return a.FirstName + " " + a.LastName
}

// Chat is a chat as the Bot API shows it in messages.
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"` // private, group, supergroup or channel
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

// Name is the title of a group or channel, or the name of the other person.
func (c Chat) Name() string {
	if c.Title != "" {
		return c.Title
	}
	return Account{FirstName: c.FirstName, LastName: c.LastName}.Name()
}

// Entity marks a part of a text; offset and length count UTF-16 units.
type Entity struct {
	Type          string   `json:"type"`
	Offset        int      `json:"offset"`
	Length        int      `json:"length"`
	URL           string   `json:"url,omitempty"`
	User          *Account `json:"user,omitempty"`
	Language      string   `json:"language,omitempty"`
	CustomEmojiID string   `json:"custom_emoji_id,omitempty"`
}

// Button is one button of an inline keyboard.
type Button struct {
	Text                string    `json:"text"`
	CallbackData        string    `json:"callback_data,omitempty"`
	URL                 string    `json:"url,omitempty"`
	Style               string    `json:"style,omitempty"`
	SwitchInline        *string   `json:"switch_inline_query,omitempty"`
	SwitchInlineCurrent *string   `json:"switch_inline_query_current_chat,omitempty"`
	CopyText            *CopyText `json:"copy_text,omitempty"`
}

// CopyText is what a copying button copies.
type CopyText struct {
	Text string `json:"text"`
}

// InlineKeyboard is the keyboard under a message.
type InlineKeyboard struct {
	Rows [][]Button `json:"inline_keyboard"`
}

// Button returns the button labelled so.
func (k *InlineKeyboard) Button(label string) (Button, bool) {
	if k == nil {
		return Button{}, false
	}
	for _, row := range k.Rows {
		for _, b := range row {
			if b.Text == label {
				return b, true
			}
		}
	}
	return Button{}, false
}

// PhotoSize is one size of a photo.
type PhotoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int    `json:"file_size,omitempty"`
}

// Document is a file that is no photo.
type Document struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int    `json:"file_size,omitempty"`
}

// Location is a point on the map, in degrees.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Origin says where a forwarded message came from.
type Origin struct {
	Type       string   `json:"type"`
	Date       int64    `json:"date"`
	SenderUser *Account `json:"sender_user,omitempty"`
	SenderChat *Chat    `json:"sender_chat,omitempty"`
}

// Message is one version of a message. A version never changes: an edit makes
// the next one, with the same ID and a higher Seq.
type Message struct {
	ID              int             `json:"message_id"`
	Thread          int             `json:"message_thread_id,omitempty"`
	InTopic         bool            `json:"is_topic_message,omitempty"`
	From            *Account        `json:"from,omitempty"`
	SenderChat      *Chat           `json:"sender_chat,omitempty"`
	Chat            *Chat           `json:"chat"`
	Date            int64           `json:"date"`
	EditDate        int64           `json:"edit_date,omitempty"`
	ForwardOrigin   *Origin         `json:"forward_origin,omitempty"`
	ReplyTo         *Message        `json:"reply_to_message,omitempty"`
	ViaBot          *Account        `json:"via_bot,omitempty"`
	MediaGroupID    string          `json:"media_group_id,omitempty"`
	Text            string          `json:"text,omitempty"`
	Entities        []Entity        `json:"entities,omitempty"`
	Caption         string          `json:"caption,omitempty"`
	CaptionEntities []Entity        `json:"caption_entities,omitempty"`
	Photo           []PhotoSize     `json:"photo,omitempty"`
	Document        *Document       `json:"document,omitempty"`
	Location        *Location       `json:"location,omitempty"`
	Rich            *RichMessage    `json:"rich_message,omitempty"`
	GroupCreated    bool            `json:"group_chat_created,omitempty"`
	NewChatMembers  []Account       `json:"new_chat_members,omitempty"`
	LeftChatMember  *Account        `json:"left_chat_member,omitempty"`
	NewChatTitle    string          `json:"new_chat_title,omitempty"`
	TopicCreated    *TopicCreated   `json:"forum_topic_created,omitempty"`
	MigrateToChat   int64           `json:"migrate_to_chat_id,omitempty"`
	MigrateFromChat int64           `json:"migrate_from_chat_id,omitempty"`
	ReplyMarkup     *InlineKeyboard `json:"reply_markup,omitempty"`

	// Seq orders all versions of all messages of the server.
	Seq int64 `json:"-"`
	// ByBot says that the bot under test wrote the message.
	ByBot bool `json:"-"`
	// Deleted marks the last version of a deleted message.
	Deleted bool `json:"-"`
	// Reactions are the emoji that the bot put on the message.
	Reactions []string `json:"-"`
	// Keyboard is the custom keyboard, its removal or a forced reply that came
	// with the message.
	Keyboard *Keyboard `json:"-"`
}

// Keyboard is what replaces a person's keyboard: rows of keys, or the removal of
// those, or a forced reply.
type Keyboard struct {
	Rows        [][]Key `json:"keyboard,omitempty"`
	OneTime     bool    `json:"one_time_keyboard,omitempty"`
	Placeholder string  `json:"input_field_placeholder,omitempty"`
	Remove      bool    `json:"remove_keyboard,omitempty"`
	ForceReply  bool    `json:"force_reply,omitempty"`
}

// Key is one key of a custom keyboard.
type Key struct {
	Text            string `json:"text"`
	RequestLocation bool   `json:"request_location,omitempty"`
}

// Shown is the text or the caption, whichever there is.
func (m *Message) Shown() string {
	switch {
	case m.Text != "":
		return m.Text
	case m.Rich != nil:
		return m.Rich.shown()
	}
	return m.Caption
}

// Buttons lists the labels of the inline keyboard, row by row.
func (m *Message) Buttons() []string {
	var labels []string
	if m.ReplyMarkup == nil {
		return nil
	}
	for _, row := range m.ReplyMarkup.Rows {
		for _, b := range row {
			labels = append(labels, b.Text)
		}
	}
	return labels
}

// BotCommand is one row of the command menu.
type BotCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}
