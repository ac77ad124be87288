package digest

import (
	"fmt"

	"gridmate/community"
)

// Totals are the figures of one span. What is counted by a record's own date
// follows the record when it is corrected; withdrawn records count nowhere.
type Totals struct {
	Patrols int `json:"patrols"` // patrol records
	// Found and Fixed are findings of patrols and issues. An issue that a
	// patrol left open states no finding, so nothing is counted twice.
	Found        int      `json:"found"`
	Fixed        int      `json:"fixed"`
	Visited      int      `json:"visited"` // households or people
	Disputes     Disputes `json:"disputes"`
	Events       int      `json:"events"` // event records
	Participants int      `json:"participants"`
	Handbooks    int      `json:"handbooks"` // printed matter of any kind
	Issues       Issues   `json:"issues"`
}

// Disputes counts cases, of which one record may state several.
type Disputes struct {
	Registered int `json:"registered"` // cases of records dated in the span
	Success    int `json:"success"`    // of these, settled by now
	Failed     int `json:"failed"`     // of these, given up by now
	// Open is the cases of any date up to the span's end that were not
	// finished when it ended, or are not by now if it has not ended.
	Open int `json:"open"`
}

// Issues counts rows of the ledger.
type Issues struct {
	Opened int `json:"opened"` // records dated in the span
	Closed int `json:"closed"` // closed between the span's first and last moment, whatever their date
	// Open is the issues of any date up to the span's end that were not closed
	// when it ended, or are not by now if it has not ended.
	Open int `json:"open"`
	// Overdue is those of Open whose deadline lies before the day after the
	// span, or before today if that comes first.
	Overdue int `json:"overdue"`
}

// Digest is the figures of one unit, or of several together, and one period.
// Its JSON form is what scripts rely on.
type Digest struct {
	Org    string           `json:"org"` // the unit's code; several joined by commas
	Period community.Period `json:"period"`
	From   Day              `json:"from"`
	To     Day              `json:"to"`
	Totals
	// Late is 补报: records of days before From that the digest before did not
	// tell (see Last).
	Late int `json:"late"`
	// Silent is the units with nothing recorded in the span: of a community
	// its grids, above that its communities. A record that names a community
	// but no single grid counts for the community only.
	Silent   []string `json:"silent"`
	Previous Totals   `json:"previous"` // the span before, counted today

	Detail Detail `json:"-"`
}

// Span is the days of the digest.
func (d Digest) Span() community.Span {
	return community.Span{From: community.Date(d.From), To: community.Date(d.To)}
}

// Empty reports whether there is nothing to say: nothing recorded, closed or
// late, nothing past its deadline and nothing grave. What is only to be looked at
// again is reminded of, and no reason for a message.
func (d Digest) Empty() bool {
	return d.Detail.Records == 0 && d.Issues.Closed == 0 && d.Late == 0 &&
		d.Issues.Overdue == 0 && len(d.Detail.DisputesDue) == 0 && len(d.Detail.TasksDue) == 0 && len(d.Detail.Changes) == 0 &&
		len(d.Detail.Critical) == 0
}

// Day is a date that is written YYYY-MM-DD in JSON.
type Day community.Date

// MarshalText writes YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return []byte(community.Date(d).String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Day) UnmarshalText(text []byte) error {
	date, err := community.ParseDate(string(text))
	if err != nil {
		return fmt.Errorf("digest: %w", err)
	}
	*d = Day(date)
	return nil
}

// Detail is what a digest's text says beyond its totals.
type Detail struct {
	Names   []string // what the units are called, a grid with its community
	Type    community.CommunityType
	Records int // records of any kind in the span
	AsOf    community.Date

	Overdue     []community.Item // issues, critical ones first, then the longest overdue
	DisputesDue []community.Item // disputes past their due date
	TasksDue    []community.Item // tasks past their deadline
	Tasks       int              // open tasks
	Critical    []community.Item // grave issues that are open and not overdue: told every day
	Reviews     []community.Item // 回访 and 回头看 that are due, within a week's days for weeks
	DueNext     []community.Item // open, with a deadline in the seven days from AsOf
	Quiet       []string         // what the units of Silent are called
	Rows        []Row            // the units below, in the order of their codes
	Recurring   []Recurring
	Types       []Count // records by type
	Categories  map[community.Kind][]Count
	// Year is what is counted by date since 1 January; for months only.
	Year Totals
	// OnTime is 按期销号率: of the issues that were closed in the span or are
	// overdue at its end, those that were closed by their deadline. What is
	// overdue belongs to the whole: else not closing would look well.
	OnTime Rate
	// Settled is 调解成功率: success of success and failed.
	Settled   Rate
	Changes   []Change
	Withdrawn []community.Number // what the digest before had counted and is gone

	numbers []community.Number // disputes and issues of the span
}

// Row is one line of a digest by unit.
type Row struct {
	Unit community.Unit
	Totals
}

// Count is how often a code occurs.
type Count struct {
	Code string
	N    int
}

// Rate is a part of a whole, never shown without the whole.
type Rate struct{ Part, Of int }

// Percent is the rate in whole percent, rounded half up; 0 of nothing.
func (r Rate) Percent() int {
	if r.Of == 0 {
		return 0
	}
	return (200*r.Part + r.Of) / (2 * r.Of)
}
