package community

import "time"

// RemindJob is what the run ledger calls somebody's reminder of a day.
const RemindJob = "remind"

// ReminderNote is what the run ledger keeps of a reminder, as JSON: what a
// press on its button is about.
type ReminderNote struct {
	At    time.Time  `json:"at"`
	Items []Reminded `json:"items"`
}

// Reminded is an item that somebody was reminded of.
type Reminded struct {
	Number   Number `json:"n"`
	Deadline Date   `json:"d"`
}

// RemindedOf lists what a reminder is about.
func RemindedOf(r Reminder) []Reminded {
	items := make([]Reminded, len(r.Notices))
	for i, n := range r.Notices {
		items[i] = Reminded{Number: n.Number, Deadline: n.Deadline}
	}
	return items
}
