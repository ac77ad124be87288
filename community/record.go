package community

import (
	"time"
	"unicode/utf8"
)

// Number is the N of #N: a record's number, unique in the deployment.
type Number int64

// Via says how a record came in.
type Via string

// The ways in.
const (
	ViaCommand Via = "command"
	ViaForm    Via = "form"
	ViaText    Via = "text"
	ViaEdit    Via = "edit"
	ViaPatrol  Via = "patrol" // an issue that a patrol left open
)

// Status is where a record is in its life.
type Status string

// Patrols and events are simply recorded; disputes and issues have a life
// cycle of their own. Withdrawn is shown for any withdrawn record.
const (
	Recorded  Status = "recorded"
	Withdrawn Status = "withdrawn"

	Registered  Status = "registered"
	Accepted    Status = "accepted"
	Mediating   Status = "mediating"
	Success     Status = "success"
	Failure     Status = "failed"
	Escalated   Status = "escalated" // issues too: 督办
	Transferred Status = "transferred"
	FollowedUp  Status = "followed_up"
	Closed      Status = "closed" // issues: 销号

	Open       Status = "open"
	Assigned   Status = "assigned"
	Rectifying Status = "rectifying"
	FixedState Status = "fixed" // 已整改待核
)

// IssueLevel is how grave an issue is.
type IssueLevel string

// The levels of issues.
const (
	LevelGeneral  IssueLevel = "general"
	LevelMajor    IssueLevel = "major"
	LevelCritical IssueLevel = "critical"
)

// Material is printed matter handed out at an event.
type Material struct {
	Title       string
	Kind        string // handbook, card, leaflet or other
	Quantity    int
	Approximate bool
}

// Record is one thing that happened in a grid. A nil count is "not stated".
type Record struct {
	Number   Number
	Kind     Kind
	Unit     UnitID // the finest unit it is certain of: a grid, else the community
	Grids    string // as read, several separated by commas: "3", "1,2", "幸福"
	Building string
	Place    string
	Date     Date
	DateEnd  Date // last day of a range; 0 otherwise
	Part     string
	Category Category
	Type     CommunityType
	Outcome  Outcome
	Status   Status

	Found, Fixed, Visited    *int
	Participants, Handbooks  *int
	Cases, Resolved, Persons *int
	Amount                   *int // yuan
	Agreement                Agreement
	Materials                []Material
	Title                    string // of an event or a task

	Source   string // disputes: proactive, applied, entrusted; issues: patrol, resident, …; tasks: list, chat, instruction
	Level    IssueLevel
	Ledger   int // running number of an issue in its community and year
	Deadline Date
	From     Number // the patrol that an issue came from, what an instruction is about; 0 otherwise

	Reporter  PersonID
	Via       Via
	Text      string // as typed, masked
	Chat      int64  // where it was typed
	Message   int
	Created   time.Time
	ClosedAt  time.Time // disputes and issues
	Withdrawn time.Time
	Sensitive bool // kept when the text is forgotten; ask Delicate
}

// Limits on what one record may state. They keep typing slips out of the
// totals and let a digest row fit in one integer (Tally).
const (
	maxFound        = 4000
	maxVisited      = 1_000_000
	maxParticipants = 1_000_000
	maxHandbooks    = 10_000_000
	maxCases        = 4000
	maxAmount       = 1_000_000_000
	maxText         = 5000 // characters
	maxAge          = 366  // days back
)

// NewRecord is Clockwork.NewRecord with the default terms.
func NewRecord(r Record, today Date) (Record, error) { return Clockwork{}.NewRecord(r, today) }

// NewRecord checks a record and fills what follows from the rest: type,
// status, level, deadline. today is the day it is recorded on, in the
// deployment's zone. The result is valid, or the error says what to change.
func (c Clockwork) NewRecord(r Record, today Date) (Record, error) {
	if r.Date == 0 {
		r.Date = today
	}
	if r.Category == "" {
		r.Category = defaultCategory[r.Kind]
	}
	if err := r.check(today); err != nil {
		return Record{}, err
	}
	if r.Type == NoType {
		r.Type = TypeOf(r.Kind, r.Category)
	}
	r.Outcome = r.outcome()
	r.Status = r.firstStatus()
	if r.Kind == KindIssue {
		if r.Level == "" {
			r.Level = levelIn(r.Text)
		}
		if r.Source == "" {
			r.Source = "resident"
		}
	}
	if (r.Kind == KindIssue || r.Kind == KindDispute) && r.Deadline == 0 {
		r.Deadline = c.Due(r, r.Date)
	}
	if r.Finished() {
		r.ClosedAt = r.Created
	}
	return r, nil
}

var defaultCategory = map[Kind]Category{
	KindPatrol: General, KindIssue: General, KindDispute: Other, KindEvent: Service, KindTask: General,
}

