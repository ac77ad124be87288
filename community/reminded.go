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

// RemindedOf lists the deadlines that a reminder is about. Reviews have none.
func RemindedOf(r Reminder) []Reminded {
	var items []Reminded
	for _, n := range r.Notices {
		if n.Review == 0 {
			items = append(items, Reminded{Number: n.Number, Deadline: n.Deadline})
		}
	}
	return items
}
