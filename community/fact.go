package community

import "time"

// Fact is what a digest reads of one record.
type Fact struct {
	Date  Date
	Unit  UnitID
	Tally Tally
}

// Item is a dispute, an issue or a task as digests and lists show it.
type Item struct {
	Number   Number
	Kind     Kind
	Unit     UnitID
	Category Category
	Type     CommunityType // of an open item; what a task was set for
	Place    string        // building and place, ready to be shown; of a task its title
	Date     Date
	Deadline Date
	Status   Status
	Level    IssueLevel
	Open     int // cases still open: a dispute record may stand for several
	Reporter PersonID
	Assignee PersonID  // who was named to act; 0 while nobody is
	Owner    string    // who has to act: the owner's name, else the reporter's
	ClosedAt time.Time // zero while it is open

	Sensitive bool // no group may read what it is about
}

// Overdue reports whether the item was not finished by the end of its
// deadline, seen at the start of a day.
func (i Item) Overdue(on Date) bool {
	return i.Deadline != 0 && i.Deadline < on && i.ClosedAt.IsZero()
}
