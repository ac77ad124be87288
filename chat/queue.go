package chat

import "time"

// Outgoing is a reply on its way: a row of the outbox.
type Outgoing struct {
	ID       int64 // running order; replies of one chat leave in this order
	Reply    Reply
	Attempts int
	Due      time.Time // not before; zero means now
}

// Fate is how an attempt to send ended. The words are stored.
type Fate string

// The fates. Retry goes back to waiting, all others are final.
const (
	Sent    Fate = "sent"
	Retry   Fate = "waiting"
	Failed  Fate = "failed"  // refused for good: a bug or a message that cannot be shown
	Blocked Fate = "blocked" // the person blocked the bot, or it was removed from the group
	Unsure  Fate = "unsure"  // may have arrived and must not be repeated
	Expired Fate = "expired" // nobody could use it any more
)

// Receipt reports what became of one outgoing reply.
type Receipt struct {
	ID      int64
	Chat    int64
	Fate    Fate
	Message int       // id of the message that carries it now; 0 for verbs without one
	Card    string    // the card to remember Message for
	File    int64     // what was sent of Reply.File's bytes; 0 for none
	Remote  string    // Telegram's id of them
	Due     time.Time // for Retry
	MovedTo int64     // the chat's new id, where Telegram said so; 0 otherwise
	Error   string    // class of the error, never a message text
}

// DeadLetter is an update that could not be handled. Its JSON and the error are
// masked; Raw.Seq names it.
type DeadLetter struct {
	Raw
	Error string
}

// Undelivered is a file that Telegram refused for good. Its reply is kept as it
// was to be sent.
type Undelivered struct {
	ID    int64 // the outbox row's
	Reply Reply
	Error string // class of the error
	At    time.Time
}

// Draft is a conversation that has not become a record yet: an unfinished form
// or a card that waits to be confirmed. Body is the handlers' own encoding.
type Draft struct {
	ID       int64
	Chat     int64
	User     int64 // Telegram id of the person it belongs to
	Revision int   // grows with every change; a button carries the one it was drawn for
	Body     []byte
	Updated  time.Time
}
