package community

// RemindJob is what the run ledger calls somebody's reminder of a day.
const RemindJob = "remind"

// Reminded is an item that somebody was reminded of: what a press on the
// reminder's button is about. It is stored as JSON.
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
