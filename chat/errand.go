package chat

import "time"

// Errand is slow work that a handler or a job asks for and that may not happen
// within their transaction: to fetch a file that somebody sent, to write a
// workbook of a year, to draw a chart. It is stored with the records of the
// transaction that asks for it, is done after the commit, at least once, and
// ends with replies in a transaction of its own.
type Errand struct {
	ID       int64
	Kind     string // who does it
	Chat     int64  // where its replies go
	Topic    int    // the topic there, 0 for none
	User     int64  // Telegram id of who asked for it; 0 for a job
	Priority Priority
	Body     []byte // the asker's own encoding, without what people typed
	Attempts int    // how often it was begun, this time included
	Asked    time.Time
}
