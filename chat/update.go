// Package chat is the language between people and the bot: what somebody did
// (Update) and what the bot says to it (Reply), free of Telegram's wire types.
//
// It uses the standard library only, so that handlers, jobs and storage can
// speak it without knowing how a message travels.
package chat

import (
	"strings"
	"time"
)

// Raw is an update as it came in, before anybody looked inside it.
type Raw struct {
	Seq        int64     // our own running order; 0 before it is stored
	UpdateID   int64     // Telegram's number; one row for each
	ReceivedAt time.Time // when intake got it
	JSON       []byte    // the update object, UTF-8
}

// Event says what somebody did.
type Event int

// The events that handlers know. Ignored is everything that the bot passes
// over on purpose: channel posts, commands for another bot, service messages.
const (
	Ignored  Event = iota
	Said           // a new message: text, photo with or without caption, location
	Edited         // a message was changed after it was sent
	Pressed        // a button under one of the bot's messages
	Inquired       // an inline query: @bot 低保
	Joined         // the bot was added to or removed from a chat
	Migrated       // a group became a supergroup with another id
)

// Type is the kind of chat an update comes from.
type Type string

// Telegram's chat types, with both sorts of group folded into one.
const (
	Private Type = "private"
	Group   Type = "group"
	Channel Type = "channel"
)

// Update is one thing that somebody did, decoded.
type Update struct {
	Seq   int64
	Event Event
	At    time.Time // when they did it: the message's own date, else when it was received

	Chat Room
	From User

	Message  int       // the message's id in its chat; for Pressed the one that carries the button
	Text     string    // text or caption, control characters removed
	Command  string    // "patrol" for /patrol and /patrol@this_bot; empty without a command
	Args     string    // what follows the command, trimmed
	Mention  bool      // the bot was addressed: a mention, or a reply to one of its messages
	ReplyTo  int       // id of the message that this one answers; 0 without
	Forward  bool      // the text is somebody else's, passed on
	Album    string    // media group id; photos of one album come as separate updates
	Photo    string    // file id of the largest size
	Place    *Point    // a shared location
	Document *Document // a file that is no photo
	Button   Press     // for Pressed
	Inline   Query     // for Inquired
	NewChat  int64     // for Migrated: the chat's new id
	Admitted bool      // for Joined: the bot may write here now
}

// Room is the chat an update belongs to. Topic is the topic of a forum in it, 0
// where there is none and in a forum's general one.
type Room struct {
	ID    int64
	Topic int
	Type  Type
	Title string
}

// User is who did it. ID is 0 for anonymous group admins and channels, who
// act in a chat's name and are nobody that rights could be given to.
type User struct {
	ID       int64
	Name     string
	Username string
	Bot      bool
}

// Point is a position in degrees, WGS 84.
type Point struct{ Lat, Lon float64 }

// Press is a button that was pressed. ID lives about 150 seconds.
type Press struct {
	ID   string
	Data string
}

// Query is an inline query. ID lives about 30 seconds.
type Query struct {
	ID     string
	Text   string
	Offset string
}

// ParseCommand splits "/name@bot rest". For is the addressed bot without @,
// empty when none is named. Names are lower case ASCII letters, digits and _.
func ParseCommand(text string) (name, addressed, rest string, ok bool) {
	word, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if first, more, found := strings.Cut(word, "\n"); found {
		word, rest = first, more+" "+rest
	}
	word, found := strings.CutPrefix(word, "/")
	if !found {
		return "", "", "", false
	}
	name, addressed, _ = strings.Cut(word, "@")
	name = strings.ToLower(name)
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		return "", "", "", false
	}
	return name, addressed, strings.TrimSpace(rest), true
}