func (r Record) check(today Date) error {
	if !r.Kind.Has(r.Category) {
		return Refuse(Invalid, "category", "Category", string(r.Category))
	}
	if r.Unit == 0 {
		return Refuse(Invalid, "unit_missing")
	}
	if r.Date > today {
		return Refuse(Invalid, "date_future", "Date", r.Date.String())
	}
	if r.Date < today-maxAge {
		return Refuse(Invalid, "date_old", "Date", r.Date.String())
	}
	if r.DateEnd != 0 && (r.DateEnd < r.Date || r.DateEnd > today) {
		return Refuse(Invalid, "date_range")
	}
	if utf8.RuneCountInString(r.Text) > maxText {
		return Refuse(Invalid, "text_long", "Limit", maxText)
	}
	if r.Found != nil && r.Fixed != nil && *r.Fixed > *r.Found {
		return Refuse(Invalid, "fixed_over_found", "Found", *r.Found, "Fixed", *r.Fixed)
	}
	if r.Cases != nil && r.Resolved != nil && *r.Resolved > *r.Cases {
		return Refuse(Invalid, "resolved_over_cases", "Cases", *r.Cases, "Resolved", *r.Resolved)
	}
	return r.checkCounts()
}

func (r Record) checkCounts() error {
	for _, c := range []struct {
		n   *int
		max int
	}{
		{r.Found, maxFound}, {r.Fixed, maxFound}, {r.Visited, maxVisited},
		{r.Participants, maxParticipants}, {r.Handbooks, maxHandbooks},
		{r.Cases, maxCases}, {r.Resolved, maxCases}, {r.Persons, maxParticipants}, {r.Amount, maxAmount},
	} {
		if c.n != nil && (*c.n < 0 || *c.n > c.max) {
			return Refuse(Invalid, "count_range", "Count", *c.n, "Max", c.max)
		}
	}
	return nil
}

// outcome is what came of the record: for a patrol with figures it follows
// from them, unless it was passed on.
func (r Record) outcome() Outcome {
	if r.Kind != KindPatrol || r.Found == nil || r.Outcome == OutcomeReported {
		return r.Outcome
	}
	switch left := r.Left(); {
	case *r.Found == 0:
		return OutcomeClear
	case left == 0:
		return OutcomeFixed
	case left < *r.Found:
		return OutcomePartial
	}
	return OutcomeOpen
}

var outcomeStatus = map[Outcome]Status{
	OutcomeSuccess: Success, OutcomeFail: Failure, OutcomeTransferred: Transferred,
	OutcomeOngoing: Mediating, OutcomePartial: Mediating,
}

// firstStatus is where a record starts: one reported with its outcome walks
// the whole path at once.
func (r Record) firstStatus() Status {
	switch r.Kind {
	case KindDispute:
		if s, ok := outcomeStatus[r.Outcome]; ok {
			return s
		}
		return Registered
	case KindIssue:
		if r.Outcome == OutcomeFixed {
			return Closed // 即查即改
		}
		return Open
	case KindTask:
		return Open
	default:
		return Recorded
	}
}

// Finished reports whether nobody has to do anything about the record any more.
func (r Record) Finished() bool {
	switch r.Status {
	case Success, Failure, Transferred, FollowedUp, Closed:
		return true
	}
	return !r.Kind.Lives()
}

// Left is how many findings of a patrol were not fixed on the spot.
func (r Record) Left() int {
	if r.Kind != KindPatrol || r.Found == nil {
		return 0
	}
	left := *r.Found
	if r.Fixed != nil {
		left -= *r.Fixed
	}
	return left
}

// LeftIssue is the issue that a patrol's unfixed findings become. Its Found
// stays empty: the patrol has counted them.
func (r Record) LeftIssue() (Record, bool) {
	if r.Left() == 0 {
		return Record{}, false
	}
	return Record{
		Kind: KindIssue, Unit: r.Unit, Grids: r.Grids, Building: r.Building, Place: r.Place,
		Date: r.Date, Category: r.Category, Outcome: OutcomeOpen, Source: "patrol",
		Deadline: r.Deadline, From: r.Number, Reporter: r.Reporter, Via: ViaPatrol, Text: r.Text,
		Chat: r.Chat, Message: r.Message, Created: r.Created,
	}, true
}

// Change is one field of a record that was corrected.
type Change struct {
	Number   Number
	Field    string // the exported name; "withdrawn" and "restored" for the whole record
	From, To string
	By       PersonID
	At       time.Time
	Why      string // edit, button, text
}

// Filter selects records; zero fields select nothing out.
type Filter struct {
	Reporter PersonID
	Kind     Kind
	Units    []UnitID // any of these: list a subtree
	OpenOnly bool     // disputes and issues that somebody still has to act on
	Span     Span     // by date; zero ends are open
	Limit    int      // 0 means no limit
}

// Attachment is something that hangs on a record. File is Telegram's file id;
// the file itself stays with Telegram.
type Attachment struct {
	Number   Number
	Message  int
	Album    string  // media group id; "" for a photo of its own
	File     string  // a photo
	Lat, Lon float64 // a place, when File is empty
	After    bool    // it shows how things are once they are mended
}
