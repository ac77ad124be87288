package reading

import "gridmate/community"

// Draft is one fact that a message reports, as far as the message says it.
// What was not said is zero or nil; nothing is invented.
type Draft struct {
	Kind      community.Kind
	Date      community.Date // the day of what is reported; zero: not stated
	DateEnd   community.Date // last day of a range
	DateExpr  string         // the words of the date
	PartOfDay string         // early, morning, noon, afternoon, evening or empty
	Grids     []string
	Building  string // several with commas between
	Place     string
	Found     *int // problems found; patrols and issues
	Fixed     *int // of these put right on the spot
	Visited   *int // households, else people or shops, visited or checked

	Participants *int
	Handbooks    *int // printed matter, summed over kinds
	Materials    []Material

	Category  community.Category
	Outcome   community.Outcome
	Agreement community.Agreement
	Amount    *int // yuan, disputes
	People    *int // persons involved in a dispute
	Deadline  community.Date
	Cases     *int // disputes reported
	Resolved  *int // of these settled

	partOnly bool // the date is only a part of a day

	// Spans says where a field was read: offsets in runes, [start, end), of
	// Reading.Text. Fields are named as in the JSON output.
	Spans map[string][]Span
	// Unsure lists the fields that are guesses, the likeliest other values first.
	Unsure []Guess
	// Text is the part of the message that reports this fact.
	Text string
}

// Span is a half-open range of runes of Reading.Text.
type Span struct{ Start, End int }

// Guess is a field that was not certain.
type Guess struct {
	Field        string
	Alternatives []string // values as in the JSON output, "" for none
}

// Material is printed matter that was handed out.
type Material struct {
	Title       string
	Kind        MaterialKind
	Quantity    int
	Approximate bool
}

// MaterialKind is the sort of printed matter.
type MaterialKind string

// The sorts of printed matter that totals distinguish.
const (
	Handbook      MaterialKind = "handbook"
	Card          MaterialKind = "card"
	Leaflet       MaterialKind = "leaflet"
	OtherMaterial MaterialKind = "other"
)

// Reading is what a message says.
type Reading struct {
	Text   string   // the message with personal numbers masked
	Masked []Masked // what was masked
	Drafts []Draft  // empty: the message reports nothing
	Reason string   // why it reports nothing: ask, plan, order, unmade, thanks, forward, condition, log, or empty
}
