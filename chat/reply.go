package chat

import "time"

// Verb says what is to be done with a reply.
type Verb string

// The verbs. They are stored, so their words are part of the schema.
const (
	// Send puts a new message into the chat; with Card set, the card lives in
	// it from then on.
	Send Verb = "send"
	// Show puts a card into the chat: the message that carries the card is
	// edited where there is one, else a new one is sent and remembered.
	Show Verb = "show"
	// Answer ends a button's waiting state, with a short notice if Text is set.
	Answer Verb = "answer"
	// Results answers an inline query.
	Results Verb = "results"
	// React puts an emoji on Message: the quiet receipt in groups.
	React Verb = "react"
)

// Priority orders what waits while the pace allows no more.
type Priority int

// Interactive answers go before what nobody is waiting for.
const (
	Interactive Priority = 0
	Notice      Priority = 1 // reminders, messages to people concerned
	Bulk        Priority = 2 // digests
)

// Reply is one thing that the bot is to say. Handlers and jobs return replies;
// they are stored with the records and sent after the commit.
type Reply struct {
	Verb     Verb     `json:"verb"`
	Chat     int64    `json:"chat,omitempty"`
	Text     string   `json:"text,omitempty"` // plain, with Bold marks; escaped when rendered
	Keyboard Keyboard `json:"keyboard,omitempty"`
	Table    *Table   `json:"table,omitempty"` // Send: how a part of the text may be shown
	File     *File    `json:"file,omitempty"`  // Send: carried by the message that ends the text, or alone

	Card    string `json:"card,omitempty"`     // name of a card within its chat, for Show and Send
	Message int    `json:"message,omitempty"`  // Show: edit this one; React: react to it
	Topic   int    `json:"topic,omitempty"`    // Send, Show anew: the forum's topic; the general one if it is gone
	ReplyTo int    `json:"reply_to,omitempty"` // Send, Show: answer this message (dropped silently if it is gone)
	Ask     bool   `json:"ask,omitempty"`      // ForceReply: a group's privacy mode hides other answers
	Emoji   string `json:"emoji,omitempty"`    // React

	Callback string   `json:"callback,omitempty"` // Answer: the press
	Alert    bool     `json:"alert,omitempty"`    // Answer: a window instead of a toast
	Inline   string   `json:"inline,omitempty"`   // Results: the query
	Articles []Result `json:"articles,omitempty"` // Results
	Next     string   `json:"next,omitempty"`     // Results: offset of the next page

	Priority  Priority  `json:"priority,omitempty"`
	Once      bool      `json:"once,omitempty"`      // not repeated if it may have arrived
	Silent    bool      `json:"silent,omitempty"`    // no sound
	NotBefore time.Time `json:"not_before,omitzero"` // quiet hours
	Expires   time.Time `json:"expires,omitzero"`    // no use after this: callback answers, inline results
}

// Button is one button under a message. Data is at most 64 bytes and comes
// back in Press; Share opens the inline search in a chat of the person's choice.
type Button struct {
	Label string `json:"l"`
	Data  string `json:"d,omitempty"`
	Share string `json:"s,omitempty"`
	URL   string `json:"u,omitempty"`
}

// Keyboard is rows of buttons, at most 8 in a row and 100 in all.
type Keyboard [][]Button

// Row is a keyboard row.
func Row(buttons ...Button) []Button { return buttons }

// Result is one inline result: a card to drop into any chat.
type Result struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Text        string `json:"text"`
}
